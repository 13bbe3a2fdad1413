import { z } from '@hono/zod-openapi'
import { dmdcHeadersSchema } from '../../dmdc-headers.ts'
import { codeRowSchema } from '../releases/schemas.ts'
import { isoDay, orNull, textSchema, wholeNumber } from '../../schema-parts.ts'

/** The shapes of what everybody may ask of the code lists: look-ups, releases, the feed of changes. */

const LARGEST_PAGE = 1000
const USUAL_PAGE = 50
const LONGEST_QUESTION = 200

const moment = z.string().openapi({ example: '2026-11-22T08:30:00.000+07:00' })
const sha256 = z.string().openapi({ description: 'SHA-256, hexadecimal' })

export const catalogueParam = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'icd10, drugs, services, … (GET /v1/dmdc)')
  .openapi({ example: 'icd10' })
export const codeParam = z.string().min(1).max(100).openapi({ example: 'A15.0' })
export const releaseQuery = z
  .string()
  .min(1)
  .max(40)
  .optional()
  .openapi({ description: 'Id of an earlier release: what was known then. None: the one in force.' })
export const dayQuery = isoDay.optional().openapi({ description: 'None: today in Việt Nam.', example: '2026-11-22' })

export const searchQuery = z.object({
  q: z.string().max(LONGEST_QUESTION).default('').openapi({
    description: 'Code or words of the name, accents and capitals optional; all words must occur.',
    example: 'dai thao duong',
  }),
  date: z
    .string()
    .refine((given) => given === 'all' || isoDay.safeParse(given).success, 'yyyy-mm-dd, all')
    .optional()
    .openapi({ description: 'Day on which a code must be in force; all: every period. None: today in Việt Nam.' }),
  release: releaseQuery,
  after: z.string().max(400).optional().openapi({ description: '`next` of the page before' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(USUAL_PAGE),
})

const decisionSchema = z
  .object({
    document: z.string().openapi({ example: 'QĐ 4469/QĐ-BYT', description: 'How codes name it.' }),
    decision: z.string(),
    annex: z.string().nullable(),
    signedOn: z.string().nullable(),
    validFrom: z.string().nullable().openapi({ description: 'First day on which its codes may be used.' }),
    mandatoryFrom: z.string().nullable().openapi({ description: 'First day on which its codes must be used.' }),
    oldAcceptedUntil: z.string().nullable().openapi({ description: 'Last day of the codes before it.' }),
    confidence: z.enum(['high', 'medium', 'low']),
  })
  .openapi('Decision')

const releaseMembers = {
  id: z.string().openapi({ example: '2026.11.1' }),
  number: z.int(),
  publishedAt: moment,
  effectiveAt: moment,
}

const catalogueMembers = {
  id: z.string(),
  title: textSchema,
  completeness: z.enum(['complete', 'partial']).openapi({
    description: 'A partial list proves that a code exists, never that it does not.',
  }),
  completeFrom: z.string().nullable().openapi({ description: 'First day on which it is complete; null: always.' }),
}

export const contentsSchema = z
  .object({
    release: z.object(releaseMembers).openapi({ description: 'In force.' }),
    catalogues: z.array(
      z.object({
        ...catalogueMembers,
        owner: z.object({ id: z.string(), vi: z.string(), en: z.string() }),
        rows: z.int(),
        hash: sha256.openapi({ description: 'Of the snapshot that edges load.' }),
        contentHash: sha256.openapi({ description: 'Of all rows in canonical form: what a follower compares.' }),
        decisions: z.array(decisionSchema),
      }),
    ),
    releases: z
      .array(z.object({ ...releaseMembers, note: z.string(), restores: z.string().nullable(), inForce: z.boolean() }))
      .openapi({ description: 'The newest first; those still to take effect are not shown.' }),
  })
  .openapi('DmdcContents')

export const searchSchema = z
  .object({
    release: z.string(),
    catalogue: z.object(catalogueMembers),
    date: z.string().nullable().openapi({ description: 'null: all periods' }),
    total: z.int(),
    codes: z.array(codeRowSchema),
    next: z.string().nullable().openapi({ description: 'Ask again with after= this; null: no more.' }),
  })
  .openapi('DmdcSearch')

export const codeSchema = z
  .object({
    release: z.string(),
    catalogue: z.object(catalogueMembers),
    date: z.string(),
    code: z.string(),
    inForce: z.boolean(),
    row: orNull(codeRowSchema).openapi({ description: 'As in force on that day; null: not in force.' }),
    replacements: z
      .array(z.object({ code: z.string(), name: z.string().nullable(), inForce: z.boolean() }))
      .openapi({ description: 'What took its place; a name that is null: not in this list.' }),
    source: decisionSchema.nullable(),
    history: z.array(codeRowSchema).openapi({ description: 'All periods, the earliest first.' }),
  })
  .openapi('DmdcCode')

const entrySchema = z.object({
  number: z.int(),
  kind: z.enum(['opened', 'closed']).openapi({
    description: 'opened: the row counts from now on; closed: it no longer counts. A changed row is closed and opened.',
  }),
  catalogue: z.string(),
  code: z.string(),
  validFrom: z.string().openapi({ description: '0001-01-01: open' }),
  validTo: z.string().nullable(),
  name: z.string(),
  attributes: z.record(z.string(), z.string()),
  sourceDocument: z.string(),
  replacedBy: z.string().nullable(),
  hash: sha256,
})

export const feedQuery = z.object({
  since: wholeNumber(0, Number.MAX_SAFE_INTEGER - 1)
    .default(0)
    .openapi({
      description: '`next` of the page before; 0: from the beginning',
    }),
})

export const feedSchema = z
  .object({
    page: z
      .object({
        number: z.int(),
        firstChange: z.int(),
        lastChange: z.int(),
        previousHash: z.string().openapi({ description: 'Hash of the change before; empty for the first.' }),
        lastHash: sha256,
        release: z.string(),
      })
      .nullable()
      .openapi({ description: 'null: nothing new' }),
    signature: z
      .string()
      .nullable()
      .openapi({ description: 'Compact JWS (ES256) over `page`; keys: GET /v1/dmdc/keys.' }),
    entries: z.array(entrySchema).openapi({
      description:
        'hash = SHA-256 of: hash before, number, kind, catalogue and the row as JSON [code, validFrom, validTo, name, ' +
        '[[attribute, value], …] sorted, sourceDocument, replacedBy], joined by line feeds.',
    }),
    next: z.int().openapi({ description: 'The cursor for the next question.' }),
    more: z.boolean(),
  })
  .openapi('DmdcChanges', {
    description: 'One page; pages are numbered from 1, never change and lie within a release.',
  })

export const signedReleaseSchema = z
  .object({
    release: z.object({
      ...releaseMembers,
      note: z.string(),
      restores: z.string().nullable(),
      digest: sha256,
    }),
    signature: z.string().openapi({
      description:
        'Compact JWS (ES256) over id, number, publishedAt, effectiveAt (epoch ms), digest, lastHash (head of the chain of changes), ' +
        'restores and, per catalogue, rows, contentHash, completeness, completeFrom.',
    }),
    cursor: z.int().openapi({ description: 'Where the feed goes on after this release.' }),
    lastChange: z.int(),
  })
  .openapi('DmdcRelease')

export const keysSchema = z
  .object({ keys: z.array(z.record(z.string(), z.unknown())) })
  .openapi('DmdcKeys', { description: 'JWKS, RFC 7517.' })

/** A documented answer with the headers for release and lag. */
export const dmdcAnswer = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  200: { description, headers: dmdcHeadersSchema, content: { 'application/json': { schema } } },
  304: { description: 'As the sender of If-None-Match has it' },
})
