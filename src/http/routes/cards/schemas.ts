import { z } from '@hono/zod-openapi'
import { CARD_STATUSES } from '../../../centre/history/card-check-log.ts'
import { questionMembers } from '../../../centre/history/card-line.ts'
import { moment } from '../../schema-parts.ts'

/** What the register of cards is asked and given, and the shapes of its answers. */

export const cardImportQuery = z.object({
  complete: z.enum(['true', 'false']).optional().openapi({
    description: 'true: with this file every card in use is in the register, so one that is not there is unknown',
  }),
})

export const cardImportSchema = z
  .object({
    lines: z.int().openapi({ description: 'That hold something; a header is not counted.' }),
    cards: z.int().openapi({ description: 'Periods of cards that were taken.' }),
    changed: z.int().openapi({ description: 'Of these new, or other than before.' }),
    problems: z
      .array(z.object({ line: z.int(), field: z.string(), expected: z.object({ vi: z.string(), en: z.string() }) }))
      .openapi({ description: 'The first 100; nothing of the line is repeated.' }),
    problemsTotal: z.int(),
    registerComplete: z
      .boolean()
      .nullable()
      .openapi({ description: 'What was said of the register; null: left as it was.' }),
  })
  .openapi('CardImport')

export const cardCheckBody = z.strictObject(questionMembers).openapi('CardCheckQuestion', {
  description:
    'card: the 15 characters of a card, the 10 digits of its BHXH number, or the 12 digits of the citizen number',
})

export const cardCheckSchema = z
  .object({
    status: z.enum(CARD_STATUSES).openapi({
      description:
        'As of today. unknown: no card with this number, name and birth; which of them is another one is not said.',
    }),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable().openapi({ description: 'null: open, or not shown' }),
    initialFacility: z.string().nullable(),
    registerComplete: z.boolean().openapi({ description: 'false: an unknown card may be one that is not there yet.' }),
    encounters: z
      .array(
        z.object({
          facility: z.string(),
          from: z.string().openapi({ example: '2026-10-05 08:00' }),
          to: z.string(),
          mainDiagnosis: z.string().nullable(),
          otherDiagnoses: z.string().nullable().openapi({ description: 'Joined by ;' }),
          traditionalDiagnoses: z.string().nullable().openapi({ description: 'MA_BENH_YHCT, joined by ;' }),
          result: z.string().nullable().openapi({ description: 'KET_QUA_DTRI' }),
          discharge: z.string().nullable().openapi({ description: 'MA_LOAI_RV; of QĐ 4210 TINH_TRANG_RV' }),
          entitlement: z.string().nullable().openapi({ description: 'MA_DOITUONG_KCB; of QĐ 4210 MA_LYDO_VVIEN' }),
        }),
      )
      .openapi({ description: 'Of the last 6 months, the latest first; those sent under this card, name and birth.' }),
    checks: z
      .array(
        z.object({
          facility: z.string(),
          at: moment,
          answer: z.enum(CARD_STATUSES),
        }),
      )
      .openapi({ description: 'Who asked about this card in the last 6 months, the latest first; 50 at most.' }),
    checkedAt: z.string(),
  })
  .openapi('CardCheck', { description: 'Circular 48/2017/TT-BYT, article 6.' })
