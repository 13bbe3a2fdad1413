import type { Text } from '../kernel/text.ts'
import type { Reference } from '../store/database.ts'
import { answerFigure, isAboutFacilities, type FigureRow, type FigureTable } from './answer-figure.ts'
import { closedPart } from './closed-months.ts'
import { connection, levelsByKind, levelsOf, type ConnectedFacility, type LevelCounts } from './connection.ts'
import { figures as known, type DimensionId, type FigureId } from './figures.ts'
import { joinTables } from './join-tables.ts'
import type { Period } from './period.ts'
import { periodBefore } from './period-before.ts'
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

/** Totals that are shown beside those of the period before. */
const COMPARED: readonly FigureId[] = ['volumes', 'timeliness', 'findings', 'costs']

/** A total in this period and in the one before, and of this period that of each province. */
export type Compared = {
  readonly now: FigureTable
  readonly before: FigureTable
  readonly parts: readonly { readonly province: string; readonly table: FigureTable }[]
}

export type ProvinceReport = {
  /** Old codes; several where a Sở Y tế has several, or of the nation. */
  readonly provinces: readonly string[]
  readonly period: Period
  readonly before: Pick<Period, 'from' | 'to'>
  /** Of which days figures about people are: whole months that are over; null: the period has none, and there are no such figures. */
  readonly ofPeople: Pick<Period, 'from' | 'to'> | null
  /** How many facilities are at each level. */
  readonly connection: LevelCounts
  readonly kinds: readonly { readonly kind: string | null; readonly levels: LevelCounts }[]
  readonly figures: readonly FigureTable[]
  readonly compared: readonly Compared[]
  /** Files by day, for the course of the period. */
  readonly days: FigureTable
  readonly facilities: {
    readonly connected: readonly ConnectedFacility[]
    readonly volumes: FigureTable
    readonly timeliness: FigureTable
  }
}

/** The regions' report of a period as one, figure by figure; `today` as ISO day. */
export async function report(
  regions: readonly [Region, ...Region[]],
  reference: Reference,
  period: Period,
  today: string,
): Promise<ProvinceReport> {
  const { from, to } = period
  const before = periodBefore(period)
  const ofPeople = closedPart(period, today)
  const partsOf = (id: FigureId, by: DimensionId, days = { from, to }): Promise<Parts> =>
    ofEach(regions, (region) => ofClosedMonths(region, id, by, days))
  const asked = async (...question: Parameters<typeof partsOf>): Promise<FigureTable> =>
    joinTables(await partsOf(...question))
  const connected: ConnectedFacility[] = []
  // One after the other: a report may take a second, and other questions wait in the same database.
  for (const region of regions) connected.push(...(await connection(region, reference, { from, to }, today)))
  const compared: Compared[] = []
  for (const id of COMPARED) {
    const tables = await partsOf(id, 'total')
    const parts = tables.map((table, at) => ({ province: regions[at]?.province ?? '', table }))
    // Of as many months as are over, so that like is compared with like.
    const earlier = isAboutFacilities(id, 'total') || ofPeople === null ? before : periodBefore(ofPeople)
    compared.push({ now: joinTables(tables), before: await asked(id, 'total', earlier), parts })
  }
  const totalOf = (id: FigureId): FigureTable | undefined => compared.find(({ now }) => now.figure.id === id)?.now
  const figures: FigureTable[] = []
  for (const { id, by, most } of PARTS) {
    const whole = (by === 'total' ? totalOf(id) : undefined) ?? (await asked(id, by))
    const rows = largest(whole, most)
    // Of the many diseases those that few persons have are no news, and have no number.
    figures.push({ ...whole, rows: by === 'diagnosis' ? rows.filter(({ counts: [count] }) => count !== null) : rows })
  }
  return {
    provinces: regions.map(({ province }) => province),
    period,
    before,
    ofPeople,
    connection: levelsOf(connected),
    kinds: levelsByKind(connected),
    figures,
    compared,
    days: await asked('volumes', 'day'),
    facilities: {
      connected,
      volumes: await asked('volumes', 'facility'),
      timeliness: await asked('timeliness', 'facility'),
    },
  }
}

/** What is about people, of the whole months that are over; nothing where there are none. */
async function ofClosedMonths(
  region: Region,
  id: FigureId,
  by: DimensionId,
  asked: Pick<Period, 'from' | 'to'>,
): Promise<FigureTable> {
  const days = isAboutFacilities(id, by) ? asked : closedPart(asked, region.today)
  if (days !== null) return answerFigure(region, id, by, days)
  const figure = known[id]
  const filters = { ...asked, purpose: figure.purpose }
  const unknown = { key: '', counts: figure.columns.map(() => null), amounts: figure.amounts.map(() => null) }
  return { figure, by, filters, rows: by === 'total' ? [unknown] : [], total: null, suppressed: 0, hidesKeys: false }
}

type Parts = readonly [FigureTable, ...FigureTable[]]

/** A total of this period and of the one before: a count, or an amount as a decimal; null: withheld. */
export type ComparedValue = {
  /** Of this period. */
  readonly table: FigureTable
  readonly column: string
  readonly title: Text
  readonly isAmount: boolean
  readonly now: number | string | null
  readonly before: number | string | null
}

/** The totals that are compared: of costs the amounts alone, as their dossiers are those of another figure, of payment only. */
export const comparedValues = ({ compared }: ProvinceReport): ComparedValue[] =>
  compared.flatMap(({ now, before }) => {
    const { id, columns, amounts } = now.figure
    type Value = number | string | null
    const value = (
      { id: column, title }: { id: string; title: Text },
      isAmount: boolean,
      of: (row: FigureRow | undefined) => Value,
    ): ComparedValue => ({ table: now, column, title, isAmount, now: of(now.rows[0]), before: of(before.rows[0]) })
    return [
      ...(id === 'costs' ? [] : columns).map((each, at) =>
        value(each, false, (row) => (row ? (row.counts[at] ?? null) : 0)),
      ),
      ...amounts.map((each, at) => value(each, true, (row) => (row ? (row.amounts[at] ?? null) : '0.00'))),
    ]
  })

/** A column of a figure by the keys of its rows; what has no row has none of it. */
export function countsOfColumn({ figure, rows }: FigureTable, column: string): (key: string) => number | null {
  const at = figure.columns.findIndex(({ id }) => id === column)
  const counts = new Map(rows.map((row) => [row.key, row.counts[at] ?? null]))
  return (key) => counts.get(key) ?? (counts.has(key) ? null : 0)
}

/** A figure of each region, in their order. */
async function ofEach(
  [first, ...others]: readonly [Region, ...Region[]],
  ask: (region: Region) => Promise<FigureTable>,
): Promise<Parts> {
  // Each has a database of its own.
  const [one, ...more] = await Promise.all([ask(first), ...others.map(ask)])
  return [one, ...more]
}

/** The rows with most dossiers; those that are withheld are no rows of a list of the largest. */
export function largest({ rows }: FigureTable, most: number): FigureTable['rows'] {
  return rows.toSorted((a, b) => (b.counts[0] ?? -1) - (a.counts[0] ?? -1) || (a.key < b.key ? -1 : 1)).slice(0, most)
}
