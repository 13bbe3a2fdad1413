import type { Decimal } from '../record/decimal.ts'
import { categoryShares } from '../standards/thresholds.ts'
import { thresholdAt } from './threshold-at.ts'

/** MA_LOAI_KCB of stays in a bed, without leading zeros. */
const IN_A_BED: ReadonlySet<string> = new Set(['3', '4', '9'])

/** The share of the card's benefit that MA_DOITUONG_KCB grants in this kind of encounter (a code, without leading zeros); null: not known. */
export function grantedTo(category: string, kind: string, day: string): Decimal | null {
  const shares = categoryShares[category]
  const series = IN_A_BED.has(kind) ? shares?.inpatient : shares?.outpatient
  return (series && thresholdAt(series, day)?.value) ?? null
}
