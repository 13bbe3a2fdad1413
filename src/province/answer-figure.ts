import { closedMonths } from './closed-months.ts'
import { count, type Counted } from './count.ts'
import { dimensions } from './dimensions.ts'
import { figures, type DimensionId, type Figure, type FigureId } from './figures.ts'
import type { Filters } from './filters.ts'
import { protectedFigure, type ProtectedRow } from './protected-figure.ts'
import { Refusal } from './refusals.ts'
import type { Region } from './region.ts'
import { suppress, type CountedCell } from './suppress.ts'

/** null: withheld, as it would reveal fewer than five persons. Amounts are decimals with two places, `12500.50`. */
export type FigureRow = {
  readonly key: string
  readonly counts: readonly (number | null)[]
  readonly amounts: readonly (string | null)[]
}

export type FigureTable = {
  readonly figure: Figure
  readonly by: DimensionId
  readonly filters: Filters
  readonly rows: readonly FigureRow[]
  /** The whole; null where values overlap, so that they do not add up to it. */
  readonly total: FigureRow | null
  readonly suppressed: number
  /** Withheld rows are no rows: that some person has a disease would be news already. */
  readonly hidesKeys: boolean
}

/** The figure's dimension of that name, its first where none is named. Throws `parameter-invalid`. */
export function dimensionOf(figure: Figure, by: string | undefined): DimensionId {
  const found = by === undefined ? figure.by[0] : figure.by.find((id) => id === by)
  if (found === undefined) throw new Refusal('parameter-invalid', { parameter: 'by', expected: figure.by.join(', ') })
  return found
}

/**
 * A figure, split by one dimension. What is about facilities is shown. What is about people is made of whole months that are over, each protected by
 * itself, or it was stated what for (`isStated`): then of any days and of one facility, without what rests on too few persons in this answer.
 * Throws `reason-needed`.
 */
export async function answerFigure(
  region: Region,
  id: FigureId,
  by: DimensionId,
  asked: Filters,
  { isStated = false }: { readonly isStated?: boolean } = {},
): Promise<FigureTable> {
  const figure = figures[id]
  const filters: Filters = { ...asked, purpose: asked.purpose ?? figure.purpose }
  if (isAboutFacilities(id, by) || isStated) return countedFigure(region, figure, by, filters)
  const months = filters.facility === undefined ? closedMonths(filters, region.today) : null
  if (months === null) throw new Refusal('reason-needed')
  const { rows, total } = await protectedFigure(region, figure, by, { months, purpose: filters.purpose })
  const cells = [...rows, ...(total ? [total] : [])].flatMap(({ counts }) => counts)
  return {
    figure,
    by,
    filters,
    rows: rows.map(shownRow),
    total: total && shownRow(total),
    suppressed: cells.filter((cell) => cell === null).length,
    hidesKeys: by !== 'facility' && by !== 'total',
  }
}

async function countedFigure(region: Region, figure: Figure, by: DimensionId, filters: Filters): Promise<FigureTable> {
  const hasTotal = dimensions[by].isPartition && by !== 'total'
  const [rows = [], totals = []] = await count(region, figure, hasTotal ? [by, 'total'] : [by], filters)
  const hidden = isAboutFacilities(figure.id, by)
    ? SHOWN
    : suppress({
        rows: rows.map(cellsOf),
        totals: totals[0] ? cellsOf(totals[0]) : null,
        hasParts: figure.columns.length > 1,
        beside: figure.columns.flatMap(({ isBeside }, at) => (isBeside ? [at] : [])),
      })
  const [total] = totals
  return {
    figure,
    by,
    filters,
    rows: rows.map((row, at) => toldRow(row, hidden.rows[at] ?? [])),
    total: total ? toldRow(total, hidden.totals) : null,
    suppressed: [...hidden.rows.flat(), ...hidden.totals].filter(Boolean).length,
    hidesKeys: false,
  }
}

/**
 * Files, rejections, rules and deadlines are what facilities are supervised by, whatever their number: how many a facility sent, and what is wrong
 * with them, is about the facility. What people had, and what it cost, is about people.
 */
export const isAboutFacilities = (figure: FigureId, by: DimensionId): boolean =>
  (figure === 'volumes' || figure === 'timeliness' || figure === 'findings') && by !== 'encounter-type'

/** Nothing is withheld. */
const SHOWN: ReturnType<typeof suppress> = { rows: [], totals: [] }

const cellsOf = ({ counts, isFew }: Counted): CountedCell[] =>
  counts.map((dossiers, at) => ({ dossiers, isFew: isFew[at] === true }))

const shownRow = ({ key, counts, amounts }: ProtectedRow): FigureRow => ({
  key,
  counts,
  amounts: amounts.map((units) => (units === null ? null : decimalOf(units))),
})

const toldRow = ({ key, counts, amounts }: Counted, hidden: readonly boolean[]): FigureRow => ({
  key,
  counts: counts.map((value, at) => (hidden[at] === true ? null : value)),
  // They are those of the first column's dossiers.
  amounts: amounts.map((units) => (hidden[0] === true ? null : decimalOf(units))),
})

/** Whole hundredths as a decimal. */
export function decimalOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(3, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
