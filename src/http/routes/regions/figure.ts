import { type OpenAPIHono, type z } from '@hono/zod-openapi'
import { answer, dimensionOf, type FigureTable, type FigureRow } from '../../../province/answer.ts'
import { figures } from '../../../province/figures.ts'
import type { Filters } from '../../../province/filters.ts'
import { largest } from '../../../province/report.ts'
import { headings } from '../../../province/headings.ts'
import type { Freshness, Region } from '../../../province/region.ts'
import { joinTables } from '../../../province/join-tables.ts'
import { rowsFrom, type OutCell } from '../../../province/sheets/sheet.ts'
import { icdChapters } from '../../../store/warehouse/icd-chapters.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import {
  askedNotes,
  checkFilters,
  printedTitle,
  regionOf,
  sheetResponse,
  shownFilters,
  shownFreshness,
  spreadsheets,
  tellFreshness,
  type Download,
} from './ask.ts'
import { figureQuery, figureSchema, jointFigureParams } from './schemas.ts'
import { operation } from '../../operation.ts'

const route = operation(
  { may: ['supervisor', 'analyst'], within: 'its provinces; all' },
  {
    method: 'get',
    path: '/v1/regions/{province}/{figure}',
    summary:
      'A figure of a province over a period: counts that rest on fewer than 5 persons are withheld, but of facilities (files, rejections, rules, deadlines)',
    request: { params: jointFigureParams, query: figureQuery },
    responses: {
      200: { description: 'The figure', content: { 'application/json': { schema: figureSchema }, ...spreadsheets } },
      ...problems(400, 401, 403, 503),
    },
  },
)

/** What a spreadsheet shows in place of a withheld cell. */
const WITHHELD = '*'
/** In characters. */
const KEY_WIDTH = 18
const NAME_WIDTH = 44
const FIGURE_WIDTH = 17

export function figureRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { province, figure: id } = c.req.valid('param')
    const { format, by, after, limit, ...filters } = c.req.valid('query')
    const provinces = province.split(',')
    const { facility } = filters
    // What is asked of one facility is asked of its province.
    const asked = facility === undefined ? provinces : [provinces.find((code) => facility.startsWith(code)) ?? province]
    for (const code of asked) checkFilters(code, filters)
    const regions = await Promise.all(asked.map(async (code) => (await regionOf(c, code)).region))
    const tables = await Promise.all(regions.map((region) => answer(region, id, dimensionOf(figures[id], by), filters)))
    const [first, ...others] = tables
    const region = oldestOf(regions)
    if (first === undefined || region === undefined) throw new Error('a question about no province')
    const found = joinTables([first, ...others])
    // Of thousands of codes the most frequent are asked for first.
    const rows =
      found.by === 'diagnosis' || found.by === 'rule' || found.by === 'field'
        ? largest(found, found.rows.length)
        : found.rows
    tellFreshness(c, region.freshness)
    if (format !== 'json')
      return sheetResponse(c, format, downloadOf({ ...found, rows }, { province, freshness: region.freshness }))
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

/** Several provinces are as new as the oldest of them. */
const oldestOf = (regions: readonly Region[]): Region | undefined =>
  regions.toSorted((a, b) => (a.freshness.asOf ?? 0) - (b.freshness.asOf ?? 0))[0]

type Shown = Omit<
  z.infer<typeof figureSchema>,
  keyof ReturnType<typeof shownFilters> | keyof ReturnType<typeof shownFreshness> | 'next'
>

/** A figure as it is answered, each row with the address of the list behind it. */
export const shownAnswer = (
  province: string,
  { figure, by, filters, rows, total, suppressed }: FigureTable,
): Shown => ({
  figure: figure.id,
  title: figure.title,
  by,
  columns: figure.columns.map(({ id, title }) => ({ id, title })),
  amounts: figure.amounts.map(({ id, title }) => ({ id, title })),
  rows: rows.map((row) => ({
    key: row.key,
    label: labelOf(by, row.key),
    ...cellsOf(figure, row),
    // A list is that of one province.
    dossiers: province.includes(',')
      ? null
      : `/v1/regions/${province}/${figure.id}/dossiers?${queryOf({ ...filters, by, key: row.key })}`,
  })),
  total: total && cellsOf(figure, total),
  suppressed,
})

const cellsOf = ({ columns, amounts }: FigureTable['figure'], row: FigureRow) => ({
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
export function labelOf(by: FigureTable['by'], key: string): { vi: string; en: string } | null {
  if (by === 'total') return { vi: 'Toàn bộ', en: 'All' }
  if (key === '') return { vi: 'Không ghi', en: 'Not stated' }
  const chapter = by === 'chapter' ? icdChapters.find(({ id }) => id === key) : undefined
  return chapter ? { vi: chapter.vi, en: chapter.en } : null
}

type Asked = { province: string; freshness: Freshness }

function downloadOf(
  { figure, by, filters, rows, total, suppressed }: FigureTable,
  { province, freshness }: Asked,
): Download {
  const cells = (row: FigureRow): OutCell[] => [
    ...row.counts.map((value) => value ?? WITHHELD),
    ...row.amounts.map((value) => (value === null ? WITHHELD : { decimal: value })),
  ]
  const named = rows.map((row) => ({ row, name: labelOf(by, row.key)?.vi ?? '' }))
  const titles = [...figure.columns, ...figure.amounts].map(({ title }) => ({ title: title.vi, width: FIGURE_WIDTH }))
  const lines = named.map(({ row, name }): OutCell[] => [row.key, name, ...cells(row)])
  const whole: OutCell[][] = total ? [['', 'Cộng', ...cells(total)]] : []
  // Where no key has a name of its own, a clerk sees no empty column.
  const hasNames = named.some(({ name }) => name !== '')
  const head = [{ title: headings[by], width: KEY_WIDTH }, ...(hasNames ? [{ title: 'Tên', width: NAME_WIDTH }] : [])]
  const shown = named.map(({ row, name }): OutCell[] => [row.key, ...(hasNames ? [name] : []), ...cells(row)])
  const sum: OutCell[][] = total
    ? [[{ text: 'Cộng', tone: 'group' }, ...(hasNames ? [{ text: '', tone: 'group' } as const] : []), ...cells(total)]]
    : []
  return {
    csv: {
      columns: [{ title: 'Mã', width: KEY_WIDTH }, { title: 'Tên', width: NAME_WIDTH }, ...titles],
      rows: rowsFrom([...lines, ...whole]),
    },
    clerk: {
      name: figure.title.vi,
      title: printedTitle(figure.title.vi, province, filters),
      columns: [...head, ...titles],
      rows: rowsFrom([...shown, ...sum]),
      fixedColumns: head.length,
    },
    notes: [
      ...askedNotes(province, filters, freshness),
      ['Chia theo', headings[by]],
      [
        `Dấu ${WITHHELD}`,
        `Số liệu dựa trên dưới 5 người bệnh, hoặc cho phép suy ra số liệu như vậy, nên không nêu (${suppressed} ô).`,
      ],
    ],
    file: `${figure.id}-${province}`,
  }
}
