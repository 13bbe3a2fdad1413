import type { Row } from '@libsql/client/web'
import type { outages } from '../../../db/warehouse/schema.ts'
import { provinceOf } from '../../edge/identity/caller.ts'
import { textIn } from '../../store/text-in.ts'
import { lostDays, type LostDay, type Outage } from './outage-days.ts'

export type OutageRow = typeof outages.$inferSelect
export type Cause = OutageRow['cause']

const DAY_MS = 24 * 60 * 60 * 1000
const MONTH_DAYS = 31
const YEAR_DAYS = 366

/** The longest an outage may last, in days; one that nobody ends stops counting then. A place without power has it for long. */
export const mostDays = (cause: Cause): number => (cause === 'no-power-or-internet' ? YEAR_DAYS : MONTH_DAYS)

/** What `ledgerOf` needs of the outages that count for some facilities: `facilities` is a query for them. */
export const outagesOf = (facilities: string): string =>
  `SELECT id, facility, provinces, cause, from_at, to_at FROM outages
   WHERE withdrawn_at IS NULL AND (side = 'receiver' OR facility IN (${facilities}))`

/** The days that outages took from a facility, the receiver's outages among them. */
export function ledgerOf(rows: readonly Row[]): (facility: string) => LostDay {
  const declared = rows.map((row) => ({ outage: outageIn(row), appliesTo: scopeIn(row) }))
  const known = new Map<string, LostDay>()
  return (facility) => {
    const lost =
      known.get(facility) ??
      lostDays(declared.filter(({ appliesTo }) => appliesTo(facility)).map(({ outage }) => outage))
    known.set(facility, lost)
    return lost
  }
}

function outageIn(row: Row): Outage {
  const from = Number(row['from_at'])
  // One of the causes: the column's own.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const longest = from + mostDays(textIn(row['cause']) as Cause) * DAY_MS
  const to = row['to_at']
  return { id: textIn(row['id']), from, to: typeof to === 'number' ? to : longest }
}

function scopeIn(row: Row): (facility: string) => boolean {
  if (row['facility'] !== null) return (facility) => facility === row['facility']
  if (row['provinces'] === null) return () => true
  // Written by `declareOutage`.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const provinces = JSON.parse(textIn(row['provinces'])) as string[]
  return (facility) => provinces.includes(provinceOf(facility))
}
