import * as z from 'zod'

/** Sums of calls on their way from edges to the centre. */
const CALLS = 'calls/'
/** Taken at once; the rest waits for another minute. */
const TAKEN_AT_ONCE = 200

const sum = z.object({
  version: z.literal(1),
  calls: z.array(
    z.object({
      day: z.string(),
      facility: z.string(),
      wire: z.enum(['old', 'new']),
      operation: z.string(),
      code: z.string(),
      calls: z.int(),
      lastAt: z.number(),
    }),
  ),
})
export type CallSum = z.infer<typeof sum>['calls']

export async function putCalls(bucket: R2Bucket, name: string, calls: CallSum): Promise<void> {
  await bucket.put(`${CALLS}${name}`, JSON.stringify({ version: 1, calls }))
}

/** Some of what lies there, by name. */
export async function readCalls(bucket: R2Bucket): Promise<{ name: string; calls: CallSum }[]> {
  const { objects } = await bucket.list({ prefix: CALLS, limit: TAKEN_AT_ONCE })
  const found: { name: string; calls: CallSum }[] = []
  for (const { key } of objects) {
    const object = await bucket.get(key)
    if (object) found.push({ name: key.slice(CALLS.length), calls: sum.parse(await object.json()).calls })
  }
  return found
}

export async function removeCalls(bucket: R2Bucket, names: readonly string[]): Promise<void> {
  await bucket.delete(names.map((name) => `${CALLS}${name}`))
}
