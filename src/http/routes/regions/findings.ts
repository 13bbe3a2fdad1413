import { type OpenAPIHono } from '@hono/zod-openapi'
import { listFindings, type FindingListFilters, type ListedFinding } from '../../../province/finding-list.ts'
import type { Context } from 'hono'
import type { Caller } from '../../../edge/identity/caller.ts'
import { LEAST_PERSONS } from '../../../store/warehouse/roll-ups.ts'
import { noteAccess } from '../../../province/accesses.ts'
import { Refusal } from '../../refusals.ts'
import type { Region } from '../../../province/region.ts'
import { FINDING_CLERK, FINDING_CSV, FINDING_FIXED, FINDING_PRINTED } from '../../../province/sheets/finding-columns.ts'
import { tableOf } from '../../../province/sheets/table.ts'
import type { AppEnv } from '../../services.ts'
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
import { findingsQuery, provinceParams, regionFindingsSchema } from './schemas.ts'
import { operation } from '../../operation.ts'

const route = operation(
  { may: ['supervisor', 'analyst'], within: 'its provinces; all' },
  {
    method: 'get',
    path: '/v1/regions/{province}/findings/rows',
    summary: 'Every finding about the dossiers of a province, page by page or as one spreadsheet',
    request: { params: provinceParams, query: findingsQuery },
    responses: {
      200: {
        description: 'A page of findings',
        content: { 'application/json': { schema: regionFindingsSchema }, ...spreadsheets },
      },
      ...problems(400, 401, 403, 503),
    },
  },
)

/** Findings read at once for a spreadsheet: some 200 KB, and a hundred thousand in 200 of the 1000 requests that one may lead to on Workers. */
const SHEET_PAGE = 500

export function regionFindingsRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { province } = c.req.valid('param')
    const { format, after, limit, reason, ...filters } = c.req.valid('query')
    const { region, caller } = await regionOf(c, province)
    checkFilters(province, filters)
    tellFreshness(c, region.freshness)
    const noted = notedBy(c, region, caller, { filters, reason })
    if (format !== 'json') {
      // Whether it may be shown is asked before the file begins.
      await noted(await listFindings(region, filters, { after: undefined, limit: SHEET_PAGE }))
      return sheetResponse(c, format, downloadOf(region, province, filters))
    }
    const { findings, next } = await noted(await listFindings(region, filters, { after, limit }))
    return c.json({ ...shownFilters(province, filters), ...shownFreshness(region.freshness), findings, next }, 200)
  })
}

type Page = Awaited<ReturnType<typeof listFindings>>

/** Notes what a page shows before it is shown. Throws reason-needed where it is about fewer than five dossiers and nobody said what for. */
function notedBy(
  c: Context<AppEnv>,
  region: Region,
  caller: Caller,
  { filters, reason }: { filters: FindingListFilters; reason: string | undefined },
): (page: Page) => Promise<Page> {
  const { randomName, now, alarm } = c.get('services')
  return async (page) => {
    const dossiers = new Set(page.findings.map(({ submission, MA_LK }) => `${submission} ${MA_LK}`)).size
    if (reason === undefined && dossiers > 0 && dossiers < LEAST_PERSONS) throw new Refusal('reason-needed')
    const facility = filters.facility ?? null
    const shown = {
      id: randomName(),
      at: now(),
      kind: 'findings',
      reason: reason ?? '',
      facility,
      unmasked: 0,
    } as const
    await noteAccess(
      region.accesses,
      caller,
      { ...shown, query: JSON.stringify(filters), rows: page.findings.length },
      alarm,
    )
    return page
  }
}

async function* everyFinding(region: Region, filters: FindingListFilters): AsyncGenerator<ListedFinding, void> {
  const page = (after: string | undefined) => listFindings(region, filters, { after, limit: SHEET_PAGE })
  for await (const { findings } of everyPage(page)) yield* findings
}

function downloadOf(region: Region, province: string, filters: FindingListFilters): Download {
  const found = everyFinding(region, filters)
  return {
    csv: tableOf(FINDING_CSV, found),
    clerk: {
      name: 'Lỗi và cảnh báo',
      title: printedTitle('Lỗi và cảnh báo', province, filters),
      fixedColumns: FINDING_FIXED,
      printedColumns: FINDING_PRINTED,
      ...tableOf(FINDING_CLERK, found),
    },
    notes: [
      ...askedNotes(province, filters, region.freshness),
      ['Thứ tự', 'Lỗi trước, rồi cảnh báo, rồi thông tin; trong mỗi mức theo ngày nhận và lần gửi.'],
      ['Lỗi', 'Hồ sơ không được tiếp nhận. Cơ sở sửa rồi gửi lại.'],
      ['Cảnh báo', 'Hồ sơ vẫn được tiếp nhận. Quy định yêu cầu sửa.'],
      ['Giá trị', 'Giá trị nhận diện người bệnh được che: chỉ còn ký tự đầu và độ dài.'],
      ['MA_BN', 'Mã riêng của cơ sở, chỉ cơ sở đã gửi xem được. Tra hồ sơ theo Mã CSKCB và MA_LK.'],
    ],
    file: `findings-${province}`,
  }
}
