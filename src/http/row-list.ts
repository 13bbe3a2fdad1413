import { z } from '@hono/zod-openapi'

/**
 * A list that is read up to its first wrong row: an answer names one row, and the issues of a hundred thousand are more than can be handed
 * on. Returns the schema it is given, which must have a largest length, so that zod asks for `parse` anew each time.
 */
export function upToFirstWrong<Element extends z.ZodType>(list: z.ZodArray<Element>): z.ZodArray<Element> {
  // zod's own name for what a schema is made of (zod.dev/library-authors).
  // oxlint-disable-next-line no-underscore-dangle
  list._zod.parse = (payload, context) => {
    const input: unknown = payload.value
    if (!Array.isArray(input)) {
      payload.issues.push({ code: 'invalid_type', expected: 'array', input, inst: list })
      return payload
    }
    const rows: z.output<Element>[] = []
    for (const [at, value] of input.entries()) {
      // As above.
      // oxlint-disable-next-line no-underscore-dangle
      const read = list.element._zod.run({ value, issues: [] }, context)
      if (read instanceof Promise) throw new Error('a row is checked at once')
      if (read.issues.length > 0) {
        payload.issues.push(...z.core.util.prefixIssues(at, read.issues))
        break
      }
      // What the schema of the row has let through.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      rows.push(read.value as z.output<Element>)
    }
    payload.value = rows
    return payload
  }
  return list
}
