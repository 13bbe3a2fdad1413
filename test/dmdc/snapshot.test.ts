import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CatalogueHead, CodeRow, CodeState } from '../../src/dmdc/snapshot.ts'
import { dayNumber, decodeSnapshot, encodeCatalogue, lookUp } from '../../src/dmdc/snapshot.ts'

const RELEASE = { id: '2026.11.1', publishedAt: 1 }
const OPEN = '0001-01-01'

const complete = (id: string, completeFrom: string | null = null): CatalogueHead => ({
  id,
  completeness: 'complete',
  completeFrom,
})
const row = (code: string, validFrom = OPEN, validTo: string | null = null): CodeRow => ({ code, validFrom, validTo })
const snapshotOf = (...catalogues: [CatalogueHead, CodeRow[]][]) =>
  decodeSnapshot(
    RELEASE,
    catalogues.map(([head, rows]) => encodeCatalogue(head, rows)),
  )

describe('as of a day', () => {
  const snapshot = snapshotOf([
    complete('beds'),
    [
      row('always'),
      row('old', OPEN, '2025-07-31'),
      row('new', '2025-06-19'),
      row('gap', '2020-01-01', '2020-12-31'),
      row('gap', '2022-01-01', '2022-12-31'),
      row('both', '2023-02-15', '2025-12-31'),
      row('both', '2025-07-01'),
      row('inside', '2020-01-01', '2025-12-31'),
      row('inside', '2021-01-01', '2021-06-30'),
    ],
  ])
  test.each([
    ['always', 20261122, { state: 'valid' }],
    ['old', 20250731, { state: 'valid', validTo: 20250731 }],
    ['old', 20250801, { state: 'expired', validTo: 20250731 }],
    ['new', 20250618, { state: 'not-yet', validFrom: 20250619 }],
    ['new', 20250619, { state: 'valid', validFrom: 20250619 }],
    ['gap', 20191231, { state: 'not-yet', validFrom: 20200101 }],
    ['gap', 20201231, { state: 'valid', validFrom: 20200101, validTo: 20201231 }],
    ['gap', 20210601, { state: 'expired', validTo: 20201231 }],
    ['gap', 20220101, { state: 'valid', validFrom: 20220101, validTo: 20221231 }],
    ['gap', 20230101, { state: 'expired', validTo: 20221231 }],
    ['both', 20250801, { state: 'valid', validFrom: 20230215, validTo: 20251231 }],
    ['both', 20260101, { state: 'valid', validFrom: 20250701 }],
    ['inside', 20220101, { state: 'valid', validFrom: 20200101, validTo: 20251231 }],
    ['inside', 20260101, { state: 'expired', validTo: 20251231 }],
    ['ALWAYS', 20261122, { state: 'unknown' }],
    ['', 20261122, { state: 'unknown' }],
  ])('%s on %i', (code, asOf, expected) => {
    expect(lookUp(snapshot, ['beds'], code, asOf)).toEqual({
      validFrom: undefined,
      validTo: undefined,
      partial: false,
      ...expected,
    })
  })
})

describe('what the lists can prove', () => {
  const snapshot = snapshotOf(
    [complete('whole', '2024-07-01'), [row('a'), row('x', '2025-01-01', '2025-12-31')]],
    [{ id: 'demo', completeness: 'partial', completeFrom: null }, [row('b'), row('y', OPEN, '2025-12-31')]],
    [complete('other'), [row('c')]],
  )
  test.each<[string[], string, number, CodeState, boolean, string]>([
    [['whole'], 'z', 20261122, 'unknown', false, 'a complete list proves it'],
    [['whole'], 'z', 20240630, 'unknown', true, 'before the list is complete it proves nothing'],
    [['demo'], 'z', 20261122, 'unknown', true, 'a partial list proves nothing'],
    [['demo'], 'b', 20261122, 'valid', true, 'but knows what it knows'],
    [['demo'], 'y', 20261122, 'expired', true, 'and what has ended'],
    [['whole', 'demo'], 'z', 20261122, 'unknown', true, 'the partial one might know it'],
    [['whole', 'other'], 'z', 20261122, 'unknown', false, 'both prove it'],
    [['whole', 'other'], 'c', 20261122, 'valid', false, 'one that knows it suffices'],
    [['other', 'whole'], 'x', 20261122, 'expired', false, 'having ended outweighs being unknown'],
    [['whole', 'missing'], 'z', 20261122, 'unknown', true, 'a missing list might know it'],
    [['missing'], 'a', 20261122, 'no-catalogue', true, 'nothing was asked'],
    [[], 'a', 20261122, 'no-catalogue', true, 'nothing was asked'],
  ])('%j %s on %i is %s (partial: %s): %s', (ids, code, asOf, state, partial) => {
    expect(lookUp(snapshot, ids, code, asOf)).toMatchObject({ state, partial })
  })
})

describe('the published form', () => {
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  const period = fc
    .tuple(fc.option(day, { nil: OPEN }), fc.option(day))
    .filter(([from, to]) => to === null || to >= from)
  const codeText = fc.string({
    minLength: 1,
    maxLength: 6,
    unit: fc.constantFrom('K', '2', '9', '.', '†', 'Đ', '"', '\\'),
  })
  const rowsOf = fc.uniqueArray(
    fc.tuple(codeText, period).map(([code, [validFrom, validTo]]): CodeRow => ({ code, validFrom, validTo })),
    { selector: ({ code, validFrom }) => `${code} ${validFrom}`, maxLength: 60 },
  )

  test('answers as a search through the rows does', () => {
    fc.assert(
      fc.property(rowsOf, codeText, day, (rows, other, asOf) => {
        const snapshot = snapshotOf([complete('list'), rows])
        for (const code of [other, ...rows.map((entry) => entry.code)]) {
          const periods = rows.filter((entry) => entry.code === code)
          const { state } = lookUp(snapshot, ['list'], code, dayNumber(asOf))
          const holds = periods.some(({ validFrom, validTo }) => validFrom <= asOf && asOf <= (validTo ?? '9999-12-31'))
          const begun = periods.some(({ validFrom }) => validFrom <= asOf)
          expect(state).toBe(periods.length === 0 ? 'unknown' : holds ? 'valid' : begun ? 'expired' : 'not-yet')
        }
      }),
    )
  })

  test('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        expect(encodeCatalogue(complete('list'), rows.toReversed())).toBe(encodeCatalogue(complete('list'), rows))
      }),
    )
  })

  test('refuses rows that contradict each other', () => {
    const encode =
      (...rows: CodeRow[]) =>
      () =>
        encodeCatalogue(complete('list'), rows)
    expect(encode(row('a'), row('a'))).toThrow('list a: two rows from 0001-01-01')
    expect(encode(row('a', '2025-01-02', '2025-01-01'))).toThrow('before it begins')
    expect(encode(row('a\nb'))).toThrow('line feed')
    expect(encode(row('a', '2025-02-30'))).toThrow('not a day: 2025-02-30')
  })

  test('refuses a body of another format', () => {
    const body = encodeCatalogue(complete('list'), [row('a')]).replace('"format":1', '"format":2')
    expect(() => decodeSnapshot(RELEASE, [body])).toThrow('another format than 1')
  })

  test('an empty list knows nothing and breaks nothing', () => {
    expect(lookUp(snapshotOf([complete('list'), []]), ['list'], 'a', 20261122).state).toBe('unknown')
  })
})
