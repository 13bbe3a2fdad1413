import { z } from '@hono/zod-openapi'
import { isoDay } from '../../schema-parts.ts'
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

export const reportSchema = z
  .object({
    province: z.string(),
    from: z.string(),
    to: z.string(),
    period: z.string(),
    ...freshness,
    connection: levels,
    figures: z.array(z.object(figureMembers)),
  })
  .openapi('RegionReport')
