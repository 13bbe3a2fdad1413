const GZIP = [0x1f, 0x8b]

/** The bytes of the XML, also of a file that is gzipped, whatever its name; `onRead` hears how many bytes of the file as it lies there were read. */
export async function unpacked(
  file: File,
  onRead: (bytes: number) => void = () => {},
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const start = new Uint8Array(await file.slice(0, GZIP.length).arrayBuffer())
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        onRead(piece.length)
        controller.enqueue(piece)
      },
    }),
  )
  return GZIP.every((byte, at) => start[at] === byte) ? counted.pipeThrough(new DecompressionStream('gzip')) : counted
}
