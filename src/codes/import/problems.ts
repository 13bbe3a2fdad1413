import { fillText, type TextParams } from '../../kernel/text.ts'
import { columnLetters } from '../../kernel/column-letters.ts'
import { referenceOf } from '../spreadsheet/cell.ts'
import type { ImportProblem } from './imported-row.ts'
import { explanations, type ProblemText } from './explanations.ts'

export type ProblemCode = keyof typeof explanations

/** More would fill memory and help nobody: a column of a large list gone wrong has 21,000. */
export const MAX_PROBLEMS = 30_000
const LONGEST_VALUE = 60

export type SheetPlace = { readonly sheet: string; readonly row?: number; readonly column?: number }

/** Collects what is wrong, in the order it is met. */
export type Problems = {
  readonly add: (code: ProblemCode, place: SheetPlace, value?: string, params?: TextParams) => void
  readonly list: () => ImportProblem[]
}

export function createProblems(): Problems {
  const list: ImportProblem[] = []
  return {
    add: (code, { sheet, row = 0, column }, value = '', params = {}) => {
      if (list.length > MAX_PROBLEMS) return
      const isCut = list.length === MAX_PROBLEMS
      const name = isCut ? 'problems-cut' : code
      const { severity, message, remedy }: ProblemText = explanations[name]
      const shown = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value
      const filling = { ...params, sheet, value: shown, limit: MAX_PROBLEMS }
      list.push({
        severity,
        code: name,
        sheet,
        row,
        column: column === undefined ? null : columnLetters(column),
        cell: column === undefined || row === 0 ? null : referenceOf(row, column),
        value: shown,
        message: fillText(message, filling),
        remedy: fillText(remedy, filling),
      })
    },
    list: () => list,
  }
}

/** Row numbers that a message lists before it ends in an ellipsis. */
const LISTED_ROWS = 20

/** One problem that stands for several rows of a sheet, if there are any. */
export function addRows(
  code: 'rows-without-code' | 'rows-hidden',
  sheet: string,
  rows: readonly number[],
  problems: Problems,
): void {
  const [first] = rows
  if (first === undefined) return
  const listed = rows.slice(0, LISTED_ROWS).join(', ') + (rows.length > LISTED_ROWS ? ', …' : '')
  problems.add(code, { sheet, row: first }, '', { count: rows.length, rows: listed })
}

/** Says which columns of a sheet Excel hides, if it hides any. */
export function addHiddenColumns(
  sheet: string,
  ranges: readonly { readonly from: number; readonly to: number }[],
  problems: Problems,
): void {
  if (ranges.length === 0) return
  const columns = ranges.map(({ from, to }) => [...new Set([from, to])].map(columnLetters).join('–')).join(', ')
  problems.add('columns-hidden', { sheet }, '', { columns })
}
