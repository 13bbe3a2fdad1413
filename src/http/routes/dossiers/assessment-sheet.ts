/** A filled sheet that comes back: all assessments on it or none, problems by cell. */
import { type OpenAPIHono } from '@hono/zod-openapi'
import {
  problemOfRow,
  readAssessmentSheet,
  type SheetAssessment,
  type SheetProblem,
} from '../../../centre/assessments/read-sheet.ts'
import { recordAssessments, type Recorded } from '../../../centre/assessments/record.ts'
import { shownNumber, type Row } from '../../../codes/spreadsheet/cell.ts'
import { openSpreadsheet } from '../../../codes/spreadsheet/open-spreadsheet.ts'
import { provinceOf } from '../../../edge/identity/caller.ts'
import { available } from '../../../store/warehouse/read.ts'
import { vaultOf } from '../../callers.ts'
import { operation } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import { json } from '../../route-parts.ts'
import type { AppEnv } from '../../services.ts'
import { CSV, XLSX } from '../../table-files.ts'
import { wholeBody } from '../../whole-body.ts'
import { problems } from '../service/problems.ts'
import { bhxhOf } from './readable-facility.ts'
import { sheetSchema } from './work-schemas.ts'

/** A filled sheet of 500 dossiers with some lines has about 100 kB. */
const MOST_SHEET_BYTES = 8 * 1024 * 1024
const file = { schema: { type: 'string' as const, format: 'binary' } }

const taking = operation(
  { may: ['assessor'], within: 'all', isConfirmed: true, body: 'streamed' },
  {
    method: 'post',
    path: '/v1/assessments/sheets',
    summary: 'Take a filled sheet: all assessments on it or none, problems by cell (BHXH)',
    request: { body: { required: true, content: { [XLSX]: file, [CSV]: file, 'application/octet-stream': file } } },
    responses: {
      201: json(sheetSchema, 'Recorded'),
      200: json(sheetSchema, 'Nothing was written: the sheet has problems, or all of it was known already'),
      ...problems(400, 401, 403, 409, 413, 415, 421, 422, 503),
    },
  },
)

export function assessmentSheetRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(taking, async (c) => {
    const { account } = bhxhOf(c)
    const bytes = await wholeBody(c.req.raw, MOST_SHEET_BYTES)
    const { assessments, problems: wrong, skipped } = readAssessmentSheet(rowsOf(bytes))
    const items = assessments.map(({ item }) => item)
    const [first] = items
    if (wrong.length > 0 || first === undefined) return c.json(answerOf(skipped, wrong, []), 200)
    const province = provinceOf(first.facility)
    if (items.some(({ facility }) => provinceOf(facility) !== province)) throw new Refusal('assessment-provinces')
    const { openWarehouse, now } = c.get('services')
    const stored = { warehouse: openWarehouse(first.facility), vault: vaultOf(c) }
    try {
      const recorded = await available(() => recordAssessments(stored, account, items, now()))
      return c.json(answerOf(skipped, [], recorded), recorded.some(({ isNew }) => isNew) ? 201 : 200)
    } catch (error) {
      const rows = unmatchedRows(error, assessments)
      if (rows === null) throw error
      const unmatched = rows.map((row) => problemOfRow('unmatched', row))
      return c.json(answerOf(skipped, unmatched, []), 200)
    }
  })
}

/** More are not shown; they are counted. */
const SHOWN_PROBLEMS = 1000

/** Rows of the first sheet as they are compared: numbers as they are shown. */
function rowsOf(bytes: Uint8Array): readonly Row[] {
  const rows: Row[] = []
  const [sheet] = openSpreadsheet(bytes).sheets
  sheet?.read(({ number, cells }) => {
    const shown = cells.map((cell) => (cell.kind === 'number' ? { ...cell, text: shownNumber(cell.text) } : cell))
    rows.push({ number, cells: shown })
  })
  return rows
}

const PLACE = /^assessments\[(\d+)\](?:\.lines\[(\d+)\])?$/

/** The rows of what matches nothing that was accepted; null for another error. */
function unmatchedRows(error: unknown, assessments: readonly SheetAssessment[]): number[] | null {
  if (!(error instanceof Refusal) || error.code !== 'assessment-unmatched') return null
  return (error.members.places ?? []).flatMap((place) => {
    const [, at = '', line] = PLACE.exec(place) ?? []
    const found = assessments[Number(at)]
    if (found === undefined) return []
    return [line === undefined ? found.row : (found.lineRows[Number(line)] ?? found.row)]
  })
}

function answerOf(skipped: number, found: readonly SheetProblem[], recorded: readonly Recorded[]) {
  const fresh = recorded.filter(({ isNew }) => isNew).length
  return {
    recorded: fresh,
    known: recorded.length - fresh,
    skipped,
    errors: found.length,
    problems: found.slice(0, SHOWN_PROBLEMS).map((each) => ({ ...each })),
  }
}
