import { Refusal } from './refusals.ts'
import { count, type Counted } from './count.ts'
import { dimensions } from './dimensions.ts'
import { figures, type DimensionId, type Figure, type FigureId } from './figures.ts'
import type { Filters } from './filters.ts'
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
}

/** The figure's dimension of that name, its first where none is named. Throws `parameter-invalid`. */
export function dimensionOf(figure: Figure, by: string | undefined): DimensionId {
  const found = by === undefined ? figure.by[0] : figure.by.find((id) => id === by)
  if (found === undefined) throw new Refusal('parameter-invalid', { parameter: 'by', expected: figure.by.join(', ') })
  return found
}

/** A figure, split by one dimension, with what rests on too few persons withheld. */
export async function answerFigure(
  region: Region,
  id: FigureId,
  by: DimensionId,
  asked: Filters,
): Promise<FigureTable> {
  const figure = figures[id]
  const filters: Filters = { ...asked, purpose: asked.purpose ?? figure.purpose }
  const hasTotal = dimensions[by].isPartition && by !== 'total'
  const [rows = [], totals = []] = await count(region, figure, hasTotal ? [by, 'total'] : [by], filters)
  const hidden = isAboutFacilities(id, by)
    ? SHOWN
    : suppress({
        rows: rows.map(cellsOf),
        totals: totals[0] ? cellsOf(totals[0]) : null,
        hasParts: figure.columns.length > 1,
        beside: figure.columns.flatMap(({ isBeside }, at) => (isBeside ? [at] : [])),
      })
  const [total] = totals
  const shown = rows.map((row, at) => toldRow(row, hidden.rows[at] ?? []))
  const withheld = [...hidden.rows.flat(), ...hidden.totals].filter(Boolean).length
  return { figure, by, filters, rows: shown, total: total ? toldRow(total, hidden.totals) : null, suppressed: withheld }
}

/**
 * Files, rejections, rules and deadlines are what facilities are supervised by, whatever their number: how many a facility sent, and what is wrong
 * with them, is about the facility. What people had, and what it cost, is about people.
 */
const isAboutFacilities = (figure: FigureId, by: DimensionId): boolean =>
  (figure === 'volumes' || figure === 'timeliness' || figure === 'findings') && by !== 'encounter-type'

/** Nothing is withheld. */
const SHOWN: ReturnType<typeof suppress> = { rows: [], totals: [] }

const cellsOf = ({ counts, isFew }: Counted): CountedCell[] =>
  counts.map((dossiers, at) => ({ dossiers, isFew: isFew[at] === true }))

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
