import { z } from '@hono/zod-openapi'
import { ASSESSMENT_DECISIONS } from '../../../../db/warehouse/versions.ts'
import { WORK_STATES } from '../../../centre/assessments/worklist.ts'
import { facilitySchema, isoDay, textSchema, wholeNumber } from '../../schema-parts.ts'

/** The shapes of BHXH's worklist and of its sheet. */

const MOST_LISTED = 500

const province = z
  .string()
  .regex(/^\d{2}$/, '01')
  .openapi({ example: '01', description: 'Old code: the first two characters of its facilities’ codes' })

export const dueQuery = z.object({ province })
export const dueSchema = z
  .object({
    province: z.string(),
    facilities: z.array(
      z.object({
        facility: z.string(),
        name: z.string().nullable().openapi({ description: 'null: not in the published list of facilities' }),
        open: z.int().openapi({ description: 'Payment dossiers that nobody has assessed' }),
        overdue: z.int().openapi({ description: 'Of those, due before today' }),
        waiting: z.int().openapi({ description: 'Corrections that wait for an agreement' }),
        days: z.array(z.object({ dueOn: isoDay, open: z.int() })),
      }),
    ),
  })
  .openapi('AssessmentsDue')

export const worklistQuery = z.object({
  province: province.optional().openapi({ description: 'Left out: that of the facility' }),
  facility: facilitySchema.optional(),
  state: z.enum(WORK_STATES).default('open').openapi({
    description: 'open: nobody has assessed it; waiting: a correction of what was assessed; assessed: at least once',
  }),
  dueOn: isoDay
    .optional()
    .openapi({ description: 'Only what is due on that day: seven working days after it was received' }),
  after: z.string().max(80).optional().openapi({ description: '`next` of the page before' }),
  limit: wholeNumber(1, MOST_LISTED).default(MOST_LISTED),
  format: z.enum(['json', 'xlsx']).default('json').openapi({ description: 'xlsx: a sheet to fill in and send back' }),
})

const decimal = z.string().nullable().openapi({ example: '1250000.00' })
export const worklistSchema = z
  .object({
    province: z.string(),
    state: z.enum(WORK_STATES),
    dossiers: z.array(
      z.object({
        facility: z.string(),
        name: z.string().nullable(),
        MA_LK: z.string(),
        submission: z.string(),
        dossier: z.int(),
        version: z.int(),
        receivedOn: isoDay,
        dueOn: isoDay.openapi({ description: 'Last day for the assessment' }),
        endedOn: isoDay.nullable(),
        MA_LOAI_KCB: z.string().nullable(),
        MA_BENH_CHINH: z.string().nullable(),
        warnings: z.int(),
        T_TONGCHI_BV: decimal,
        T_BHTT: decimal,
        assessment: z.enum(ASSESSMENT_DECISIONS).nullable(),
        correction: z
          .string()
          .nullable()
          .openapi({ description: 'Code of the reason why it changes an earlier version' }),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('AssessmentWorklist')

export const sheetSchema = z
  .object({
    recorded: z.int(),
    known: z.int().openapi({ description: 'The same content was sent before; it is not written twice' }),
    skipped: z.int().openapi({ description: 'Rows without a decision' }),
    errors: z.int(),
    problems: z
      .array(
        z.object({
          code: z.string(),
          row: z.int().openapi({ description: 'From 1; 0: the sheet as a whole' }),
          cell: z.string().nullable().openapi({ example: 'L5' }),
          message: textSchema,
          remedy: textSchema,
        }),
      )
      .openapi({ description: 'The first 1000' }),
  })
  .openapi('AssessmentSheet')
