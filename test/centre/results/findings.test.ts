/** Findings as sheets and as FHIR, from what was told of them. */
import { describe, expect, test } from 'vitest'
import type { RenderedFinding } from '../../../src/engine/index.ts'
import { FINDING_COLUMNS } from '../../../src/centre/results/findings/columns.ts'
import { operationOutcomeOf } from '../../../src/centre/results/findings/operation-outcome.ts'
import { acknowledgedFindings } from '../../../src/centre/results/findings/read.ts'
import { findingsSheet, findingsSheets } from '../../../src/centre/results/findings/sheets.ts'
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

const rowsOf = async ({ rows }: OutSheet): Promise<(readonly OutCell[])[]> => {
  const all: (readonly OutCell[])[] = []
  for await (const row of rows) all.push(row)
  return all
}

describe('sheets', () => {
  test('have a cell for every column, in both languages, and the value as it was told', async () => {
    const [row = []] = await rowsOf(findingsSheet(acknowledgedFindings([finding()])))
    expect(Object.fromEntries(FINDING_COLUMNS.map((name, at) => [name, row[at]]))).toEqual({
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
    })
  })

  test('are one per table, XML2 before XML10, and together hold every finding once', async () => {
    const told = ['XML10', 'XML2', null, 'XML10'].map((table) => finding({ table }))
    const seen: [string, OutCell[]][] = []
    for await (const sheet of findingsSheets(acknowledgedFindings(told)))
      seen.push([sheet.name, (await rowsOf(sheet)).map(([ordinal = null]) => ordinal)])
    expect(seen).toEqual([
      ['Tệp', [3]],
      ['XML2', [2]],
      ['XML10', [1, 4]],
    ])
  })

  test('are one without rows where nothing was found: a workbook needs one', async () => {
    const names: string[] = []
    for await (const { name } of findingsSheets(acknowledgedFindings([]))) names.push(name)
    expect(names).toHaveLength(1)
  })
})

describe('an OperationOutcome', () => {
  test('tells severity, kind, place and both languages', () => {
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
