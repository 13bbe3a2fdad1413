import { Refusal } from '../refusals.ts'
import { sealWhole } from '../sealed/seal.ts'
import { PART_BYTES, sealedUpload, type SealedUpload } from './large-upload.ts'
import type { Store } from './store.ts'

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

/** Of its own for each attempt: what a broken-off one left behind can be swept away while the same file is sent again. */
const rawKeyOf = (submissionId: string, uploadName: string): string => `${RAW}${submissionId}/${uploadName}`
export const RAW = 'raw/'
export const LARGE = `${RAW}large/`
/** Notes of large files on their way; what is older than an hour and led to no receipt is swept away. */
export const UPLOADS = 'uploads/'

/** `isLookedAt`: the sweep has seen it once; the next time it acts. */
export type UploadNote = { submissionId: string; rawKey: string; isLookedAt?: true }

/**
 * Raw bytes to R2 while they are parsed, sealed for the centre. A file below one part is held and put whole, under its submission's id; a
 * larger one goes up while it arrives, under `uploadName`, as its id is known only at its end. `length` is what the sender announced, in bytes;
 * null: nothing. Throws Refusal('storage-unavailable').
 */
export function createRawWriter(store: Store, uploadName: string, length: number | null): RawWriter {
  const { bucket, seals } = store
  const held = createHeldBytes()
  let upload: SealedUpload | null = null
  /** A large file that lies there whole, and that no receipt has named yet. */
  let unnamed: SealedUpload | null = null
  let noted: string | null = null

  /** What was held goes first. */
  const beginUpload = async (): Promise<SealedUpload> => {
    const announced = length !== null && length > PART_BYTES ? length : null
    upload = await stored(sealedUpload(store, `${LARGE}${uploadName}`, announced))
    await stored(upload.write(held.bytes()))
    held.release()
    return upload
  }

  /** Whose bytes they are to become: what leads to no receipt is swept away. */
  const note = async (submissionId: string, rawKey: string): Promise<void> => {
    const text: UploadNote = { submissionId, rawKey }
    await stored(bucket.put(`${UPLOADS}${uploadName}`, JSON.stringify(text)))
    noted = submissionId
  }

  /** The rest of a large file, after which it lies under its key. */
  const complete = async (begun: SealedUpload, submissionId: string): Promise<SealedUpload> => {
    await note(submissionId, begun.key)
    await stored(begun.complete())
    upload = null
    return begun
  }

  /** A small file, at once. */
  const putWhole = async (submissionId: string): Promise<string> => {
    const key = rawKeyOf(submissionId, uploadName)
    const sealed = await sealWhole(key, held.bytes(), seals.files)
    await stored(bucket.put(key, sealed))
    return key
  }

  return {
    async write(bytes) {
      if (upload === null && held.bytes().length + bytes.length <= PART_BYTES) held.add(bytes)
      else await stored((upload ?? (await beginUpload())).write(bytes))
    },
    async *reread(submissionId) {
      if (upload) unnamed = await complete(upload, submissionId)
      if (unnamed === null) {
        yield held.bytes()
        return
      }
      const content = await stored(unnamed.reread())
      if (!content) throw new Refusal('storage-unavailable')
      yield* content
    },
    async commit(submissionId) {
      const large = upload ? await complete(upload, submissionId) : unnamed
      unnamed = null
      if (large === null) return putWhole(submissionId)
      // Read once more, it may have become another submission: one with a reason.
      if (noted !== submissionId) await note(submissionId, large.key)
      return large.key
    },
    /** A failed clean-up must not hide why it was needed. */
    async abort() {
      await upload?.abort()
      // What stays all the same is swept: its note leads to no receipt.
      if (unnamed !== null) await bucket.delete(unnamed.key).catch(() => {})
      unnamed = null
    },
  }
}

/** A file while it is small, in one piece that grows. */
function createHeldBytes(): { add: (bytes: Uint8Array) => void; bytes: () => Uint8Array; release: () => void } {
  let buffer = new Uint8Array(FIRST_BUFFER_BYTES)
  let filled = 0
  return {
    add(bytes) {
      const wanted = filled + bytes.length
      if (wanted > buffer.length) {
        const grown = new Uint8Array(Math.min(Math.max(wanted, buffer.length * 2), PART_BYTES))
        grown.set(buffer.subarray(0, filled))
        buffer = grown
      }
      buffer.set(bytes, filled)
      filled = wanted
    },
    bytes: () => buffer.subarray(0, filled),
    release() {
      buffer = new Uint8Array(0)
      filled = 0
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
