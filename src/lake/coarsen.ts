import type { LakeCell } from './column.ts'
import type { LakeRow } from './tables.ts'

/** A day or a place that fewer share is not shown (as figures of provinces rest on five persons at least). */
const LEAST_PERSONS = 5
const DAYS_OF_A_WEEK = 7
/** 1970-01-01 was a Thursday. */
const MONDAY = 4

type Encounter = LakeRow<'encounters'>

/** The Monday of a day's week; both count from 1970-01-01. */
const mondayOf = (day: number): number => day - ((((day - MONDAY) % DAYS_OF_A_WEEK) + DAYS_OF_A_WEEK) % DAYS_OF_A_WEEK)

/**
 * The encounters of one facility in one month, whose days and places fewer than five persons share made coarser: the day becomes its week,
 * then its month; the commune becomes its province, then nothing. `firstOfMonth` counts from 1970-01-01. Where a person is not known each
 * encounter counts as one; without an encounter's key (never of a current dossier) it is nobody.
 */
export function coarsen(encounters: readonly Encounter[], firstOfMonth: number): Encounter[] {
  const persons = (keyOf: (row: Encounter) => string | null): ((row: Encounter) => boolean) => {
    const seen = new Map<string, Set<string>>()
    for (const row of encounters) {
      const key = keyOf(row)
      if (key === null) continue
      const who = seen.get(key) ?? new Set<string>()
      seen.set(key, who)
      who.add(String(row.person ?? row.encounter))
    }
    return (row) => {
      const key = keyOf(row)
      return key !== null && (seen.get(key)?.size ?? 0) >= LEAST_PERSONS
    }
  }
  const dayOf = ({ ended_on: day }: Encounter): number | null => (typeof day === 'number' ? day : null)
  const weekOf = (row: Encounter): number | null => {
    const day = dayOf(row)
    return day === null ? null : Math.max(mondayOf(day), firstOfMonth)
  }
  const shown = (value: LakeCell): string | null => (value === null ? null : String(value))
  // The purposes hold different persons' hashes, so that each is counted by itself.
  const sharesDay = persons((row) => withPurpose(row, shown(dayOf(row))))
  const sharesWeek = persons((row) => withPurpose(row, shown(weekOf(row))))
  const sharesCommune = persons((row) => withPurpose(row, shown(row.residence_commune)))
  const sharesProvince = persons((row) => withPurpose(row, shown(row.residence_province)))
  return encounters.map((row): Encounter => {
    const place = {
      residence_commune: sharesCommune(row) ? row.residence_commune : null,
      residence_province: sharesProvince(row) ? row.residence_province : null,
    }
    if (dayOf(row) === null || sharesDay(row)) return { ...row, ...place }
    if (sharesWeek(row)) return { ...row, ...place, ended_on: weekOf(row), ended_precision: 'week' }
    return { ...row, ...place, ended_on: firstOfMonth, ended_precision: 'month' }
  })
}

const withPurpose = ({ purpose }: Encounter, key: string | null): string | null =>
  key === null ? null : `${String(purpose)} ${key}`
