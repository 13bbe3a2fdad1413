/** Rows of a filled sheet → assessments, and what is wrong by cell. Nothing is looked up here. */
import { createHash } from 'node:crypto'
import { columnLetters } from '../../kernel/column-letters.ts'
import type { Text } from '../../kernel/text.ts'
import { MOST_REASON } from '../../kernel/reason.ts'
import { hundredthsOf, lineTables, type Assessed, type Assessment, type LineJudgement } from './assessment.ts'
import { DECISION_WORDS, HEADINGS } from './sheet-columns.ts'
import { sheetProblems, type SheetProblemCode } from './sheet-problems.ts'

/** Cells with something in them, by their column from 1. */
export type SheetRow = {
  readonly number: number
  readonly cells: readonly { readonly column: number; readonly text: string }[]
}

export type SheetProblem = {
  readonly code: SheetProblemCode
  /** From 1; 0: of the sheet as a whole. */
  readonly row: number
  /** `L5`; null: of the row, or the sheet, as a whole. */
  readonly cell: string | null
  readonly message: Text
  readonly remedy: Text
}

/** An assessment, and where its dossier and its lines lie on the sheet, for what is found out later. */
export type SheetAssessment = { readonly item: Assessment; readonly row: number; readonly lineRows: readonly number[] }

export type ReadSheet = {
  readonly assessments: readonly SheetAssessment[]
  readonly problems: readonly SheetProblem[]
  /** Rows without a decision. */
  readonly skipped: number
}

type Role = keyof typeof HEADINGS
const ROLES = Object.keys(HEADINGS).filter((name): name is Role => name in HEADINGS)
type Columns = ReadonlyMap<Role, number>

/** Headings lie within the first rows: somebody may have put a title above them. */
const LAST_HEADING_ROW = 5
/** As the API takes them. */
const MOST_DOSSIERS = 500
const MOST_KEY = 100
const FACILITY = /^\d{2}[0-9A-Z]\d{2}$/
const SUBMISSION = /^[0-9a-f]{32}$/
const AMOUNT = /^\d{1,13}(?:\.\d{1,2})?$/
const STT = /^\d{1,9}$/

/** Without case, accents and doubled blanks, in which people differ. */
const fold = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase().replaceAll(/\s+/g, ' ').trim()

const DECISIONS = new Map(
  (['accepted', 'reduced', 'refused'] as const).flatMap((id) => [
    [id, id] as const,
    [fold(DECISION_WORDS[id]), id] as const,
  ]),
)

/** What a filled sheet says. */
export function readAssessmentSheet(rows: readonly SheetRow[]): ReadSheet {
  const problems: SheetProblem[] = []
  const found = findHeadings(rows)
  if (found === null) return { assessments: [], problems: [problemOf('headings', 0, null)], skipped: 0 }
  const { columns, headingRow } = found
  const add: AddProblem = (code, row, role) => {
    const column = role === null ? undefined : columns.get(role)
    problems.push(problemOf(code, row, column === undefined ? null : `${columnLetters(column)}${row}`))
  }
  const groups = new Map<string, Filled[]>()
  let skipped = 0
  for (const row of rows) {
    if (row.number <= headingRow) continue
    const filled = readRow(row, columns, add)
    if (filled === 'skipped') skipped += 1
    else if (filled !== null) groups.set(filled.key, [...(groups.get(filled.key) ?? []), filled])
  }
  const assessments = [...groups.values()].flatMap((group) => assessmentFrom(group, add) ?? [])
  if (assessments.length > MOST_DOSSIERS) add('too-many', 0, null)
  if (assessments.length === 0 && problems.length === 0) add('nothing', 0, null)
  return { assessments, problems: problems.toSorted((a, b) => a.row - b.row), skipped }
}

/** What is wrong with a row that was found out otherwise. */
export const problemOfRow = (code: SheetProblemCode, row: number): SheetProblem => problemOf(code, row, null)

type AddProblem = (code: SheetProblemCode, row: number, role: Role | null) => void

function problemOf(code: SheetProblemCode, row: number, cell: string | null): SheetProblem {
  return { code, row, cell, ...sheetProblems[code] }
}

function findHeadings(rows: readonly SheetRow[]): { columns: Columns; headingRow: number } | null {
  const roleOf = new Map(ROLES.map((role) => [fold(HEADINGS[role]), role]))
  for (const { number, cells } of rows) {
    if (number > LAST_HEADING_ROW) break
    const columns = new Map<Role, number>()
    for (const { column, text } of cells) {
      const role = roleOf.get(fold(text))
      if (role !== undefined && !columns.has(role)) columns.set(role, column)
    }
    if (columns.size === ROLES.length) return { columns, headingRow: number }
  }
  return null
}

/** A row with a decision. `line` null: of the dossier as a whole. */
type Filled = Assessed & {
  readonly key: string
  readonly row: number
  readonly facility: string
  readonly MA_LK: string
  readonly submission: string
  readonly line: { readonly table: string; readonly STT: number } | null
}

/** null: something is wrong, and was noted. */
function readRow(row: SheetRow, columns: Columns, add: AddProblem): Filled | 'skipped' | null {
  const textOf = (role: Role): string =>
    row.cells
      .find(({ column }) => column === columns.get(role))
      ?.text.normalize('NFC')
      .trim() ?? ''
  const [table, STTText, decisionText] = [textOf('table'), textOf('STT'), textOf('decision')]
  const isEmpty = [table, STTText, decisionText, textOf('amount'), textOf('reasonCode'), textOf('reason')].every(
    (text) => text === '',
  )
  if (isEmpty) return 'skipped'
  const [facility, MA_LK, submission] = [textOf('facility'), textOf('MA_LK'), textOf('submission')]
  let isRight = true
  const must = (holds: boolean, code: SheetProblemCode, role: Role): void => {
    if (holds) return
    isRight = false
    add(code, row.number, role)
  }
  must(FACILITY.test(facility), 'facility', 'facility')
  must(MA_LK !== '' && MA_LK.length <= MOST_KEY, 'MA_LK', 'MA_LK')
  must(SUBMISSION.test(submission), 'submission', 'submission')
  const decision = DECISIONS.get(fold(decisionText))
  must(decision !== undefined, 'decision', 'decision')
  must(table === '' || lineTables.includes(table), 'table', 'table')
  must((table === '') === (STTText === '') && (STTText === '' || STT.test(STTText)), 'STT', 'STT')
  const amount = textOf('amount')
  must(amount === '' || AMOUNT.test(amount), 'amount', 'amount')
  must(decision !== 'reduced' || amount !== '', 'amount-needed', 'amount')
  const reason = { code: textOf('reasonCode'), words: textOf('reason') }
  const needsReason = decision === 'reduced' || decision === 'refused'
  const isPlain = reason.code.length <= MOST_KEY && reason.words.length <= MOST_REASON
  must(!(needsReason || reason.words !== '') || reason.code !== '', 'reason-needed', 'reasonCode')
  must((!(needsReason || reason.code !== '') || reason.words !== '') && isPlain, 'reason-needed', 'reason')
  if (!isRight || decision === undefined) return null
  return {
    key: JSON.stringify([facility, MA_LK, submission]),
    row: row.number,
    facility,
    MA_LK,
    submission,
    line: table === '' ? null : { table, STT: Number(STTText) },
    decision,
    amount: amount === '' ? null : hundredthsOf(amount),
    reason: reason.code === '' ? null : reason,
  }
}

/** The rows of one dossier; null: something is wrong, and was noted. */
function assessmentFrom(group: readonly Filled[], add: AddProblem): SheetAssessment | null {
  const [head, ...doubled] = group.filter(({ line }) => line === null)
  const lines = group.filter(({ line }) => line !== null)
  const [first] = group
  if (first === undefined) return null
  if (head === undefined) {
    add('no-dossier-row', first.row, 'decision')
    return null
  }
  for (const { row } of doubled) add('doubled', row, 'MA_LK')
  const seen = new Set<string>()
  let isRight = doubled.length === 0
  const judged = lines.flatMap(({ line, row, decision, amount, reason }): LineJudgement[] => {
    if (line === null) return []
    const name = `${line.table} ${line.STT}`
    if (seen.has(name)) {
      isRight = false
      add('doubled', row, 'STT')
    }
    seen.add(name)
    return [{ ...line, decision, amount, reason }]
  })
  if (head.decision === 'accepted' && judged.some(({ decision }) => decision !== 'accepted')) {
    isRight = false
    add('decision-of-lines', head.row, 'decision')
  }
  if (!isRight) return null
  const { facility, MA_LK, submission, decision, amount, reason } = head
  const content = { facility, MA_LK, submission, decision, amount, reason, lines: judged }
  return { item: { id: idOf(content), ...content }, row: head.row, lineRows: lines.map(({ row }) => row) }
}

const ID_DIGITS = 40
/** Of the content: the same sheet, sent again, is known. */
const idOf = (content: object): string =>
  `sheet-${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, ID_DIGITS)}`
