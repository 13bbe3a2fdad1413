import { z } from '@hono/zod-openapi'
import { moment, orNull, textSchema } from '../../schema-parts.ts'

/** The shapes of what the ministry works with: drafts of releases, imports, releases. */

const kind = z.enum(['added', 'closed', 'renamed', 'changed'])

export const codeRowSchema = z
  .object({
    code: z.string(),
    validFrom: z.string().nullable().openapi({ description: 'First day; null: open.' }),
    validTo: z.string().nullable().openapi({ description: 'Last day on which it is accepted; null: open.' }),
    name: z.string(),
    attributes: z.record(z.string(), z.string()),
    sourceDocument: z.string().openapi({ example: 'QĐ 3276/QĐ-BYT PL1' }),
    replacedBy: z.string().nullable(),
  })
  .openapi('CodeRow')

export const draftSchema = z
  .object({
    id: z.string(),
    state: z.enum(['draft', 'review', 'published', 'withdrawn']),
    note: z.string(),
    effectiveAt: moment.nullable().openapi({ description: 'null: at once' }),
    createdBy: z.string(),
    createdAt: moment,
    revision: z.int().openapi({ description: 'Grows with every change; an approval holds for one revision.' }),
    release: z.int().nullable().openapi({ description: 'Number of the release it became' }),
  })
  .openapi('Draft')

export const draftsSchema = z.object({ drafts: z.array(draftSchema) }).openapi('Drafts')

export const reviewSchema = z
  .object({
    draft: draftSchema,
    counts: z.array(z.object({ catalogue: z.string(), owner: z.string(), kind, changes: z.int() })),
    conflicts: z
      .array(z.object({ catalogue: z.string(), code: z.string(), kind: z.enum(['moved', 'taken']) }))
      .openapi({
        description: 'The first 100. moved: the row changed since; taken: the code and day are there already.',
      }),
    conflictsTotal: z.int(),
    departments: z
      .array(z.object({ department: z.string(), approvedBy: z.string().nullable(), approvedAt: moment.nullable() }))
      .openapi({ description: 'Owners of what it changes. All have to approve.' }),
  })
  .openapi('Review')

export const changesSchema = z
  .object({
    changes: z.array(
      z.object({
        kind,
        catalogue: z.string(),
        before: orNull(codeRowSchema),
        after: orNull(codeRowSchema),
        proposal: z.string().nullable(),
      }),
    ),
    next: z.int().nullable(),
  })
  .openapi('DraftChanges')

export const restoreRequestSchema = z
  .object({ release: z.string(), note: z.string(), askedBy: z.string(), askedAt: moment })
  .openapi('RestoreRequest')

export const publishedSchema = z
  .object({
    id: z.string().openapi({ example: '2026.11.2' }),
    number: z.int(),
    publishedAt: moment,
    effectiveAt: moment,
    digest: z.string(),
    lastHash: z.string(),
    changes: z.int(),
  })
  .openapi('PublishedRelease')

/** What is to be looked at in a spreadsheet, and where. */
export const fileProblem = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  sheet: z.string(),
  row: z.int().openapi({ description: '0: about the sheet or the file as a whole' }),
  column: z.string().nullable(),
  cell: z.string().nullable(),
  value: z.string(),
  message: textSchema,
  remedy: textSchema,
})
/** Problems shown in an answer; their number is always true. */
export const SHOWN_FILE_PROBLEMS = 1000

export const importSchema = z
  .object({
    catalogue: z.string(),
    document: z.string(),
    rows: z.int().openapi({ description: 'Rows read that carry a code' }),
    codes: z.int().openapi({ description: 'Distinct codes among them' }),
    difference: z
      .object({ added: z.int(), closed: z.int(), renamed: z.int(), changed: z.int(), unchanged: z.int() })
      .openapi({ description: 'Against the release in force.' }),
    examples: z
      .array(z.object({ kind, code: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
      .openapi({ description: 'The first of each kind, with names before and after.' }),
    errors: z.int(),
    warnings: z.int(),
    problems: z.array(fileProblem).openapi({ description: 'The first 1000; errors and warnings count all of them.' }),
    draft: z
      .string()
      .nullable()
      .openapi({ description: 'The draft that now holds the changes; null: a dry run, or errors' }),
    release: orNull(publishedSchema),
  })
  .openapi('Import')
