import { describe, expect, test } from 'vitest'
import { readAssessmentSheet, type SheetRow } from '../../../src/centre/assessments/read-sheet.ts'
import { HEADINGS } from '../../../src/centre/assessments/sheet-columns.ts'

const SUBMISSION = 'a'.repeat(32)
const HEADS = Object.values(HEADINGS)
const KEY = ['01001', 'LK1', SUBMISSION]

const rowOf = (number: number, texts: readonly string[]): SheetRow => ({
  number,
  cells: texts.flatMap((text, at) => (text === '' ? [] : [{ column: at + 1, text }])),
})
const read = (...rows: readonly (readonly string[])[]) =>
  readAssessmentSheet([rowOf(1, HEADS), ...rows.map((texts, at) => rowOf(at + 2, texts))])
const wrong = (...rows: readonly (readonly string[])[]): string[] =>
  read(...rows).problems.map(({ code, cell }) => `${cell} ${code}`)

describe('a filled sheet of assessments', () => {
  test('is read by its headings: dossiers, their lines, what was left empty', () => {
    const { assessments, problems, skipped } = read(
      [...KEY, '', '', 'Giảm', '12500.5', 'G1', 'Vượt định mức'],
      [...KEY, 'XML2', '3', 'từ  chối', '', 'G2', 'Không có chỉ định'],
      ['01001', 'LK2', SUBMISSION],
      ['01001', 'LK3', SUBMISSION, '', '', 'CHẤP NHẬN'],
    )
    expect(problems).toEqual([])
    expect(skipped).toBe(1)
    expect(assessments.map(({ item: { id, ...item } }) => item)).toEqual([
      {
        facility: '01001',
        MA_LK: 'LK1',
        submission: SUBMISSION,
        decision: 'reduced',
        amount: 1_250_050,
        reason: { code: 'G1', words: 'Vượt định mức' },
        lines: [
          {
            table: 'XML2',
            STT: 3,
            decision: 'refused',
            amount: null,
            reason: { code: 'G2', words: 'Không có chỉ định' },
          },
        ],
      },
      expect.objectContaining({ MA_LK: 'LK3', decision: 'accepted', amount: null, reason: null, lines: [] }),
    ])
  })

  test('gives the same content the same id, and other content another', () => {
    const idOf = (reason: string) =>
      read([...KEY, '', '', 'refused', '', 'G', reason]).assessments.map(({ item }) => item.id)
    expect(idOf('Lý do thứ nhất')).toEqual(idOf('Lý do thứ nhất'))
    expect(idOf('Lý do thứ nhất')).not.toEqual(idOf('Lý do khác'))
  })

  test.each([
    ['an unknown decision', [[...KEY, '', '', 'được']], ['F2 decision']],
    ['a leading zero that Excel took', [['1001', 'LK1', SUBMISSION, '', '', 'giảm', '5', 'A', 'B']], ['A2 facility']],
    ['an amount with words', [[...KEY, '', '', 'giảm', '12.500.000 đ', 'A', 'B']], ['G2 amount']],
    ['reduced without an amount', [[...KEY, '', '', 'giảm', '', 'A', 'B']], ['G2 amount-needed']],
    ['refused without a reason', [[...KEY, '', '', 'từ chối']], ['H2 reason-needed', 'I2 reason-needed']],
    ['a table without STT', [[...KEY, 'XML2', '', 'chấp nhận']], ['E2 STT']],
    ['a table without lines', [[...KEY, 'XML7', '1', 'chấp nhận']], ['D2 table']],
    ['a line without its dossier', [[...KEY, 'XML2', '1', 'chấp nhận']], ['F2 no-dossier-row']],
    [
      'an accepted dossier with a refused line',
      [
        [...KEY, '', '', 'chấp nhận'],
        [...KEY, 'XML2', '1', 'từ chối', '', 'A', 'B'],
      ],
      ['F2 decision-of-lines'],
    ],
    [
      'a dossier on two rows',
      [
        [...KEY, '', '', 'chấp nhận'],
        [...KEY, '', '', 'chấp nhận'],
      ],
      ['B3 doubled'],
    ],
    ['nothing filled in', [[...KEY]], ['null nothing']],
  ])('names the cell of %s', (_, rows, expected) => {
    expect(wrong(...rows)).toEqual(expected)
    expect(read(...rows).assessments).toEqual([])
  })

  test('without its headings says which are missing', () => {
    const { problems } = readAssessmentSheet([rowOf(1, ['MA_LK', 'Quyết định'])])
    expect(problems).toMatchObject([{ code: 'headings', row: 0, cell: null }])
  })
})
