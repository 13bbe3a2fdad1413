import { Refusal } from '../refusals.ts'
import { isReadable } from './checked-store.ts'
import { chunksOf } from './chunks.ts'
import { PART_BYTES, partedUpload, streamedUpload, type LargeUpload } from './large-upload.ts'

const FIRST_BUFFER_BYTES = 64 * 1024

export type RawWriter = {
  /** Takes the next bytes, which are the caller's again afterwards. */
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
 * Raw bytes to R2 while they are parsed. A file below one part is held and put whole, under its submission's id; a larger one
 * goes up while it arrives, under `uploadName`, as its id is known only at its end. `length` is what the sender announced, in bytes; null:
 * nothing. Throws Refusal('storage-unavailable').
 */
export function createRawWriter(bucket: R2Bucket, uploadName: string, length: number | null): RawWriter {
  let buffer = new Uint8Array(FIRST_BUFFER_BYTES)
  let filled = 0
  let upload: LargeUpload | null = null
  /** Where a large file lies that is whole, and that no receipt has named yet. */
  let unnamed: string | null = null
  let noted: string | null = null

  const hold = (bytes: Uint8Array): void => {
    const wanted = filled + bytes.length
    if (wanted > buffer.length) {
      const grown = new Uint8Array(Math.min(Math.max(wanted, buffer.length * 2), PART_BYTES))
      grown.set(buffer.subarray(0, filled))
      buffer = grown
    }
    buffer.set(bytes, filled)
    filled = wanted
  }

  /** What was held goes first. */
  const beginUpload = async (): Promise<LargeUpload> => {
    const key = `raw/large/${uploadName}`
    upload =
      length !== null && length > PART_BYTES
        ? streamedUpload(bucket, key, length)
        : await stored(partedUpload(bucket, key))
    await stored(upload.write(buffer.subarray(0, filled)))
    buffer = new Uint8Array(0)
    filled = 0
    return upload
  }

  /** Whose bytes they are to become: what leads to no receipt is swept away. */
  const note = async (submissionId: string, rawKey: string): Promise<void> => {
    const text: UploadNote = { submissionId, rawKey }
    await stored(bucket.put(`${UPLOADS}${uploadName}`, JSON.stringify(text)))
    noted = submissionId
  }

  /** The rest of a large file, after which it lies under its key. */
  const complete = async (begun: LargeUpload, submissionId: string): Promise<string> => {
    await note(submissionId, begun.key)
    await stored(begun.complete())
    upload = null
    return begun.key
  }

  return {
    async write(bytes) {
      if (upload === null && filled + bytes.length <= PART_BYTES) hold(bytes)
      else await stored((upload ?? (await beginUpload())).write(bytes))
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
      // Read once more, it may have become another submission: one with a reason.
      if (rawKey !== null && noted !== submissionId) await note(submissionId, rawKey)
      if (rawKey !== null) return rawKey
      return putWhole(bucket, rawKeyOf(submissionId), buffer.subarray(0, filled))
    },
    /** A failed clean-up must not hide why it was needed. */
    async abort() {
      await upload?.abort()
      // What stays all the same is swept: its note leads to no receipt.
      if (unnamed !== null) await bucket.delete(unnamed).catch(() => {})
      unnamed = null
    },
  }
}

/** The same bytes may lie there already, and an answer rest on them: they are replaced only where they cannot be read. */
async function putWhole(bucket: R2Bucket, key: string, bytes: Uint8Array): Promise<string> {
  const absent = { onlyIf: new Headers({ 'If-None-Match': '*' }) }
  if (await stored(bucket.put(key, bytes, absent))) return key
  const there = await stored(bucket.head(key))
  if (there?.size === bytes.length && (await isReadable(bucket, key, there))) return key
  await stored(bucket.put(key, bytes))
  return key
}

/** What R2 does not take is refused, so that the sender tries again. */
export async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new Refusal('storage-unavailable', {}, undefined, { cause })
  }
}
