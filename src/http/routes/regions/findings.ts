import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { listFindings, type ListedFinding } from '../../../province/finding-list.ts'
import type { Filters } from '../../../province/filters.ts'
import type { Region } from '../../../province/region.ts'
import type { OutCell, OutSheet } from '../../../province/sheets/sheet.ts'
import { findingsQuery, provinceParams, regionFindingsSchema } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import {
  checkFilters,
  everyPage,
  regionOf,
  sheetResponse,
  shownFilters,
  shownFreshness,
  spreadsheets,
  tellFreshness,
} from './ask.ts'

const route = createRoute({
  method: 'get',
  path: '/v1/regions/{province}/findings/rows',
  summary: 'Every finding about the dossiers of a province, page by page or as one spreadsheet',
  security: [{ token: [] }],
  request: { params: provinceParams, query: findingsQuery },
  responses: {
    200: {
      description: 'A page of findings',
      content: { 'application/json': { schema: regionFindingsSchema }, ...spreadsheets },
    },
    ...problems(400, 401, 403, 503),
  },
})

/** Findings read at once for a spreadsheet: some 200 KB, and a hundred thousand in 200 of the 1000 requests that one may lead to on Workers. */
const SHEET_PAGE = 500

export function regionFindingsRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { province } = c.req.valid('param')
    const { format, after, limit, ...filters } = c.req.valid('query')
    const { region } = await regionOf(c, province)
    checkFilters(province, filters)
    tellFreshness(c, region.freshness)
    if (format !== 'json') return sheetResponse(c, format, sheetOf(region, filters), `findings-${province}`)
    const { findings, next } = await listFindings(region, filters, { after, limit })
    return c.json({ ...shownFilters(province, filters), ...shownFreshness(region.freshness), findings, next }, 200)
  })
}

const HEAD = [
  'Ngày nhận',
  'Cơ sở',
  'Lần gửi',
  'MA_LK',
  'Quy tắc',
  'Mức',
  'Bảng',
  'Dòng',
  'Trường',
  'Giá trị',
  'Nội dung',
]

function sheetOf(region: Region, filters: Filters): OutSheet {
  const cells = (found: ListedFinding): OutCell[] => [
    found.receivedOn,
    found.facility,
    found.submission,
    found.MA_LK,
    found.rule,
    found.severity,
    found.table,
    found.row,
    found.field,
    found.value,
    found.message.vi,
  ]
  async function* rows(): AsyncGenerator<OutCell[], void> {
    const page = (after: string | undefined) => listFindings(region, filters, { after, limit: SHEET_PAGE })
    for await (const { findings } of everyPage(page)) for (const found of findings) yield cells(found)
  }
  return { name: 'Lỗi và cảnh báo', head: HEAD, rows: rows() }
}
