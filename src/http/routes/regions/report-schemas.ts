import { z } from '@hono/zod-openapi'
import { LEVELS } from '../../../province/connection.ts'
import { isoDay, textSchema } from '../../schema-parts.ts'
import { figureMembers, freshness, levels } from './schemas.ts'

/** What is asked of reports, and their shape as data. */

const MOST_TEXT = 500

/** Words of the office on the head and the foot of a document; left out: those that follow from who asks. */
const officeWords = z.string().trim().min(1).max(200).optional()

export const reportQuery = z.object({
  period: z
    .string()
    .optional()
    .openapi({ example: '2026-Q3', description: '2026-11, 2026-Q3, 2026-H1, 2026; else from and to' }),
  from: isoDay.optional(),
  to: isoDay.optional(),
  format: z.enum(['html', 'json', 'docx', 'xlsx']).default('html'),
  superior: officeWords.openapi({ description: 'Cơ quan chủ quản', example: 'Ủy ban nhân dân thành phố Hà Nội' }),
  agency: officeWords.openapi({ description: 'Cơ quan ban hành', example: 'Sở Y tế' }),
  number: officeWords.openapi({ description: 'Số, ký hiệu', example: '12/BC-SYT' }),
  place: officeWords.openapi({ description: 'Địa danh', example: 'Hà Nội' }),
  day: isoDay.optional().openapi({ description: 'Day of the document; left out: a place to fill it in' }),
  position: officeWords.openapi({ description: 'Chức vụ của người ký', example: 'Giám đốc' }),
  signer: officeWords.openapi({ description: 'Họ tên người ký' }),
  recipients: z
    .string()
    .trim()
    .min(1)
    .max(MOST_TEXT)
    .transform((text) =>
      text
        .split(';')
        .map((each) => each.trim())
        .filter(Boolean),
    )
    .optional()
    .openapi({
      type: 'string',
      description: 'Nơi nhận, joined by semicolons',
      example: 'Bộ Y tế;UBND thành phố;Lưu: VT.',
    }),
})

const comparedValue = z
  .union([z.int(), z.string()])
  .nullable()
  .openapi({ description: 'A count, or an amount as a decimal; null: withheld', example: 12 })

const count = z.int().nullable()

const reportedFacility = z.object({
  facility: z.string(),
  name: z.string().nullable(),
  kind: z.string().nullable(),
  level: z.enum(LEVELS),
  lastReceivedOn: z.string().nullable(),
  daysSinceLast: z.int().nullable(),
  received: count,
  rejected: count,
  late: count,
  missing: count,
})

export const reportSchema = z
  .object({
    province: z.string(),
    region: z.string().openapi({ description: 'What it is called', example: 'Thành phố Hà Nội' }),
    from: z.string(),
    to: z.string(),
    period: z.string(),
    ...freshness,
    before: z
      .object({ from: z.string(), to: z.string() })
      .openapi({ description: 'The period that it is compared with' }),
    ofPeople: z.object({ from: z.string(), to: z.string() }).nullable().openapi({
      description:
        'The whole months of the period that are over: of these are encounter types, diagnoses and costs. null: none, and there are no such figures',
    }),
    connection: levels,
    kinds: z.array(z.object({ kind: z.string().nullable(), levels })),
    compared: z
      .array(
        z.object({
          figure: z.string(),
          column: z.string(),
          title: textSchema,
          now: comparedValue,
          before: comparedValue,
          dossiers: z
            .string()
            .nullable()
            .openapi({ description: 'The list behind it; null: of several provinces, ask each' }),
        }),
      )
      .openapi({ description: 'Totals of this period and of the one before' }),
    figures: z.array(z.object(figureMembers)),
    days: z.object(figureMembers).openapi({ description: 'Volumes by day' }),
    facilities: z.array(reportedFacility),
  })
  .openapi('RegionReport')
