import type { Counted } from './count.ts'
import { dimensions } from './dimensions.ts'
import type { Column, DimensionId, Figure } from './figures.ts'
import { argsOf, whereOf, type Filters } from './filters.ts'
import type { Region } from './region.ts'
import { LEAST_PERSONS, type Cell } from './suppress.ts'
import { textIn } from '../warehouse/text-in.ts'

/** Which rows `d` one cell counts, as FROM and WHERE. `key` is an SQL expression. */
export function factsOf(
  figure: Figure,
  by: DimensionId,
  column: Column,
  filters: Filters,
  key: string,
): { from: string; where: string; more: 'f' | 'c' | null } {
  const { more, is, index, facilityIndex } = dimensions[by]
  const join = (table: string, led: string, as: string = led): string =>
    `${table} ${led} CROSS JOIN dossiers d ON d.submission_id = ${as}.submission_id AND d.dossier = ${as}.dossier`
  const where = [whereOf(filters, { table: 'd', day: 'received_on' }), is(key)]
  // Its findings are in the dimension already; a rule may be asked for beside it.
  if (more?.table !== 'findings') where.push(column.where)
  const ofRule = figure.id === 'findings' && filters.rule !== undefined
  if (more) {
    where.push(`${more.as}.received_on BETWEEN :from AND :to`)
    if (ofRule) where.push('f.rule = :rule')
    const isOfOne = filters.facility !== undefined
    if (isOfOne) where.push(`${more.as}.facility = :facility`)
    const led = isOfOne && facilityIndex !== undefined ? `${more.as} INDEXED BY ${facilityIndex}` : more.as
    return {
      from: join(more.table, led, more.as),
      where: where.join(' AND '),
      more: more.table === 'findings' ? 'f' : 'c',
    }
  }
  const chosen = column.index ?? (filters.facility === undefined ? index : 'dossiers_by_facility')
  if (!ofRule)
    return {
      from: chosen === undefined ? 'dossiers d' : `dossiers d INDEXED BY ${chosen}`,
      where: where.join(' AND '),
      more: null,
    }
  where.push('f.rule = :rule', 'f.received_on BETWEEN :from AND :to')
  return { from: join('findings', 'f'), where: where.join(' AND '), more: 'f' }
}

/**
 * Tells of each cell whether fewer than five persons stand behind it. Fewer than five dossiers are fewer than five persons; of the others
 * it is looked up, and the look-up ends at the fifth. Dossiers whose person is not known count as one person.
 */
export async function cellsOf(
  region: Region,
  figure: Figure,
  by: DimensionId,
  filters: Filters,
  rows: readonly Counted[],
): Promise<Cell[][]> {
  const fewOf = figure.columns.map(async (column, at) => {
    const keys = rows.filter(({ counts }) => (counts[at] ?? 0) >= LEAST_PERSONS).map(({ key }) => key)
    if (keys.length === 0) return new Set<string>()
    const { from, where } = factsOf(figure, by, column, filters, 'j.value')
    // With a sign before it, no index on persons is taken, which would read them all.
    const found = await region.ask(
      `SELECT key FROM (SELECT j.value AS key, (SELECT count(*) FROM (
         SELECT DISTINCT +d.person_hash FROM ${from} WHERE ${where} LIMIT ${LEAST_PERSONS})) AS persons
       FROM json_each(:keys) j) WHERE persons < ${LEAST_PERSONS} AND :province <> ''`,
      { ...argsOf(filters), keys: JSON.stringify(keys) },
    )
    return new Set(found.map(({ key }) => textIn(key)))
  })
  const few = await Promise.all(fewOf)
  return rows.map(({ key, counts }) =>
    counts.map((dossiers, at) => ({ dossiers, isFew: dossiers < LEAST_PERSONS || few[at]?.has(key) === true })),
  )
}
