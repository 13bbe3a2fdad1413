import { Refusal } from '../refusal.ts'
import { chunksOf } from './chunks.ts'

/** R2 takes parts of at least 5 MiB, all of one size but the last; so this is also all that is held of a file. */
const PART_BYTES = 5 * 1024 * 1024
const FIRST_BUFFER_BYTES = 64 * 1024

export type RawWriter = {
  /** Takes a copy of the bytes. */
  write: (bytes: Uint8Array) => Promise<void>
  /** The bytes once more, from their beginning; nothing can be written after them. */
  reread: (submissionId: string) => AsyncIterable<Uint8Array>
  /** Makes the bytes durable and returns the key under which they lie. */
  commit: (submissionId: string) => Promise<string>
  /** Leaves nothing behind. */
  abort: () => Promise<void>
}

const rawKeyOf = (submissionId: string): string => `raw/${submissionId}`
/** Notes of large files on their way; what is older than an hour and led to no receipt is swept away. */
export const UPLOADS = 'uploads/'

export type UploadNote = { submissionId: string; rawKey: string }

/**
 * Raw bytes to R2 while they are parsed. A file below one part is put whole, under its submission's id; a larger one
 * goes up part by part under `uploadName`, as its id is known only at its end. Throws Refusal('storage-unavailable').
 */
export function createRawWriter(bucket: R2Bucket, uploadName: string): RawWriter {
  let buffer = new Uint8Array(FIRST_BUFFER_BYTES)
  /** The buffer of the part that is on its way: two take turns, as each new one would wait for the garbage collector. */
  let sent: Uint8Array<ArrayBuffer> | null = null
  let filled = 0
  let upload: R2MultipartUpload | null = null
  /** Where a large file lies that is whole, and that no receipt has named yet. */
  let unnamed: string | null = null
  const parts: Promise<R2UploadedPart>[] = []

  const room = (wanted: number): void => {
    if (wanted <= buffer.length) return
    const grown = new Uint8Array(Math.min(Math.max(wanted, buffer.length * 2), PART_BYTES))
    grown.set(buffer.subarray(0, filled))
    buffer = grown
  }

  /** One part is on its way while the next fills; the one before has arrived, and its buffer is free. */
  const sendPart = async (): Promise<void> => {
    upload ??= await stored(bucket.createMultipartUpload(`raw/large/${uploadName}`))
    await stored(Promise.all(parts))
    const part = upload.uploadPart(parts.length + 1, buffer.subarray(0, filled))
    // Its failure is seen when it is awaited with the others.
    part.catch(() => {})
    parts.push(part)
    const free = sent ?? new Uint8Array(PART_BYTES)
    sent = buffer
    buffer = free
    filled = 0
  }

  /** A failed clean-up must not hide why it was needed; R2 itself drops an upload that was never completed. */
  const abort = async (): Promise<void> => {
    await Promise.allSettled(parts)
    await upload?.abort().catch(() => {})
    // What stays all the same is swept: its note leads to no receipt.
    if (unnamed !== null) await bucket.delete(unnamed).catch(() => {})
    unnamed = null
  }

  /** The rest of a large file, after which it lies under its key. */
  const complete = async (begun: R2MultipartUpload, submissionId: string): Promise<string> => {
    if (filled > 0) await sendPart()
    const rawKey = begun.key
    const note: UploadNote = { submissionId, rawKey }
    await stored(bucket.put(`${UPLOADS}${uploadName}`, JSON.stringify(note)))
    await stored(begun.complete(await stored(Promise.all(parts))))
    upload = null
    return rawKey
  }

  return {
    abort,
    async write(bytes) {
      let rest = bytes
      while (rest.length > 0) {
        const taken = rest.subarray(0, PART_BYTES - filled)
        room(filled + taken.length)
        buffer.set(taken, filled)
        filled += taken.length
        rest = rest.subarray(taken.length)
        if (filled === PART_BYTES) await sendPart()
      }
    },
    async *reread(submissionId) {
      if (upload) unnamed = await complete(upload, submissionId)
      if (unnamed === null) {
        yield buffer.subarray(0, filled)
        return
      }
      const object = await stored(bucket.get(unnamed))
      if (!object) throw new Refusal('storage-unavailable')
      yield* chunksOf(object.body)
    },
    async commit(submissionId) {
      const rawKey = upload ? await complete(upload, submissionId) : unnamed
      unnamed = null
      if (rawKey !== null) return rawKey
      await stored(bucket.put(rawKeyOf(submissionId), buffer.subarray(0, filled)))
      return rawKeyOf(submissionId)
    },
  }
}

/** What R2 does not take is refused, so that the sender tries again. */
export async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new Refusal('storage-unavailable', {}, undefined, { cause })
  }
}
