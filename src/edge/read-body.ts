import { COMPRESSION_RATIO_FROM_BYTES, MAX_COMPRESSION_RATIO, MAX_FILE_BYTES } from '../engine/index.ts'
import { gunzip } from './gunzip.ts'
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

  const turn = createTurns()
  const received = { bytes: 0 }
  const source = piecesOf(request.body, received)
  let total = 0
  for await (const piece of gzip ? gunzip(source) : source) {
    total += piece.length
    if (total > limits.fileBytes) throw tooLarge(limits)
    if (gzip && total > limits.ratioFromBytes && total > received.bytes * limits.compressionRatio) {
      throw new Refusal('compression-ratio', { limit: limits.compressionRatio })
    }
    yield piece
    await turn(piece.length)
  }
  if (total === 0) throw new Refusal('body-empty')
}

const tooLarge = ({ fileBytes }: BodyLimits): Refusal => new Refusal('file-too-large', { limit: fileBytes })

/** The body as it comes; what is refused is left unread, for whoever answers to decide about. */
async function* piecesOf(stream: ReadableStream<Uint8Array>, received: { bytes: number }): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader({ mode: 'byob' })
  let buffer = new Uint8Array(CHUNK_BYTES)
  try {
    for (;;) {
      const { done, value } = await readSome(reader, buffer)
      if (value && value.length > 0) {
        received.bytes += value.length
        yield value
      }
      if (done) break
      // The reader took our buffer; its result carries the memory back.
      buffer = value?.buffer instanceof ArrayBuffer ? new Uint8Array(value.buffer) : new Uint8Array(CHUNK_BYTES)
    }
  } finally {
    reader.releaseLock()
  }
}

async function readSome(
  reader: ReadableStreamBYOBReader,
  buffer: Uint8Array,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.readAtLeast(1, buffer)
  } catch (cause) {
    throw new Refusal('body-interrupted', {}, undefined, { cause })
  }
}
