/** Findings as sheets and as FHIR, from what was reported of them. */
import { describe, expect, test } from 'vitest'
import type { RenderedFinding } from '../../../src/engine/index.ts'
import { operationOutcomeOf } from '../../../src/centre/results/findings/operation-outcome.ts'
import { acknowledgedFindings } from '../../../src/centre/results/findings/read.ts'
import {
  findingsTable,
  findingsWorkbook,
  noPatientNumbers,
  type PatientNumbers,
} from '../../../src/centre/results/findings/sheets.ts'
import type { OutCell, OutSheet } from '../../../src/province/sheets/sheet.ts'

const finding = (own: Partial<RenderedFinding> = {}): RenderedFinding => ({
  rule: 'XML2.MA_THUOC.required',
  severity: 'error',
  dossier: { index: 1, MA_LK: 'LK1' },
  table: 'XML2',
  row: '3',
  field: 'MA_THUOC',
  line: 12,
  column: 5,
  value: 'A***',
  message: { vi: 'Thiếu mã thuốc', en: 'The drug has no code' },
  remedy: { vi: 'Ghi mã thuốc', en: 'Give the code' },
  source: { document: 'QĐ 3176', place: 'Bảng 2', confidence: 'high' },
  ...own,
})
const ofFile = finding({
  rule: 'dossier.sums.agree',
  table: null,
  row: null,
  field: null,
  line: null,
  column: null,
  dossier: null,
})

const rowsOf = async (sheet: OutSheet | undefined): Promise<(readonly OutCell[])[]> => {
  const all: (readonly OutCell[])[] = []
  if (sheet) for await (const row of sheet.rows) all.push(row)
  return all
}
/** What a row says under each title; coloured cells by their text. */
const named = (sheet: OutSheet | undefined, row: readonly OutCell[] = []): Record<string, unknown> =>
  Object.fromEntries(
    (sheet?.columns ?? []).map(({ title }, at) => {
      const cell = row[at] ?? null
      return [title, typeof cell === 'object' && cell !== null && 'text' in cell ? cell.text : cell]
    }),
  )
const ofFirst: PatientNumbers = () => Promise.resolve(new Map([[1, 'BN-007']]))
const about = {
  submission: 'sub-1',
  facility: '01001',
  receivedAt: '2026-11-30T08:00:00+07:00',
  findingsTotal: 4,
  final: true,
  withoutPatients: null,
  chosenBy: [],
}
const mixed = [
  finding({ severity: 'info', rule: 'b', table: null, dossier: null }),
  finding({ severity: 'warning', rule: 'w', table: 'XML10', dossier: { index: 2, MA_LK: 'LK2' } }),
  finding(),
  finding({ dossier: { index: 2, MA_LK: 'LK2' } }),
]

describe('the table of findings for programs', () => {
  test('has the columns of its contract, in both languages, and the number of the patient behind them', async () => {
    const sheet = findingsTable(acknowledgedFindings([finding()]), ofFirst)
    const [row] = await rowsOf(sheet)
    expect(named(sheet, row)).toEqual({
      ordinal: 1,
      dossier: 1,
      MA_LK: 'LK1',
      rule: 'XML2.MA_THUOC.required',
      severity: 'error',
      table: 'XML2',
      row: '3',
      field: 'MA_THUOC',
      line: 12,
      column: 5,
      value: 'A***',
      'message.vi': 'Thiếu mã thuốc',
      'message.en': 'The drug has no code',
      'remedy.vi': 'Ghi mã thuốc',
      'remedy.en': 'Give the code',
      source: 'QĐ 3176',
      place: 'Bảng 2',
      confidence: 'high',
      MA_BN: 'BN-007',
    })
    expect(Object.keys(named(sheet)).at(-1)).toBe('MA_BN')
  })

  test('has only what it is filtered by, and so has the summary, which says so', async () => {
    const filters = { table: 'XML2', MA_LK: 'LK2' }
    const rows = await rowsOf(findingsTable(acknowledgedFindings(mixed), noPatientNumbers, filters))
    expect(rows.map(([ordinal]) => ordinal)).toEqual([4])
    const chosenBy = ['table=XML2', 'MA_LK=LK2']
    const pages = acknowledgedFindings(mixed)
    const book = await findingsWorkbook(pages, noPatientNumbers, { ...about, chosenBy }, filters)
    const summary = (await rowsOf(book[0])).map((row) => JSON.stringify(row)).join('\n')
    expect(summary).toContain('table=XML2, MA_LK=LK2')
    expect(summary).not.toContain('XML10')
    expect(await rowsOf(book[1])).toHaveLength(1)
  })

  test('has errors first, then warnings, then the rest, each in the order of the file', async () => {
    const rows = await rowsOf(findingsTable(acknowledgedFindings(mixed), noPatientNumbers))
    expect(rows.map(([ordinal]) => ordinal)).toEqual([3, 4, 2, 1])
  })
})

describe('the workbook of findings for a clerk', () => {
  test('begins with who it is about, says what is wrong and how to mend it on the printed page, and in both languages', async () => {
    const [, sheet] = await findingsWorkbook(acknowledgedFindings([finding()]), ofFirst, about)
    const [row] = await rowsOf(sheet)
    const cells = Object.entries(named(sheet, row))
    expect(cells.slice(0, 3)).toEqual([
      ['Mã bệnh nhân / Patient\nMA_BN', 'BN-007'],
      ['Mã lượt KCB / Encounter\nMA_LK', 'LK1'],
      ['Mức / Severity', 'Lỗi / Error'],
    ])
    const printed = cells.slice(0, sheet?.printedColumns).map(([, value]) => value)
    expect(printed).toContain('Thiếu mã thuốc')
    expect(printed).toContain('Ghi mã thuốc')
    expect(cells.map(([, value]) => value)).toEqual(expect.arrayContaining(['The drug has no code', 'Give the code']))
    expect(sheet?.fixedColumns).toBe(2)
  })

  test('prints where in the file it is, and which dossier it is where its MA_LK cannot be read', async () => {
    const places = [
      { dossier: { index: 5, MA_LK: null }, line: 43, column: 12 },
      { dossier: null, line: null, column: null },
    ]
    const broken = acknowledgedFindings(places.map((place) => ({ ...finding(), ...place })))
    const [, sheet] = await findingsWorkbook(broken, noPatientNumbers, about)
    const printed = (await rowsOf(sheet)).map((row) => row.slice(0, sheet?.printedColumns))
    expect(printed[0]).toEqual(expect.arrayContaining(['(hồ sơ thứ 5 / dossier 5)', '43:12']))
    expect(printed[1]).toContain('(cả tệp / whole file)')
  })

  test('has errors first, each in the colour of its severity', async () => {
    const [, sheet] = await findingsWorkbook(acknowledgedFindings(mixed), noPatientNumbers, about)
    const severities = (await rowsOf(sheet)).map((row) => row[2])
    expect(severities).toEqual([
      { text: 'Lỗi / Error', tone: 'error' },
      { text: 'Lỗi / Error', tone: 'error' },
      { text: 'Cảnh báo / Warning', tone: 'warning' },
      { text: 'Thông tin / Info', tone: 'info' },
    ])
  })

  test('has a summary before it: counts by severity, table and rule, and what to do', async () => {
    const [summary] = await findingsWorkbook(acknowledgedFindings(mixed), noPatientNumbers, about)
    const rows = (await rowsOf(summary)).map((row) => Object.values(named(summary, row)))
    const counts = rows.filter((row) => typeof row[5] === 'number').map((row) => row.slice(0, 6))
    expect(counts).toEqual([
      ['Lỗi / Error', null, 2, null, null, 2],
      ['Cảnh báo / Warning', null, null, 1, null, 1],
      ['Thông tin / Info', null, null, null, 1, 0],
      ['Bảng / Table', 'Tệp, hồ sơ / File, dossier', null, null, 1, 0],
      ['Bảng / Table', 'XML2', 2, null, null, 2],
      ['Bảng / Table', 'XML10', null, 1, null, 1],
      ['Lỗi / Error', 'XML2.MA_THUOC.required', 2, null, null, 2],
      ['Cảnh báo / Warning', 'w', null, 1, null, 1],
      ['Thông tin / Info', 'b', null, null, 1, 0],
    ])
    expect(rows.find((row) => row[1] === 'XML2.MA_THUOC.required')?.slice(6)).toEqual([
      'Thiếu mã thuốc',
      'Ghi mã thuốc',
    ])
    expect(rows.filter((row) => String(row[7]).includes('gửi lại'))).toHaveLength(2)
  })

  test('says that the centre has not finished, and why there is no MA_BN', async () => {
    const unfinished = { ...about, final: false, withoutPatients: 'Tra theo MA_LK.' }
    const [summary] = await findingsWorkbook(acknowledgedFindings([]), noPatientNumbers, unfinished)
    const text = JSON.stringify(await rowsOf(summary))
    expect(text).toContain('chưa kiểm tra xong')
    expect(text).toContain('Tra theo MA_LK.')
  })
})

describe('an OperationOutcome', () => {
  test('shows severity, kind, place and both languages', () => {
    expect(operationOutcomeOf([finding()])).toEqual({
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'error',
          code: 'required',
          details: {
            coding: [{ system: 'urn:bhyt-edge:rule', code: 'XML2.MA_THUOC.required' }],
            text: 'Thiếu mã thuốc',
            _text: {
              extension: [
                {
                  url: 'http://hl7.org/fhir/StructureDefinition/translation',
                  extension: [
                    { url: 'lang', valueCode: 'en' },
                    { url: 'content', valueString: 'The drug has no code' },
                  ],
                },
              ],
            },
          },
          diagnostics: 'Ghi mã thuốc | Give the code | QĐ 3176, Bảng 2 (high) | value: A***',
          location: ['Line[12] Col[5]'],
          expression: ["HOSO[1].XML2[STT='3'].MA_THUOC"],
        },
      ],
    })
  })

  test('has no place where a finding has none, and no empty list', () => {
    const [issue] = operationOutcomeOf([{ ...ofFile, severity: 'info', value: null }]).issue
    expect(issue).toMatchObject({ severity: 'information', code: 'business-rule' })
    expect(issue).not.toHaveProperty('expression')
    expect(issue).not.toHaveProperty('location')
  })

  test('of nothing says so, as the resource must have an issue', () => {
    expect(operationOutcomeOf([]).issue).toMatchObject([{ severity: 'information', code: 'informational' }])
  })
})
