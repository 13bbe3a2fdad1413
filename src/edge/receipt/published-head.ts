import { stored } from './raw-writer.ts'

/** The newest checkpoint of a log beside the database it lies in: what the bucket has was published, and a database that does not know it was set back. */
const keyOf = (log: string): string => `receipt-logs/${log}`

export type PublishedHead = { readonly jws: string; readonly etag: string }

/** null: none was published. Throws Refusal('storage-unavailable'). */
export async function readPublishedHead(bucket: R2Bucket, log: string): Promise<PublishedHead | null> {
  const object = await stored(bucket.get(keyOf(log)))
  return object && { jws: await stored(object.text()), etag: object.etag }
}

/** Puts it in the place of `before`. False: somebody else has put another there meanwhile. Throws Refusal('storage-unavailable'). */
export async function publishHead(
  bucket: R2Bucket,
  log: string,
  { jws, before }: { readonly jws: string; readonly before: PublishedHead | null },
): Promise<boolean> {
  const onlyIf = before === null ? { etagDoesNotMatch: '*' } : { etagMatches: before.etag }
  return (await stored(bucket.put(keyOf(log), jws, { onlyIf }))) !== null
}
