import { type OpenAPIHono } from '@hono/zod-openapi'
import {
  answerFigure,
  dimensionOf,
  isAboutFacilities,
  type FigureTable,
  type FigureRow,
} from '../../../province/answer-figure.ts'
import { WITHHELD } from '../../../province/documents/vietnamese.ts'
import { figures } from '../../../province/figures.ts'
import { largest } from '../../../province/report.ts'
import { headings } from '../../../province/headings.ts'
import type { Labels } from '../../../province/labels.ts'
import { noteAccess } from '../../../province/accesses.ts'
import type { Freshness, Region } from '../../../province/region.ts'
import { joinTables } from '../../../province/join-tables.ts'
import { rowsFrom, type OutCell } from '../../../province/sheets/sheet.ts'
import type { Caller } from '../../../edge/identity/caller.ts'
import type { AppEnv, Services } from '../../services.ts'
import { problems } from '../service/problems.ts'
import {
  askedNotes,
  checkFilters,
  printedTitle,
  oldestOf,
  regionsOf,
  sheetResponse,
  shownFilters,
  shownFreshness,
  spreadsheets,
  tellFreshness,
  type Download,
} from './province-request.ts'
import { labelsOfTables, shownAnswer } from './shown-figure.ts'
import { figureQuery, figureSchema, jointFigureParams } from './schemas.ts'
import { operation } from '../../operation.ts'

const route = operation(
  { may: ['supervisor', 'analyst'], within: 'its provinces; all' },
  {
    method: 'get',
    path: '/v1/regions/{province}/{figure}',
    summary:
      'A figure of a province over a period: counts that rest on fewer than 5 persons are withheld, but of facilities (files, rejections, rules, deadlines); of people (encounter types, diagnoses, costs) whole months that are over, or with a reason any days',
    request: { params: jointFigureParams, query: figureQuery },
    responses: {
      200: { description: 'The figure', content: { 'application/json': { schema: figureSchema }, ...spreadsheets } },
      ...problems(400, 401, 403, 503),
    },
  },
)

/** In characters. */
const KEY_WIDTH = 18
/** Ids of rules are long, and names of fields. */
const KEY_WIDTHS: Partial<Record<FigureTable['by'], number>> = { rule: 50, field: 34 }
const NAME_WIDTH = 44
const FIGURE_WIDTH = 17

export function figureRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { province, figure: id } = c.req.valid('param')
    const { format, by: asked, after, limit, reason, ...filters } = c.req.valid('query')
    const by = dimensionOf(figures[id], asked)
    const provinces = province.split(',')
    const { facility } = filters
    // What is asked of one facility is asked of its province.
    const codes = facility === undefined ? provinces : [provinces.find((code) => facility.startsWith(code)) ?? province]
    for (const code of codes) checkFilters(code, filters)
    const { regions, caller } = await regionsOf(c, codes)
    const { freshness } = oldestOf(regions)
    const isStated = reason !== undefined && !isAboutFacilities(id, by)
    const tables = await Promise.all(
      regions.map(async (region) => {
        const table = await answerFigure(region, id, by, filters, { isStated })
        if (isStated) await noteFigure(region, caller, c.get('services'), { table, reason })
        return table
      }),
    )
    const [first, ...others] = tables
    if (first === undefined) throw new Error('a question about no province')
    const found = joinTables([first, ...others])
    // Of thousands of codes the most frequent are asked for first.
    const rows =
      found.by === 'diagnosis' || found.by === 'rule' || found.by === 'field'
        ? largest(found, found.rows.length)
        : found.rows
    tellFreshness(c, freshness)
    if (format !== 'json') {
      const labels = (await labelsOfTables(c, [found])).get(found.by)
      return sheetResponse(c, format, downloadOf({ ...found, rows }, { province, freshness, labels }))
    }
    const page = { ...found, rows: rows.slice(after, after + limit) }
    const labels = (await labelsOfTables(c, [page])).get(found.by)
    return c.json(
      {
        ...shownFilters(province, found.filters),
        ...shownFreshness(freshness),
        ...shownAnswer(province, page, labels),
        next: after + page.rows.length < rows.length ? after + page.rows.length : null,
      },
      200,
    )
  })
}

/** Before it is shown: what cannot be noted is not shown. */
async function noteFigure(
  region: Region,
  caller: Caller,
  { randomName, now, alarm }: Services,
  { table: { figure, by, filters, rows }, reason }: { table: FigureTable; reason: string },
): Promise<void> {
  const query = JSON.stringify({ figure: figure.id, by, ...filters })
  const facility = filters.facility ?? null
  const shown = { id: randomName(), at: now(), kind: 'figure', reason, query, facility, rows: rows.length } as const
  await noteAccess(region.accesses, caller, { ...shown, unmasked: 0 }, alarm)
}

type Asked = { province: string; freshness: Freshness; labels: Labels | undefined }

function downloadOf(
  { figure, by, filters, rows, total, suppressed }: FigureTable,
  { province, freshness, labels }: Asked,
): Download {
  const cells = (row: FigureRow): OutCell[] => [
    ...row.counts.map((value) => value ?? WITHHELD),
    ...row.amounts.map((value) => (value === null ? WITHHELD : { decimal: value })),
  ]
  const named = rows.map((row) => ({ row, name: labels?.get(row.key)?.vi ?? '' }))
  const titles = [...figure.columns, ...figure.amounts].map(({ title }) => ({ title: title.vi, width: FIGURE_WIDTH }))
  const lines = named.map(({ row, name }): OutCell[] => [row.key, name, ...cells(row)])
  const whole: OutCell[][] = total ? [['', 'Cộng', ...cells(total)]] : []
  // Where no key has a name of its own, a clerk sees no empty column.
  const hasNames = named.some(({ name }) => name !== '')
  const head = [
    { title: headings[by], width: KEY_WIDTHS[by] ?? KEY_WIDTH },
    ...(hasNames ? [{ title: 'Tên', width: NAME_WIDTH }] : []),
  ]
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
        `Số liệu dựa trên dưới 5 người bệnh, hoặc cho phép suy ra số liệu như vậy, nên không nêu (${suppressed} ô, kể cả các dòng không nêu).`,
      ],
    ],
    file: `${figure.id}-${province}`,
  }
}
