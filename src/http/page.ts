import { z } from '@hono/zod-openapi'
import { wholeNumber } from './schema-parts.ts'

const LARGEST_PAGE = 1000

/** Pages by the number of the last item seen: stable while rows are added. */
export const pageQuery = z.object({
  after: wholeNumber(0).default(0).openapi({ description: 'Number of the last item already seen' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(LARGEST_PAGE),
})

/** One more item than the limit was read; it only shows that there are more. `next` is the key of the last item of the page. */
export function pageOf<T, Key extends number | string>(
  items: readonly T[],
  limit: number,
  keyOf: (item: T) => Key,
): { items: T[]; next: Key | null } {
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next: items.length > limit && last !== undefined ? keyOf(last) : null }
}
