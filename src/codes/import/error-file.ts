import type { ImportProblem } from './imported-row.ts'

const COLUMNS = 'sheet,row,column,cell,severity,code,message_vi,remedy_vi,message_en,remedy_en'

/**
 * The problems as CSV (UTF-8 with its mark, so that Excel shows Vietnamese; CRLF), one line each, in the order in which they were met.
 */
export function errorFileOf(problems: readonly ImportProblem[]): string {
  const lines = problems.map(({ sheet, row, column, cell, severity, code, message, remedy }) =>
    [sheet, row, column, cell, severity, code, message.vi, remedy.vi, message.en, remedy.en].map(quote).join(','),
  )
  return `\uFEFF${[COLUMNS, ...lines].join('\r\n')}\r\n`
}

/** Whatever a program would take for a formula gets an apostrophe before it: values come out of somebody's file. */
function quote(value: string | number | null): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
