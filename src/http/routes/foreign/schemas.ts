import { z } from '@hono/zod-openapi'
import { DIFFERENCE_KINDS } from '../../../codes/foreign/compare.ts'
import { codeRowSchema, fileProblem } from '../releases/schemas.ts'
import { upToFirstWrong } from '../../row-list.ts'
import { MOST_NAME, attributes, code, isoDay, moment, orNull, someWords } from '../../schema-parts.ts'

/** The shapes of what is shown of another side's copy of a list. */

/** Twice the largest list of DMDC. */
const MOST_FOREIGN_ROWS = 50_000
export const partySchema = z.enum(['bhxh']).openapi({ description: 'Whose copy: bhxh, Vietnam Social Security' })
export const differenceKind = z.enum(DIFFERENCE_KINDS)
const foreignRow = z
  .object({
    code,
    name: someWords(MOST_NAME),
    attributes: attributes.optional(),
    validFrom: isoDay.nullable().optional(),
    validTo: isoDay.nullable().optional(),
  })
  .openapi('ForeignRow')
export const foreignBody = z
  .object({ rows: upToFirstWrong(z.array(foreignRow).min(1).max(MOST_FOREIGN_ROWS)) })
  .openapi('ForeignRows')
export const viewSchema = z
  .object({
    id: z.string(),
    party: z.string(),
    catalogue: z.string(),
    importedBy: z.string(),
    importedAt: moment,
    rows: z.int(),
    fileHash: z.string().openapi({ description: 'SHA-256 of the file; of JSON rows, of their content in order' }),
  })
  .openapi('ForeignView')
export const keptViewSchema = viewSchema
  .extend({
    warnings: z.int().openapi({ description: 'What is to be looked at in the file; of JSON rows 0' }),
    problems: z.array(fileProblem).openapi({ description: 'The first 1000 warnings: hidden rows, hidden columns …' }),
  })
  .openapi('KeptForeignView')
export const viewsSchema = z.object({ views: z.array(viewSchema) }).openapi('ForeignViews')

const foreignCode = codeRowSchema.omit({ sourceDocument: true, replacedBy: true }).openapi('ForeignCode')
export const differencesSchema = z
  .object({
    view: viewSchema,
    release: z.string().openapi({ description: 'Of ours: the newest' }),
    counts: z.record(differenceKind, z.int()),
    differences: z.array(
      z.object({
        kind: differenceKind,
        code: z.string(),
        fields: z.array(z.string()),
        ours: orNull(codeRowSchema),
        theirs: orNull(foreignCode),
      }),
    ),
    next: z.int().nullable(),
  })
  .openapi('Differences')
export const deltaSchema = z
  .object({
    party: z.string(),
    catalogue: z.string(),
    direction: z.enum(['to-them', 'to-us']),
    view: z.string(),
    fileHash: z.string(),
    release: z.string(),
    day: z.string().nullable(),
    entriesTotal: z.int(),
    entriesHash: z
      .string()
      .openapi({ description: 'SHA-256 of all entries, one JSON text a line: the same on every page' }),
    after: z.int(),
    entries: z.array(z.object({ kind: z.enum(['closed', 'opened']), row: foreignCode })),
    next: z.int().nullable(),
    signature: z.string().openapi({ description: 'Compact JWS (ES256) whose payload is all of the above but next' }),
  })
  .openapi('Delta')
