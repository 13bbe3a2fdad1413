import type { Cell, Row } from '../spreadsheet/cell.ts'
import type { Sheet } from '../spreadsheet/open-spreadsheet.ts'
import { normaliseHeading, type Headings } from './headings.ts'
import type { ImportedRow } from './imported-row.ts'
import type { CodeForm } from './layout.ts'
import type { Assumed } from './numeric-codes.ts'
import { addRows, type Problems } from './problems.ts'
import { cleanText, readCode, readCodes, readDay, readText } from './read-cell.ts'

/** `I`, `A.`, `1.2`: what precedes a group's title. */
const NUMBERING = /^(?:[IVXLC]+|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*)[.)]?$/
const GROUP_TITLE = /^(?:chương|nhóm|phần|mục|phụ lục|(?:[IVXLC]+|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*)[.)] )/iu

/** The cells of a row by column. */
type Cells = readonly (Cell | undefined)[]

type Reporting = { readonly problems: Problems; readonly sheet: string; readonly assumed: Assumed }

/** Gives the rows of a sheet below its headings that state a code; whatever is wrong is reported. `count` hears every row that is read. */
export function readSheet(
  sheet: Sheet,
  headings: Headings,
  form: CodeForm,
  problems: Problems,
  take: (row: ImportedRow) => void,
  { count, assumed }: { readonly count: () => void; readonly assumed: Assumed },
): void {
  const reporting = { problems, sheet: sheet.name, assumed }
  const passed: number[] = []
  const hidden: number[] = []
  let group = ''
  let begun = false
  sheet.read((row) => {
    count()
    if (row.hidden) hidden.push(row.number)
    if (row.number <= headings.row || isNumbering(row) || repeatsHeading(row, headings)) return
    const cells = byColumn(row)
    if (headings.layout.matrix !== undefined) {
      readMatrixRow(row, cells, headings, form, reporting, take)
      return
    }
    const kind = kindOf(row, cells, headings)
    // Where no headings separate them, titles of the document come before the first code.
    if (kind === 'group' && (begun || headings.row > 0)) group = groupTitle(row)
    if ((kind === 'group' || kind === 'other') && begun && !headings.layout.sparse) passed.push(row.number)
    if (kind !== 'code') {
      if (kind === 'half')
        problems.add('code-missing', { ...reporting, row: row.number, column: headings.columns.get('code') ?? 1 })
      return
    }
    begun = true
    const read = readRow(row, cells, headings, form, reporting, group)
    if (read) take(read)
  })
  addRows('rows-without-code', sheet.name, passed, problems)
  addRows('rows-hidden', sheet.name, hidden, problems)
}

function byColumn(row: Row): Cells {
  const cells: (Cell | undefined)[] = []
  for (const cell of row.cells) if (isFilled(cell)) cells[cell.column] = cell
  return cells
}

const isFilled = ({ kind, text }: Cell): boolean => kind !== 'text' || text.trim() !== ''

/** `1 2 3 …` or `(1) (2) (3) …` below the headings. */
const isNumbering = ({ cells }: Row): boolean =>
  cells.length >= 3 && cells.every(({ text }, index) => text.replaceAll(/[()\s]/g, '') === String(index + 1))

/** Headings come again on every page of some annexes. */
function repeatsHeading({ cells }: Row, { columns, texts }: Headings): boolean {
  const code = columns.get('code') ?? columns.get('name')
  const cell = cells.find(({ column }) => column === code)
  if (cell?.kind !== 'text') return false
  return cleanText(cell.text) === texts.get(cell.column)
}

/** `code`: it states one · `group`: a title above codes · `half`: a name whose code is missing · `other`: neither. */
function kindOf(row: Row, cells: Cells, { columns, layout }: Headings): 'code' | 'group' | 'half' | 'other' {
  const codeColumn = columns.get('code') ?? 0
  const nameColumn = columns.get('name') ?? 0
  if (cells[codeColumn] && cells[nameColumn]) return 'code'
  const filled = row.cells.filter(isFilled)
  const titles = filled.filter(({ text }) => !NUMBERING.test(text.trim()))
  const isAlone = titles.length === 1 && filled.length - titles.length <= 1 && titles[0]?.kind === 'text'
  if (cells[codeColumn]) {
    // A title that is merged over the row begins in its first column.
    const title = filled.length === 1 && isAlone ? cleanText(titles[0]?.text ?? '') : ''
    return title.includes(' ') && GROUP_TITLE.test(title) ? 'group' : 'code'
  }
  if (!cells[nameColumn]) return isAlone ? 'group' : 'other'
  if (layout.sparse) return 'half'
  return isAlone && isTitleLike(filled) ? 'group' : 'half'
}

/** A name alone may be a group's title or a row whose code was forgotten; only what looks like a title is taken for one. */
function isTitleLike(filled: readonly Cell[]): boolean {
  const texts = filled.map(({ text }) => cleanText(text))
  const title = texts.at(-1) ?? ''
  const isNumbered = texts.length === 2 && !/^\d+$/.test(texts[0] ?? '')
  return isNumbered || GROUP_TITLE.test(title) || (title === title.toUpperCase() && title !== title.toLowerCase())
}

const groupTitle = ({ cells }: Row): string =>
  cleanText(
    cells
      .filter(isFilled)
      .map(({ text }) => text)
      .join(' '),
  )

function readRow(
  row: Row,
  cells: Cells,
  headings: Headings,
  form: CodeForm,
  reporting: Reporting,
  group: string,
): ImportedRow | null {
  const { columns, layout } = headings
  const at = (role: string): { cell: Cell | undefined; place: { sheet: string; row: number; column: number } } => {
    const column = columns.get(role) ?? 0
    return { cell: cells[column], place: { sheet: reporting.sheet, row: row.number, column } }
  }
  const { problems } = reporting
  const codeAt = at('code')
  if (!codeAt.cell) return null
  if (layout.passOver?.test(cleanText(codeAt.cell.text))) return null
  const code = readCode(codeAt.cell, form, { problems, place: codeAt.place })
  const nameAt = at('name')
  if (reporting.assumed.has('leave-out') && (nameAt.cell?.kind === 'error' || nameAt.cell?.kind === 'formula')) {
    problems.add('row-left-out', nameAt.place, nameAt.cell.text)
    return null
  }
  const name = nameAt.cell ? readText(nameAt.cell, { problems, place: nameAt.place }) : ''
  if (name === '') problems.add('name-missing', nameAt.place, code ?? cleanText(codeAt.cell.text))

  const day = (role: string): string | null => {
    const { cell, place } = at(role)
    return cell ? readDay(cell, { problems, place }) : ''
  }
  const validFrom = day('validFrom')
  const validTo = day('validTo')
  if (validFrom && validTo && validTo < validFrom) problems.add('period-reversed', at('validTo').place, validTo)

  const attributes = readAttributes(row, cells, headings, reporting)
  if (group !== '' && attributes && !('group' in layout.attributes)) attributes['group'] ??= group
  // Whatever is null was reported.
  if (code === null || !name || validFrom === null || validTo === null || attributes === null) return null
  const plain = (role: string): string | null => {
    const { cell, place } = at(role)
    return (cell && readText(cell, { problems, place })) || null
  }
  return {
    code,
    name,
    validFrom: validFrom || null,
    validTo: validTo || null,
    attributes,
    replacedBy: plain('replacedBy'),
    source: plain('source'),
    at: { sheet: reporting.sheet, row: row.number },
  }
}

/** The attributes of a row in the order of the layout, then of the columns; null where one of them cannot be read. */
function readAttributes(
  row: Row,
  cells: Cells,
  headings: Headings,
  reporting: Reporting,
): Record<string, string> | null {
  const { columns, layout, texts } = headings
  const attributes = new Map<string, string>()
  let isWhole = true
  const set = (name: string, value: string | null): void => {
    if (value === null) isWhole = false
    else if (value !== '') attributes.set(name, value)
  }
  for (const [name, { form, filled }] of Object.entries(layout.attributes)) {
    const column = columns.get(name)
    const cell = column === undefined ? undefined : cells[column]
    if (!cell) continue
    const place = {
      problems: reporting.problems,
      place: { sheet: reporting.sheet, row: row.number, column: cell.column },
    }
    if (filled) set(filled.attribute, filled.value)
    else if (form) set(name, readCodes(cell, form, texts.get(cell.column) ?? name, place))
    else set(name, readText(cell, place))
  }
  if (layout.openAttributes) {
    const known = new Set(columns.values())
    for (const cell of row.cells) {
      const name = cleanText(texts.get(cell.column) ?? '')
      if (known.has(cell.column) || name === '') continue
      set(
        name,
        readText(cell, { problems: reporting.problems, place: { ...reporting, row: row.number, column: cell.column } }),
      )
    }
  }
  return isWhole ? Object.fromEntries(attributes) : null
}

/** One row of the list per filled cell beside the name: `matrix` names the attribute that the column's heading becomes. */
function readMatrixRow(
  row: Row,
  cells: Cells,
  { columns, layout, texts }: Headings,
  form: CodeForm,
  { problems, sheet }: Reporting,
  take: (row: ImportedRow) => void,
): void {
  const nameColumn = columns.get('name') ?? 0
  const roles = new Set(columns.values())
  const classes = new Set(layout.code.map(normaliseHeading))
  const shared = Object.keys(layout.attributes).flatMap((name): [string, string][] => {
    const cell = cells[columns.get(name) ?? 0]
    return cell ? [[name, cleanText(cell.text)]] : []
  })
  for (const cell of row.cells) {
    const heading = texts.get(cell.column) ?? ''
    const isClass = classes.size === 0 ? cell.column > nameColumn : classes.has(normaliseHeading(heading))
    if (roles.has(cell.column) || !isClass || heading === '' || /^[-–\s]*$/.test(cell.text)) continue
    const place = { sheet, row: row.number, column: cell.column }
    const code = readCode(cell, form, { problems, place })
    const nameCell = cells[nameColumn]
    const name = nameCell ? readText(nameCell, { problems, place: { ...place, column: nameColumn } }) : ''
    if (name === '') problems.add('name-missing', { ...place, column: nameColumn }, code ?? cell.text)
    if (code === null || !name) continue
    const attributes = Object.fromEntries([...shared, [layout.matrix ?? 'class', cleanText(heading)]])
    const at = { sheet, row: row.number }
    take({ code, name, validFrom: null, validTo: null, attributes, replacedBy: null, source: null, at })
  }
}
