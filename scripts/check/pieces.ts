import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

const GZIP_MAGIC = [0x1f, 0x8b]

async function isGzip(path: string): Promise<boolean> {
  for await (const piece of createReadStream(path, { end: 1 }) as AsyncIterable<Uint8Array>)
    return GZIP_MAGIC.every((byte, at) => piece[at] === byte)
  return false
}

/** The bytes of a file, unpacked where it is kept as gzip. */
export const piecesOf = async (path: string): Promise<AsyncIterable<Uint8Array>> =>
  (await isGzip(path)) ? createReadStream(path).pipe(createGunzip()) : createReadStream(path)
