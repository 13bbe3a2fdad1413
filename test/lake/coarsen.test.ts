/** No day and no place that fewer than five persons share leaves the warehouse. */
import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { coarsen } from '../../src/lake/coarsen.ts'
import type { LakeRow } from '../../src/lake/tables.ts'
import { epochDay } from '../../src/lake/values.ts'
import { propertyRuns } from '../harness/runs.ts'

const FIRST = epochDay('2026-09-01') ?? 0
type Encounter = LakeRow<'encounters'>

/** A row of which only what is coarsened matters. */
const encounter = (person: string, day: number | null, commune: string, purpose = 'payment'): Encounter =>
  // The other cells are passed through as they are.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  ({
    person,
    encounter: person,
    purpose,
    ended_on: day,
    ended_precision: day === null ? null : 'day',
    residence_commune: commune,
    residence_province: commune.slice(0, 2),
  }) as unknown as Encounter

const people = (count: number, day: number, commune = '00004', from = 0): Encounter[] =>
  Array.from({ length: count }, (_, at) => encounter(`p${from + at}`, day, commune))
const days = (rows: readonly Encounter[]) =>
  new Set(rows.map((row) => `${String(row.ended_on)} ${String(row.ended_precision)}`))

test('a day of five persons stays, one of four becomes its week, a thin week becomes its month', () => {
  const tuesday = epochDay('2026-09-15') ?? 0
  expect(days(coarsen(people(5, tuesday), FIRST))).toEqual(new Set([`${tuesday} day`]))
  const week = [...people(4, tuesday), ...people(1, tuesday + 1, '00004', 4)]
  expect(days(coarsen(week, FIRST))).toEqual(new Set([`${tuesday - 1} week`]))
  expect(days(coarsen(people(4, tuesday), FIRST))).toEqual(new Set([`${FIRST} month`]))
})

test('five encounters of one person are one person', () => {
  const one = Array.from({ length: 5 }, () => encounter('p', FIRST + 3, '00004'))
  expect(days(coarsen(one, FIRST))).toEqual(new Set([`${FIRST} month`]))
  expect(coarsen(one, FIRST).map((row) => row.residence_commune)).toEqual([null, null, null, null, null])
})

test('a week that began in the month before begins with this month', () => {
  // 2026-09-01 is a Tuesday.
  const rows = [...people(3, FIRST), ...people(3, FIRST + 1, '00004', 3)]
  expect(days(coarsen(rows, FIRST))).toEqual(new Set([`${FIRST} week`]))
})

test('whatever is shown of days and places is shared by five persons', () => {
  const row = record({
    person: integer({ min: 0, max: 30 }),
    day: integer({ min: 0, max: 29 }),
    commune: constantFrom('00004', '00007', '01001', '01002'),
    purpose: constantFrom('payment', 'management'),
  })
  assert(
    property(array(row, { maxLength: 120 }), (rows) => {
      const made = coarsen(
        rows.map(({ person, day, commune, purpose }) => encounter(`p${person}`, FIRST + day, commune, purpose)),
        FIRST,
      )
      const shared = (keyOf: (row: Encounter) => string | null) => {
        const by = new Map<string, Set<unknown>>()
        for (const each of made) {
          const key = keyOf(each)
          if (key !== null) by.set(key, (by.get(key) ?? new Set()).add(each.person))
        }
        return [...by.values()].every((who) => who.size >= 5)
      }
      expect(
        shared((each) => (each.ended_precision === 'day' ? `${String(each.purpose)} ${String(each.ended_on)}` : null)),
      ).toBe(true)
      expect(
        shared((each) =>
          each.residence_commune === null ? null : `${String(each.purpose)} ${String(each.residence_commune)}`,
        ),
      ).toBe(true)
      expect(
        shared((each) =>
          each.residence_province === null ? null : `${String(each.purpose)} ${String(each.residence_province)}`,
        ),
      ).toBe(true)
    }),
    { numRuns: propertyRuns(50) },
  )
})
