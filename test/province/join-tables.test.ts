/** Figures of provinces that were joined. */
import { describe, expect, test } from 'vitest'
import type { FigureRow, FigureTable } from '../../src/province/answer-figure.ts'
import { figures } from '../../src/province/figures.ts'
import { joinTables } from '../../src/province/join-tables.ts'

const row = (key: string, count: number | null, amount: string | null): FigureRow => ({
  key,
  counts: [count],
  amounts: [amount],
})
const table = (rows: FigureRow[], total: FigureRow | null): FigureTable => ({
  figure: figures.costs,
  by: 'facility',
  filters: { from: '2026-01-01', to: '2026-01-31' },
  rows,
  total,
  suppressed: 0,
  hidesKeys: false,
})

describe('joined tables', () => {
  test('are added key by key, money exactly', () => {
    const joined = joinTables([
      table([row('a', 10, '9007199254740992.01'), row('b', 7, '0.99')], row('', 17, '9007199254740993.00')),
      table([row('b', 5, '0.02'), row('c', 6, '-3.50')], row('', 11, '-3.48')),
    ])
    expect(joined.rows).toEqual([row('a', 10, '9007199254740992.01'), row('b', 12, '1.01'), row('c', 6, '-3.50')])
    expect(joined.total).toEqual(row('', 28, '9007199254740989.52'))
    expect(joined.suppressed).toBe(0)
  })

  test('withhold what a part withholds: the whole less the other part shows nothing', () => {
    const joined = joinTables([
      table([row('a', null, null), row('b', null, null)], row('', 100, '1.00')),
      table([row('a', 50, '1.00'), row('b', 60, '2.00')], row('', 110, '3.00')),
    ])
    expect(joined.rows).toEqual([row('a', null, null), row('b', null, null)])
    expect(joined.total).toEqual(row('', 210, '4.00'))
    expect(joined.suppressed).toBe(2)
  })

  test('leave rows out of which nothing is shown, where the key alone would be news', () => {
    const hiding = (...rows: FigureRow[]): FigureTable => ({ ...table(rows, null), hidesKeys: true })
    expect(joinTables([hiding(row('a', null, null), row('b', 9, '1.00'))]).rows).toEqual([row('b', 9, '1.00')])
    const joined = joinTables([hiding(row('a', null, null), row('b', 9, '1.00')), hiding(row('a', 50, '1.00'))])
    expect([joined.rows, joined.suppressed]).toEqual([[row('b', 9, '1.00')], 1])
  })

  test('of one province are its own', () => {
    const own = table([row('a', null, null)], null)
    expect(joinTables([own])).toBe(own)
  })
})
