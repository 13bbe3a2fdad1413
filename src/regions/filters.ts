import type { InValue } from '@libsql/client/web'

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

/** The filters as arguments; those that are not set are null and named by no statement. */
export const argsOf = ({ from, to, facility, purpose, rule }: Filters): Record<string, InValue> => ({
  from,
  to,
  facility: facility ?? null,
  purpose: purpose ?? null,
  rule: rule ?? null,
})

/** The conditions on a table with the columns `facility`, `purpose` and a day. */
export function whereOf(
  { facility, purpose }: Filters,
  { table, day, hasFacility = true }: { table: string; day: string; hasFacility?: boolean },
): string {
  return [
    `${table}.${day} BETWEEN :from AND :to`,
    hasFacility ? `substr(${table}.facility, 1, 2) = :province` : `${table}.province = :province`,
    ...(facility === undefined || !hasFacility ? [] : [`${table}.facility = :facility`]),
    ...(purpose === undefined ? [] : [`${table}.purpose = :purpose`]),
  ].join(' AND ')
}
