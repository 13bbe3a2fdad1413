import { legalColumns } from '../../../db/warehouse/legal-tables.ts'
import type { ASSESSMENT_DECISIONS } from '../../../db/warehouse/versions.ts'

/** What is said of a dossier, or of one of its lines. */
export type Assessed = {
  readonly decision: (typeof ASSESSMENT_DECISIONS)[number]
  /** What the fund pays of it, in whole hundredths of a đồng; null: not said. */
  readonly amount: number | null
  readonly reason: { readonly code: string; readonly words: string } | null
}

export type LineJudgement = Assessed & { readonly table: string; readonly STT: number }

/** BHXH's assessment of one dossier sent for payment, under its sender's own id. */
export type Assessment = Assessed & {
  readonly id: string
  readonly facility: string
  readonly MA_LK: string
  /** The version that was assessed, by the id of its submission; null: the current one. */
  readonly submission: string | null
  readonly lines: readonly LineJudgement[]
}

/** Tables of a claim whose rows have an STT, by which a line is named. */
export const lineTables: readonly string[] = Object.entries(legalColumns).flatMap(([table, columns]) =>
  table !== 'CHECKIN' && columns.some(({ name }) => name === 'STT') ? [table] : [],
)

/** `12500.5` is 1250050; the form was checked before. */
export function hundredthsOf(amount: string): number {
  const [whole = '', part = ''] = amount.split('.')
  return Number(`${whole}${part.padEnd(2, '0')}`)
}
