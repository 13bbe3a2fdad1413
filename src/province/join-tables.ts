import { decimalOf, type FigureRow, type FigureTable } from './answer-figure.ts'

/**
 * The figures of several provinces as one, for a Sở Y tế whose provinces were joined. It is made of what each of them shows and of nothing else,
 * so that the whole less a part shows nothing that the parts withhold: a cell that one of them withholds is withheld, and rows of which nothing is shown are left
 * out in the end.
 */
export function joinTables(tables: readonly [FigureTable, ...FigureTable[]]): FigureTable {
  const [first, ...others] = tables
  if (others.length === 0) return withoutHiddenKeys(first)
  const keys = [...new Set(tables.flatMap(({ rows }) => rows.map(({ key }) => key)))].sort()
  const rows = keys.map((key) => sumOf(tables.flatMap((table) => table.rows.find((row) => row.key === key) ?? [])))
  const totals = tables.flatMap(({ total }) => total ?? [])
  const total = totals.length === 0 ? null : sumOf(totals)
  const cells = [...rows, ...(total ? [total] : [])].flatMap(({ counts }) => counts)
  return withoutHiddenKeys({ ...first, rows, total, suppressed: cells.filter((cell) => cell === null).length })
}

const withoutHiddenKeys = (table: FigureTable): FigureTable =>
  table.hidesKeys ? { ...table, rows: table.rows.filter(({ counts: [whole] }) => whole !== null) } : table

function sumOf(rows: readonly FigureRow[]): FigureRow {
  const [first] = rows
  if (first === undefined) throw new Error('a sum of nothing')
  return {
    key: first.key,
    counts: first.counts.map((_, at) => sumOrWithheld(rows.map(({ counts }) => counts[at] ?? null))),
    amounts: first.amounts.map((_, at) => {
      const units = sumOrWithheld(rows.map(({ amounts }) => unitsOf(amounts[at] ?? null)))
      return units === null ? null : decimalOf(units)
    }),
  }
}

function sumOrWithheld(values: readonly (number | null)[]): number | null
function sumOrWithheld(values: readonly (bigint | null)[]): bigint | null
function sumOrWithheld(values: readonly (number | bigint | null)[]): number | bigint | null {
  let sum: number | bigint | null = null
  for (const value of values) {
    if (value === null) return null
    // All of them are of one kind.
    sum = sum === null ? value : typeof value === 'bigint' ? BigInt(sum) + value : Number(sum) + value
  }
  return sum
}

/** `12500.50` is 1250050 hundredths. */
const unitsOf = (amount: string | null): bigint | null => (amount === null ? null : BigInt(amount.replace('.', '')))
