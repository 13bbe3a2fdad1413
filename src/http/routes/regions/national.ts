import { type OpenAPIHono } from '@hono/zod-openapi'
import { ofMinistry, type Caller } from '../../../edge/identity/caller.ts'
import type { FigureTable } from '../../../province/answer-figure.ts'
import { shownDay } from '../../../kernel/vietnam-time.ts'
import { WITHHELD } from '../../../province/documents/vietnamese.ts'
import { figures } from '../../../province/figures.ts'
import type { Filters } from '../../../province/filters.ts'
import { provinces, type Province } from '../../../province/provinces.ts'
import type { Freshness } from '../../../province/region.ts'
import { rowsFrom } from '../../../province/sheets/sheet.ts'
import { tableOf, type SheetColumn } from '../../../province/sheets/table.ts'
import { inTime, national, provincesIn } from '../../../province/national.ts'
import { scopeOf, type Scope } from '../../../province/scope.ts'
import type { AppEnv, Services } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { checkFilters, orAway, sheetResponse, shownFreshness, spreadsheets, type Download } from './province-request.ts'
import { nationalQuery, nationalSchema } from './schemas.ts'
import { callerOf, operation } from '../../operation.ts'

const route = operation(
  { may: ['analyst'], within: 'all provinces' },
  {
    method: 'get',
    path: '/v1/regions',
    summary: 'All provinces beside each other (ministry); those that do not answer in time are named',
    request: { query: nationalQuery },
    responses: {
      200: {
        description: 'The provinces',
        content: { 'application/json': { schema: nationalSchema }, ...spreadsheets },
      },
      ...problems(400, 401, 403, 503),
    },
  },
)

/** Several provinces share the database of this name. */
const OTHERS = '*'

export function nationalRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const services = c.get('services')
    const caller = ofMinistry(callerOf(c))
    const { format, ...filters } = c.req.valid('query')
    checkFilters('', filters)
    const { scopes, missing } = await everyScope(caller, services)
    const answers = await national(scopes, services.warehouses, filters, services.now())
    const unanswered = [...missing, ...answers.flatMap(({ province, answered }) => (answered ? [] : [province]))].sort()
    const names = await orAway(provinces(services.openReplica()), new Map<string, Province>())
    const rows = answers.flatMap(({ province, answered }) =>
      answered ? [{ province, name: names.get(province)?.name ?? null, ...answered }] : [],
    )
    if (format !== 'json') return sheetResponse(c, format, downloadOf(rows, filters, unanswered))
    return c.json(
      {
        from: filters.from,
        to: filters.to,
        provinces: rows.map(({ province, name, freshness, volumes, timeliness }) => ({
          province,
          name,
          ...shownFreshness(freshness),
          volumes: countsOf(volumes),
          timeliness: countsOf(timeliness),
          suppressed: volumes.suppressed + timeliness.suppressed,
        })),
        unanswered,
      },
      200,
    )
  })
}

type Row = {
  province: string
  name: string | null
  volumes: FigureTable
  timeliness: FigureTable
  freshness: Freshness
}

function downloadOf(rows: readonly Row[], { from, to }: Pick<Filters, 'from' | 'to'>, unanswered: string[]): Download {
  const columns: SheetColumn<Row>[] = [
    { title: 'Mã cũ', width: 8, of: ({ province }) => province },
    { title: 'Tỉnh, thành phố', width: 32, of: ({ name }) => name },
    ...(['volumes', 'timeliness'] as const).flatMap((id) =>
      figures[id].columns.map((column): SheetColumn<Row> => ({
        title: column.title.vi,
        width: 17,
        of: (row) => countsOf(row[id])[column.id] ?? WITHHELD,
      })),
    ),
    { title: 'Số liệu đến', width: 26, of: ({ freshness }) => shownFreshness(freshness).asOf },
  ]
  const table = tableOf(columns, rowsFrom(rows))
  return {
    csv: table,
    clerk: {
      name: 'Các tỉnh, thành phố',
      title: `Số lượng và thời hạn gửi theo tỉnh, thành phố · ${shownDay(from)} – ${shownDay(to)}`,
      fixedColumns: 2,
      ...table,
    },
    notes: [
      ['Ngày nhận', `từ ${shownDay(from)} đến ${shownDay(to)}`],
      ['Chưa có số liệu', unanswered.join(', ') || 'không'],
    ],
    file: `provinces-${from}-${to}`,
  }
}

/** Of the ministry: the provinces that have a warehouse, and those that are found in the one that others share. */
export async function everyScope(
  caller: Caller,
  { warehouses }: Services,
): Promise<{ scopes: Scope[]; missing: string[] }> {
  const named = warehouses.names.filter((name) => name !== OTHERS)
  if (!warehouses.names.includes(OTHERS)) return { scopes: named.map((name) => scopeOf(caller, name)), missing: [] }
  const found = await inTime(provincesIn(warehouses.openPrimary(OTHERS)))
  const all = [...new Set([...named, ...(found ?? [])])].sort()
  return { scopes: all.map((name) => scopeOf(caller, name)), missing: found ? [] : [OTHERS] }
}

/** Nothing was received where there is no row. */
function countsOf({ figure, rows: [row] }: FigureTable): Record<string, number | null> {
  return Object.fromEntries(figure.columns.map(({ id }, at) => [id, row ? (row.counts[at] ?? null) : 0]))
}
