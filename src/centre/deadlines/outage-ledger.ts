import * as z from 'zod'
import { outages } from '../../../db/warehouse/schema.ts'
import { provinceOf } from '../../edge/identity/caller.ts'
import { integer, json, oneOf, orNull, text, type RowOf } from '../../store/columns.ts'
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
  `SELECT id, facility, provinces, cause, from_at AS fromAt, to_at AS toAt FROM outages
   WHERE withdrawn_at IS NULL AND (side = 'receiver' OR facility IN (${facilities}))`

export const DECLARED = {
  id: text,
  facility: orNull(text),
  provinces: orNull(json(z.array(z.string()))),
  cause: oneOf(outages.cause.enumValues),
  fromAt: integer,
  toAt: orNull(integer),
}
type DeclaredOutage = RowOf<typeof DECLARED>

/** The days that outages took from a facility, the receiver's outages among them. */
export function ledgerOf(rows: readonly DeclaredOutage[]): (facility: string) => LostDay {
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

const outageIn = ({ id, cause, fromAt, toAt }: DeclaredOutage): Outage => ({
  id,
  from: fromAt,
  to: toAt ?? fromAt + mostDays(cause) * DAY_MS,
})

function scopeIn({ facility, provinces }: DeclaredOutage): (facility: string) => boolean {
  if (facility !== null) return (asked) => asked === facility
  if (provinces === null) return () => true
  return (asked) => provinces.includes(provinceOf(asked))
}
