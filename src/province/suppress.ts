import { LEAST_PERSONS } from '../store/warehouse/roll-ups.ts'

/** What suppression looks at: how many dossiers a cell counts, and whether it rests on fewer than five persons. */
export type CountedCell = { readonly dossiers: number; readonly isFew: boolean }

export type CountedTable = {
  /** Rows by columns; the first column is the whole, the others its parts. */
  readonly rows: readonly (readonly CountedCell[])[]
  /** The sums of the rows, where they are shown beside them. */
  readonly totals: readonly CountedCell[] | null
  /** The parts of a row add up to the first column. */
  readonly hasParts: boolean
  /** Columns, by position, that are no parts of the first. */
  readonly beside?: readonly number[]
}

/**
 * Which cells are withheld: those that rest on few persons, and as many others (the smallest) that none of the withheld can be worked out
 * from a sum that is shown. The cells withheld of one sum together count five dossiers or more. It does not guard against what several
 * answers with different filters show together.
 */
export function suppress({ rows, totals, hasParts, beside = [] }: CountedTable): {
  rows: boolean[][]
  totals: boolean[]
} {
  const cells = totals ? [...rows, totals] : [...rows]
  const hidden = cells.map((row) => row.map(({ dossiers, isFew }) => isFew && dossiers > 0))
  const columns = cells[0]?.map((_, at) => at) ?? []
  const parts = columns.slice(1).filter((at) => !beside.includes(at))
  // A line is the parts of a sum, and last the sum itself.
  const lines: [number, number][][] = []
  if (hasParts && parts.length > 0)
    for (const row of cells.keys()) lines.push([...parts.map((at): [number, number] => [row, at]), [row, 0]])
  if (totals)
    for (const at of columns) lines.push([...rows.keys(), rows.length].map((row): [number, number] => [row, at]))

  const isHidden = ([row, at]: [number, number]): boolean => hidden[row]?.[at] === true
  const sizeOf = ([row, at]: [number, number]): number => cells[row]?.[at]?.dossiers ?? 0
  const hide = ([row, at]: [number, number]): void => {
    const line = hidden[row]
    if (line) line[at] = true
  }
  for (let isChanged = true; isChanged;) {
    isChanged = false
    for (const line of lines) {
      const found = line.filter(isHidden)
      const together = found.reduce((sum, cell) => sum + sizeOf(cell), 0)
      if (found.length === 0 || (found.length > 1 && together >= LEAST_PERSONS)) continue
      // The smallest part that counts anybody; the sum itself where no part is left.
      const open = line.filter((cell) => !isHidden(cell) && sizeOf(cell) > 0)
      const next = open.slice(0, -1).sort((a, b) => sizeOf(a) - sizeOf(b))[0] ?? open[0]
      if (!next) continue
      hide(next)
      isChanged = true
    }
  }
  return { rows: hidden.slice(0, rows.length), totals: totals ? (hidden[rows.length] ?? []) : [] }
}
