import { z } from '@hono/zod-openapi'
import { AGREEMENT_DECISIONS, ASSESSMENT_DECISIONS, VERSION_STATES } from '../../../../db/warehouse/versions.ts'
import { lineTables } from '../../../centre/assessments/assessment.ts'
import { VERSION_NAME } from '../../../centre/versions/read.ts'
import { LEAST_REASON, MOST_REASON } from '../../../kernel/reason.ts'
import { upToFirstWrong } from '../../row-list.ts'
import {
  facilitySchema,
  moment,
  orNull,
  purposeSchema,
  reasonQuery,
  someWords,
  wholeNumber,
  words,
} from '../../schema-parts.ts'
import { findingSchema } from '../submissions/schemas.ts'

/** The shapes of versions, agreements and assessments. */

export const REASON_LENGTH = {
  vi: `${LEAST_REASON}–${MOST_REASON} ký tự`,
  en: `${LEAST_REASON}–${MOST_REASON} characters`,
}
const MOST_KEY = 100
/** Each is some statements of one transaction. */
const MOST_ASSESSMENTS = 500
const MOST_LINES = 2000

/** Said by a person, kept for ever. */
export const correctionReason = words(MOST_REASON).refine(({ length }) => length >= LEAST_REASON, REASON_LENGTH.en)

const submission = z.string().regex(/^[0-9a-f]{32}$/, 'id of a submission')
const key = someWords(MOST_KEY)

export const dossierParams = z.object({ MA_LK: z.string().min(1).max(MOST_KEY) })
export const versionParams = dossierParams.extend({
  version: z.string().regex(VERSION_NAME, '2').openapi({ description: 'Its number, or `submission-dossier`' }),
})
export const facilityQuery = z.object({
  facility: facilitySchema.optional().openapi({ description: 'A facility itself may leave it out' }),
})
export const versionsQuery = facilityQuery.extend({ purpose: purposeSchema })
export const differencesQuery = versionsQuery.extend({
  against: z
    .string()
    .regex(VERSION_NAME, '1')
    .optional()
    .openapi({ description: 'The older one; left out: the version that this one follows' }),
})

/** Rows of one answer: some two megabytes, where nearly every dossier has fewer than a hundred. */
const MOST_ROWS = 5000
export const wholeQuery = versionsQuery.extend({
  version: z.string().regex(VERSION_NAME, '2').optional().openapi({
    description:
      'Its number, or `submission-dossier`, also of a rejected delivery; left out: the version that counts, and the last delivery where nothing was accepted',
  }),
  reason: reasonQuery.openapi({ description: 'Of everybody but the facility: what for; kept with account and time' }),
  unmask: z.stringbool().default(false).openapi({
    type: 'boolean',
    description: 'Names and numbers as they are; a facility always sees those of its own dossiers',
  }),
  after: wholeNumber(0).default(0).openapi({ description: '`next` of the answer before' }),
  limit: wholeNumber(1, MOST_ROWS).default(MOST_ROWS).openapi({ description: 'Rows of one answer' }),
})

const place = z.object({ submission: z.string(), dossier: z.int() })
const agreementSchema = z
  .object({ decision: z.enum(AGREEMENT_DECISIONS), reason: z.string(), by: z.string(), at: moment })
  .openapi('Agreement')
export const versionSchema = z
  .object({
    submission: z.string(),
    dossier: z.int(),
    version: z.int().openapi({ description: 'Of an identical or conflicting one, that of the version it follows' }),
    state: z.enum(VERSION_STATES).nullable().openapi({ description: 'null: the centre has not settled it yet' }),
    follows: z.union([place, z.null()]),
    receivedAt: moment,
    correction: z.union([z.object({ code: z.string(), reason: z.string() }), z.null()]),
    agreement: orNull(agreementSchema),
    assessment: z.enum(ASSESSMENT_DECISIONS).nullable(),
    assessedAt: moment.nullable(),
  })
  .openapi('DossierVersion')
export const versionsSchema = z
  .object({ MA_LK: z.string(), facility: z.string(), purpose: purposeSchema, versions: z.array(versionSchema) })
  .openapi('DossierVersions')

export const wholeSchema = z
  .object({
    MA_LK: z.string(),
    facility: z.string(),
    purpose: purposeSchema,
    standard: z.string().openapi({ description: 'Of the version that is shown', example: '3176' }),
    shown: place
      .extend({ version: z.int().nullable() })
      .openapi({ description: 'The delivery whose rows and findings follow; version null: it was rejected' }),
    outcome: z.enum(['accepted', 'rejected']).openapi({
      description: 'rejected: its rows are read out of the stored file, and there are none once that was erased',
    }),
    versions: z.array(versionSchema).openapi({ description: 'All accepted ones, in the order of receipt' }),
    rejected: z
      .array(place.extend({ receivedAt: moment }))
      .openapi({ description: 'Deliveries that were rejected, the newest first, 100 at most' }),
    unmasked: z.boolean(),
    tables: z
      .array(
        z.object({
          table: z.string().openapi({ example: 'XML2' }),
          total: z.int().openapi({ description: 'Rows of the table; a page may show fewer' }),
          rows: z.array(
            z.object({
              row: z.string().openapi({ description: 'As findings name it: STT, else the position in the table' }),
              values: z
                .record(z.string(), z.string())
                .openapi({ description: 'By field of the law, as sent; empty fields are absent' }),
              masked: z
                .array(z.string())
                .openapi({ description: 'Fields of which only the first character and the length are shown' }),
            }),
          ),
        }),
      )
      .openapi({ description: 'In the order of the law' }),
    findings: z
      .array(findingSchema)
      .openapi({ description: 'The first 1000 about this version; table, row and field lead to the cell' }),
    findingsTotal: z.int(),
    next: z
      .int()
      .nullable()
      .openapi({ description: 'Ask again with after= this for the rows that follow; null: none' }),
  })
  .openapi('WholeDossier')

export const differencesSchema = z
  .object({
    MA_LK: z.string(),
    facility: z.string(),
    purpose: purposeSchema,
    from: place.extend({ version: z.int() }),
    to: place.extend({ version: z.int() }),
    total: z.int().openapi({ description: 'Rows that differ; the first 1000 are shown' }),
    differences: z.array(
      z.object({
        table: z.string(),
        row: z.string().openapi({ description: 'STT of the row, else its position in the table' }),
        kind: z.enum(['changed', 'added', 'removed']),
        fields: z.array(
          z.object({
            field: z.string(),
            old: z.string().nullable(),
            new: z.string().nullable(),
            hidden: z.boolean().openapi({ description: 'It identifies a person: that it differs is shown, not how' }),
          }),
        ),
      }),
    ),
  })
  .openapi('DossierDifferences')

export const agreementBody = z
  .strictObject({
    facility: facilitySchema,
    purpose: purposeSchema,
    submission: submission.openapi({ description: 'The submission that brought the correction' }),
    decision: z.enum(AGREEMENT_DECISIONS),
    reason: correctionReason.openapi({ description: `${REASON_LENGTH.en}; must not name or describe a patient` }),
  })
  .openapi('AgreementRequest')

const judgement = {
  decision: z.enum(ASSESSMENT_DECISIONS),
  amount: z
    .string()
    .regex(/^\d{1,13}(?:\.\d{1,2})?$/, '12500.50')
    .optional()
    .openapi({ example: '12500.50', description: 'What the fund pays of it, in đồng' }),
  reason: z
    .strictObject({ code: key, words: someWords(MOST_REASON) })
    .optional()
    .openapi({ description: 'Must be there where it is reduced or refused' }),
}
type Judged = { decision: string; amount?: string | undefined; reason?: unknown }
/** What is not paid as it was claimed says why, and what is reduced says to how much. */
const isExplained = ({ decision, amount, reason }: Judged): boolean =>
  decision === 'accepted' || (reason !== undefined && (decision === 'refused' || amount !== undefined))
const EXPLAINED = { message: 'reduced: amount, reason; refused: reason' }

const lineSchema = z
  .strictObject({ table: z.enum(lineTables), STT: z.int().min(0), ...judgement })
  .refine(isExplained, { ...EXPLAINED, path: ['decision'] })
const areDistinct = <T>(items: readonly T[], keyOf: (item: T) => string): boolean =>
  new Set(items.map(keyOf)).size === items.length

export const assessmentsBody = z
  .strictObject({
    assessments: upToFirstWrong(
      z
        .array(
          z
            .strictObject({
              id: key.openapi({ description: "The sender's own id: the same id with the same content is taken once" }),
              facility: facilitySchema,
              MA_LK: key,
              purpose: z.literal('payment'),
              submission: submission
                .optional()
                .openapi({ description: 'The version assessed; left out: the current one' }),
              ...judgement,
              lines: upToFirstWrong(
                z
                  .array(lineSchema)
                  .max(MOST_LINES)
                  .refine((lines) => areDistinct(lines, ({ table, STT }) => `${table} ${STT}`), 'each line once'),
              ).default([]),
            })
            .refine(isExplained, { ...EXPLAINED, path: ['decision'] })
            .refine(
              ({ decision, lines }) => decision !== 'accepted' || lines.every((line) => line.decision === 'accepted'),
              {
                message: 'reduced, refused: as one of its lines is',
                path: ['decision'],
              },
            ),
        )
        .min(1)
        .max(MOST_ASSESSMENTS)
        .refine((items) => areDistinct(items, ({ id }) => id), 'each id once'),
    ),
  })
  .openapi('AssessmentsRequest')

export const recordedSchema = z
  .object({
    assessments: z.array(
      z.object({ id: z.string(), submission: z.string(), dossier: z.int(), recorded: z.enum(['now', 'before']) }),
    ),
  })
  .openapi('AssessmentsRecorded')

const toldJudgement = {
  decision: z.enum(ASSESSMENT_DECISIONS),
  amount: z.string().nullable(),
  reason: z.union([z.object({ code: z.string(), words: z.string() }), z.null()]),
}
export const assessmentsSchema = z
  .object({
    MA_LK: z.string(),
    facility: z.string(),
    assessments: z.array(
      z.object({
        id: z.string(),
        submission: z.string(),
        dossier: z.int(),
        receivedAt: moment,
        ...toldJudgement,
        lines: z.array(z.object({ table: z.string(), STT: z.int(), ...toldJudgement })),
      }),
    ),
  })
  .openapi('DossierAssessments')
