/**
 * The sheets beside the list of ICD-10 in the annex of QĐ 4469 say more about its codes: which are never a principal diagnosis, which
 * go in pairs (dagger and asterisk), which are of one sex or age. They are known by their titles, of which a sheet may have several.
 */
import type { Row } from '../spreadsheet/cell.ts'
import type { Sheet } from '../spreadsheet/open-spreadsheet.ts'
import { normaliseHeading } from './headings.ts'
import type { ImportedRow } from './imported-row.ts'
import { addRows, type Problems } from './problems.ts'
import { cleanText } from './read-cell.ts'

type Section =
  | { readonly kind: 'attributes'; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: 'pairs' }
  /** About the grouping of cases for payment (DRG), which no field of a dossier carries. */
  | { readonly kind: 'passed-over' }

const TITLE_ROWS = 3

/** As codes are written there. */
const PLAIN_CODE = /^[A-Z]\d{2,4}$/

/** `0 - 365 ngày`, `8 – 19 tuổi`: the unit of the first number may be left out. */
const BETWEEN = /(\d+)\s*(ngày|tuổi)?\s*[-–]\s*(\d+)\s*(ngày|tuổi)/u
const ABOVE = /trên\s+(\d+)\s*(ngày|tuổi)/u
const FROM = /(\d+)\s*(ngày|tuổi) trở lên/u

/** An age as an ISO 8601 duration: P27D, P2Y. */
const duration = (count: string, unit: string): string => `P${count}${unit === 'ngày' ? 'D' : 'Y'}`

/**
 * The section that a title opens, null where it is none. Ages are `ageMin` and `ageMax`, both included, or `ageAbove`, itself excluded;
 * all are durations.
 */
export function sectionOf(title: string): Section | null {
  // Nearly all rows begin with a code.
  if (PLAIN_CODE.test(title)) return null
  const text = cleanText(title)
  if (!/^phụ lục [a-z]/iu.test(text)) return null
  const attributes = (values: Record<string, string>): Section => ({ kind: 'attributes', attributes: values })
  if (/giới nữ/iu.test(text)) return attributes({ sex: 'female' })
  if (/giới nam/iu.test(text)) return attributes({ sex: 'male' })
  if (/không sử dụng là bệnh chính/iu.test(text)) return attributes({ notPrincipal: 'true' })
  if (/mã bệnh kép/iu.test(text)) return { kind: 'pairs' }
  if (/DRG/u.test(text)) return { kind: 'passed-over' }
  // Titles name ages elsewhere too ("trẻ mới đẻ"): only what is in brackets is a limit.
  const limit = (/\(([^)]*tuổi[^)]*)\)/u.exec(text)?.[1] ?? '').replace(/^.*?:/u, '')
  const [, low, lowUnit, high, highUnit] = BETWEEN.exec(limit) ?? []
  if (low !== undefined && high !== undefined && highUnit !== undefined) {
    return attributes({ ageMin: duration(low, lowUnit ?? highUnit), ageMax: duration(high, highUnit) })
  }
  const [, above, aboveUnit] = ABOVE.exec(limit) ?? []
  if (above !== undefined && aboveUnit !== undefined) return attributes({ ageAbove: duration(above, aboveUnit) })
  const [, from, fromUnit] = FROM.exec(limit) ?? []
  if (from !== undefined && fromUnit !== undefined) return attributes({ ageMin: duration(from, fromUnit) })
  return null
}

/** What the first rows of a sheet make it: one with flags, one that is passed over knowingly, or neither. */
export function flagSheetKind(rows: readonly Row[]): 'flags' | 'passed-over' | null {
  for (const row of rows.slice(0, TITLE_ROWS)) {
    const section = sectionOf(row.cells[0]?.text ?? '')
    if (section) return section.kind === 'passed-over' ? 'passed-over' : 'flags'
  }
  return null
}

/** Codes there are written without dots and marks: one may stand for two of the list (A17 for A17 and A17†). */
const plainOf = (code: string): string => code.replaceAll(/[.†*+]/g, '')

/**
 * The rows with what the flag sheets add: `notPrincipal`, `sex`, `ageMin`/`ageMax`/`ageAbove`, and for pairs the other codes as the list
 * writes them, joined by `;`: `asteriskPairs` at a dagger code, `daggerPairs` at an asterisk code. Codes that the list lacks are reported once
 * per sheet.
 */
export function addFlags(
  rows: readonly ImportedRow[],
  sheets: readonly Sheet[],
  problems: Problems,
  count: () => void,
): ImportedRow[] {
  const byPlain = new Map<string, ImportedRow[]>()
  for (const row of rows) {
    const plain = plainOf(row.code)
    byPlain.set(plain, [...(byPlain.get(plain) ?? []), row])
  }
  const added = new Map<ImportedRow, Map<string, Set<string>>>()
  const add = (row: ImportedRow, name: string, value: string): void => {
    const flags = added.get(row) ?? new Map<string, Set<string>>()
    added.set(row, flags.set(name, (flags.get(name) ?? new Set()).add(value)))
  }
  for (const sheet of sheets) readFlags(sheet, byPlain, add, problems, count)
  return rows.map((row) => {
    const flags = added.get(row)
    if (!flags) return row
    const values = [...flags].map(([name, each]): [string, string] => [name, [...each].join(';')])
    return { ...row, attributes: { ...row.attributes, ...Object.fromEntries(values) } }
  })
}

function readFlags(
  sheet: Sheet,
  byPlain: ReadonlyMap<string, readonly ImportedRow[]>,
  add: (row: ImportedRow, name: string, value: string) => void,
  problems: Problems,
  count: () => void,
): void {
  let section: Section | null = null
  let dagger = 0
  let asterisk = 0
  const unknown: { code: string; row: number; column: number }[] = []
  const hidden: number[] = []
  sheet.read((row) => {
    count()
    if (row.hidden) hidden.push(row.number)
    const first = row.cells[0]
    if (!first) return
    const opened = sectionOf(first.text)
    if (opened) {
      section = opened
      return
    }
    if (!PLAIN_CODE.test(first.text)) {
      for (const { column, text } of row.cells) {
        const heading = normaliseHeading(text)
        if (heading === 'DAGGER') dagger = column
        if (heading === 'ASTERIX' || heading === 'ASTERISK') asterisk = column
      }
    }
    const find = (column: number): readonly ImportedRow[] => {
      const code = cleanText(row.cells.find((cell) => cell.column === column && cell.kind === 'text')?.text ?? '')
      const found = byPlain.get(code) ?? []
      if (found.length === 0 && PLAIN_CODE.test(code)) unknown.push({ code, row: row.number, column })
      return found
    }
    if (section?.kind === 'attributes') {
      for (const listed of find(first.column)) {
        for (const [name, value] of Object.entries(section.attributes)) add(listed, name, value)
      }
    } else if (section?.kind === 'pairs' && dagger > 0 && asterisk > 0) {
      pair(find(dagger), find(asterisk), add)
    }
  })
  addRows('rows-hidden', sheet.name, hidden, problems)
  const codes = new Set(unknown.map(({ code }) => code))
  const [example] = unknown
  if (example) {
    problems.add('flag-code-unknown', { sheet: sheet.name, ...example }, example.code, { count: codes.size })
  }
}

function pair(
  daggers: readonly ImportedRow[],
  asterisks: readonly ImportedRow[],
  add: (row: ImportedRow, name: string, value: string) => void,
): void {
  // Where the list has a code with its mark and without, the pair means the one with it.
  const marked = (rows: readonly ImportedRow[], mark: RegExp): readonly ImportedRow[] => {
    const withMark = rows.filter(({ code }) => mark.test(code))
    return withMark.length > 0 ? withMark : rows
  }
  for (const dagger of marked(daggers, /[†+]$/)) {
    for (const asterisk of marked(asterisks, /\*$/)) {
      add(dagger, 'asteriskPairs', asterisk.code)
      add(asterisk, 'daggerPairs', dagger.code)
    }
  }
}
