import { COMPRESSION_RATIO_FROM_BYTES, MAX_COMPRESSION_RATIO, MAX_FILE_BYTES } from '../engine/index.ts'
import { createTurns } from './receipt/chunks.ts'
import { Refusal } from './refusals.ts'

/** Read from the socket at once; the platform's own default of 4 KB costs a tenth of the throughput. */
const CHUNK_BYTES = 64 * 1024

export type BodyLimits = { fileBytes: number; compressionRatio: number; ratioFromBytes: number }
const LIMITS: BodyLimits = {
  fileBytes: MAX_FILE_BYTES,
  compressionRatio: MAX_COMPRESSION_RATIO,
  ratioFromBytes: COMPRESSION_RATIO_FROM_BYTES,
}

const encodingOf = (request: Request): string =>
  request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'

/** How many bytes `readBody` will give, where the sender has said so; null: nobody knows. */
export function announcedBytes(request: Request): number | null {
  const length = request.headers.get('content-length') ?? ''
  return /^(?:identity)?$/.test(encodingOf(request)) && /^\d{1,15}$/.test(length) ? Number(length) : null
}

/**
 * The bytes of the file, piece by piece, any gzip undone. A piece is valid until the next one is asked for.
 * Throws body-empty, file-too-large, gzip-broken, compression-ratio, body-interrupted, content-encoding-unsupported.
 */
export async function* readBody(request: Request, limits: BodyLimits = LIMITS): AsyncGenerator<Uint8Array> {
  const encoding = encodingOf(request)
  const gzip = encoding === 'gzip' || encoding === 'x-gzip'
  if (!gzip && encoding !== 'identity' && encoding !== '') throw new Refusal('content-encoding-unsupported')
  if (!request.body) throw new Refusal('body-empty')
  if (Number(request.headers.get('content-length') ?? 0) > limits.fileBytes) throw tooLarge(limits)

  const received = { bytes: 0 }
  const source = gzip ? gunzip(request.body, received) : request.body
  let total = 0
  for await (const piece of pieces(source, gzip)) {
    total += piece.length
    if (total > limits.fileBytes) throw tooLarge(limits)
    if (gzip && total > limits.ratioFromBytes && total > received.bytes * limits.compressionRatio) {
      throw new Refusal('compression-ratio', { limit: limits.compressionRatio })
    }
    yield piece
  }
  if (total === 0) throw new Refusal('body-empty')
}

const tooLarge = ({ fileBytes }: BodyLimits): Refusal => new Refusal('file-too-large', { limit: fileBytes })

/** The stream undone while it arrives, counting what has been received. */
function gunzip(body: ReadableStream<Uint8Array>, received: { bytes: number }): ReadableStream<Uint8Array> {
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      received.bytes += piece.length
      controller.enqueue(piece)
    },
  })
  // What is refused is left unread, for whoever answers to decide about.
  return body.pipeThrough(counter, { preventCancel: true }).pipeThrough(new DecompressionStream('gzip'))
}

async function* pieces(stream: ReadableStream<Uint8Array>, gzip: boolean): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader({ mode: 'byob' })
  const turn = createTurns()
  let buffer = new Uint8Array(CHUNK_BYTES)
  try {
    for (;;) {
      const { done, value } = await readSome(reader, buffer, gzip)
      if (value && value.length > 0) {
        yield value
        await turn(value.length)
      }
      if (done) break
      // The reader took our buffer; its result carries the memory back.
      buffer = value?.buffer instanceof ArrayBuffer ? new Uint8Array(value.buffer) : new Uint8Array(CHUNK_BYTES)
    }
  } finally {
    if (gzip) await reader.cancel().catch(() => {})
    else reader.releaseLock()
  }
}

async function readSome(
  reader: ReadableStreamBYOBReader,
  buffer: Uint8Array,
  gzip: boolean,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.readAtLeast(1, buffer)
  } catch (cause) {
    throw new Refusal(gzip ? 'gzip-broken' : 'body-interrupted', {}, undefined, { cause })
  }
}
