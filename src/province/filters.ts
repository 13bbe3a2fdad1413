import type { NamedArgs } from '../store/database.ts'
import type { OwnProvince } from './own-province.ts'
import { spansOf } from './spans.ts'

/** What every figure and every list behind it is asked for. Days are ISO text, both ends inclusive, and mean the day received. */
export type Filters = {
  readonly from: string
  readonly to: string
  readonly facility?: string | undefined
  /** None: both. */
  readonly purpose?: 'management' | 'payment' | undefined
  /** Of findings: only what this rule has to say. */
  readonly rule?: string | undefined
}

/** The filters as arguments; those that are not set are null, and no statement names them. */
export function argsOf({ from, to, facility, purpose, rule }: Filters): NamedArgs {
  const { firstMonth, lastMonth, edges } = spansOf(from, to)
  return {
    from,
    to,
    firstMonth,
    lastMonth,
    edges: JSON.stringify(edges),
    facility: facility ?? null,
    purpose: purpose ?? null,
    rule: rule ?? null,
  }
}

/** The conditions on a table with the columns `facility`, `purpose` and a day. */
export const whereOf = (own: OwnProvince, filters: Filters, { table, day }: { table: string; day: string }): string =>
  `${table}.${day} BETWEEN :from AND :to AND ${ofWhom(own, filters, table)}`

/** The same conditions, but for the day; `hasFacility`: the table has facilities, else provinces. */
export function ofWhom(own: OwnProvince, { facility, purpose }: Filters, table: string, hasFacility = true): string {
  return [
    hasFacility ? own.ofFacility(table) : own.ofProvince(table),
    ...(facility === undefined || !hasFacility ? [] : [`${table}.facility = :facility`]),
    ...(purpose === undefined ? [] : [`${table}.purpose = :purpose`]),
  ].join(' AND ')
}
