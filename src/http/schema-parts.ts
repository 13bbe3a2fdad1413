import { z } from '@hono/zod-openapi'
import { PURPOSES } from '../../db/warehouse/facts.ts'
import { facilityCode, SEVERITIES } from '../engine/index.ts'
import { LEAST_REASON, MOST_REASON } from '../kernel/reason.ts'
import { isIsoDay } from '../kernel/vietnam-time.ts'

/** What the schemas of several areas have in common. The shapes of an area lie beside its routes; GET /openapi.json publishes all of them. */

export const textSchema = z.object({ vi: z.string(), en: z.string() }).openapi('Text')

export const facilitySchema = z.string().regex(new RegExp(facilityCode.regex), '01001').openapi({ example: '01001' })
export const purposeSchema = z.enum(PURPOSES)
export const standardSchema = z.enum(['4210', '130', '4750', '3176'])
export const severitySchema = z.enum(SEVERITIES)
const confidenceSchema = z.enum(['high', 'medium', 'low'])

export const sourceSchema = z
  .object({ document: z.string(), place: z.string(), confidence: confidenceSchema })
  .openapi('Source', { description: 'The sentence of the law a demand comes from, and how sure we are of it.' })

export const countsSchema = z.object({
  declared: z.int().nullable(),
  counted: z.int(),
  accepted: z.int(),
  acceptedWithWarnings: z.int(),
  rejected: z.int(),
})

export const resendSchema = z.enum(['none', 'rejected-dossiers'])

export const isoDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'yyyy-mm-dd')
  .refine(isIsoDay, 'yyyy-mm-dd')
  .openapi({ example: '2026-12-01' })

/**
 * A whole number as a query writes it: digits and nothing else. An empty value is none, where `z.coerce` would read 0.
 * `least` and `most` are included.
 */
export const wholeNumber = (least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  z.preprocess(
    (text) => (typeof text === 'string' ? (/^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN) : text),
    z.int().min(least).max(most),
  )

/** The document says it of a named shape too: `nullable` of one would lose the null there. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()])
/** A time of Việt Nam. */
export const moment = z.string().openapi({ example: '2026-11-22T08:30:00+07:00' })

/** By what findings are filtered wherever they are listed; `most` characters of a text. */
export const findingFilters = (most: number) => ({
  severity: z.enum(SEVERITIES).optional().openapi({ description: 'Only findings of this severity' }),
  table: z.string().max(most).optional().openapi({ description: 'Only findings about this table', example: 'XML2' }),
  MA_LK: z
    .string()
    .max(most)
    .optional()
    .openapi({ description: 'Only findings about this dossier', example: '01001.0012.0000000' }),
})

export const MOST_WORDS = 4000
export const MOST_NAME = 1000
const MOST_CODE = 255
const MOST_ATTRIBUTES = 60

/** Typed or pasted: composed letters, no outer blanks, no control characters. */
export const words = (most: number) =>
  z
    .string()
    .transform((text) =>
      text
        .normalize('NFC')
        .replaceAll(/\p{Cc}+/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(most))
/** The same, not empty. */
export const someWords = (most: number) => words(most).pipe(z.string().min(1))
/** Why somebody does something: kept beside it. */
export const statedReason = someWords(MOST_REASON).pipe(z.string().min(LEAST_REASON))

/** What somebody needs persons for, in a query. */
export const reasonQuery = z
  .string()
  .trim()
  .min(LEAST_REASON)
  .max(MOST_REASON)
  .optional()
  .openapi({ description: 'What the account needs persons for; kept with its name and the time' })

/** Of a list, or of a facility's own. */
export const code = someWords(MOST_CODE)
/** What only some lists know, by name. */
export const attributes = z
  .record(z.string().regex(/^[A-Za-z_][\w-]{0,63}$/), words(MOST_NAME))
  .refine((record) => Object.keys(record).length <= MOST_ATTRIBUTES, `≤ ${MOST_ATTRIBUTES}`)

/** An entry that is shown beside another one, and why the two are alike; its code says which. */
export const similarEntry = {
  name: z.string(),
  attributes: z.record(z.string(), z.string()),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  score: z.number().openapi({ description: '0 to 1' }),
  reasons: z.array(z.object({ kind: z.string().openapi({ example: 'same-strength' }), text: textSchema })),
}
