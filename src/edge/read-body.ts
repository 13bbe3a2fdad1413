import { COMPRESSION_RATIO_FROM_BYTES, MAX_COMPRESSION_RATIO, MAX_FILE_BYTES } from '../engine/index.ts'
import { gunzip } from './gunzip.ts'
import { createTurns } from './receipt/chunks.ts'
import { Refusal } from './refusals.ts'

/** Read from the socket at once; the platform's own default of 4 KB costs a tenth of the throughput. */
const CHUNK_BYTES = 64 * 1024

/**
 * A line that brings not one byte in this time is dead, or holds a place on purpose. Mobile lines pause for some seconds when they change
 * the mast.
 */
const IDLE_MS = 30_000

export type BodyLimits = {
  fileBytes: number
  compressionRatio: number
  ratioFromBytes: number
  /** The longest wait for the next byte; left out: half a minute. */
  idleMs?: number
}
const LIMITS: BodyLimits = {
  fileBytes: MAX_FILE_BYTES,
  compressionRatio: MAX_COMPRESSION_RATIO,
  ratioFromBytes: COMPRESSION_RATIO_FROM_BYTES,
}

/** Works with a body and lets it go then, read to its end or not: what is left of it can be read by others. */
export async function withBody<T>(
  body: AsyncIterableIterator<Uint8Array>,
  work: (body: AsyncIterableIterator<Uint8Array>) => Promise<T>,
): Promise<T> {
  try {
    return await work(body)
  } finally {
    await body.return?.()
  }
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
 * Throws body-empty, file-too-large, upload-idle, gzip-broken, compression-ratio, body-interrupted, content-encoding-unsupported.
 */
export async function* readBody(request: Request, limits: BodyLimits = LIMITS): AsyncGenerator<Uint8Array> {
  const encoding = encodingOf(request)
  const gzip = encoding === 'gzip' || encoding === 'x-gzip'
  if (!gzip && encoding !== 'identity' && encoding !== '') throw new Refusal('content-encoding-unsupported')
  if (!request.body) throw new Refusal('body-empty')
  if (Number(request.headers.get('content-length') ?? 0) > limits.fileBytes) throw tooLarge(limits)

  const turn = createTurns()
  const received = { bytes: 0 }
  const source = piecesOf(request.body, received, limits.idleMs ?? IDLE_MS)
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
async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  received: { bytes: number },
  idleMs: number,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader({ mode: 'byob' })
  let buffer = new Uint8Array(CHUNK_BYTES)
  try {
    for (;;) {
      const { done, value } = await readSome(reader, buffer, idleMs)
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
  idleMs: number,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const idle = new Promise<'idle'>((resolve) => {
    timer = setTimeout(() => {
      resolve('idle')
    }, idleMs)
  })
  const read = reader.readAtLeast(1, buffer)
  try {
    const first = await Promise.race([read, idle])
    if (first !== 'idle') return first
  } catch (cause) {
    throw new Refusal('body-interrupted', {}, undefined, { cause })
  } finally {
    clearTimeout(timer)
  }
  // Nobody waits for it any more. A lock with a read under way cannot be given back, so the body ends here.
  read.catch(() => {})
  await reader.cancel().catch(() => {})
  throw new Refusal('upload-idle', { seconds: idleMs / 1000 })
}
