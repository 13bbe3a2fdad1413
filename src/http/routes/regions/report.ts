import { type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ofMinistry } from '../../../edge/identity/caller.ts'
import { shownVietnamTime } from '../../../kernel/vietnam-time.ts'
import type { SignedDocument } from '../../../province/documents/document.ts'
import { letterheadOf, type LetterheadWords } from '../../../province/documents/letterhead.ts'
import { reportDocument, type ReportWords } from '../../../province/documents/report-document.ts'
import { documentSheets } from '../../../province/documents/workbook.ts'
import { inTime } from '../../../province/national.ts'
import { daysOf, periodOf, type Period } from '../../../province/period.ts'
import { nameOfProvinces, provinces } from '../../../province/provinces.ts'
import { Region, type Freshness } from '../../../province/region.ts'
import { report, type ProvinceReport } from '../../../province/report.ts'
import { xlsxStream } from '../../../province/sheets/xlsx.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { DOCX, tableFile, XLSX } from '../../table-files.ts'
import { problems } from '../service/problems.ts'
import { checkFilters, oldestOf, regionsOf, tellFreshness, todayOf } from './province-request.ts'
import { everyScope } from './national.ts'
import { labelsOfTables, listOf } from './shown-figure.ts'
import { reportPage } from './report-page.ts'
import { shownReport } from './shown-report.ts'
import { reportQuery, reportSchema } from './report-schemas.ts'
import { jointProvinceParams } from './schemas.ts'
import { callerOf, operation } from '../../operation.ts'

const documents = {
  'text/html': { schema: { type: 'string' as const } },
  'application/json': { schema: reportSchema },
  [DOCX]: { schema: { type: 'string' as const, format: 'binary' } },
  [XLSX]: { schema: { type: 'string' as const, format: 'binary' } },
}

const route = operation(
  { may: ['supervisor', 'analyst'], within: 'its provinces; all' },
  {
    method: 'get',
    path: '/v1/regions/{province}/reports',
    summary:
      'The report of a month, quarter, half-year, year or any days: a document to sign (a page to print, Word, Excel), or data',
    request: { params: jointProvinceParams, query: reportQuery },
    responses: {
      200: {
        description: 'The report',
        content: documents,
      },
      ...problems(400, 401, 403, 404, 503),
    },
  },
)

const nationalRoute = operation(
  { may: ['analyst'], within: 'all provinces' },
  {
    method: 'get',
    path: '/v1/reports',
    summary:
      "The report of the nation, province by province, in the forms of a province's; those that do not answer in time are named",
    request: { query: reportQuery },
    responses: { 200: { description: 'The report', content: documents }, ...problems(400, 401, 403, 503) },
  },
)

type AskedPeriod = { period?: string | undefined; from?: string | undefined; to?: string | undefined }

function askedPeriod({ period, from, to }: AskedPeriod): Period {
  if (period !== undefined) return periodOf(period)
  if (from !== undefined && to !== undefined) return daysOf(from, to)
  throw new Refusal('parameter-invalid', {
    parameter: 'period',
    expected: '2026-11, 2026-Q3, 2026-H1, 2026, from … to',
  })
}

/** Nothing on the page comes from elsewhere, and nothing on it runs. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export function reportRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const codes = c.req.valid('param').province.split(',')
    const { format, period: name, from, to, ...words } = c.req.valid('query')
    const { regions } = await regionsOf(c, codes)
    const found = await reportOf(c, regions, { period: name, from, to })
    const { freshness } = oldestOf(regions)
    const region = nameOfProvinces(await provinces(c.get('services').openReplica()), found.provinces)
    if (format === 'json') return c.json(await shownReport(c, found, region, freshness), 200)
    const whole = { whose: `thuộc ${region}`, provinceNames: null, missing: [] }
    return answerDocument(c, format, await documentOf(c, found, { ...whole, region, freshness }, words), found)
  })

  app.openapi(nationalRoute, async (c) => {
    const { format, period: name, from, to, ...words } = c.req.valid('query')
    const { regions, missing } = await everyRegion(c)
    const found = await reportOf(c, regions, { period: name, from, to })
    const { freshness } = oldestOf(regions)
    if (format === 'json') return c.json(await shownReport(c, found, 'Toàn quốc', freshness), 200)
    const known = await provinces(c.get('services').openReplica())
    const provinceNames = new Map([...known].map(([code, { since }]) => [code, since]))
    const whole = { whose: 'trên toàn quốc', provinceNames, missing, region: '', freshness }
    return answerDocument(c, format, await documentOf(c, found, whole, words), found)
  })
}

/** All provinces that answer in time. Throws `warehouse-unavailable` where none does. */
async function everyRegion(c: Context<AppEnv>): Promise<{ regions: [Region, ...Region[]]; missing: string[] }> {
  const services = c.get('services')
  const { scopes, missing } = await everyScope(ofMinistry(callerOf(c)), services)
  const opened = await Promise.all(
    scopes.map((scope) => inTime(Region.open(scope, services.warehouses, services.now()))),
  )
  const away = scopes.flatMap(({ province }, at) => (opened[at] ? [] : [province]))
  const [first, ...others] = opened.flatMap((region) => region ?? [])
  if (first === undefined) throw new Refusal('warehouse-unavailable')
  return { regions: [first, ...others], missing: [...missing, ...away].sort() }
}

function reportOf(c: Context<AppEnv>, regions: [Region, ...Region[]], asked: AskedPeriod): Promise<ProvinceReport> {
  const period = askedPeriod(asked)
  checkFilters('', period)
  tellFreshness(c, oldestOf(regions).freshness)
  return report(regions, c.get('services').openReplica(), period, todayOf(c))
}

async function answerDocument(
  c: Context<AppEnv>,
  format: 'html' | 'docx' | 'xlsx',
  document: SignedDocument,
  { period, provinces: codes }: ProvinceReport,
): Promise<Response> {
  const file = ['bao-cao', ...(codes.length > MOST_IN_NAME ? [] : codes), period.from, period.to].join('-')
  if (format === 'xlsx') return tableFile(c, 'xlsx', file, xlsxStream(documentSheets(document)))
  if (format === 'docx') {
    // Brought up by the first who asks for Word, and not by each start of an isolate.
    const { wordDocument } = await import('../../../province/documents/word.ts')
    return tableFile(c, 'docx', file, await wordDocument(document))
  }
  c.header('content-security-policy', POLICY)
  return c.html(reportPage(document))
}

/** Codes of provinces in the name of a file. */
const MOST_IN_NAME = 5

type Whole = Pick<ReportWords, 'whose' | 'provinceNames' | 'missing'> & { region: string; freshness: Freshness }

async function documentOf(
  c: Context<AppEnv>,
  found: ProvinceReport,
  { region, freshness: { asOf }, ...whole }: Whole,
  words: LetterheadWords,
): Promise<SignedDocument> {
  return reportDocument(found, {
    ...whole,
    letterhead: letterheadOf(callerOf(c), region, words, todayOf(c)),
    asOf: asOf === null ? 'thời điểm không rõ' : shownTime(asOf),
    labels: await labelsOfTables(c, found.figures),
    listOf: (table, key, column) => listOf(found.provinces.join(','), table, key, column),
  })
}

/** In a sentence: `08:00 ngày 30/11/2026`. */
const shownTime = (moment: number): string => shownVietnamTime(moment).replace(' ', ' ngày ')
