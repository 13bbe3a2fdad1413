import type { components } from '../../../.build/portal-api.d.ts'
import { hasWords } from '../app/fold.ts'

export const LEVELS = ['none', 'connected', 'sending', 'complete'] as const
export type Level = (typeof LEVELS)[number]
export const SORTS = ['silence', 'late', 'rejected', 'code'] as const
export type Sort = (typeof SORTS)[number]

/** What a reader chose on the overview of a region. */
export type RegionSearch = {
  /** As the API names it: `2026-11`, `2026-Q4`, `2026`; left out: this month. */
  period?: string | undefined
  level?: Level | undefined
  q?: string | undefined
  /** Left out: who has been silent longest. */
  sort?: Sort | undefined
}

type Facility = components['schemas']['RegionReport']['facilities'][number]

/** Those that a reader looks for, in the order that was asked for; accents and case of the search do not matter. */
export function foundFacilities(
  facilities: readonly Facility[],
  { level, q, sort }: { level: Level | undefined; q: string; sort: Sort },
): readonly Facility[] {
  const isFound = hasWords(q)
  return facilities
    .filter((each) => (level === undefined || each.level === level) && isFound(`${each.facility} ${each.name ?? ''}`))
    .toSorted((a, b) => RANKS[sort](b) - RANKS[sort](a) || (a.facility < b.facility ? -1 : 1))
}

const RANKS: Readonly<Record<Sort, (facility: Facility) => number>> = {
  // Whoever never sent comes before everybody.
  silence: ({ daysSinceLast }) => daysSinceLast ?? Number.MAX_SAFE_INTEGER,
  late: ({ late, missing }) => (late ?? 0) + (missing ?? 0),
  rejected: ({ rejected }) => rejected ?? 0,
  code: () => 0,
}
