import { type OpenAPIHono } from '@hono/zod-openapi'
import type { Caller } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import { dimensionOf, isAboutFacilities } from '../../../province/answer-figure.ts'
import {
  columnOf,
  isOfFew,
  listDossiers,
  type Cut,
  type ListedPage,
  type ListedDossier,
} from '../../../province/dossier-list.ts'
import { noteAccess } from '../../../province/accesses.ts'
import { figures } from '../../../province/figures.ts'
import { headings } from '../../../province/headings.ts'
import type { Freshness, Region } from '../../../province/region.ts'
import { DOSSIER_CLERK, DOSSIER_CSV, DOSSIER_FIXED, DOSSIER_PRINTED } from '../../../province/sheets/dossier-columns.ts'
import { tableOf } from '../../../province/sheets/table.ts'
import type { AppEnv, Services } from '../../services.ts'
import { problems } from '../service/problems.ts'
import {
  askedNotes,
  checkFilters,
  everyPage,
  printedTitle,
  regionOf,
  sheetResponse,
  shownFilters,
  shownFreshness,
  spreadsheets,
  tellFreshness,
  type Download,
} from './province-request.ts'
import { dossierListSchema, dossiersQuery, figureParams } from './schemas.ts'
import { operation } from '../../operation.ts'

const route = operation(
  { may: ['supervisor', 'analyst'], within: 'its provinces; all, masked' },
  {
    method: 'get',
    path: '/v1/regions/{province}/{figure}/dossiers',
    summary: 'The dossiers behind a figure; persons masked, unless a province account states a reason, which is kept',
    request: { params: figureParams, query: dossiersQuery },
    responses: {
      200: {
        description: 'A page of dossiers',
        content: { 'application/json': { schema: dossierListSchema }, ...spreadsheets },
      },
      ...problems(400, 401, 403, 421, 503),
    },
  },
)

/** Dossiers read at once for a spreadsheet. */
const SHEET_PAGE = 1000

export function regionDossiersRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { province, figure: id } = c.req.valid('param')
    const { format, by, key, column, after, limit, reason, unmask, ...filters } = c.req.valid('query')
    const { region, caller } = await regionOf(c, province)
    checkFilters(province, filters)
    const figure = figures[id]
    const cut: Cut = {
      figure,
      by: dimensionOf(figure, by),
      key,
      column: columnOf(figure, column),
      filters: { ...filters, purpose: filters.purpose ?? figure.purpose },
    }
    const services = c.get('services')
    if (unmask) assertMayUnmask(caller, services)
    if (reason === undefined && (unmask || !isAboutFacilities(id, cut.by) || (await isOfFew(region, cut))))
      throw new Refusal('reason-needed')

    const page = async (from: string | undefined, most: number): Promise<ListedPage> => {
      const options = {
        after: from,
        limit: most,
        vault: services.vault,
        isUnmasked: unmask,
        hasReason: reason !== undefined,
      }
      const found = await listDossiers(region, cut, options)
      // Noted first: what cannot be noted is not shown.
      await noteList(region, caller, services, { cut, reason: reason ?? '', found, isUnmasked: unmask })
      return found
    }
    tellFreshness(c, region.freshness)
    if (format !== 'json') {
      const found = everyDossier((from) => page(from, SHEET_PAGE))
      const asked = { province, cut, freshness: region.freshness, isUnmasked: unmask }
      return sheetResponse(c, format, downloadOf(found, asked))
    }
    const { dossiers, next } = await page(after, limit)
    return c.json(
      {
        ...shownFilters(province, cut.filters),
        ...shownFreshness(region.freshness),
        figure: id,
        by: cut.by,
        key,
        column: cut.column.id,
        unmasked: unmask,
        dossiers: [...dossiers],
        next,
      },
      200,
    )
  })
}

/** The province's own account; the ministry works with figures. */
function assertMayUnmask(caller: Caller, { vault }: Services): void {
  if (caller.role !== 'province') throw new Refusal('role-not-allowed')
  if (vault === null) throw new Refusal('centre-only')
}

type Noted = { cut: Cut; reason: string; found: ListedPage; isUnmasked: boolean }

async function noteList(
  region: Region,
  caller: Caller,
  { randomName, now, alarm }: Services,
  { cut, reason, found, isUnmasked }: Noted,
): Promise<void> {
  const { figure, by, key, column, filters } = cut
  const query = JSON.stringify({ figure: figure.id, by, key, column: column.id, ...filters })
  const rows = found.dossiers.length
  const facility = filters.facility ?? (by === 'facility' && key !== '' ? key : null)
  const shown = { id: randomName(), at: now(), kind: 'dossiers', reason, query, facility, rows } as const
  await noteAccess(region.accesses, caller, { ...shown, unmasked: isUnmasked ? rows : 0 }, alarm)
}

async function* everyDossier(
  page: (after: string | undefined) => Promise<ListedPage>,
): AsyncGenerator<ListedDossier, void> {
  for await (const { dossiers } of everyPage(page)) yield* dossiers
}

type Asked = { province: string; cut: Cut; freshness: Freshness; isUnmasked: boolean }

function downloadOf(found: AsyncIterable<ListedDossier>, { province, cut, freshness, isUnmasked }: Asked): Download {
  const { figure, by, key, column, filters } = cut
  return {
    csv: tableOf(DOSSIER_CSV, found),
    clerk: {
      name: 'Hồ sơ',
      title: printedTitle(`Danh sách hồ sơ: ${column.title.vi}`, province, filters),
      fixedColumns: DOSSIER_FIXED,
      printedColumns: DOSSIER_PRINTED,
      ...tableOf(DOSSIER_CLERK, found),
    },
    notes: [
      ...askedNotes(province, filters, freshness),
      ['Chỉ tiêu', `${figure.title.vi}, cột “${column.title.vi}”`],
      [headings[by], key === '' ? 'tất cả' : key],
      [
        'Thông tin người bệnh',
        isUnmasked
          ? 'Không che; lý do đã được ghi lại. In và lưu theo quy định về bảo vệ dữ liệu cá nhân.'
          : 'Được che: chỉ còn ký tự đầu và độ dài.',
      ],
    ],
    file: `${figure.id}-${province}-dossiers`,
  }
}
