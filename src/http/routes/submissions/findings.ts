import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { operationOutcomeOf } from '../../../centre/results/findings/operation-outcome.ts'
import { acknowledgedFindings, verifiedFindings } from '../../../centre/results/findings/read.ts'
import {
  numbersInBytes,
  sentPatientNumbers,
  withNumbersInBytes,
} from '../../../centre/results/findings/patient-numbers.ts'
import {
  findingsTable,
  findingsWorkbook,
  noPatientNumbers,
  type PatientNumbers,
} from '../../../centre/results/findings/sheets.ts'
import { csvStream } from '../../../province/sheets/csv.ts'
import { xlsxStream } from '../../../province/sheets/xlsx.ts'
import { shownVietnamTime, vietnamIsoDay } from '../../../kernel/vietnam-time.ts'
import type { Warehouse } from '../../../store/database.ts'
import { opensFiles, readRaw } from '../../../edge/receipt/raw-reader.ts'
import type { Receipt } from '../../../edge/receipt/receipt.ts'
import { countHistoryFindings, readSubmission } from '../../../store/warehouse/read.ts'
import type { AppEnv } from '../../services.ts'
import { CSV, tableFile, XLSX } from '../../table-files.ts'
import { FHIR_JSON } from '../fhir/routes.ts'
import { pageOf, pageQuery } from '../../page.ts'
import { problems } from '../service/problems.ts'
import { submissionParams, readableReceipt } from './submission.ts'
import { findingFilters } from '../../schema-parts.ts'
import { findingSchema, findingsPageSchema } from './schemas.ts'
import { callerOf, operation } from '../../operation.ts'

const FHIR = 'application/fhir+json'

const FORMATS = ['json', 'csv', 'xlsx', 'fhir'] as const
const FORMAT_OF: Readonly<Record<string, (typeof FORMATS)[number]>> = { [CSV]: 'csv', [XLSX]: 'xlsx', [FHIR]: 'fhir' }
const JSON_TYPE = 'application/json'

const MOST_NAME = 200

/** Of every format. */
const filters = {
  ...findingFilters(MOST_NAME),
  rule: z
    .string()
    .max(MOST_NAME)
    .optional()
    .openapi({ description: 'Only what this rule says', example: 'XML1.NGAY_RA.required' }),
}

const route = operation(
  { may: ['sender', 'supervisor', 'assessor', 'operator'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: '/v1/submissions/{id}/findings',
    summary:
      'Every finding of a submission: JSON and FHIR page by page; CSV and Excel whole, errors first (Excel with a summary sheet); each with filters',
    request: {
      params: submissionParams,
      query: pageQuery.extend({
        ...filters,
        format: z.enum(FORMATS).optional().openapi({ description: 'Left out, Accept decides, else JSON' }),
      }),
    },
    responses: {
      200: {
        description:
          'A page of findings; of FHIR one OperationOutcome per page, with Link rel="next". Findings-Final: false while the centre has not finished, then they are the first of the acknowledgement; Findings-Total is the true number.',
        content: {
          'application/json': { schema: findingsPageSchema },
          [FHIR]: { schema: z.record(z.string(), z.unknown()) },
          [CSV]: { schema: z.string() },
          [XLSX]: { schema: z.string().openapi({ format: 'binary' }) },
        },
      },
      ...problems(400, 401, 403, 404, 503),
    },
  },
)

export function findingsRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const receipt = await readableReceipt(c, c.req.valid('param').id)
    const { id, facility } = receipt
    const { after, limit, format = acceptedFormat(c), ...filters } = c.req.valid('query')
    const warehouse = c.get('services').openWarehouse(facility)
    const state = await readSubmission(warehouse, id)
    const final = state?.status === 'verified'
    const findingsTotal = final
      ? (state.findingsTotal ?? 0) + (await countHistoryFindings(warehouse, id))
      : receipt.findingsTotal
    const receivedOn = vietnamIsoDay(receipt.receivedAtMs)
    const pages = final
      ? verifiedFindings(warehouse, { submission: id, receivedOn })
      : acknowledgedFindings(receipt.findings)
    c.header('findings-final', String(final))
    c.header('findings-total', String(findingsTotal))
    if (format === 'csv' || format === 'xlsx') {
      const { numbers, withoutPatients } = await patientNumbers(c, warehouse, { receipt, final })
      const name = `findings-${id}`
      if (format === 'csv') return tableFile(c, format, name, csvStream(findingsTable(pages, numbers, filters)))
      const receivedAt = shownVietnamTime(receipt.receivedAtMs)
      const chosenBy = Object.entries(filters).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))
      const about = { submission: id, facility, receivedAt, findingsTotal, final, withoutPatients, chosenBy }
      return tableFile(c, format, name, xlsxStream(await findingsWorkbook(pages, numbers, about, filters)))
    }
    const { items, next } = pageOf(await pages.page(after, limit + 1, filters), limit, ({ ordinal }) => ordinal)
    if (format === 'fhir') {
      const path = `/v1/submissions/${id}/findings?${queryOf({ format: 'fhir', ...filters, after: next, limit })}`
      if (next !== null) c.header('link', `<${path}>; rel="next"`)
      const outcome = operationOutcomeOf(items.map(({ finding }) => finding))
      return c.body(JSON.stringify(outcome), 200, { 'content-type': FHIR_JSON })
    }
    const findings = items.map(({ finding }) => findingSchema.parse(finding))
    return c.json({ findings, findingsTotal, final, next }, 200)
  })
}

const queryOf = (parameters: Readonly<Record<string, string | number | null | undefined>>): string =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]): [string, string][] => (value ? [[name, String(value)]] : [])),
  ).toString()

const acceptedFormat = (c: Context<AppEnv>): (typeof FORMATS)[number] => {
  const type = accepts(c, { header: 'Accept', supports: [JSON_TYPE, FHIR, CSV, XLSX], default: JSON_TYPE })
  return FORMAT_OF[type] ?? 'json'
}

type Patients = { readonly numbers: PatientNumbers; readonly withoutPatients: string | null }

/** MA_BN identifies a person: only the facility that sent it reads it, and only where it can be unsealed. */
async function patientNumbers(
  c: Context<AppEnv>,
  warehouse: Warehouse,
  { receipt, final }: { receipt: Receipt; final: boolean },
): Promise<Patients> {
  const { vault, store } = c.get('services')
  const { id, facility } = receipt
  const caller = callerOf(c)
  const none = (vi: string, en: string): Patients => ({ numbers: noPatientNumbers, withoutPatients: `${vi}\n${en}` })
  if (caller.role !== 'facility' || caller.facility !== facility) {
    return none(
      'Chỉ cơ sở đã gửi xem được MA_BN. Tra theo MA_LK.',
      'Only the sending facility sees MA_BN. Search by MA_LK.',
    )
  }
  if (vault === null || !opensFiles(store)) {
    return none(
      'Máy chủ biên không giữ khoá mở MA_BN. Tra theo MA_LK.',
      'The edge has no key to unseal MA_BN. Search by MA_LK.',
    )
  }
  if (!final) return none('Có sau khi trung tâm kiểm tra xong.', 'Known once the centre has finished.')
  const known = sentPatientNumbers(warehouse, vault, id)
  const inBytes = async () => numbersInBytes(await readRaw(store, receipt.rawKey), receipt)
  return { numbers: withNumbersInBytes(known, inBytes), withoutPatients: null }
}
