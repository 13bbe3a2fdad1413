/** What is withheld of a table that is kept for good: whoever adds and subtracts all that is shown works out nobody. */
import { array, assert as assertProperty, boolean, integer, property, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bridgesOf, protect, type KeptCell, type Line } from '../../src/province/protect.ts'

const LEAST = 5
/** For so large a prime a cell that is independent of what is shown looks determined by chance once in 2^31. */
const PRIME = 2_147_483_647n

type Row = bigint[]
const inverse = (value: bigint): bigint => {
  let [result, base, exponent] = [1n, value % PRIME, PRIME - 2n]
  for (; exponent > 0n; exponent >>= 1n, base = (base * base) % PRIME)
    if (exponent & 1n) result = (result * base) % PRIME
  return result
}

/** The attacker: brings the sums to reduced echelon form. A row with one unknown names it. */
function solved(width: number, equations: readonly Row[]): Set<number> {
  const rows = equations.map((row) => row.map((value) => ((value % PRIME) + PRIME) % PRIME))
  let next = 0
  for (let column = 0; column < width; column += 1) {
    const pivot = rows.findIndex((row, at) => at >= next && row[column] !== 0n)
    const found = rows[pivot]
    if (!found) continue
    rows.splice(pivot, 1)
    rows.splice(next, 0, found)
    const factor = inverse(found[column] ?? 1n)
    for (let at = 0; at < width; at += 1) found[at] = ((found[at] ?? 0n) * factor) % PRIME
    for (const row of rows) {
      const times = row[column] ?? 0n
      if (row === found || times === 0n) continue
      for (let at = 0; at < width; at += 1) row[at] = ((row[at] ?? 0n) + (PRIME - times) * (found[at] ?? 0n)) % PRIME
    }
    next += 1
  }
  const known = rows.map((row) => row.flatMap((value, at) => (value === 0n ? [] : [at])))
  return new Set(known.flatMap((unknowns) => (unknowns.length === 1 ? unknowns : [])))
}

/** Cells that the attacker works out: what is shown is no unknown, and so is what nobody stands behind. */
function workedOut(cells: readonly KeptCell[], lines: readonly Line[], hidden: readonly boolean[]): number[] {
  const unknowns = cells.flatMap((_, at) => (hidden[at] ? [at] : []))
  const equations = lines.map(({ parts, sum }) =>
    unknowns.map((at): bigint => (at === sum ? -1n : parts.includes(at) ? 1n : 0n)),
  )
  return [...solved(unknowns.length, equations)].map((at) => unknowns[at] ?? -1)
}

/** Nothing else was left to withhold in any of its lines: the whole table rests on a few. */
const isAllThereIs = (at: number, cells: readonly KeptCell[], lines: readonly Line[], hidden: readonly boolean[]) =>
  lines
    .filter(({ parts, sum }) => sum === at || parts.includes(at))
    .every(({ parts, sum }) =>
      [...parts, sum].every((each) => hidden[each] || cells[each]?.isPublic || cells[each]?.dossiers === 0),
    )

const counted = (dossiers: number, ofOne: boolean): KeptCell => ({ dossiers, isFew: dossiers < LEAST || ofOne })
const aPart = tuple(integer({ min: 0, max: 12 }), boolean()).map(([dossiers, ofOne]) => counted(dossiers, ofOne))
const sumOf = (cells: readonly KeptCell[], isPublic: boolean): KeptCell => {
  const dossiers = cells.reduce((sum, cell) => sum + cell.dossiers, 0)
  return { dossiers, isFew: dossiers < LEAST || (cells.length > 0 && cells.every(({ isFew }) => isFew)), isPublic }
}

/** Chapters, their diagnoses, and the whole, which is shown elsewhere. */
const aTree = array(array(aPart, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 }).map((chapters) => {
  const sums = chapters.map((parts) => sumOf(parts, false))
  const cells = [...sums, ...chapters.flat(), sumOf(sums, true)]
  let next = chapters.length
  const lines: Line[] = chapters.map((parts, sum) => ({ parts: parts.map(() => next++), sum }))
  return { cells, lines: [...lines, { parts: sums.map((_, at) => at), sum: cells.length - 1 }] }
})

/** Rows that are sums of their parts, and sums of each column that are shown elsewhere. */
const aGrid = integer({ min: 2, max: 5 }).chain((width) =>
  array(array(aPart, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }).map((rows) => {
    const wide = rows.map((parts) => [sumOf(parts, false), ...parts])
    const totals = Array.from({ length: width + 1 }, (_, at) =>
      sumOf(
        wide.flatMap((row) => row[at] ?? []),
        true,
      ),
    )
    const at = (row: number, column: number): number => row * (width + 1) + column
    const columns = Array.from({ length: width + 1 }, (_, column) => column)
    return {
      cells: [...wide.flat(), ...totals],
      lines: [
        ...rows.map((_, row): Line => ({ parts: columns.slice(1).map((column) => at(row, column)), sum: at(row, 0) })),
        ...columns.map((column): Line => ({
          parts: rows.map((_, row) => at(row, column)),
          sum: at(rows.length, column),
        })),
      ],
    }
  }),
)

describe.each([
  ['chapters and diagnoses', aTree],
  ['rows by columns', aGrid],
])('of %s', (_, table) => {
  test('nobody who solves all sums works out a cell that is withheld', () => {
    assertProperty(
      property(table, ({ cells, lines }) => {
        const hidden = protect(cells, lines)
        for (const [at, { isFew, dossiers, isPublic }] of cells.entries())
          if (isFew && dossiers > 0 && isPublic !== true) expect(hidden[at]).toBe(true)
        for (const at of workedOut(cells, lines, hidden)) expect(isAllThereIs(at, cells, lines, hidden)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  test('what a line withholds is of five persons or more together, or all there is', () => {
    assertProperty(
      property(table, ({ cells, lines }) => {
        const hidden = protect(cells, lines)
        for (const { parts, sum } of lines) {
          const withheld = [...parts, sum].filter((at) => hidden[at])
          if (withheld.length === 0 || withheld.some((at) => cells[at]?.isFew === false)) continue
          const open = [...parts, sum].filter(
            (at) => !hidden[at] && cells[at]?.isPublic !== true && (cells[at]?.dossiers ?? 0) > 0,
          )
          expect(open).toEqual([])
        }
      }),
      { numRuns: 400 },
    )
  })

  test('the ways that lead nowhere else are what the attacker finds', () => {
    assertProperty(
      property(table, array(boolean(), { minLength: 60, maxLength: 60 }), ({ cells, lines }, chosen) => {
        const hidden = cells.map(({ isPublic }, at) => chosen[at] === true && isPublic !== true)
        expect(bridgesOf(hidden, lines).toSorted((a, b) => a - b)).toEqual(
          workedOut(cells, lines, hidden).toSorted((a, b) => a - b),
        )
      }),
      { numRuns: 400 },
    )
  })
})

test('a whole of many shows its large parts', () => {
  const parts = [900, 400, 30, 2].map((dossiers) => counted(dossiers, false))
  const lines = [{ parts: [0, 1, 2, 3], sum: 4 }]
  expect(protect([...parts, sumOf(parts, true)], lines)).toEqual([false, false, true, true, false])
})
