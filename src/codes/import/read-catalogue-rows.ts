/** The door of this folder's first half: a file → the rows of one catalogue, and everything that is wrong with it. */
import { columnLetters } from '../../kernel/column-letters.ts'
import type { Row } from '../spreadsheet/cell.ts'
import { openSpreadsheet, type Peeked, type Sheet } from '../spreadsheet/open-spreadsheet.ts'
import { findHeadings, headingsByPosition, isMatch, type Headings } from './headings.ts'
import { addFlags, flagSheetKind } from './icd10-flags.ts'
import type { ImportedRow, ImportProblem } from './imported-row.ts'
import { GENERIC, type CatalogueImport, type CodeForm } from './layout.ts'
import { readNumbers, type Assumed } from './numeric-codes.ts'
import { importOf, type ImportableCatalogue } from './layouts/index.ts'
import { createMergedRows } from './merge-rows.ts'
import { addHiddenColumns, createProblems, type Problems } from './problems.ts'
import { readSheet } from './read-sheet.ts'

/** Rows between two reports of progress. */
const PROGRESS_ROWS = 500
/** Enough for titles, headings, and some codes by which columns without headings are known. */
const PEEKED_ROWS = 40

export type ReadOptions = {
  /** Called every 500 rows and at the end; `total` is null where the file does not state its size. */
  readonly progress?: (rowsRead: number, total: number | null) => void
  /** What may be assumed; none: nothing. */
  readonly assumed?: Assumed
}

/** How the columns of a sheet were understood. */
export type ReadHeadings = {
  readonly sheet: string
  /** 0 where the columns are known by position. */
  readonly row: number
  readonly layout: string
  readonly columns: readonly { readonly role: string; readonly column: string; readonly heading: string }[]
}

export type CatalogueRows = {
  /** Those with which nothing is wrong, in the order of the file. */
  readonly rows: ImportedRow[]
  readonly problems: ImportProblem[]
  readonly sheetsRead: string[]
  readonly headings: ReadHeadings[]
}

type Beside = { readonly sheet: Sheet; readonly hiddenColumns: Peeked['hiddenColumns'] }
type Chosen = Beside & { readonly headings: Headings }

/**
 * Reads the rows of a catalogue out of an .xlsx or CSV file. What is wrong with single cells and rows is returned as problems; an error
 * among them means that the file should not be taken. Throws a Refusal where the file cannot be read at all (see `openSpreadsheet`).
 */
export function readCatalogueRows(
  catalogueId: ImportableCatalogue,
  bytes: Uint8Array,
  { progress, assumed = new Set() }: ReadOptions = {},
): CatalogueRows {
  const catalogue = importOf(catalogueId)
  const problems = createProblems()
  const { sheets } = openSpreadsheet(bytes)
  const { chosen, flags, total } = chooseSheets(sheets, catalogue, problems)
  let rowsRead = 0
  const count = (): void => {
    rowsRead += 1
    if (rowsRead % PROGRESS_ROWS === 0) progress?.(rowsRead, total)
  }
  const merged = createMergedRows(problems, assumed)
  for (const { sheet, headings, hiddenColumns } of chosen) {
    addHiddenColumns(sheet.name, hiddenColumns, problems)
    if (headings.missing.length > 0) {
      problems.add('heading-incomplete', { sheet: sheet.name, row: headings.row }, '', {
        missing: headings.missing.join(', '),
      })
    }
    const forms = assumed.has('numeric-codes') ? formsReadingNumbers(sheet, headings, catalogue.form, assumed) : null
    readSheet(
      sheet,
      forms?.headings ?? headings,
      forms?.form ?? catalogue.form,
      problems,
      (row) => merged.add(row, headings.layout),
      { count, assumed },
    )
  }
  const listed = merged.rows()
  for (const { sheet, hiddenColumns } of flags) addHiddenColumns(sheet.name, hiddenColumns, problems)
  const rows =
    flags.length === 0
      ? listed
      : addFlags(
          listed,
          flags.map(({ sheet }) => sheet),
          problems,
          count,
        )
  const [first] = chosen
  if (first && rows.length === 0 && problems.list().every(({ severity }) => severity === 'warning')) {
    problems.add('no-rows', { sheet: first.sheet.name, row: first.headings.row })
  }
  progress?.(rowsRead, total)
  return {
    rows,
    problems: problems.list(),
    sheetsRead: [...chosen, ...flags].map(({ sheet }) => sheet.name),
    headings: chosen.map(toldHeadings),
  }
}

/** The forms of the codes of a sheet, each with how the numbers of its column are read. */
function formsReadingNumbers(
  sheet: Sheet,
  headings: Headings,
  form: CodeForm,
  assumed: Assumed,
): { readonly headings: Headings; readonly form: CodeForm } {
  const { columns, layout, row: last } = headings
  const below = (take: (row: Row) => void): void =>
    sheet.read((row) => {
      if (row.number > last) take(row)
    })
  const reading = (role: string, of: CodeForm): CodeForm => {
    const column = columns.get(role)
    return column === undefined ? of : { ...of, readNumber: readNumbers(below, column, of, assumed) }
  }
  const attributes = Object.entries(layout.attributes).map(([name, attribute]) => [
    name,
    attribute.form ? { ...attribute, form: reading(name, attribute.form) } : attribute,
  ])
  return {
    headings: { ...headings, layout: { ...layout, attributes: Object.fromEntries(attributes) } },
    form: reading('code', form),
  }
}

/** The sheets that hold the list and those that say more about it. Without any of the first there is one problem and nothing else. */
function chooseSheets(
  sheets: readonly Sheet[],
  catalogue: CatalogueImport,
  problems: Problems,
): { chosen: Chosen[]; flags: Beside[]; total: number | null } {
  const layouts = [...catalogue.layouts, GENERIC]
  const form = catalogue.form.pattern
  const chosen: Chosen[] = []
  const flags: Beside[] = []
  const left: Sheet[] = []
  let nearest: Chosen | null = null
  let total: number | null = 0
  for (const sheet of sheets) {
    if (sheet.hidden) continue
    const { rows, lastRow, hiddenColumns } = sheet.peek(PEEKED_ROWS)
    if (rows.length === 0) continue
    const flagKind = catalogue.flags ? flagSheetKind(rows) : null
    const found = flagKind ? null : findHeadings(rows, layouts, sheet.merges)
    const headings = flagKind ? null : found && isMatch(found) ? found : headingsByPosition(rows, layouts, form)
    if (headings) chosen.push({ sheet, headings, hiddenColumns })
    else if (flagKind === 'flags') flags.push({ sheet, hiddenColumns })
    else if (flagKind === null) left.push(sheet)
    if (found && (!nearest || found.share > nearest.headings.share)) nearest = { sheet, headings: found, hiddenColumns }
    if (headings || flagKind === 'flags') total = total === null || lastRow === null ? null : total + lastRow
  }
  if (chosen.length === 0) {
    tellMissing(sheets, nearest, catalogue, problems)
    return { chosen, flags: [], total }
  }
  for (const { name } of left) problems.add('sheet-not-read', { sheet: name })
  for (const { name } of sheets.filter(({ hidden }) => hidden)) problems.add('sheet-hidden', { sheet: name })
  return { chosen, flags, total }
}

function tellMissing(
  sheets: readonly Sheet[],
  nearest: Chosen | null,
  { layouts: [usual = GENERIC] }: CatalogueImport,
  problems: Problems,
): void {
  if (nearest) {
    const { sheet, headings } = nearest
    const found = [...headings.texts.values()].filter((text) => text.trim() !== '').join(', ')
    const missing = headings.missing.join(', ')
    problems.add('heading-missing', { sheet: sheet.name, row: headings.row }, '', { found, missing })
    return
  }
  const none = { vi: '(không có)', en: '(none)' }
  const missing = [usual.code[0], usual.name[0]].filter((heading) => heading !== undefined).join(', ')
  problems.add('heading-missing', { sheet: sheets.find(({ hidden }) => !hidden)?.name ?? '' }, '', {
    found: none,
    missing,
  })
}

const toldHeadings = ({ sheet, headings: { row, layout, columns, texts } }: Chosen): ReadHeadings => ({
  sheet: sheet.name,
  row,
  layout: layout.id,
  columns: [...columns].map(([role, column]) => ({
    role,
    column: columnLetters(column),
    heading: texts.get(column) ?? '',
  })),
})
