import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi'
import { answer, dimensionOf, type Answer, type AnswerRow } from '../../../province/answer.ts'
import { figures } from '../../../province/figures.ts'
import type { Filters } from '../../../province/filters.ts'
import { largest } from '../../../province/report.ts'
import type { OutCell, OutSheet } from '../../../province/sheets/sheet.ts'
import { icdChapters } from '../../../store/warehouse/icd-chapters.ts'
import { figureParams, figureQuery, figureSchema } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import {
  checkFilters,
  regionOf,
  rowsFrom,
  sheetResponse,
  shownFilters,
  shownFreshness,
  spreadsheets,
  tellFreshness,
} from './ask.ts'

const route = createRoute({
  method: 'get',
  path: '/v1/regions/{province}/{figure}',
  summary: 'A figure of a province over a period: counts that rest on fewer than 5 persons are withheld',
  security: [{ token: [] }],
  request: { params: figureParams, query: figureQuery },
  responses: {
    200: { description: 'The figure', content: { 'application/json': { schema: figureSchema }, ...spreadsheets } },
    ...problems(400, 401, 403, 503),
  },
})

/** Where a withheld cell stands in a spreadsheet. */
const WITHHELD = '*'

export function figureRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { province, figure: id } = c.req.valid('param')
    const { format, by, after, limit, ...filters } = c.req.valid('query')
    const { region } = await regionOf(c, province)
    checkFilters(province, filters)
    const found = await answer(region, id, dimensionOf(figures[id], by), filters)
    // Of thousands of codes the most frequent are asked for first.
    const rows =
      found.by === 'diagnosis' || found.by === 'rule' || found.by === 'field'
        ? largest(found, found.rows.length)
        : found.rows
    tellFreshness(c, region.freshness)
    if (format !== 'json') return sheetResponse(c, format, sheetOf({ ...found, rows }), `${id}-${province}`)
    const page = rows.slice(after, after + limit)
    return c.json(
      {
        ...shownFilters(province, found.filters),
        ...shownFreshness(region.freshness),
        ...shownAnswer(province, { ...found, rows: page }),
        next: after + page.length < rows.length ? after + page.length : null,
      },
      200,
    )
  })
}

type Shown = Omit<
  z.infer<typeof figureSchema>,
  keyof ReturnType<typeof shownFilters> | keyof ReturnType<typeof shownFreshness> | 'next'
>

/** A figure as it is told, each row with the address of the list behind it. */
export const shownAnswer = (province: string, { figure, by, filters, rows, total, suppressed }: Answer): Shown => ({
  figure: figure.id,
  title: figure.title,
  by,
  columns: figure.columns.map(({ id, title }) => ({ id, title })),
  amounts: figure.amounts.map(({ id, title }) => ({ id, title })),
  rows: rows.map((row) => ({
    key: row.key,
    label: labelOf(by, row.key),
    ...cellsOf(figure, row),
    dossiers: `/v1/regions/${province}/${figure.id}/dossiers?${queryOf({ ...filters, by, key: row.key })}`,
  })),
  total: total && cellsOf(figure, total),
  suppressed,
})

const cellsOf = ({ columns, amounts }: Answer['figure'], row: AnswerRow) => ({
  counts: Object.fromEntries(columns.map(({ id }, at) => [id, row.counts[at] ?? null])),
  amounts: Object.fromEntries(amounts.map(({ id }, at) => [id, row.amounts[at] ?? null])),
})

function queryOf(parameters: Filters & { by: string; key: string }): string {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
  return new URLSearchParams(given).toString()
}

/** What a key says, where it is not plain by itself. */
export function labelOf(by: Answer['by'], key: string): { vi: string; en: string } | null {
  if (by === 'total') return { vi: 'Toàn bộ', en: 'All' }
  if (key === '') return { vi: 'Không ghi', en: 'Not stated' }
  const chapter = by === 'chapter' ? icdChapters.find(({ id }) => id === key) : undefined
  return chapter ? { vi: chapter.vi, en: chapter.en } : null
}

function sheetOf({ figure, by, rows, total }: Answer): OutSheet {
  const cells = (key: string, label: string, row: AnswerRow): OutCell[] => [
    key,
    label,
    ...row.counts.map((value) => value ?? WITHHELD),
    ...row.amounts.map((value) => (value === null ? WITHHELD : { decimal: value })),
  ]
  const titles = [...figure.columns, ...figure.amounts].map(({ title }) => title.vi)
  const lines = rows.map((row) => cells(row.key, labelOf(by, row.key)?.vi ?? '', row))
  if (total) lines.push(cells('', 'Cộng', total))
  return { name: figure.title.vi, head: ['Mã', 'Tên', ...titles], rows: rowsFrom(lines) }
}
