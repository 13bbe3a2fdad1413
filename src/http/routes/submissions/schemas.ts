import { z } from '@hono/zod-openapi'
import { VERSION_STATES } from '../../../../db/warehouse/versions.ts'
import {
  countsSchema,
  orNull,
  purposeSchema,
  resendSchema,
  severitySchema,
  sourceSchema,
  standardSchema,
  textSchema,
} from '../../schema-parts.ts'

/** The shapes of acknowledgements, of submissions and of their findings. */

export const findingSchema = z
  .object({
    rule: z.string().openapi({ example: 'XML1.NGAY_RA.required' }),
    severity: severitySchema.openapi({ description: 'error: the dossier is not accepted.' }),
    dossier: z.object({ index: z.int(), MA_LK: z.string().nullable() }).nullable(),
    table: z.string().nullable(),
    row: z.string().nullable().openapi({ description: 'STT of the row, else its position.' }),
    field: z.string().nullable(),
    line: z
      .int()
      .nullable()
      .openapi({ description: 'In the decoded XML of the table; without a table in the file as sent.' }),
    column: z.int().nullable(),
    value: z.string().nullable().openapi({ description: 'Masked where it identifies a person.' }),
    message: textSchema,
    remedy: textSchema,
    source: sourceSchema,
  })
  .openapi('Finding')

const correctionSchema = z
  .object({ code: z.string(), reason: z.string() })
  .openapi('Correction', { description: 'Why the file changes what was accepted before, as it was sent.' })

const identicalSchema = z
  .object({ index: z.int(), MA_LK: z.string(), earlier: z.object({ submission: z.string(), dossier: z.int() }) })
  .openapi('IdenticalDossier')

const signedReceiptSchema = z
  .object({
    jws: z.string().openapi({
      description:
        'Compact JWS (RFC 7515, ES256): what was received, when, and what became of it. Keep it beside the file; `bhyt-edge verify-receipt` proves it without this service.',
    }),
    outcomes: z.string().openapi({
      example: 'a200r1w3',
      description:
        'What became of each dossier, in their order: a accepted, w accepted with warnings, r rejected, each with how many in a row. The JWS holds it or its SHA-256.',
    }),
  })
  .openapi('SignedReceipt')

const receiptMembers = {
  id: z.string(),
  receivedAt: z.string().openapi({ example: '2026-11-22T08:15:30.123+07:00' }),
  facility: z.string(),
  purpose: purposeSchema,
  authenticatedBy: z.string().nullable().openapi({
    description: "Code of the facility's person behind payment data; null: nobody has to be",
  }),
  standard: standardSchema,
  correction: orNull(correctionSchema),
  bytes: z.int().openapi({ description: 'Of the XML file, any Content-Encoding undone.' }),
  sha256: z.string(),
  dossiers: countsSchema,
  identical: z.array(identicalSchema).openapi({
    description:
      'The first 200 dossiers that were accepted before with the same content, as far as the edge knew. They count as accepted here, and once in all figures.',
  }),
  identicalTotal: z.int(),
  dmdc: z.object({ release: z.string(), replicaLagSeconds: z.int().nullable(), stale: z.boolean() }),
  rules: z.object({ version: z.string() }),
  findings: z.array(findingSchema).openapi({ description: 'The first 200.' }),
  findingsTotal: z.int(),
  receipt: orNull(signedReceiptSchema).openapi({
    description: 'null: received before receipts were signed',
  }),
  resend: resendSchema,
}

export const acknowledgementSchema = z
  .object({ ...receiptMembers, status: z.literal('received') })
  .openapi('Acknowledgement')
export type Acknowledgement = z.infer<typeof acknowledgementSchema>

const ONLY_OF_A_RECEIPT = {
  id: true,
  receivedAt: true,
  purpose: true,
  resend: true,
  correction: true,
  authenticatedBy: true,
  identical: true,
  identicalTotal: true,
  receipt: true,
} as const

export const dryRunSchema = z
  .object({
    ...z.object(receiptMembers).omit(ONLY_OF_A_RECEIPT).shape,
    status: z.literal('checked'),
    facility: z.string().nullable().openapi({ description: 'Whose file it is; null where it does not say.' }),
  })
  .openapi('DryRun', { description: 'What a submission of these bytes would be answered. Nothing was received.' })
export type DryRun = z.infer<typeof dryRunSchema>

const outcomeSchema = z
  .object({
    index: z.int(),
    MA_LK: z.string().nullable(),
    outcome: z.enum(['accepted', 'accepted-with-warnings', 'rejected']),
    rejectedAfterAcceptance: z.boolean().openapi({
      description: 'The edge accepted it by lists that it could not renew, and by the lists in force it is wrong',
    }),
    answeredBy: z.object({ submission: z.string(), dossier: z.int(), receivedAt: z.string() }).nullable().openapi({
      description: 'Of a rejected dossier: the later one, accepted, of the same MA_LK and purpose; null: it is open',
    }),
    errors: z.int(),
    warnings: z.int(),
    state: z.enum(VERSION_STATES).nullable().openapi({
      description: 'What it is among the versions of its MA_LK; null: rejected, or not settled yet.',
    }),
    version: z.int().nullable(),
    earlier: z
      .object({ submission: z.string(), dossier: z.int() })
      .nullable()
      .openapi({ description: 'The version that it replaces, repeats or conflicts with.' }),
    dueOn: z.string().nullable().openapi({ description: 'Last day on which it was in time; null: not known' }),
    timeliness: z
      .enum(['at-once', 'in-time', 'before-5th', 'excused', 'late'])
      .nullable()
      .openapi({ description: 'null: the end of the encounter is not known, or the dossier was not accepted' }),
    excusedBy: z.string().nullable().openapi({ description: 'The outage that excuses it' }),
  })
  .openapi('DossierOutcome')

const levelSchema = z
  .object({
    level: z.enum(['received', 'checked', 'verified', 'assessed']).openapi({
      description:
        'received: bytes and receipt are durable · checked: at the edge · verified: by the centre, under its own rules and release · assessed: by BHXH',
    }),
    at: z.string().nullable().openapi({ description: 'null: not reached; of assessed, when the last result came in' }),
    by: z.union([z.object({ dmdcRelease: z.string(), rulesVersion: z.string() }), z.null()]),
    dossiers: z.union([countsSchema, z.null()]),
    findings: z.int().nullable(),
    resend: resendSchema
      .nullable()
      .openapi({ description: 'Of verified: whether rejected dossiers are open now, so that they must be sent again' }),
    assessment: z
      .union([z.object({ accepted: z.int(), reduced: z.int(), refused: z.int(), open: z.int() }), z.null()])
      .openapi({ description: 'Of the accepted dossiers; open: without a result yet' }),
  })
  .openapi('Level')

export const submissionSchema = z
  .object({
    ...receiptMembers,
    status: z.enum(['received', 'verifying', 'verified', 'failed']),
    resend: resendSchema.openapi({
      description:
        'Once verified: rejected-dossiers while one of them is open, that is, answered by no later submission',
    }),
    verifiedAt: z.string().nullable(),
    history: z.enum(['settled', 'not-evaluated']).nullable().openapi({
      description:
        'Whether its dossiers were compared with others of their patients; not-evaluated: the deployment has no register.',
    }),
    failure: z.string().nullable().openapi({ description: 'Why verification failed, in words that hold no data.' }),
    levels: z.array(levelSchema).openapi({ description: 'All four, in the order in which they are reached.' }),
    failedDossiers: z.int().openapi({
      description:
        'Dossiers that the centre could not keep for a fault of its own; the operator sees them. Not to be sent again.',
    }),
    deadline: z.object({
      resultDueOn: z.string().nullable().openapi({
        description: 'Last day for its result, 7 working days after receipt; null: none is owed for management data',
      }),
    }),
    outcomes: z.array(outcomeSchema).openapi({ description: 'Of the centre; empty until it has begun.' }),
    nextDossier: z
      .int()
      .nullable()
      .openapi({ description: 'Ask again with after= this, for the outcomes that follow.' }),
  })
  .openapi('Submission')

export const findingsPageSchema = z
  .object({
    findings: z.array(findingSchema),
    findingsTotal: z.int(),
    final: z.boolean().openapi({
      description:
        'false: the centre has not finished; these are the first findings of the acknowledgement. true: those of the file are final; what a dossier shows beside others may still come and go.',
    }),
    next: z.int().nullable().openapi({ description: 'Ask again with after= this; null: no more.' }),
  })
  .openapi('FindingsPage')
