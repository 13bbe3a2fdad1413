import { openSealed } from '../sealed/open.ts'
import { createSealer } from '../sealed/seal.ts'
import { chunksOf } from './chunks.ts'
import type { Store } from './store.ts'

/** R2 takes parts of at least 5 MiB, all of one size but the last. */
export const PART_BYTES = 5 * 1024 * 1024

/** A large file on its way to the store; it lies there, whole, once `complete` has ended, and not at all before. */
export type LargeUpload = {
  readonly key: string
  /** Takes the next bytes, which are the caller's again afterwards. */
  write: (bytes: Uint8Array) => Promise<void>
  complete: () => Promise<void>
  /** Leaves nothing behind. */
  abort: () => Promise<void>
}

/**
 * Of a known length: one object, sent on while it arrives. Its last bytes are held back, so that it does not become whole before
 * `complete`. Rejects where other than that many bytes come.
 */
function streamedUpload(bucket: R2Bucket, key: string, length: number): LargeUpload {
  const { readable, writable } = new FixedLengthStream(length)
  const put = bucket.put(key, readable)
  // Nobody reads on where it has failed: then writing must fail, too, and not wait. The failure itself is seen when it is awaited.
  put.catch((cause: unknown) => readable.cancel(cause)).catch(() => {})
  const writer = writable.getWriter()
  let taken = 0
  let last: Uint8Array | null = null
  return {
    key,
    async write(bytes) {
      taken += bytes.length
      if (taken === length) last = bytes.slice()
      else await writer.write(bytes)
    },
    async complete() {
      if (last) await writer.write(last)
      await writer.close()
      const written = await put
      if (written?.size !== length) throw new Error(`the store holds ${written?.size ?? 0} of ${length} bytes`)
    },
    async abort() {
      await writer.abort().catch(() => {})
      await put.catch(() => {})
    },
  }
}

/** Of a length that nobody has announced: part by part. */
async function partedUpload(bucket: R2Bucket, key: string): Promise<LargeUpload> {
  const upload = await bucket.createMultipartUpload(key)
  const parts: Promise<R2UploadedPart>[] = []
  let buffer = new Uint8Array(PART_BYTES)
  /** The buffer of the part that is on its way: two take turns, as each new one would wait for the garbage collector. */
  let sent: Uint8Array<ArrayBuffer> | null = null
  let filled = 0

  /** One part is on its way while the next fills; the one before has arrived, and its buffer is free. */
  const sendPart = async (): Promise<void> => {
    await Promise.all(parts)
    const part = upload.uploadPart(parts.length + 1, buffer.subarray(0, filled))
    // Its failure is seen when it is awaited with the others.
    part.catch(() => {})
    parts.push(part)
    const free = sent ?? new Uint8Array(PART_BYTES)
    sent = buffer
    buffer = free
    filled = 0
  }

  return {
    key,
    async write(bytes) {
      let rest = bytes
      while (rest.length > 0) {
        const taken = rest.subarray(0, PART_BYTES - filled)
        buffer.set(taken, filled)
        filled += taken.length
        rest = rest.subarray(taken.length)
        if (filled === PART_BYTES) await sendPart()
      }
    },
    async complete() {
      if (filled > 0) await sendPart()
      await upload.complete(await Promise.all(parts))
    },
    /** R2 itself drops an upload that was never completed. */
    async abort() {
      await Promise.allSettled(parts)
      await upload.abort().catch(() => {})
    },
  }
}

/** One that is sealed while it arrives. */
export type SealedUpload = LargeUpload & {
  /** Its content once more; it must be complete. null: it is gone. */
  readonly reread: () => Promise<AsyncIterable<Uint8Array> | null>
}

/** One frame is held. `length` of the content as announced; null: nobody has said. */
export async function sealedUpload(
  { bucket, seals }: Store,
  key: string,
  length: number | null,
): Promise<SealedUpload> {
  const sealer = await createSealer(key, seals.files)
  const upload = length === null ? await partedUpload(bucket, key) : streamedUpload(bucket, key, sealer.sizeOf(length))
  try {
    await upload.write(sealer.head)
  } catch (error) {
    await upload.abort()
    throw error
  }
  return {
    key,
    async write(bytes) {
      for await (const frame of sealer.push(bytes)) await upload.write(frame)
    },
    async complete() {
      await upload.write(await sealer.end())
      await upload.complete()
    },
    abort: () => upload.abort(),
    async reread() {
      const object = await bucket.get(key)
      return object && openSealed(key, chunksOf(object.body), sealer.own)
    },
  }
}
