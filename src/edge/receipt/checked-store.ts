/**
 * A store whose word is checked. On a full or failing disk a local store has said that it holds what it does not: such a write is refused, so
 * that nothing is acknowledged by it. R2 itself keeps what it confirms (strong consistency, its own digests), so only sizes are compared there.
 */

/** Stores that are a disk of ours are read back; others are only asked for the size. */
export type StoreChecks = { readonly readsBack: boolean }

/** The same store, whose `put` and whose uploads in parts reject where it does not hold what it was given. */
export function checkedStore(bucket: R2Bucket, checks: StoreChecks): R2Bucket {
  const put = async (...args: Parameters<R2Bucket['put']>): Promise<R2Object | null> => {
    const [key, value] = args
    const written = await bucket.put(...args)
    if (written === null) return null
    await check(key, written, sizeOf(value))
    return written
  }
  const check = async (key: string, written: R2Object, given: number | null): Promise<void> => {
    if (given !== null && written.size !== given) throw new Error(`the store holds ${written.size} of ${given} bytes`)
    if (!checks.readsBack) return
    if (await isReadable(bucket, key, written)) return
    // What nobody can read is worse than nothing: it would block the next attempt.
    await bucket.delete(key).catch(() => {})
    throw new Error(`the store does not give back the ${written.size} bytes that it confirmed`)
  }
  return new Proxy(bucket, {
    get(target, name) {
      if (name === 'put') return put
      if (name === 'createMultipartUpload') {
        return async (...args: Parameters<R2Bucket['createMultipartUpload']>) =>
          checkedUpload(await target.createMultipartUpload(...args), check)
      }
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

type Check = (key: string, written: R2Object, given: number | null) => Promise<void>

const checkedUpload = (upload: R2MultipartUpload, check: Check): R2MultipartUpload => ({
  key: upload.key,
  uploadId: upload.uploadId,
  uploadPart: (...args) => upload.uploadPart(...args),
  abort: () => upload.abort(),
  async complete(parts) {
    const written = await upload.complete(parts)
    await check(upload.key, written, null)
    return written
  },
})

function sizeOf(value: Parameters<R2Bucket['put']>[1]): number | null {
  if (value === null) return 0
  if (typeof value === 'string') return new TextEncoder().encode(value).length
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength
  return value instanceof Blob ? value.size : null
}

/** Whether every byte is there; also where another write has taken its place meanwhile, which is checked by whoever wrote it. */
export async function isReadable(bucket: R2Bucket, key: string, { etag, size }: R2Object): Promise<boolean> {
  try {
    const object = await bucket.get(key)
    if (object === null) return false
    if (object.etag !== etag) return true
    let read = 0
    for await (const piece of object.body) read += piece.length
    return read === size
  } catch {
    return false
  }
}
