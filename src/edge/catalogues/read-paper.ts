import { SaxesParser } from 'saxes'
import { isDatetime, parseDecimal, toScale } from '../../engine/index.ts'
import { isIsoDay } from '../../kernel/vietnam-time.ts'
import { Refusal } from '../refusals.ts'
import type { FormField, FormPart, PaperForm } from './form.ts'
import { CATALOGUES, CATALOGUE_FORMS, type CatalogueForm } from './forms.ts'
import { SETTLEMENTS, type SettlementForm } from './settlement-forms.ts'

/** What is wrong in a row, or in a part of the file, in words of a clerk. */
export type PaperProblem = {
  /** STT, else the number of the row; '' where it is no matter of a row. */
  readonly row: string
  readonly field: string
  readonly level: 'error' | 'warning'
  /** What kind of demand it breaks, by which the code of the answer goes. */
  readonly kind: ProblemKind
  readonly vi: string
}
export type ProblemKind = 'format' | 'date' | 'content'
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

export type PaperReader = { readonly push: (bytes: Uint8Array) => void; readonly end: () => PaperContents }
/** Papers whose contents are compared with their form. */
export type ReadForm = CatalogueForm | SettlementForm

const isCatalogue = (form: ReadForm): form is CatalogueForm => CATALOGUE_FORMS.some((each) => each === form)
const ROOT = 'HSDANHMUC'

function formOf(form: ReadForm): PaperForm {
  if (!isCatalogue(form)) return SETTLEMENTS[form]
  const { list, row, key, fields } = CATALOGUES[form]
  const paths = [`${ROOT}/${list}/${row}`, `${list}/${row}`]
  // Of a service the radio-drugs within.
  const part = {
    paths,
    fields,
    key,
    count: 'some',
    isRow: true,
    equations: [],
    allowed: {},
    unread: 'DS_THUOCPX',
  } as const
  return { roots: [ROOT, list], parts: [part] }
}

/**
 * Reads a paper while it arrives, element by element. Throws xml-malformed, xml-missing, root-unknown, doctype-forbidden, utf8-invalid, and
 * facility-mismatch where a part is of another facility.
 */
export function createPaperReader(name: ReadForm, facility: string): PaperReader {
  const { roots, parts } = formOf(name)
  const byPath = new Map(parts.flatMap((part) => part.paths.map((path) => [path, part] as const)))
  const report = createReport()
  const checks = new Map(parts.map((part) => [part, createPartCheck(part, name, report)]))
  const path: string[] = []
  let open: { part: FormPart; depth: number; values: Map<string, string> } | null = null
  let text = ''

  const closePart = ({ part, values }: { part: FormPart; values: Map<string, string> }): void => {
    if (values.get('MA_CSKCB') !== undefined && values.get('MA_CSKCB') !== facility)
      throw new Refusal('facility-mismatch')
    checks.get(part)?.take(values)
  }
  const parser = createParser({
    open(element) {
      path.push(element)
      if (path.length === 1 && !roots.includes(element)) throw new Refusal('root-unknown', { root: shownName(element) })
      const part = open === null ? byPath.get(path.join('/')) : undefined
      if (part) open = { part, depth: path.length, values: new Map() }
      text = ''
    },
    text(characters) {
      if (open !== null && text.length + characters.length <= MOST_TEXT) text += characters
    },
    close(element) {
      if (open !== null && path.length === open.depth + 1 && element !== open.part.unread)
        open.values.set(element, text.trim())
      if (open !== null && path.length === open.depth) {
        closePart(open)
        open = null
      }
      path.pop()
      text = ''
    },
  })
  return {
    push: parser.push,
    end() {
      parser.end()
      const rows = [...checks.values()].reduce((sum, check) => sum + check.end(), 0)
      return { rows, ...report.all() }
    },
  }
}

/** Checks the elements of one part; `end` returns how many of them were rows. */
function createPartCheck(part: FormPart, form: ReadForm, report: Report) {
  const { fields, key, equations, allowed, count, isRow, paths } = part
  const element = paths[0]?.split('/').at(-1) ?? ''
  const known = new Set(fields.map(([name]) => name))
  const keys = new Set<string>()
  let found = 0
  return {
    take(values: ReadonlyMap<string, string>): void {
      found += 1
      const row = values.get('STT') || (isRow ? String(found) : '')
      const add = (field: string, level: PaperProblem['level'], kind: ProblemKind, vi: string): void => {
        report.add({ row, field, level, kind, vi })
      }
      for (const field of fields)
        checkField(field, values.get(field[0]) ?? '', (...problem) => add(field[0], ...problem))
      for (const [name, codes] of Object.entries(allowed)) {
        const value = values.get(name) ?? ''
        if (value !== '' && !codes.includes(value))
          add(name, 'error', 'content', `${name} phải là ${codes.join(' hoặc ')}`)
      }
      for (const name of values.keys())
        if (!known.has(name)) add(name, 'warning', 'format', `${name} không có trong mẫu ${form}`)
      const [from = '', to = ''] = [values.get('TU_NGAY'), values.get('DEN_NGAY')]
      if (to !== '' && to < from) add('DEN_NGAY', 'error', 'content', 'DEN_NGAY trước TU_NGAY')
      for (const [sum, ...terms] of equations)
        if (!isSum(values, sum, terms)) add(sum, 'warning', 'content', `${sum} khác tổng ${terms.join(' + ')}`)
      if (key.length === 0) return
      const own = key.map((name) => values.get(name) ?? '').join('\n')
      if (keys.has(own)) add(key[0] ?? '', 'error', 'content', `trùng khoá với dòng trước (${key.join(', ')})`)
      else if (keys.size < MOST_KEYS) keys.add(own)
    },
    end(): number {
      const at = { row: '', field: element, level: 'error', kind: 'format' } as const
      if (count !== 'any' && found === 0)
        report.add({ ...at, vi: `tệp không có ${isRow ? 'dòng' : 'phần'} ${element} nào` })
      if (count === 'one' && found > 1) report.add({ ...at, vi: `tệp có ${found} phần ${element}, chỉ được một` })
      return isRow ? found : 0
    },
  }
}

const SCALE = 2
/** Whether amounts agree; one that is no number is another problem. */
function isSum(values: ReadonlyMap<string, string>, sum: string, terms: readonly string[]): boolean {
  const amounts = [sum, ...terms].map((name) => parseDecimal(values.get(name) || '0'))
  if (amounts.some((amount) => amount === null)) return true
  const [whole = 0n, ...others] = amounts.map((amount) => BigInt(amount ? toScale(amount, SCALE).units : 0))
  return whole === others.reduce((all, each) => all + each, 0n)
}

const shownName = (name: string): string => name.replaceAll(/[^\w.-]/g, '?').slice(0, 40)

type Report = ReturnType<typeof createReport>

function createReport() {
  const problems: PaperProblem[] = []
  const counts = { errors: 0, warnings: 0 }
  return {
    add(problem: PaperProblem): void {
      counts[problem.level === 'error' ? 'errors' : 'warnings'] += 1
      if (problems.length < NAMED_PROBLEMS) problems.push(problem)
    },
    all: () => ({ ...counts, problems }),
  }
}

function checkField(
  [name, type, most, need]: FormField,
  value: string,
  report: (level: PaperProblem['level'], kind: ProblemKind, vi: string) => void,
): void {
  if (value === '') {
    if (need !== 'free') report(need === 'refused' ? 'error' : 'warning', 'format', `${name} để trống`)
    return
  }
  if (most !== null && [...value].length > most) report('error', 'format', `${name} dài hơn ${most} ký tự`)
  switch (type) {
    case 'number':
      if (!/^-?\d+(?:\.\d+)?$/.test(value))
        report('error', 'format', `${name} không phải số (dấu thập phân là dấu chấm)`)
      return
    case 'date':
      if (!isDay(value)) report('error', 'date', `${name} không phải ngày có thật dạng yyyymmdd`)
      return
    case 'moment':
      if (!isDatetime(value)) report('error', 'date', `${name} không phải thời điểm có thật dạng yyyymmddHHMM`)
      return
    case 'month':
      if (!isDay(`${value}01`)) report('error', 'date', `${name} không phải tháng có thật dạng yyyymm`)
      return
    case 'text':
  }
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
