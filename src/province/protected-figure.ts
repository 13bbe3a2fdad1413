import { PURPOSES } from '../../db/warehouse/facts.ts'
import { icdChapterOf } from '../store/warehouse/icd-chapters.ts'
import { daysOfMonth } from './closed-months.ts'
import { countEach, type Counted } from './count.ts'
import type { DimensionId, Figure } from './figures.ts'
import type { Filters } from './filters.ts'
import { protect, type KeptCell, type Line } from './protect.ts'
import type { Region } from './region.ts'

/** A value of the dimension over all months; null: withheld. Amounts in whole hundredths. */
export type ProtectedRow = {
  readonly key: string
  readonly counts: readonly (number | null)[]
  readonly amounts: readonly (bigint | null)[]
}

type Table = { readonly rows: readonly ProtectedRow[]; readonly total: ProtectedRow | null }

/**
 * A figure about people over whole months that are over: each month, and each purpose, is protected by itself and always alike, and what is answered is the
 * sum of what they show. So no two answers, whatever their periods, differ by anything that the months do not show. What one of them withholds is withheld.
 */
export async function protectedFigure(
  region: Region,
  figure: Figure,
  by: DimensionId,
  { months, purpose }: { months: readonly string[]; purpose: Filters['purpose'] },
): Promise<Table> {
  const dimensions = dimensionsOf(by)
  const pieces = months.flatMap((month) =>
    (purpose === undefined ? PURPOSES : [purpose]).map((each): Filters => ({ ...daysOfMonth(month), purpose: each })),
  )
  const found = await countEach(
    region,
    figure,
    pieces.flatMap((filters) => dimensions.map((dimension) => ({ by: dimension, filters }))),
  )
  const tables = pieces.map((_, at) => {
    const counted = new Map(dimensions.map((id, index) => [id, found[at * dimensions.length + index] ?? []]))
    return protectedPiece(figure, by, counted)
  })
  return {
    rows: sumByKey(tables.map(({ rows }) => rows)),
    total: sumByKey(tables.map(({ total }) => total))[0] ?? null,
  }
}

/** Chapters are the sums of diagnoses, so each is protected with the other; the whole is shown elsewhere. */
function dimensionsOf(by: DimensionId): DimensionId[] {
  if (by === 'total') return ['total']
  return by === 'chapter' || by === 'diagnosis' ? ['chapter', 'diagnosis', 'total'] : [by, 'total']
}

type Piece = { readonly rows: readonly ProtectedRow[]; readonly total: readonly ProtectedRow[] }

/** One month and purpose. */
function protectedPiece(figure: Figure, by: DimensionId, counted: ReadonlyMap<DimensionId, readonly Counted[]>): Piece {
  const rows = counted.get(by) ?? []
  const totals = by === 'total' ? [] : (counted.get('total') ?? [])
  const isOfDiagnoses = by === 'chapter' || by === 'diagnosis'
  const hidden = isOfDiagnoses
    ? hiddenDiagnoses(counted.get('chapter') ?? [], counted.get('diagnosis') ?? [], totals).get(by)
    : hiddenRows(figure, rows, totals)
  return {
    rows: rows.map((row, at) => withheld(row, (column) => hidden?.[at]?.[column] === true)),
    total: totals.map((row) => withheld(row, (column) => row.isFew[column] === true && (row.counts[column] ?? 0) > 0)),
  }
}

const withheld = ({ key, counts, amounts }: Counted, isHidden: (column: number) => boolean): ProtectedRow => ({
  key,
  counts: counts.map((value, at) => (isHidden(at) ? null : value)),
  // They are those of the first column's dossiers.
  amounts: amounts.map((units) => (isHidden(0) ? null : units)),
})

const cellsOf = ({ counts, isFew }: Counted, isPublic = false): KeptCell[] =>
  counts.map((dossiers, at) => ({ dossiers, isFew: isFew[at] === true, isPublic }))

/** Rows by columns, of which the first is the sum of those that are not beside it; each column has a sum that is known. */
function hiddenRows({ columns }: Figure, rows: readonly Counted[], totals: readonly Counted[]): boolean[][] {
  const width = columns.length
  const at = (row: number, column: number): number => row * width + column
  const whole = totals[0]
  const cells = [...rows.flatMap((row) => cellsOf(row)), ...(whole ? cellsOf(whole, true) : [])]
  const parts = columns.flatMap(({ isBeside }, column) => (column > 0 && isBeside !== true ? [column] : []))
  const lines: Line[] = [
    ...(parts.length === 0
      ? []
      : rows.map((_, row) => ({ parts: parts.map((column) => at(row, column)), sum: at(row, 0) }))),
    ...(whole
      ? columns.map((_, column) => ({ parts: rows.map((__, row) => at(row, column)), sum: at(rows.length, column) }))
      : []),
  ]
  const hidden = protect(cells, lines)
  return rows.map((_, row) => hidden.slice(at(row, 0), at(row + 1, 0)))
}

function hiddenDiagnoses(
  chapters: readonly Counted[],
  diagnoses: readonly Counted[],
  totals: readonly Counted[],
): Map<DimensionId, boolean[][]> {
  const whole = chapters.length + diagnoses.length
  const cells = [
    ...[...chapters, ...diagnoses].flatMap((row) => cellsOf(row)),
    ...totals.flatMap((row) => cellsOf(row, true)),
  ]
  const within = new Map<string, number[]>()
  for (const [at, { key }] of diagnoses.entries()) {
    const chapter = icdChapterOf(key) ?? ''
    within.set(chapter, [...(within.get(chapter) ?? []), chapters.length + at])
  }
  const lines: Line[] = [
    ...chapters.map(({ key }, at) => ({ parts: within.get(key) ?? [], sum: at })),
    { parts: chapters.map((_, at) => at), sum: whole },
  ]
  const hidden = protect(cells, lines).map((is) => [is])
  return new Map([
    ['chapter', hidden.slice(0, chapters.length)],
    ['diagnosis', hidden.slice(chapters.length, whole)],
  ])
}

/** What is missing in a piece is none of it. */
function sumByKey(pieces: readonly (readonly ProtectedRow[])[]): ProtectedRow[] {
  const sums = new Map<string, ProtectedRow>()
  for (const { key, counts, amounts } of pieces.flat()) {
    const known = sums.get(key)
    const plus = <N extends number | bigint>(a: N | null, b: N | null | undefined, add: (a: N, b: N) => N): N | null =>
      a === null || b === null || b === undefined ? null : add(a, b)
    sums.set(
      key,
      known === undefined
        ? { key, counts, amounts }
        : {
            key,
            counts: counts.map((count, at) => plus(count, known.counts[at], (a, b) => a + b)),
            amounts: amounts.map((units, at) => plus(units, known.amounts[at], (a, b) => a + b)),
          },
    )
  }
  return [...sums.values()].toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}
