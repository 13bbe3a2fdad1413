import { chunksOf } from './chunks.ts'
import { stored } from './raw-writer.ts'

/** The bytes of a submission as they were received, piece by piece; null where they are gone. Throws Refusal('storage-unavailable'). */
export async function readRaw(bucket: R2Bucket, rawKey: string): Promise<AsyncIterable<Uint8Array> | null> {
  const object = await stored(bucket.get(rawKey))
  return object && chunksOf(object.body)
}
