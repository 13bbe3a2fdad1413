import { type OpenAPIHono } from '@hono/zod-openapi'
import { connection, levelNames, levelsByKind, levelsOf, type ConnectedFacility } from '../../../province/connection.ts'
import type { Filters } from '../../../province/filters.ts'
import type { Freshness } from '../../../province/region.ts'
import { rowsFrom } from '../../../province/sheets/sheet.ts'
import { tableOf, type SheetColumn } from '../../../province/sheets/table.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import {
  askedNotes,
  checkFilters,
  printedTitle,
  regionOf,
  sheetResponse,
  shownFreshness,
  spreadsheets,
  tellFreshness,
  todayOf,
  type Download,
} from './province-request.ts'
import { connectionQuery, connectionSchema, provinceParams } from './schemas.ts'
import { operation } from '../../operation.ts'

const route = operation(
  { may: ['supervisor', 'analyst', 'operator'], within: 'its provinces; all' },
  {
    method: 'get',
    path: '/v1/regions/{province}/connection',
    summary: 'How far the facilities of a province are: no account, connected, sending, correct and complete',
    request: { params: provinceParams, query: connectionQuery },
    responses: {
      200: {
        description: 'The facilities',
        content: { 'application/json': { schema: connectionSchema }, ...spreadsheets },
      },
      ...problems(400, 401, 403, 503),
    },
  },
)

export function connectionRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { province } = c.req.valid('param')
    const { format, level, kind, after, limit, ...filters } = c.req.valid('query')
    const { region } = await regionOf(c, province)
    checkFilters(province, filters)
    const all = await connection(region, c.get('services').openReplica(), filters, todayOf(c))
    const facilities = all.filter(
      (each) => (level === undefined || each.level === level) && (kind === undefined || each.kind === kind),
    )
    tellFreshness(c, region.freshness)
    if (format !== 'json') {
      return sheetResponse(c, format, downloadOf(facilities, { province, filters, freshness: region.freshness }))
    }
    const page = facilities.slice(after, after + limit)
    return c.json(
      {
        province,
        from: filters.from,
        to: filters.to,
        ...shownFreshness(region.freshness),
        levels: levelsOf(all),
        kinds: levelsByKind(all),
        facilities: page,
        next: after + page.length < facilities.length ? after + page.length : null,
      },
      200,
    )
  })
}

const COLUMNS: readonly SheetColumn<ConnectedFacility>[] = [
  { title: 'Mã CSKCB', width: 10, of: ({ facility }) => facility },
  { title: 'Tên', width: 50, of: ({ name }) => name },
  { title: 'Tuyến', width: 18, of: ({ kind }) => kind },
  { title: 'Mức kết nối', width: 22, of: ({ level }) => levelNames[level] },
  { title: 'Ngày gửi gần nhất', width: 14, of: ({ lastReceivedOn }) => lastReceivedOn && { day: lastReceivedOn } },
  { title: 'Số ngày từ đó', width: 10, of: ({ daysSinceLast }) => daysSinceLast },
]

type Asked = { province: string; filters: Filters; freshness: Freshness }

function downloadOf(facilities: readonly ConnectedFacility[], { province, filters, freshness }: Asked): Download {
  const table = tableOf(COLUMNS, rowsFrom(facilities))
  return {
    csv: table,
    clerk: {
      name: 'Kết nối',
      title: printedTitle('Kết nối của cơ sở KCB', province, filters),
      fixedColumns: 1,
      ...table,
    },
    notes: askedNotes(province, filters, freshness),
    file: `connection-${province}`,
  }
}
