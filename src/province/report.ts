import type { Reference } from '../store/database.ts'
import { answer, type FigureTable } from './answer.ts'
import { connection, LEVELS, type Level } from './connection.ts'
import type { DimensionId, FigureId } from './figures.ts'
import type { Period } from './period.ts'
import type { Region } from './region.ts'

/** What a periodic report holds of each figure: by which dimension, and how many rows at most (the largest first). */
const PARTS: readonly { id: FigureId; by: DimensionId; most: number }[] = [
  { id: 'volumes', by: 'encounter-type', most: 20 },
  { id: 'timeliness', by: 'total', most: 1 },
  { id: 'findings', by: 'rule', most: 20 },
  { id: 'diagnoses', by: 'chapter', most: 22 },
  { id: 'diagnoses', by: 'diagnosis', most: 20 },
  { id: 'costs', by: 'cost-group', most: 20 },
]

export type Report = {
  readonly province: string
  readonly period: Period
  /** How many facilities are at each level. */
  readonly connection: Readonly<Record<Level, number>>
  readonly figures: readonly FigureTable[]
}

/** A province's report of a period, figure by figure; `today` as ISO day. */
export async function report(region: Region, reference: Reference, period: Period, today: string): Promise<Report> {
  const { from, to } = period
  const facilities = await connection(region, reference, { from, to }, today)
  const answers: FigureTable[] = []
  // One after the other: a report may take a second, and other questions wait in the same database.
  for (const { id, by, most } of PARTS) {
    const whole = await answer(region, id, by, { from, to })
    answers.push({ ...whole, rows: largest(whole, most) })
  }
  const levels = LEVELS.map((level) => [level, facilities.filter((each) => each.level === level).length])
  // One entry for each level.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const counts = Object.fromEntries(levels) as Record<Level, number>
  return { province: region.province, period, connection: counts, figures: answers }
}

/** The rows with most dossiers; those that are withheld are no rows of a list of the largest. */
export function largest({ rows }: FigureTable, most: number): FigureTable['rows'] {
  return rows.toSorted((a, b) => (b.counts[0] ?? -1) - (a.counts[0] ?? -1) || (a.key < b.key ? -1 : 1)).slice(0, most)
}
