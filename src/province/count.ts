import * as z from 'zod'
import { proofOf } from '../../db/warehouse/roll-ups.ts'
import { LEAST_PERSONS, measureOf } from '../store/warehouse/roll-ups.ts'
import { dayKeys, dimensions, type Dimension } from './dimensions.ts'
import { columnIndex, isFewOf } from './fewest-persons.ts'
import type { DimensionId, Figure } from './figures.ts'
import { argsOf, ofWhom, whereOf, type Filters } from './filters.ts'
import type { OwnProvince } from './own-province.ts'
import type { ScopedQuestion, Region } from './region.ts'
import { json, text } from '../store/columns.ts'

/**
 * One value of a dimension: counts in the order of the figure's columns, and of each whether it rests on fewer than five persons;
 * amounts (whole hundredths) in the order of its amounts.
 */
export type Counted = {
  readonly key: string
  readonly counts: readonly number[]
  readonly isFew: readonly boolean[]
  readonly amounts: readonly bigint[]
}

/** What is kept, and how a value follows from its rows `r`. */
type Kept = {
  readonly days: 'facility_days' | 'province_days' | 'rule_days' | 'finding_days'
  /** The same by months, where these are kept and no value is made of days. */
  readonly months?: 'facility_months' | 'province_months'
  readonly key: string
  readonly where: readonly string[]
}

/** Counts by each of the dimensions, all in one exchange and as of one moment. */
export const count = (
  region: Region,
  figure: Figure,
  dimensionIds: readonly DimensionId[],
  filters: Filters,
): Promise<Counted[][]> =>
  countEach(
    region,
    figure,
    dimensionIds.map((by) => ({ by, filters })),
  )

/** Counts of each question, all in one exchange and as of one moment. */
export async function countEach(
  region: Region,
  figure: Figure,
  asked: readonly { readonly by: DimensionId; readonly filters: Filters }[],
): Promise<Counted[][]> {
  const found = await region.askAll(asked.map(({ by, filters }) => questionOf(figure, by, filters)))
  return found.map((rows) =>
    rows.map(({ few, ...counted }) => ({ ...counted, isFew: few.map((isFew) => isFew !== 0) })),
  )
}

/** Counts and amounts of a value as lists, so that every figure has the same columns; amounts are texts, as a number might round them. */
const COUNTED = {
  key: text,
  counts: json(z.array(z.int())),
  few: json(z.array(z.int())),
  amounts: json(z.array(z.string().transform(BigInt))),
}

/** One statement: from the roll-ups where they are as new as the facts, from the facts for the days that are not. */
const questionOf = (figure: Figure, by: DimensionId, filters: Filters): ScopedQuestion<typeof COUNTED> => ({
  sql: (own) => statementOf(own, figure, by, filters),
  args: argsOf(filters),
  shape: COUNTED,
})

function statementOf(own: OwnProvince, figure: Figure, by: DimensionId, filters: Filters): string {
  const { columns, amounts } = figure
  const dimension = dimensions[by]
  const ofFindings = dimension.more?.table === 'findings' || (figure.id === 'findings' && filters.rule !== undefined)
  const kept = ofFindings ? keptFindings(by, dimension, filters) : keptDossiers(by, dimension, filters)
  const sums = ofFindings ? findingSums : dossierSums(figure, dimension)
  // Cost groups are few and their rows many: their persons are looked up.
  const byPerson = kept === null && dimension.more?.table !== 'dossier_costs'
  const selects = kept
    ? [...fromKept(own, kept, filters, sums), fromStaleFacts(own, dimension, filters, sums, ofFindings, kept)]
    : [fromFacts(own, dimension, filters, sums, ofFindings, byPerson)]
  if (!ofFindings) selects.push(...asOfToday(own, figure, by, filters))
  const added = [
    ...columns.flatMap((_, at) => [`sum(m${at}) AS m${at}`, `sum(proofs${at}) AS proofs${at}`]),
    ...amounts.map((_, at) => `CAST(sum(m${columns.length + at}) AS TEXT) AS m${columns.length + at}`),
  ]
  const few = columns.map((column, at) => {
    const cell = { key: 'n.key', dossiers: `n.m${at}`, proofs: `n.proofs${at}` }
    const isKnown = byPerson && column.measure !== null
    return isKnown ? `${cell.proofs} = 0` : isFewOf(own, figure, by, column, filters, cell)
  })
  const counts = columns.map((_, at) => `n.m${at}`)
  const sumsOfMoney = amounts.map((_, at) => `n.m${columns.length + at}`)
  return `SELECT n.key, ${listOf(counts)} AS counts, ${listOf(few)} AS few, ${listOf(sumsOfMoney)} AS amounts FROM (
        SELECT key, ${added.join(', ')} FROM (${selects.join(' UNION ALL ')}) GROUP BY key
        HAVING sum(m0) > 0${by === 'field' ? " AND key <> ''" : ''}) n
      ORDER BY n.key`
}

const listOf = (values: readonly string[]): string => `json_array(${values.join(', ')})`

/** SQL of what is added up, columns first: in the roll-ups, where there are proofs of five persons, and in the facts. */
type Sums = { readonly kept: readonly string[]; readonly proofs: readonly string[]; readonly facts: readonly string[] }

const findingSums: Sums = {
  kept: ['sum(r.dossiers)'],
  proofs: ['0'],
  facts: ["count(DISTINCT d.submission_id || ' ' || d.dossier)"],
}

function dossierSums({ columns, amounts }: Figure, { more }: Dimension): Sums {
  const measures = [...columns.map(({ measure }) => measure), ...amounts.map(({ id }) => id)]
  return {
    kept: measures.map((measure) => (measure === null ? '0' : `sum(r.${measure})`)),
    proofs: columns.map(({ measure }) => (measure === null ? '0' : `sum(r.${proofOf(measure)})`)),
    facts: measures.map((measure) =>
      measure === null ? '0' : `coalesce(sum(${measureOf(measure, more?.as ?? 'd')}), 0)`,
    ),
  }
}

const named = (sums: readonly string[], proofs: readonly string[]): string =>
  [...sums.map((sum, at) => `${sum} AS m${at}`), ...proofs.map((proof, at) => `${proof} AS proofs${at}`)].join(', ')

const noProofs = ({ proofs }: Pick<Sums, 'proofs'>): string[] => proofs.map(() => '0')

/** What changes with today is counted by itself, each such column through its own index. */
function asOfToday(own: OwnProvince, { columns, amounts }: Figure, by: DimensionId, filters: Filters): string[] {
  return columns.flatMap((column, counted) => {
    if (column.measure !== null) return []
    const sums = [...columns, ...amounts].map((_, at) => (at === counted ? 'count(*)' : '0'))
    const proofs = columns.map(() => '0')
    return `SELECT ${dimensions[by].key} AS key, ${named(sums, proofs)} FROM dossiers d INDEXED BY ${columnIndex(column, by, filters)}
      WHERE ${whereOf(own, filters, { table: 'd', day: 'received_on' })} AND ${column.where} GROUP BY 1`
  })
}

function keptDossiers(by: DimensionId, dimension: Dimension, { facility }: Filters): Kept | null {
  const dayKey = dayKeys[by]
  if (by === 'facility') return { days: 'facility_days', months: 'facility_months', key: 'r.facility', where: [] }
  if (dayKey !== undefined)
    return facility === undefined
      ? { days: 'province_days', key: dayKey, where: ["r.dimension = 'all'"] }
      : { days: 'facility_days', key: dayKey, where: [] }
  // What is kept of properties is the province's; one facility's dossiers are few enough to be counted.
  if (facility !== undefined || dimension.kept === null) return null
  const where = [`r.dimension = '${dimension.kept}'`]
  return { days: 'province_days', months: 'province_months', key: 'r.key', where }
}

function keptFindings(by: DimensionId, dimension: Dimension, { facility, rule }: Filters): Kept | null {
  const dayKey = dayKeys[by]
  const ofRule = rule === undefined ? [] : ['r.rule = :rule']
  if (by === 'facility') return { days: 'rule_days', key: 'r.facility', where: ofRule }
  if (dayKey !== undefined)
    return facility === undefined
      ? { days: 'finding_days', key: dayKey, where: ["r.dimension = 'rule'", 'r.key = :rule'] }
      : { days: 'rule_days', key: dayKey, where: ofRule }
  if (facility !== undefined && by === 'rule') return { days: 'rule_days', key: 'r.rule', where: ofRule }
  if (facility !== undefined || rule !== undefined) return null
  return { days: 'finding_days', key: 'r.key', where: [`r.dimension = '${dimension.kept}'`] }
}

const isOfFacilities = ({ days }: Kept): boolean => days === 'facility_days' || days === 'rule_days'

/** What is kept, but for days that are stale. */
function fromKept(own: OwnProvince, kept: Kept, filters: Filters, { kept: sums, proofs }: Sums): string[] {
  const ofFacilities = isOfFacilities(kept)
  const area = ofFacilities ? 'r.facility' : 'r.province'
  const ofOwn = [ofWhom(own, filters, 'r', ofFacilities), ...kept.where]
  const select = (from: string, where: readonly string[], sign = ''): string => {
    const signed = (all: readonly string[]): string[] => all.map((sum) => `${sign}${sum}`)
    return `SELECT ${kept.key} AS key, ${named(signed(sums), signed(proofs))} FROM ${from}
      WHERE ${[...where, ...ofOwn].join(' AND ')} GROUP BY 1`
  }
  const isFresh = `(${area}, r.day) NOT IN (SELECT area, day FROM stale_days)`
  if (kept.months === undefined) return [select(`${kept.days} r`, ['r.day BETWEEN :from AND :to', isFresh])]
  const edges = ['json_each(:edges) e']
  const atEdges = ['r.day BETWEEN e.value ->> 0 AND e.value ->> 1', isFresh]
  if (ofFacilities) {
    // One by one, so that the days of each are looked up and not searched for.
    edges.push(`(SELECT DISTINCT facility FROM facility_months k WHERE ${own.ofFacility('k')}) o`)
    atEdges.push('r.facility = o.facility')
  }
  return [
    select(`${kept.months} r`, ['r.month BETWEEN :firstMonth AND :lastMonth']),
    // Months hold stale days as they were kept: so much is taken out of them.
    select(
      `stale_days s CROSS JOIN ${kept.days} r`,
      [`s.day BETWEEN :firstMonth || '-01' AND :lastMonth || '-31'`, `${area} = s.area`, 'r.day = s.day'],
      '-',
    ),
    select([...edges, `${kept.days} r`].join(' CROSS JOIN '), atEdges),
  ]
}

/** The dossiers of the days that the roll-ups do not know as they are. */
function fromStaleFacts(
  own: OwnProvince,
  dimension: Dimension,
  filters: Filters,
  sums: Sums,
  ofFindings: boolean,
  kept: Kept,
): string {
  const { tables, where } = factsWith(own, ofFindings ? FINDINGS : dimension.more, filters)
  const areas = isOfFacilities(kept) ? 'length(s.area) > 2 AND d.facility = s.area' : own.ofArea('s')
  return `SELECT ${dimension.key} AS key, ${named(sums.facts, noProofs(sums))} FROM ${['stale_days s', ...tables].join(' CROSS JOIN ')}
    WHERE ${where} AND ${areas} AND d.received_on = s.day GROUP BY 1`
}

/** All dossiers that the filters let through; by person first, where that proves on how many persons each value rests. */
function fromFacts(
  own: OwnProvince,
  dimension: Dimension,
  filters: Filters,
  sums: Sums,
  ofFindings: boolean,
  byPerson: boolean,
): string {
  const { tables, where } = factsWith(own, ofFindings ? FINDINGS : dimension.more, filters)
  // The findings of a facility or of a rule lie together, their dossiers do not.
  if (ofFindings) tables.reverse()
  const select = (group: string): string =>
    `SELECT ${dimension.key} AS key, ${named(sums.facts, noProofs(sums))} FROM ${tables.join(' CROSS JOIN ')} WHERE ${where} GROUP BY ${group}`
  if (!byPerson) return select('1')
  const proofs = sums.proofs.map((_, at) => `sum(m${at} > 0) >= ${LEAST_PERSONS}`)
  return `SELECT key, ${named(
    sums.facts.map((_, at) => `sum(m${at})`),
    proofs,
  )} FROM (${select('1, d.person_hash')}) GROUP BY key`
}

const FINDINGS = { table: 'findings', as: 'f' } as const

function factsWith(own: OwnProvince, more: Dimension['more'], filters: Filters): { tables: string[]; where: string } {
  const where = [whereOf(own, filters, { table: 'd', day: 'received_on' })]
  if (!more) return { tables: ['dossiers d'], where: where.join(' AND ') }
  where.push(`${more.as}.submission_id = d.submission_id AND ${more.as}.dossier = d.dossier`)
  if (more.table === 'findings') {
    where.push('f.received_on BETWEEN :from AND :to')
    if (filters.facility !== undefined) where.push('f.facility = :facility')
    if (filters.rule !== undefined) where.push('f.rule = :rule')
  }
  return { tables: ['dossiers d', `${more.table} ${more.as}`], where: where.join(' AND ') }
}
