import type { Range, Row } from '../spreadsheet/cell.ts'
import type { Layout } from './layout.ts'

/** Title lines are above the headings: they begin in one of the first seven rows. */
const LAST_HEADING_ROW = 7
/** Merged headings go down over three rows at most. */
const MOST_HEADING_ROWS = 3
/** A list lacks some of its usual columns now and then; below this share it is another list. */
const LEAST_SHARE = 0.6

export type Headings = {
  readonly layout: Layout
  /** The last row of the headings; 0 where columns are known by position. */
  readonly row: number
  /** Column by role: `code`, `name`, `validFrom`, `validTo`, `replacedBy`, `source`, or an attribute's name. */
  readonly columns: ReadonlyMap<string, number>
  /** What is written above each column, as written. */
  readonly texts: ReadonlyMap<number, string>
  /** Usual headings that are not there. */
  readonly missing: readonly string[]
  /** Share of the usual headings that are there. */
  readonly share: number
}

/**
 * A heading as it is compared: NFC, cut at a line break or bracket, without accents and case, whatever is no letter or digit as one `_`.
 * `MA_HOAT_CHAT\n(Theo Thông tư …)` → `MA_HOAT_CHAT`, ` Mã bệnh ` → `MA_BENH`.
 */
export function normaliseHeading(text: string): string {
  const [line = ''] = text
    .normalize('NFC')
    .trim()
    .split(/[\r\n([]/)
  return line
    .toUpperCase()
    .replaceAll('Đ', 'D')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
}

/** Exports run words together (`maicd9`) where annexes part them (`Mã ICD-9`). */
const keyOf = (text: string): string => normaliseHeading(text).replaceAll('_', '')

/**
 * The headings among the first rows of a sheet, by the layout that fits best; null where no row has anything that a layout asks for.
 * `merges` is asked for only where no single row says everything. A result with too small a share is the best that was found, not a
 * match: see `isMatch`.
 */
export function findHeadings(
  rows: readonly Row[],
  layouts: readonly Layout[],
  merges: () => readonly Range[],
): Headings | null {
  const starts = rows.filter(({ number }) => number <= LAST_HEADING_ROW)
  const single = bestOf(starts.flatMap((row) => matchAll(layouts, row.number, textsOf([row]))))
  if (single && single.missing.length === 0) return reachDown(single, rows, merges)
  const ranges = merges()
  const several = starts.flatMap((start) =>
    Array.from({ length: MOST_HEADING_ROWS }, (_, more) => start.number + more).flatMap((last) => {
      const covered = rows.filter(({ number }) => number >= start.number && number <= last)
      return matchAll(layouts, last, textsOf(covered, ranges))
    }),
  )
  return bestOf(single ? [single, ...several] : several)
}

/**
 * Headings that one row says in full may still be merged downwards beside others of several levels: then the row below has neither code
 * nor name, and the headings end where the merged cells end.
 */
function reachDown(headings: Headings, rows: readonly Row[], merges: () => readonly Range[]): Headings {
  const { row, columns, texts } = headings
  const below = rows.find(({ number }) => number > row)
  const named = new Set([columns.get('code'), columns.get('name')])
  if (!below || below.cells.some(({ column }) => named.has(column))) return headings
  const ranges = merges()
  const roles = new Set(columns.values())
  const bottoms = ranges.filter(({ top, left }) => top === row && roles.has(left)).map(({ bottom }) => bottom)
  const last = Math.max(row, ...bottoms)
  if (last === row || last >= row + MOST_HEADING_ROWS) return headings
  const levels = textsOf(
    rows.filter(({ number }) => number >= row && number <= last),
    ranges,
  )
  return { ...headings, row: last, texts: new Map([...texts, ...shownTexts(levels)]) }
}

/** Whether code and name are there, and enough of the rest. */
export const isMatch = ({ columns, share, layout }: Headings): boolean =>
  columns.has('name') && (columns.has('code') || layout.matrix !== undefined) && share >= LEAST_SHARE

function bestOf(found: readonly Headings[]): Headings | null {
  let best: Headings | null = null
  for (const candidate of found) if (!best || rank(candidate) > rank(best)) best = candidate
  return best
}

const rank = (headings: Headings): number =>
  (isMatch(headings) ? 1000 : 0) + headings.share * 100 + headings.columns.size

/** Per column what is above it, from top to bottom; a merged cell is above all its columns. */
function textsOf(rows: readonly Row[], merges: readonly Range[] = []): Map<number, string[]> {
  const texts = new Map<number, string[]>()
  for (const { number, cells } of rows) {
    for (const { column, text } of cells) {
      const range = merges.find(({ top, left }) => top === number && left === column)
      const last = Math.min(range?.right ?? column, column + 50)
      for (let at = column; at <= last; at += 1) texts.set(at, [...(texts.get(at) ?? []), text])
    }
  }
  return texts
}

function matchAll(layouts: readonly Layout[], row: number, texts: ReadonlyMap<number, string[]>): Headings[] {
  const keys = new Map<string, number>()
  // The lowest heading is the most exact, so it is asked first; all levels together come last.
  for (const [column, levels] of texts) {
    for (const text of [...levels.toReversed(), levels.join(' ')]) {
      const key = keyOf(text)
      if (key !== '' && !keys.has(key)) keys.set(key, column)
    }
  }
  const shown = shownTexts(texts)
  return layouts.flatMap((layout) => {
    const found = match(layout, keys)
    return found.columns.size === 0 ? [] : [{ layout, row, texts: shown, ...found }]
  })
}

const shownTexts = (texts: ReadonlyMap<number, string[]>): Map<number, string> =>
  new Map([...texts].map(([column, levels]) => [column, levels.map(oneLine).join(' - ')]))

const oneLine = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()

function match(layout: Layout, keys: ReadonlyMap<string, number>): Pick<Headings, 'columns' | 'missing' | 'share'> {
  const columns = new Map<string, number>()
  const find = (role: string, headings: readonly string[]): boolean => {
    const used = new Set(columns.values())
    const column = headings.map((heading) => keys.get(keyOf(heading))).find((at) => at !== undefined && !used.has(at))
    if (column !== undefined) columns.set(role, column)
    return column !== undefined
  }
  const missing: string[] = []
  const require = (found: boolean, headings: readonly string[]): void => {
    const [usual] = headings
    if (!found && usual !== undefined) missing.push(usual)
  }
  let required = 1
  if (layout.matrix === undefined) {
    require(find('code', layout.code), layout.code)
    required += 1
  } else {
    // One column per class of facility or bed; they are no role, but the layout is known by them.
    for (const heading of layout.code) require(keys.has(keyOf(heading)), [heading])
    required += layout.code.length
  }
  require(find('name', layout.name), layout.name)
  for (const [role, headings] of [
    ['validFrom', layout.validFrom],
    ['validTo', layout.validTo],
    ['replacedBy', layout.openAttributes && ['replaced_by']],
    ['source', layout.openAttributes && ['source_document']],
  ] as const) {
    if (headings) find(role, headings)
  }
  const typical = layout.typical ?? []
  for (const [role, { headings }] of Object.entries(layout.attributes)) {
    const found = find(role, headings)
    if (typical.includes(role)) require(found, headings)
  }
  required += typical.length
  return { columns, missing, share: 1 - missing.length / required }
}

/** The columns by position where a layout knows them so and the codes in them have the form; null otherwise. */
export function headingsByPosition(rows: readonly Row[], layouts: readonly Layout[], form: RegExp): Headings | null {
  for (const layout of layouts) {
    const { positions } = layout
    if (!positions) continue
    const codes = rows.flatMap(({ cells }) => cells.filter(({ column }) => column === positions['code']))
    const wellFormed = codes.filter(({ text }) => form.test(text.trim())).length
    if (wellFormed < 1 || wellFormed < codes.length * LEAST_SHARE) continue
    return { layout, row: 0, columns: new Map(Object.entries(positions)), texts: new Map(), missing: [], share: 1 }
  }
  return null
}
