import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { FigureRow, FigureTable } from '../../../province/answer-figure.ts'
import type { DimensionId } from '../../../province/figures.ts'
import type { Filters } from '../../../province/filters.ts'
import { labelsOf, type Labels } from '../../../province/labels.ts'
import type { AppEnv } from '../../services.ts'
import { orAway, todayOf, type shownFilters, type shownFreshness } from './province-request.ts'
import type { figureSchema } from './schemas.ts'

type Shown = Omit<
  z.infer<typeof figureSchema>,
  keyof ReturnType<typeof shownFilters> | keyof ReturnType<typeof shownFreshness> | 'next'
>

/** A figure as it is answered, each row with its name and the address of the list behind it. */
export const shownAnswer = (
  province: string,
  { figure, by, filters, rows, total, suppressed }: FigureTable,
  labels: Labels | undefined,
): Shown => ({
  figure: figure.id,
  title: figure.title,
  by,
  columns: figure.columns.map(({ id, title }) => ({ id, title })),
  amounts: figure.amounts.map(({ id, title }) => ({ id, title })),
  rows: rows.map((row) => ({
    key: row.key,
    label: labels?.get(row.key) ?? null,
    ...cellsOf(figure, row),
    dossiers: listOf(province, { figure, by, filters }, row.key),
  })),
  total: total && cellsOf(figure, total),
  suppressed,
})

const cellsOf = ({ columns, amounts }: FigureTable['figure'], row: FigureRow) => ({
  counts: Object.fromEntries(columns.map(({ id }, at) => [id, row.counts[at] ?? null])),
  amounts: Object.fromEntries(amounts.map(({ id }, at) => [id, row.amounts[at] ?? null])),
})

/** The address of the list behind a row, or behind its cell in that column; null: a list is that of one province. */
export const listOf = (
  province: string,
  { figure, by, filters }: Pick<FigureTable, 'figure' | 'by' | 'filters'>,
  key: string,
  column?: string,
): string | null =>
  province.includes(',')
    ? null
    : `/v1/regions/${province}/${figure.id}/dossiers?${queryOf({ ...filters, by, key, column })}`

function queryOf(parameters: Filters & { by: string; key: string; column: string | undefined }): string {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
  return new URLSearchParams(given).toString()
}

/** What the rows of these tables are called today, by dimension. Where the code lists are away, rows have no names: the figures do not wait for them. */
export async function labelsOfTables(
  c: Context<AppEnv>,
  tables: readonly FigureTable[],
): Promise<ReadonlyMap<DimensionId, Labels>> {
  const dimensions = [...new Set(tables.map(({ by }) => by))]
  const reference = c.get('services').openReplica()
  return new Map(
    await Promise.all(
      dimensions.map(async (by): Promise<[DimensionId, Labels]> => {
        const keys = tables.flatMap((table) => (table.by === by ? table.rows.map(({ key }) => key) : []))
        const labels = await orAway(labelsOf(reference, by, [...new Set(keys)], todayOf(c)), new Map())
        return [by, labels]
      }),
    ),
  )
}
