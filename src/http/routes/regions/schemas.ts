import { z } from '@hono/zod-openapi'
import { LEVELS } from '../../../province/connection.ts'
import { figures } from '../../../province/figures.ts'
import {
  facilitySchema,
  findingFilters,
  isoDay,
  orNull,
  purposeSchema,
  reasonQuery,
  textSchema,
  wholeNumber,
} from '../../schema-parts.ts'

/** What is asked of regions, and the shapes of their answers. */

const MOST_TEXT = 500
const LARGEST_PAGE = 1000

export const provinceParams = z.object({
  province: z
    .string()
    .regex(/^\d{2}$/, '01')
    .openapi({ description: 'The (old) province code: the first two characters of facility codes.' }),
})

export const figureParams = provinceParams.extend({
  // The keys of a literal object.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  figure: z.enum(Object.keys(figures) as (keyof typeof figures)[]),
})

/** A Sở Y tế whose provinces were joined asks of all its old codes at once. */
export const jointProvinceParams = z.object({
  province: z
    .string()
    .regex(/^\d{2}(?:,\d{2}){0,9}$/, '79,74,77')
    .openapi({
      description: 'The (old) province code, or several joined by commas: their figures as one',
      example: '01',
    }),
})

export const jointFigureParams = figureParams.extend(jointProvinceParams.shape)

export const periodQuery = z.object({
  from: isoDay.openapi({ description: 'First day of receipt' }),
  to: isoDay.openapi({ description: 'Last day of receipt' }),
})

const formatQuery = z.object({
  format: z.enum(['json', 'csv', 'xlsx']).default('json').openapi({ description: 'csv and xlsx hold all pages' }),
})

const filterQuery = periodQuery.extend({
  facility: facilitySchema.optional(),
  purpose: purposeSchema.optional().openapi({
    description: 'Left out: both; of diagnoses and costs payment, as the same encounter is sent for both.',
  }),
  rule: z.string().max(MOST_TEXT).optional().openapi({ description: 'Of findings: only what this rule says' }),
})

export const nationalQuery = periodQuery.extend(formatQuery.shape)

export const figureQuery = filterQuery.extend(formatQuery.shape).extend({
  by: z
    .string()
    .optional()
    .openapi({
      description: Object.values(figures)
        .map(({ id, by }) => `${id}: ${by.join(', ')}`)
        .join(' · '),
    }),
  reason: reasonQuery.openapi({
    description:
      'Of encounter types, diagnoses, costs: what for; needed for one facility, and for other days than whole months that are over. It is kept',
  }),
  after: wholeNumber(0).default(0).openapi({ description: 'Rows already seen' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(LARGEST_PAGE),
})

export const dossiersQuery = filterQuery.extend(formatQuery.shape).extend({
  by: z.string().optional(),
  key: z.string().max(MOST_TEXT).default('').openapi({ description: 'The key of the row; nothing where it has none' }),
  column: z.string().optional().openapi({ description: 'The id of the column; the first where it is left out' }),
  after: z.string().optional().openapi({ description: '`next` of the page before' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(100),
  reason: reasonQuery,
  unmask: z.stringbool().default(false).openapi({
    type: 'boolean',
    description: 'Names and numbers as they are: for an account of the province, with a reason',
  }),
})

export const findingsQuery = filterQuery.extend(formatQuery.shape).extend({
  ...findingFilters(MOST_TEXT),
  reason: reasonQuery,
  after: z.string().optional(),
  limit: wholeNumber(1, LARGEST_PAGE).default(LARGEST_PAGE),
})

export const connectionQuery = periodQuery.extend(formatQuery.shape).extend({
  facility: facilitySchema.optional(),
  level: z.enum(LEVELS).optional(),
  kind: z.string().max(MOST_TEXT).optional(),
  after: wholeNumber(0).default(0),
  limit: wholeNumber(1, LARGEST_PAGE).default(LARGEST_PAGE),
})

export const freshness = {
  asOf: z.string().nullable().openapi({ description: 'How new the data is; null: the replica cannot say' }),
  lagSeconds: z.int().nullable(),
  source: z.enum(['replica', 'primary']),
}

const counts = z.record(z.string(), z.int().nullable()).openapi({ description: 'null: withheld, fewer than 5 persons' })
const amounts = z.record(z.string(), z.string().nullable()).openapi({ example: { T_BHTT: '12500.50' } })

const asked = {
  province: z.string(),
  from: z.string(),
  to: z.string(),
  facility: z.string().nullable(),
  purpose: purposeSchema.nullable(),
}

export const figureMembers = {
  figure: z.string(),
  title: textSchema,
  by: z.string(),
  columns: z.array(z.object({ id: z.string(), title: textSchema })),
  amounts: z.array(z.object({ id: z.string(), title: textSchema })),
  rows: z.array(
    z.object({
      key: z.string(),
      label: orNull(textSchema),
      counts,
      amounts,
      dossiers: z.string().nullable().openapi({
        description: 'The list behind the row; add &column= for one of its cells; null: of several provinces, ask each',
      }),
    }),
  ),
  total: z.object({ counts, amounts }).nullable(),
  suppressed: z.int().openapi({ description: 'How many cells are withheld, those of rows that are left out included' }),
}

export const figureSchema = z
  .object({ ...asked, ...freshness, ...figureMembers, next: z.int().nullable() })
  .openapi('RegionFigure')

export const dossierListSchema = z
  .object({
    ...asked,
    ...freshness,
    figure: z.string(),
    by: z.string(),
    key: z.string(),
    column: z.string(),
    unmasked: z.boolean(),
    dossiers: z.array(
      z.object({
        submission: z.string(),
        dossier: z.int(),
        MA_LK: z.string().nullable(),
        facility: z.string(),
        purpose: z.string(),
        receivedOn: z.string(),
        beganOn: z.string().nullable(),
        endedOn: z.string().nullable(),
        MA_LOAI_KCB: z.string().nullable(),
        MA_BENH_CHINH: z.string().nullable().openapi({
          description: 'null also where no reason was stated, as are MA_LOAI_KCB and the amounts',
        }),
        outcome: z.string(),
        errors: z.int(),
        warnings: z.int(),
        timeliness: z.string().nullable(),
        dueOn: z.string().nullable().openapi({ description: 'Last day on which it was in time' }),
        excusedBy: z.string().nullable().openapi({ description: 'The outage that excuses it' }),
        paymentDueOn: z.string().nullable().openapi({
          description: 'Of management data: last day for the payment data of the encounter; null once it came',
        }),
        T_TONGCHI_BV: z.string().nullable(),
        T_BHTT: z.string().nullable(),
        MA_BN: z.string().nullable().openapi({ description: 'Masked, as all that identifies' }),
        HO_TEN: z.string().nullable(),
        NGAY_SINH: z.string().nullable(),
        MA_THE_BHYT: z.string().nullable(),
        SO_CCCD: z.string().nullable(),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('RegionDossiers')

export const regionFindingsSchema = z
  .object({
    ...asked,
    ...freshness,
    findings: z.array(
      z.object({
        receivedOn: z.string(),
        facility: z.string(),
        submission: z.string(),
        ordinal: z.int(),
        MA_LK: z.string().nullable(),
        rule: z.string(),
        severity: z.string(),
        table: z.string().nullable(),
        row: z.string().nullable(),
        field: z.string().nullable(),
        value: z.string().nullable(),
        message: textSchema,
        remedy: textSchema,
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('RegionFindings')

export const levels = z.object({ none: z.int(), connected: z.int(), sending: z.int(), complete: z.int() })

export const connectionSchema = z
  .object({
    province: z.string(),
    from: z.string(),
    to: z.string(),
    ...freshness,
    levels,
    kinds: z.array(z.object({ kind: z.string().nullable(), levels })),
    facilities: z.array(
      z.object({
        facility: z.string(),
        name: z.string().nullable(),
        kind: z.string().nullable(),
        level: z.enum(LEVELS),
        lastReceivedOn: z.string().nullable(),
        daysSinceLast: z.int().nullable(),
      }),
    ),
    next: z.int().nullable(),
  })
  .openapi('RegionConnection')

export const nationalSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    provinces: z.array(
      z.object({
        province: z.string(),
        name: z.string().nullable(),
        ...freshness,
        volumes: counts,
        timeliness: counts,
        suppressed: z.int(),
      }),
    ),
    unanswered: z.array(z.string()).openapi({ description: 'Provinces whose warehouse did not answer in time' }),
  })
  .openapi('Regions')
