import { z } from '@hono/zod-openapi'
import { SEVERITIES } from '../engine/index.ts'

/** Characters of a reason: fewer say nothing. */
export const LEAST_REASON = 10

/** Also 31 February has the form. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

export const isoDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'yyyy-mm-dd')
  .refine(isDay, 'yyyy-mm-dd')
  .openapi({ example: '2026-12-01' })

/** The document says it of a named shape too: `nullable` of one would lose the null there. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()])
/** A time of Việt Nam. */
export const moment = z.string().openapi({ example: '2026-11-22T08:30:00+07:00' })

/** By what findings are filtered wherever they are listed; `most` characters of a text. */
export const findingFilters = (most: number) => ({
  severity: z.enum(SEVERITIES).optional().openapi({ description: 'Only findings of this severity' }),
  table: z.string().max(most).optional().openapi({ description: 'Only findings about this table', example: 'XML2' }),
  MA_LK: z.string().max(most).optional().openapi({ description: 'Only findings about this dossier' }),
})
