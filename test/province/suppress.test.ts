import { describe, expect, test } from 'vitest'
import { suppress, type CountedCell } from '../../src/province/suppress.ts'

const cell = (dossiers: number, isFew = dossiers < 5): CountedCell => ({ dossiers, isFew })
const shown = (table: Parameters<typeof suppress>[0]): string[] => {
  const { totals } = table
  const hidden = suppress(table)
  return [...hidden.rows, ...(totals ? [hidden.totals] : [])].map((row) => row.map((is) => (is ? '*' : '.')).join(''))
}

describe('what is withheld', () => {
  test('is what rests on few persons, also of many dossiers, and never what nobody stands behind', () => {
    expect(shown({ rows: [[cell(9)], [cell(4)], [cell(40, true)], [cell(0)]], totals: null, hasParts: false })).toEqual(
      ['.', '*', '*', '.'],
    )
  })

  test('is the smallest other part as well, where the total would give one away', () => {
    expect(shown({ rows: [[cell(9)], [cell(4)], [cell(7)]], totals: [cell(20)], hasParts: false })).toEqual([
      '.',
      '*',
      '*',
      '.',
    ])
  })

  test('is a column beside the parts for itself: it gives no part away, and none gives it away', () => {
    const rows = [[cell(20), cell(8), cell(12), cell(3)]]
    expect(shown({ rows, totals: null, hasParts: true, beside: [3] })).toEqual(['...*'])
    const few = [[cell(20), cell(3), cell(17), cell(9)]]
    expect(shown({ rows: few, totals: null, hasParts: true, beside: [3] })).toEqual(['.**.'])
  })

  test('is the total, where there is no other part', () => {
    expect(shown({ rows: [[cell(3)], [cell(0)]], totals: [cell(3)], hasParts: false })).toEqual(['*', '.', '*'])
  })

  test('counts five or more together: one and one are two persons', () => {
    expect(shown({ rows: [[cell(1)], [cell(1)], [cell(9)], [cell(30)]], totals: [cell(41)], hasParts: false })).toEqual(
      ['*', '*', '*', '.', '.'],
    )
  })

  test('cannot be worked out along rows and columns together', () => {
    const rows = [
      [cell(20), cell(18), cell(2)],
      [cell(30), cell(20), cell(10)],
      [cell(40), cell(25), cell(15)],
    ]
    const totals = [cell(90), cell(63), cell(27)]
    const lines = shown({ rows, totals, hasParts: true })
    expect(lines[0]?.[2]).toBe('*')
    for (const line of lines) expect(line.split('*').length - 1).not.toBe(1)
    for (const at of [0, 1, 2]) expect(lines.filter((line) => line[at] === '*')).not.toHaveLength(1)
  })
})
