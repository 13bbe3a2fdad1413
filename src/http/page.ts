import { z } from '@hono/zod-openapi'

const LARGEST_PAGE = 1000

/** Pages by the number of the last item seen: stable while rows are added. */
export const pageQuery = z.object({
  after: z.coerce.number().int().min(0).default(0).openapi({ description: 'Number of the last item already seen' }),
  limit: z.coerce.number().int().min(1).max(LARGEST_PAGE).default(LARGEST_PAGE),
})

/** One more item than the limit was read; it only shows that there are more. */
export function pageOf<T>(
  items: readonly T[],
  limit: number,
  numberOf: (item: T) => number,
): { items: T[]; next: number | null } {
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next: items.length > limit && last !== undefined ? numberOf(last) : null }
}
