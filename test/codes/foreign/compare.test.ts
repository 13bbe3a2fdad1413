import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countKinds,
  deltaOf,
  differencesOf,
  pairsOf,
  type DeltaEntry,
  type ForeignCode,
} from '../../../src/codes/foreign/compare.ts'
import { compareTexts } from '../../../src/codes/foreign/spelling.ts'
import type { ListedCode } from '../../../src/store/reference/listed-code.ts'
import { propertyRuns } from '../../harness/runs.ts'

const ours = (code: string, more: Partial<ListedCode> = {}): ListedCode => ({
  code,
  validFrom: '0001-01-01',
  validTo: null,
  name: `Tên ${code}`,
  attributes: {},
  sourceDocument: 'QĐ 1',
  replacedBy: null,
  ...more,
})
const theirs = (code: string, more: Partial<ForeignCode> = {}): ForeignCode => {
  const { sourceDocument: _, replacedBy: __, ...row } = ours(code)
  return { ...row, ...more }
}
const compare = (own: readonly ListedCode[], other: readonly ForeignCode[], columns: readonly string[] = ['unit']) =>
  differencesOf(pairsOf(own, other), columns)

describe('spelling', () => {
  test.each([
    ['Hoà Bình', 'Hòa Bình', 'spelling'],
    ['Thuỷ đậu', 'Thủy đậu', 'spelling'],
    ['Loét loè', 'Loét lòe', 'spelling'],
    ['VIÊM PHỔI', 'Viêm phổi', 'spelling'],
    ['A – B', 'A - B', 'spelling'],
    ['Siêu âm ( tim )', 'Siêu âm (tim)', 'spelling'],
    ['Viêm phổi', 'Viêm phổi'.normalize('NFD'), 'same'],
    ['Viêm phổi ', 'Viêm phổi', 'same'],
    ['má', 'mà', 'different'],
    ['mã', 'ma', 'different'],
    ['hoà', 'hoa', 'different'],
    ['ban', 'bân', 'different'],
    ['dau', 'đau', 'different'],
    ['Viêm gan A', 'Viêm gan B', 'different'],
  ] as const)('%s and %s: %s', (a, b, sameness) => {
    expect(compareTexts(a, b)).toBe(sameness)
    expect(compareTexts(b, a)).toBe(sameness)
  })
})

describe('two lists', () => {
  test('differ by kind, and a row may differ in several ways', () => {
    const found = compare(
      [
        ours('only-here'),
        ours('same', { attributes: { unit: 'viên', internal: 'x' } }),
        ours('renamed'),
        ours('dates', { validFrom: '2025-01-01' }),
        ours('unit', { attributes: { unit: 'viên' } }),
        ours('spelling', { name: 'Hoà tan' }),
        ours('all', { name: 'Một', validTo: '2026-12-31', attributes: { unit: 'ống' } }),
      ],
      [
        theirs('only-there'),
        theirs('same', { attributes: { unit: 'viên' } }),
        theirs('renamed', { name: 'Tên khác' }),
        theirs('dates', { validFrom: '2025-02-01', validTo: '2026-01-01' }),
        theirs('unit', { attributes: { unit: 'lọ' } }),
        theirs('spelling', { name: 'Hòa tan' }),
        theirs('all', { name: 'Hai', validTo: null, attributes: { unit: 'ỐNG' } }),
      ],
    )
    expect(found.map(({ kind, code, fields }) => [code, kind, ...fields])).toEqual([
      ['all', 'renamed', 'name'],
      ['all', 'other-dates', 'validTo'],
      ['all', 'spelling', 'unit'],
      ['dates', 'other-dates', 'validFrom', 'validTo'],
      ['only-here', 'missing-there'],
      ['only-there', 'missing-here'],
      ['renamed', 'renamed', 'name'],
      ['spelling', 'spelling', 'name'],
      ['unit', 'other-attributes', 'unit'],
    ])
    expect(countKinds(found)).toEqual({
      'missing-here': 1,
      'missing-there': 1,
      renamed: 2,
      'other-dates': 2,
      'other-attributes': 1,
      spelling: 2,
    })
  })

  test('of one code with several periods are held side by side by their first days', () => {
    const found = compare(
      [ours('a', { validTo: '2024-12-31' }), ours('a', { validFrom: '2025-01-01', name: 'Neu' })],
      [theirs('a', { validFrom: '2025-01-01', name: 'Neu' })],
    )
    expect(found).toMatchObject([{ kind: 'missing-there', ours: { validTo: '2024-12-31' }, theirs: null }])
  })

  test('that are the same differ in nothing', () => {
    expect(compare([ours('a'), ours('b')], [theirs('b'), theirs('a')])).toEqual([])
  })
})

describe('a delta', () => {
  const row = fc.record({
    code: fc.constantFrom('a', 'b', 'c', 'd'),
    validFrom: fc.constantFrom('0001-01-01', '2024-01-01', '2025-01-01'),
    validTo: fc.constantFrom(null, '2025-12-31'),
    name: fc.constantFrom('Hoà', 'Hòa', 'Khác'),
    attributes: fc.constantFrom({}, { unit: 'viên' }, { unit: 'lọ' }),
  })
  const list = fc.uniqueArray(row, { selector: ({ code, validFrom }) => `${code} ${validFrom}`, maxLength: 8 })
  const key = ({ code, validFrom }: ForeignCode): string => `${code} ${validFrom}`
  const applied = (rows: readonly ForeignCode[], delta: readonly DeltaEntry[]): unknown => {
    const held = new Map(rows.map((one) => [key(one), one]))
    for (const { kind, row: one } of delta) {
      if (kind === 'closed') {
        expect(held.get(key(one))).toEqual(one)
        held.delete(key(one))
      } else {
        expect(held.has(key(one))).toBe(false)
        held.set(key(one), one)
      }
    }
    return [...held.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  }
  const sorted = (rows: readonly ForeignCode[]) => [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1))

  test('carried out by the side it is for, makes both hold the same, whatever they held', () => {
    fc.assert(
      fc.property(list, list, (here, there) => {
        const own = here.map((one) => ours(one.code, one))
        const found = compare(own, there)
        expect(applied(there, deltaOf(found, 'to-them'))).toEqual(sorted(here))
        expect(applied(here, deltaOf(found, 'to-us'))).toEqual(sorted(there))
      }),
      { numRuns: propertyRuns() },
    )
  })
})
