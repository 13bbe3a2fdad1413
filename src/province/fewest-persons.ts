import { LEAST_PERSONS } from '../store/warehouse/roll-ups.ts'
import { dimensions } from './dimensions.ts'
import type { FigureColumn, DimensionId, Figure } from './figures.ts'
import { ofWhom, type Filters } from './filters.ts'
import type { OwnProvince } from './own-province.ts'

/** Which rows `d` one cell counts, as FROM and WHERE. `key` is an SQL expression. */
export function factsOf(
  own: OwnProvince,
  figure: Figure,
  by: DimensionId,
  column: FigureColumn,
  filters: Filters,
  key: string,
): { from: string; where: string; more: 'f' | 'c' | null } {
  const { more, is, index, facilityIndex, isOfDays } = dimensions[by]
  const isOfOne = filters.facility !== undefined
  const indexed = (as: string, chosen: string | undefined): string =>
    chosen === undefined ? as : `${as} INDEXED BY ${chosen}`
  const join = (table: string, led: string, as: string = led): string =>
    `${table} ${led} CROSS JOIN dossiers d ON d.submission_id = ${as}.submission_id AND d.dossier = ${as}.dossier`
  // A sign before a column keeps an index from being searched by it.
  const period = `${isOfDays ? '+' : ''}d.received_on BETWEEN :from AND :to`
  const where = [period, ofWhom(own, filters, 'd'), is(key)]
  // Its findings are in the dimension already; a rule may be asked for beside it.
  if (more?.table !== 'findings') where.push(column.where)
  const ofRule = figure.id === 'findings' && filters.rule !== undefined
  if (more) {
    where.push(`${more.as}.received_on BETWEEN :from AND :to`)
    if (ofRule) where.push('f.rule = :rule')
    if (isOfOne) where.push(`${more.as}.facility = :facility`)
    return {
      from: join(more.table, indexed(more.as, isOfOne ? facilityIndex : index), more.as),
      where: where.join(' AND '),
      more: more.table === 'findings' ? 'f' : 'c',
    }
  }
  if (!ofRule) {
    const chosen = columnIndex(column, by, filters) ?? (isOfOne ? 'dossiers_by_facility' : index)
    return { from: `dossiers ${indexed('d', chosen)}`, where: where.join(' AND '), more: null }
  }
  where.push('f.rule = :rule', 'f.received_on BETWEEN :from AND :to')
  return { from: join('findings', 'f'), where: where.join(' AND '), more: 'f' }
}

/** The index that leads to what a column counts, where it has one of its own. */
export const columnIndex = ({ index }: FigureColumn, by: DimensionId, { facility }: Filters): string | undefined =>
  index && (by === 'facility' || facility !== undefined ? index.facility : index.day)

/**
 * SQL of whether the cell of value `key` that counts `dossiers` rests on fewer than five persons. Fewer than five dossiers are fewer
 * than five persons, and `proofs` other than 0 that they are not; of what is left it is looked up, and the look-up ends at the fifth.
 * Dossiers whose person is not known count as one person.
 */
export function isFewOf(
  own: OwnProvince,
  figure: Figure,
  by: DimensionId,
  column: FigureColumn,
  filters: Filters,
  { key, dossiers, proofs }: { key: string; dossiers: string; proofs: string },
): string {
  const { from, where } = factsOf(own, figure, by, column, filters, key)
  // The sign: an index on persons would read them all.
  const persons = `SELECT count(*) FROM (SELECT DISTINCT +d.person_hash FROM ${from} WHERE ${where} LIMIT ${LEAST_PERSONS})`
  return `CASE WHEN ${dossiers} < ${LEAST_PERSONS} THEN 1 WHEN ${proofs} > 0 THEN 0 ELSE (${persons}) < ${LEAST_PERSONS} END`
}
