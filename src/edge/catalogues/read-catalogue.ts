import { SaxesParser } from 'saxes'
import { isIsoDay } from '../../kernel/vietnam-time.ts'
import { Refusal } from '../refusals.ts'
import { CATALOGUES, type CatalogueField, type CatalogueForm } from './forms.ts'

/** What is wrong in a row, in words of a clerk. */
export type PaperProblem = {
  /** STT, else the number of the row. */
  readonly row: string
  readonly field: string
  readonly level: 'error' | 'warning'
  readonly vi: string
}
export type PaperContents = {
  readonly rows: number
  readonly errors: number
  readonly warnings: number
  /** The first ones. */
  readonly problems: readonly PaperProblem[]
}

const NAMED_PROBLEMS = 50
/** A large hospital has 20,000 drugs and supplies; past this, keys are no longer compared. */
const MOST_KEYS = 100_000
/** The longest field that the annex limits has 1,024 characters. */
const MOST_TEXT = 64 * 1024
/** HSDANHMUC, list, row, field, and the radio-drugs of a service within. */
const ROW_DEPTH = { withRoot: 3, withoutRoot: 2 }
const ROOT = 'HSDANHMUC'

export type CatalogueReader = { readonly push: (bytes: Uint8Array) => void; readonly end: () => PaperContents }

/**
 * Reads a catalogue while it arrives, row by row. Throws xml-malformed, xml-missing, root-unknown, doctype-forbidden, utf8-invalid, and
 * facility-mismatch where a row is of another facility.
 */
export function createCatalogueReader(form: CatalogueForm, facility: string): CatalogueReader {
  const { list, row: rowName, key, fields } = CATALOGUES[form]
  const known = new Map(fields.map((field) => [field[0], field]))
  const report = createReport()
  const keys = new Set<string>()
  const path: string[] = []
  let row: Map<string, string> | null = null
  let text = ''
  let rows = 0

  const rowDepth = (): number => (path[0] === ROOT ? ROW_DEPTH.withRoot : ROW_DEPTH.withoutRoot)
  const closeRow = (values: Map<string, string>): void => {
    rows += 1
    const label = values.get('STT') || String(rows)
    if (values.get('MA_CSKCB') !== undefined && values.get('MA_CSKCB') !== facility)
      throw new Refusal('facility-mismatch')
    for (const field of fields)
      checkField(field, values.get(field[0]) ?? '', (level, vi) => report.add(label, field[0], level, vi))
    for (const name of values.keys())
      if (!known.has(name)) report.add(label, name, 'warning', `${name} không có trong mẫu ${form}`)
    const [from = '', to = ''] = [values.get('TU_NGAY'), values.get('DEN_NGAY')]
    if (to !== '' && to < from) report.add(label, 'DEN_NGAY', 'error', 'DEN_NGAY trước TU_NGAY')
    const own = key.map((name) => values.get(name) ?? '').join('\n')
    if (keys.has(own)) report.add(label, key[0] ?? '', 'error', `trùng khoá với dòng trước (${key.join(', ')})`)
    else if (keys.size < MOST_KEYS) keys.add(own)
  }

  const parser = createParser({
    open(name) {
      path.push(name)
      if (path.length === 1 && name !== ROOT && name !== list)
        throw new Refusal('root-unknown', { root: shownName(name) })
      if (name === rowName && path.length === rowDepth()) row = new Map()
      text = ''
    },
    text(characters) {
      if (row !== null && text.length + characters.length <= MOST_TEXT) text += characters
    },
    close(name) {
      if (row !== null && path.length === rowDepth() + 1 && name !== 'DS_THUOCPX') row.set(name, text.trim())
      if (row !== null && path.length === rowDepth()) {
        closeRow(row)
        row = null
      }
      path.pop()
      text = ''
    },
  })
  return {
    push: parser.push,
    end() {
      parser.end()
      if (rows === 0) report.add('', rowName, 'error', `tệp không có dòng ${rowName} nào`)
      return { rows, ...report.all() }
    },
  }
}

const shownName = (name: string): string => name.replaceAll(/[^\w.-]/g, '?').slice(0, 40)

function createReport() {
  const problems: PaperProblem[] = []
  const counts = { errors: 0, warnings: 0 }
  return {
    add(row: string, field: string, level: PaperProblem['level'], vi: string): void {
      counts[level === 'error' ? 'errors' : 'warnings'] += 1
      if (problems.length < NAMED_PROBLEMS) problems.push({ row, field, level, vi })
    },
    all: () => ({ ...counts, problems }),
  }
}

function checkField(
  [name, type, most, need]: CatalogueField,
  value: string,
  report: (level: PaperProblem['level'], vi: string) => void,
): void {
  if (value === '') {
    if (need === 'refused') report('error', `${name} để trống`)
    else if (need === 'asked') report('warning', `${name} để trống`)
    return
  }
  if (most !== null && [...value].length > most) report('error', `${name} dài hơn ${most} ký tự`)
  if (type === 'number' && !/^-?\d+(?:\.\d+)?$/.test(value))
    report('error', `${name} không phải số (dấu thập phân là dấu chấm)`)
  if (type === 'date' && !isDay(value)) report('error', `${name} không phải ngày có thật dạng yyyymmdd`)
}

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? []
  return isIsoDay(`${year}-${month}-${day}`)
}

type Events = { open: (name: string) => void; text: (characters: string) => void; close: (name: string) => void }

/** Strict XML in UTF-8. What a handler throws flies; what the parser finds is refused with its place. */
function createParser({ open, text, close }: Events): { push: (bytes: Uint8Array) => void; end: () => void } {
  const parser = new SaxesParser()
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  let hasBegun = false
  parser.on('error', () => {
    if (!hasBegun) throw new Refusal('xml-missing')
    const reason = { vi: 'thẻ hoặc ký tự không hợp lệ', en: 'a tag or character is not valid' }
    throw new Refusal('xml-malformed', { reason }, { line: parser.line, column: parser.column })
  })
  parser.on('doctype', () => {
    throw new Refusal('doctype-forbidden')
  })
  parser.on('opentag', ({ name }) => {
    hasBegun = true
    open(name)
  })
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('closetag', ({ name }) => {
    close(name)
  })
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch (cause) {
      throw new Refusal('utf8-invalid', {}, undefined, { cause })
    }
  }
  return {
    push(bytes) {
      parser.write(decoded(bytes))
    },
    end() {
      parser.write(decoded()).close()
    },
  }
}
