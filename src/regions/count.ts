import { measureOf } from '../warehouse/roll-ups.ts'
import { dayKeys, dimensions, type Dimension } from './dimensions.ts'
import type { DimensionId, Figure } from './figures.ts'
import { argsOf, whereOf, type Filters } from './filters.ts'
import type { Region } from './region.ts'
import { textIn } from '../warehouse/text-in.ts'

/** One value of a dimension: counts in the order of the figure's columns, amounts (whole hundredths) in the order of its amounts. */
export type Counted = { readonly key: string; readonly counts: readonly number[]; readonly amounts: readonly bigint[] }

/** What is kept of days, and how a value is told from its rows `r`. */
type Kept = {
  readonly table: 'facility_days' | 'province_days' | 'rule_days' | 'finding_days'
  readonly key: string
  readonly where: readonly string[]
}

/** Counts in one statement: from the roll-ups where they are as new as the facts, from the facts for the days that are not. */
export async function count(region: Region, figure: Figure, by: DimensionId, filters: Filters): Promise<Counted[]> {
  const dimension = dimensions[by]
  const ofFindings = dimension.more?.table === 'findings' || (figure.id === 'findings' && filters.rule !== undefined)
  const kept = ofFindings ? keptFindings(by, dimension, filters) : keptDossiers(by, dimension, filters)
  const sums = ofFindings ? findingSums : dossierSums(figure, dimension)
  const selects = kept
    ? [fromKept(kept, filters, sums.kept), fromFacts(dimension, filters, sums.facts, ofFindings, kept)]
    : [fromFacts(dimension, filters, sums.facts, ofFindings, null)]
  if (!ofFindings) selects.push(...asOfToday(figure, dimension, filters))
  const names = sums.kept.map((_, at) => `m${at}`)
  const outer = names.map((name, at) =>
    at < figure.columns.length ? `sum(${name}) AS ${name}` : `CAST(sum(${name}) AS TEXT) AS ${name}`,
  )
  const rows = await region.ask(
    `SELECT key, ${outer.join(', ')} FROM (${selects.join(' UNION ALL ')}) GROUP BY key HAVING sum(m0) > 0${by === 'field' ? " AND key <> ''" : ''} ORDER BY key`,
    argsOf(filters),
  )
  return rows.map((row) => ({
    key: textIn(row['key']),
    counts: figure.columns.map((_, at) => Number(row[`m${at}`] ?? 0)),
    amounts: figure.amounts.map((_, at) => BigInt(textIn(row[`m${figure.columns.length + at}`]) || '0')),
  }))
}

type Sums = { readonly kept: readonly string[]; readonly facts: readonly string[] }

const findingSums: Sums = {
  kept: ['sum(r.dossiers)'],
  facts: ["count(DISTINCT d.submission_id || ' ' || d.dossier)"],
}

function dossierSums({ columns, amounts }: Figure, { more }: Dimension): Sums {
  const measures = [...columns.map(({ measure }) => measure), ...amounts.map(({ id }) => id)]
  return {
    kept: measures.map((measure) => (measure === null ? '0' : `sum(r.${measure})`)),
    facts: measures.map((measure) =>
      measure === null ? '0' : `coalesce(sum(${measureOf(measure, more?.as ?? 'd')}), 0)`,
    ),
  }
}

/** What changes with today is counted by itself, each such column through its own index. */
function asOfToday({ columns, amounts }: Figure, dimension: Dimension, filters: Filters): string[] {
  return columns.flatMap(({ measure, index, where }, counted) => {
    if (measure !== null || index === undefined) return []
    const sums = [...columns, ...amounts].map((_, at) => (at === counted ? 'count(*)' : '0'))
    return `SELECT ${dimension.key} AS key, ${named(sums)} FROM dossiers d INDEXED BY ${index}
      WHERE ${whereOf(filters, { table: 'd', day: 'received_on' })} AND ${where} GROUP BY 1`
  })
}

function keptDossiers(by: DimensionId, dimension: Dimension, { facility }: Filters): Kept | null {
  const dayKey = dayKeys[by]
  if (by === 'facility') return { table: 'facility_days', key: 'r.facility', where: [] }
  if (dayKey !== undefined)
    return facility === undefined
      ? { table: 'province_days', key: dayKey, where: ["r.dimension = 'all'"] }
      : { table: 'facility_days', key: dayKey, where: [] }
  // What is kept of properties is the province's; one facility's dossiers are few enough to be counted.
  if (facility !== undefined || dimension.kept === null) return null
  return { table: 'province_days', key: 'r.key', where: [`r.dimension = '${dimension.kept}'`] }
}

function keptFindings(by: DimensionId, dimension: Dimension, { facility, rule }: Filters): Kept | null {
  const dayKey = dayKeys[by]
  const ofRule = rule === undefined ? [] : ['r.rule = :rule']
  if (by === 'facility') return { table: 'rule_days', key: 'r.facility', where: ofRule }
  if (dayKey !== undefined)
    return facility === undefined
      ? { table: 'finding_days', key: dayKey, where: ["r.dimension = 'rule'", 'r.key = :rule'] }
      : { table: 'rule_days', key: dayKey, where: ofRule }
  if (facility !== undefined && by === 'rule') return { table: 'rule_days', key: 'r.rule', where: ofRule }
  if (facility !== undefined || rule !== undefined) return null
  return { table: 'finding_days', key: 'r.key', where: [`r.dimension = '${dimension.kept}'`] }
}

const isOfFacilities = ({ table }: Kept): boolean => table === 'facility_days' || table === 'rule_days'

function fromKept(kept: Kept, filters: Filters, sums: readonly string[]): string {
  const hasFacility = isOfFacilities(kept)
  const where = [
    whereOf(filters, { table: 'r', day: 'day', hasFacility }),
    `(${hasFacility ? 'r.facility' : ':province'}, r.day) NOT IN (SELECT area, day FROM stale_days)`,
    ...kept.where,
  ]
  return `SELECT ${kept.key} AS key, ${named(sums)} FROM ${kept.table} r WHERE ${where.join(' AND ')} GROUP BY 1`
}

/** The dossiers themselves: all that the filters let through, or those of days that `kept` does not know as they are. */
function fromFacts(
  dimension: Dimension,
  filters: Filters,
  sums: readonly string[],
  ofFindings: boolean,
  kept: Kept | null,
): string {
  const more = ofFindings ? ({ table: 'findings', as: 'f' } as const) : dimension.more
  const where = [whereOf(filters, { table: 'd', day: 'received_on' })]
  if (more) where.push(`${more.as}.submission_id = d.submission_id AND ${more.as}.dossier = d.dossier`)
  if (ofFindings && filters.rule !== undefined) where.push('f.rule = :rule')
  const tables = ['dossiers d', ...(more ? [`${more.table} ${more.as}`] : [])]
  if (kept) {
    tables.unshift('stale_days s')
    where.push(
      isOfFacilities(kept)
        ? 'length(s.area) > 2 AND d.facility = s.area AND d.received_on = s.day'
        : 's.area = :province AND d.received_on = s.day',
    )
  }
  return `SELECT ${dimension.key} AS key, ${named(sums)} FROM ${tables.join(' CROSS JOIN ')} WHERE ${where.join(' AND ')} GROUP BY 1`
}

const named = (sums: readonly string[]): string => sums.map((sum, at) => `${sum} AS m${at}`).join(', ')
