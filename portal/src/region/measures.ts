/** What the Ministry compares provinces by, made of the counts of their old codes. */
import type { components } from '../../../.build/portal-api.d.ts'
import { TEXTS } from './texts.ts'

type Region = components['schemas']['Regions']['provinces'][number]
type Counted = Pick<Region, 'volumes' | 'timeliness'>

export const MEASURES = ['rejected', 'warned', 'late', 'missing', 'received'] as const
export type Measure = (typeof MEASURES)[number]
export const MEASURE_TEXTS = {
  rejected: TEXTS.rejectedShare,
  warned: TEXTS.warnedShare,
  late: TEXTS.lateShare,
  missing: TEXTS.missing,
  received: TEXTS.received,
} as const

/** A province of today, of all its old codes. */
export type Joined = {
  readonly code: string
  readonly name: string
  /** Old codes, joined by commas, as addresses have them. */
  readonly provinces: string
  /** null: withheld in one of its parts. Shares are from 0 to 1. */
  readonly values: Readonly<Record<Measure, number | null>>
}

/** null as soon as one of them is withheld: the others would show it. */
const sum = (counts: readonly (number | null | undefined)[]): number | null =>
  counts.some((count) => count === null) ? null : counts.reduce<number>((all, each) => all + (each ?? 0), 0)

function shareOf(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null) return null
  return whole === 0 ? 0 : part / whole
}

/** `codes`: old codes with the code that each belongs to since 01/07/2025, and its name of today. */
export function joinProvinces(
  found: readonly Region[],
  codes: ReadonlyMap<string, { readonly today: string; readonly name: string }>,
): Joined[] {
  const parts = new Map<string, { name: string; provinces: string[]; regions: Counted[] }>()
  for (const [old, { today, name }] of codes) {
    const known = parts.get(today) ?? { name, provinces: [], regions: [] }
    parts.set(today, known)
    known.provinces.push(old)
    const region = found.find(({ province }) => province === old)
    if (region) known.regions.push(region)
  }
  return [...parts].map(([code, { name, provinces, regions }]) => {
    const of = (figure: 'volumes' | 'timeliness', column: string): number | null =>
      sum(regions.map((region) => region[figure][column]))
    const received = of('volumes', 'received')
    return {
      code,
      name,
      provinces: provinces.toSorted().join(','),
      values: {
        received,
        rejected: shareOf(of('volumes', 'rejected'), received),
        warned: shareOf(of('volumes', 'acceptedWithWarnings'), received),
        late: shareOf(of('timeliness', 'late'), received),
        missing: of('timeliness', 'missing'),
      },
    }
  })
}

const STEPS = 5

/** Which fifth of the greatest value it is, from 0 to 4; null where there is no value. */
export function stepOf(value: number | null, most: number): number | null {
  if (value === null) return null
  if (most <= 0 || value <= 0) return 0
  return Math.min(STEPS - 1, Math.max(1, Math.ceil((value / most) * (STEPS - 1))))
}
