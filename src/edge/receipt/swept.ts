const SWEEP_EVERY_MS = 60_000
/** Names begin with two hexadecimal digits, evenly spread; an odd step comes to each of them. */
const SWEEP_STARTS = 256
const SWEEP_STEP = 97

/** Some of what lies there, each minute from another place on: what has to stay holds back nothing behind it. */
export async function sweptAt(bucket: R2Bucket, prefix: string, now: number, limit: number): Promise<R2Object[]> {
  const start = (Math.floor(now / SWEEP_EVERY_MS) * SWEEP_STEP) % SWEEP_STARTS
  const startAfter = prefix + start.toString(16).padStart(2, '0')
  const include: ['customMetadata'] = ['customMetadata']
  const { objects } = await bucket.list({ prefix, startAfter, limit, include })
  const room = limit - objects.length
  if (room === 0) return objects
  const front = await bucket.list({ prefix, limit: room, include })
  return [...objects, ...front.objects.filter(({ key }) => key <= startAfter)]
}
