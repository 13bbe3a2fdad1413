import { describe, expect, test } from 'vitest'
import { differencesOf, type ComparedRow } from '../../../src/centre/versions/differences.ts'

/** `1 a b`: STT 1, A is a, B is b; `-` has none. */
const rowsOf = (...texts: readonly string[]): ComparedRow[] =>
  texts.map((text, at) => {
    const [STT = '-', A, B] = text.split(' ')
    const members = Object.entries({ STT: STT === '-' ? undefined : STT, A, B })
    const values = new Map(members.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])))
    return { position: at + 1, values, hidden: new Set() }
  })
const shown = (before: readonly ComparedRow[], after: readonly ComparedRow[]): string[] =>
  differencesOf('XML2', before, after).map(
    ({ row, kind, fields }) =>
      `${kind} ${row}: ${fields.map(({ field, old, new: now }) => `${field} ${old ?? '∅'}→${now ?? '∅'}`).join(', ')}`,
  )

describe('the differences of a table', () => {
  test.each([
    ['nothing where nothing differs, in whatever order', ['1 a', '2 b'], ['2 b', '1 a'], []],
    ['a field of a row with the same STT', ['1 a b', '2 b'], ['1 a c', '2 b'], ['changed 1: B b→c']],
    ['a field that came or went', ['1 a'], ['1 a b'], ['changed 1: B ∅→b']],
    ['a row that is new', ['1 a'], ['1 a', '2 b'], ['added 2: STT ∅→2, A ∅→b']],
    ['a row that was taken away', ['1 a', '2 b'], ['1 a'], ['removed 2: STT 2→∅, A b→∅']],
    [
      'one row that was put in, though it moves the others',
      ['1 a', '2 b', '3 c'],
      ['1 x', '2 a', '3 b', '4 c'],
      ['changed 2: STT 1→2', 'changed 3: STT 2→3', 'changed 4: STT 3→4', 'added 1: STT ∅→1, A ∅→x'],
    ],
    ['rows of the same STT one after the other', ['1 a', '1 b'], ['1 a', '1 c'], ['changed 1: A b→c']],
    ['rows of tables without STT by their place', ['- a', '- b'], ['- a', '- c'], ['changed 2: A b→c']],
    ['nothing of nothing', [], [], []],
  ])('are %s', (_, before, after, expected) => {
    expect(shown(rowsOf(...before), rowsOf(...after))).toEqual(expected)
  })

  test('show of what identifies a person only that it differs', () => {
    const row = (name: string): ComparedRow => ({
      position: 1,
      values: new Map([['HO_TEN', name]]),
      hidden: new Set(['HO_TEN']),
    })
    const differences = differencesOf('XML1', [row('A')], [row('B')])
    expect(differences).toEqual([
      { table: 'XML1', row: '1', kind: 'changed', fields: [{ field: 'HO_TEN', old: null, new: null, hidden: true }] },
    ])
    expect(differencesOf('XML1', [], [row('B')])[0]?.fields).toEqual([
      { field: 'HO_TEN', old: null, new: null, hidden: true },
    ])
  })

  test('show the beginning of a long text', () => {
    const [difference] = differencesOf('XML5', rowsOf('1 a'), rowsOf(`1 ${'x'.repeat(600)}`))
    expect(difference?.fields[0]?.new).toBe(`${'x'.repeat(500)}…`)
  })
})
