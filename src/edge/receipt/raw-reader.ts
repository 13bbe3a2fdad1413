import { openSealed } from '../sealed/open.ts'
import { chunksOf } from './chunks.ts'
import { stored } from './raw-writer.ts'
import type { Store } from './store.ts'

/**
 * The bytes of a submission as they were received, piece by piece; null where they are gone. Every reader of stored files comes here. Throws
 * Refusal('storage-unavailable'), and Unopened while it is read where the object is not what was sealed there, or where this deployment cannot
 * open files.
 */
export async function readRaw({ bucket, seals }: Store, rawKey: string): Promise<AsyncIterable<Uint8Array> | null> {
  const object = await stored(bucket.get(rawKey))
  return object && openSealed(rawKey, chunksOf(object.body), seals.files)
}

/** Whether this deployment opens stored files: an edge writes them and cannot read them back. */
export const opensFiles = ({ seals }: Store): boolean => seals.files.unwrap !== null
