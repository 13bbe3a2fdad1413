import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterChanges,
  dayBefore,
  differenceOf,
  type Change,
  type ImportedCode,
  type DifferenceOptions,
} from '../../../src/codes/import/difference.ts'
import type { ImportedRow } from '../../../src/codes/import/imported-row.ts'
import { propertyRuns } from '../../harness/runs.ts'

const OPEN = '0001-01-01'

const held = (code: string, more: Partial<ImportedCode> = {}): ImportedCode => ({
  code,
  name: `tên ${code}`,
  validFrom: OPEN,
  validTo: null,
  attributes: {},
  replacedBy: null,
  sourceDocument: 'QĐ 1',
  ...more,
})

const listed = (code: string, more: Partial<ImportedRow> = {}): ImportedRow => ({
  code,
  name: `tên ${code}`,
  validFrom: null,
  validTo: null,
  attributes: {},
  replacedBy: null,
  source: null,
  at: { sheet: '', row: 2 },
  ...more,
})

const replace: DifferenceOptions = { validFrom: '2026-07-01', mode: 'replace', oldAcceptedUntil: null, source: 'QĐ 2' }
const amend: DifferenceOptions = { ...replace, mode: 'amend' }

/** `renamed A: A..2026-06-30 + B 2026-07-01..`: a change in short, with the rows it leaves. */
const short = ({ kind, code, closed, after, fields }: Change): string => {
  const row = (each: ImportedCode) => `${each.name} ${each.validFrom}..${each.validTo ?? ''}`
  const rows = [closed, after].filter((each) => each !== null).map(row)
  return `${kind} ${code} [${fields.join()}]: ${rows.join(' + ')}`
}
const differences = (inForce: ImportedCode[], imported: ImportedRow[], options: DifferenceOptions) =>
  differenceOf(inForce, imported, options).map(short)

describe('a file compared with what is there', () => {
  it.each<[string, ImportedCode[], ImportedRow[], DifferenceOptions, string[]]>([
    ['the same code is not mentioned', [held('A')], [listed('A')], replace, []],
    [
      'and where only blanks or the form of accents differ',
      [held('A', { name: 'tên  A'.normalize('NFD') })],
      [listed('A')],
      replace,
      [],
    ],
    ['a new code begins with the decision', [], [listed('A')], replace, ['added A []: tên A 2026-07-01..']],
    [
      'a new code begins when the file says',
      [],
      [listed('A', { validFrom: '2027-01-01' })],
      replace,
      ['added A []: tên A 2027-01-01..'],
    ],
    [
      'a code that the file lacks ends the day before',
      [held('A')],
      [],
      replace,
      ['closed A [validTo]: tên A 0001-01-01..2026-06-30'],
    ],
    [
      'or when the old ones are no longer accepted',
      [held('A')],
      [],
      { ...replace, oldAcceptedUntil: '2026-09-30' },
      ['closed A [validTo]: tên A 0001-01-01..2026-09-30'],
    ],
    ['but stays where the file only amends', [held('A')], [], amend, []],
    ['and stays as it is where it has ended before', [held('A', { validTo: '2026-06-30' })], [], replace, []],
    ['and where it begins later, by another decision', [held('A', { validFrom: '2027-01-01' })], [], replace, []],
    [
      'one that began with the same decision should not have been',
      [held('A', { validFrom: '2026-07-01' })],
      [],
      replace,
      ['closed A [validTo]: '],
    ],
    [
      'a renamed code is closed and opened anew',
      [held('A')],
      [listed('A', { name: 'B' })],
      amend,
      ['renamed A [name]: tên A 0001-01-01..2026-06-30 + B 2026-07-01..'],
    ],
    [
      'a changed one too',
      [held('A')],
      [listed('A', { name: 'B', attributes: { unit: 'ml' }, replacedBy: 'C' })],
      amend,
      ['changed A [name,replacedBy,unit]: tên A 0001-01-01..2026-06-30 + B 2026-07-01..'],
    ],
    [
      'what began on the same day is put right in its place',
      [held('A', { validFrom: '2026-07-01' })],
      [listed('A', { name: 'B' })],
      amend,
      ['renamed A [name]: B 2026-07-01..'],
    ],
    [
      'an end in the file ends the code',
      [held('A')],
      [listed('A', { validTo: '2026-12-31' })],
      amend,
      ['closed A [validTo]: tên A 0001-01-01..2026-12-31'],
    ],
    [
      'an end that the file no longer has is lifted',
      [held('A', { validTo: '2026-12-31' })],
      [listed('A')],
      amend,
      ['reopened A [validTo]: tên A 0001-01-01..'],
    ],
    [
      'a code that had ended begins again',
      [held('A', { validTo: '2025-06-30' })],
      [listed('A')],
      amend,
      ['reopened A []: tên A 2026-07-01..'],
    ],
    [
      'a later generation that is there is left, and the new one ends before it',
      [held('A', { validFrom: '2027-01-01' })],
      [listed('A', { name: 'B' })],
      amend,
      ['added A []: B 2026-07-01..2026-12-31'],
    ],
    [
      'two generations in the file are two rows',
      [],
      [listed('A', { validFrom: '2025-07-01', name: 'B' }), listed('A', { validTo: '2025-06-30' })],
      amend,
      ['added A []: tên A 0001-01-01..2025-06-30', 'added A []: B 2025-07-01..'],
    ],
    [
      'two generations that the file has side by side stay so',
      [held('A', { validTo: '2026-07-31' })],
      [listed('A', { validTo: '2026-07-31' }), listed('A', { validFrom: '2026-07-15', name: 'B' })],
      replace,
      ['added A []: B 2026-07-15..'],
    ],
    [
      'a generation that is there with the end the next one gives it is the same',
      [held('A', { validTo: '2026-12-31' }), held('A', { validFrom: '2027-01-01', name: 'B' })],
      [listed('A')],
      replace,
      [],
    ],
  ])('%s', (_, inForce, imported, options, expected) => {
    expect(differences(inForce, imported, options)).toEqual(expected)
  })

  it('names the decision as the source, or the document that the file names', () => {
    const changes = differenceOf([], [listed('A'), listed('B', { source: 'TT 3' })], replace)
    expect(changes.map(({ after }) => after?.sourceDocument)).toEqual(['QĐ 2', 'TT 3'])
  })

  it('keeps the row that was there, untouched', () => {
    const row = held('A')
    const [change] = differenceOf([row], [listed('A', { name: 'B' })], amend)
    expect(change?.before).toBe(row)
    expect(row).toEqual(held('A'))
  })

  it('is in the order of the codes', () => {
    expect(differenceOf([held('C')], [listed('B'), listed('A')], replace).map(({ code }) => code)).toEqual([
      'A',
      'B',
      'C',
    ])
  })
})

describe('whatever is imported', () => {
  const code = fc.constantFrom('A', 'B', 'C')
  const name = fc.constantFrom('x', 'y')
  const day = fc.constantFrom('2026-01-01', '2026-07-01', '2026-08-01', '2027-01-01')
  const imported = fc.uniqueArray(fc.record({ code, name }), { selector: (row) => row.code })
  const steps = fc.array(
    fc.record({ rows: imported, validFrom: day, mode: fc.constantFrom('replace' as const, 'amend' as const) }),
    { maxLength: 5 },
  )
  const options = (validFrom: string, mode: 'replace' | 'amend'): DifferenceOptions => ({ ...replace, validFrom, mode })

  it('periods of one code never overlap, none is reversed, and a second import of the same changes nothing', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let rows: ImportedCode[] = []
        for (const { rows: file, validFrom, mode } of all) {
          const listedRows = file.map((row) => listed(row.code, row))
          rows = afterChanges(rows, differenceOf(rows, listedRows, options(validFrom, mode)))
          expect(differenceOf(rows, listedRows, options(validFrom, mode))).toEqual([])
          for (const row of rows) expect(row.validTo ?? '9999').satisfy((end: string) => end >= row.validFrom)
          for (const each of ['A', 'B', 'C']) {
            const own = rows.filter((row) => row.code === each).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
            for (const [index, row] of own.entries()) {
              const next = own[index + 1]
              if (next) expect((row.validTo ?? '9999') < next.validFrom, JSON.stringify(own)).toBe(true)
            }
          }
          // On the day of the decision the file is what counts.
          const then = rows.filter(
            (row) => row.validFrom <= validFrom && (row.validTo === null || row.validTo >= validFrom),
          )
          const shown = new Map(then.map((row) => [row.code, row.name]))
          for (const row of file) expect(shown.get(row.code)).toBe(row.name)
          if (mode === 'replace') expect(shown.size).toBe(file.length)
        }
      }),
      { numRuns: propertyRuns() },
    )
  })
})

describe('the day before', () => {
  it('knows months, leap years and the beginning of time', () => {
    expect(['2026-03-01', '2024-03-01', '2026-01-01', OPEN].map(dayBefore)).toEqual([
      '2026-02-28',
      '2024-02-29',
      '2025-12-31',
      OPEN,
    ])
  })
})
