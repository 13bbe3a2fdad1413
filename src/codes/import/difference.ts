import { OPEN_START, type ListedCode } from '../../store/reference/listed-code.ts'
import { differingFields } from './merge-rows.ts'
import type { ImportedRow } from './imported-row.ts'

/** A code with one period of validity, as it is now. */
export type ImportedCode = ListedCode

export type Change = {
  /**
   * added: a new code · reopened: a code that had ended · renamed, changed: a code whose name alone, or more, differs · closed: a code
   * that the file lacks, or that it gives an earlier end.
   */
  readonly kind: 'added' | 'closed' | 'renamed' | 'changed' | 'reopened'
  readonly code: string
  /** The row as it is now. */
  readonly before: ImportedCode | null
  /** What becomes of `before`: the same row with its new last day. Null: it is replaced as a whole, or should never have been. */
  readonly closed: ImportedCode | null
  /** The row that the file brings. */
  readonly after: ImportedCode | null
  /** What differs: `name`, `validTo`, `replacedBy`, or names of attributes. */
  readonly fields: readonly string[]
}

export type DifferenceOptions = {
  /** First day of the decision: that of every row for which the file names none. */
  readonly validFrom: string
  /** replace: the file is the whole list · amend: codes that it lacks stay as they are. */
  readonly mode: 'replace' | 'amend'
  /** Last day on which codes that are no longer listed are accepted; null: the day before `validFrom`. */
  readonly oldAcceptedUntil: string | null
  /** The decision, for rows for which the file names no document. */
  readonly source: string
}

/**
 * What importing `imported` changes in a catalogue whose rows are `inForce` (all there are, ended and future ones too), by code. Nothing
 * is deleted: a row is closed, and another opened. A code that stays the same is not mentioned.
 */
export function differenceOf(
  inForce: readonly ImportedCode[],
  imported: readonly ImportedRow[],
  options: DifferenceOptions,
): Change[] {
  const standing = groupByCode(inForce)
  const listed = groupByCode(imported)
  const changes: Change[] = []
  for (const [code, rows] of listed) {
    const known = standing.get(code) ?? []
    const state = [...known]
    // Rows of one file may overlap on purpose, where two generations are accepted side by side: none of them closes another.
    const stated = new Set<ImportedCode>()
    const opened = rows.map((row) => openedBy(row, options)).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    for (const [index, row] of opened.entries()) {
      const current = currentRow(state, stated, row)
      const change = current
        ? changeOf(current, row, [...state, ...opened.slice(index + 1)])
        : additionOf(
            row,
            state.filter((each) => !stated.has(each)),
          )
      const next = change ? change.after : current
      if (next) stated.add(next)
      if (!change) continue
      changes.push(change)
      apply(state, change)
    }
  }
  if (options.mode === 'replace') {
    for (const [code, rows] of standing)
      if (!listed.has(code)) for (const change of rows.flatMap((row) => closing(row, options))) changes.push(change)
  }
  return changes.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
}

/** The rows there are once the changes are made. */
export function afterChanges(inForce: readonly ImportedCode[], changes: readonly Change[]): ImportedCode[] {
  const state = groupByCode(inForce)
  for (const change of changes) {
    const rows = state.get(change.code) ?? []
    state.set(change.code, rows)
    apply(rows, change)
  }
  return [...state.values()].flat()
}

function apply(rows: ImportedCode[], { before, closed, after }: Change): void {
  const at = before ? rows.findIndex(({ validFrom }) => validFrom === before.validFrom) : -1
  const instead = [closed, after].filter((row) => row !== null)
  if (at < 0) rows.push(...instead)
  else rows.splice(at, 1, ...instead)
}

function groupByCode<T extends { readonly code: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.code)
    if (group) group.push(row)
    else groups.set(row.code, [row])
  }
  return groups
}

/** A row of the file as it would be. One that ended before the decision has begun at a day nobody names. */
function openedBy(
  { code, name, validFrom, validTo, attributes, replacedBy, source }: ImportedRow,
  options: DifferenceOptions,
): ImportedCode {
  const hasEnded = validTo !== null && validTo < options.validFrom
  const first = validFrom ?? (hasEnded ? OPEN_START : options.validFrom)
  return { code, name, validFrom: first, validTo, attributes, replacedBy, sourceDocument: source ?? options.source }
}

/** The row that a row of the file speaks of: the one that begins on the same day, else the one in force on that day. */
function currentRow(
  state: readonly ImportedCode[],
  stated: ReadonlySet<ImportedCode>,
  { validFrom }: ImportedCode,
): ImportedCode | undefined {
  const covers = (row: ImportedCode): boolean =>
    row.validFrom < validFrom && (row.validTo === null || row.validTo >= validFrom) && !stated.has(row)
  return state.find((row) => row.validFrom === validFrom) ?? state.find(covers)
}

/** A row where there is none: of a new code, or of one that had ended. A generation that begins later stays, and the new row ends before it. */
function additionOf(row: ImportedCode, others: readonly ImportedCode[]): Change {
  const later = others.filter(({ validFrom }) => validFrom > row.validFrom).map(({ validFrom }) => validFrom)
  const [first] = later.toSorted()
  const end = first !== undefined && (row.validTo === null || row.validTo >= first) ? dayBefore(first) : row.validTo
  const kind = others.some(({ validFrom }) => validFrom < row.validFrom) ? 'reopened' : 'added'
  return { kind, code: row.code, before: null, closed: null, after: { ...row, validTo: end }, fields: [] }
}

/** What a row of the file changes in the one there is; `others` are the code's further rows, there and in the file. */
function changeOf(current: ImportedCode, row: ImportedCode, others: readonly ImportedCode[]): Change | null {
  const { code } = row
  const fields = differingFields(current, row)
  // An end that a later row gives the current one is no difference.
  const end = current.validTo
  const isEndedByNext = row.validTo === null && end !== null && others.some(({ validFrom }) => validFrom > end)
  const differing = isEndedByNext ? fields.filter((field) => field !== 'validTo') : fields
  if (differing.length === 0) return null
  if (differing.length === 1 && differing[0] === 'validTo') {
    const isEarlier = row.validTo !== null && (end === null || row.validTo < end)
    const after = { ...current, validTo: row.validTo }
    return { kind: isEarlier ? 'closed' : 'reopened', code, before: current, closed: null, after, fields: differing }
  }
  const kind = differing.length === 1 && differing[0] === 'name' ? 'renamed' : 'changed'
  const after = isEndedByNext ? { ...row, validTo: end } : row
  const closed = current.validFrom === row.validFrom ? null : { ...current, validTo: dayBefore(row.validFrom) }
  return { kind, code, before: current, closed, after, fields: differing }
}

/** What becomes of a row whose code the file lacks. */
function closing(row: ImportedCode, { validFrom, oldAcceptedUntil }: DifferenceOptions): Change[] {
  const end = oldAcceptedUntil ?? dayBefore(validFrom)
  if (row.validTo !== null && row.validTo <= end) return []
  // A row that begins later than the decision rests on another one.
  if (row.validFrom > validFrom && row.validFrom > end) return []
  const change = { kind: 'closed', code: row.code, before: row, fields: ['validTo'] } as const
  // A row that began with the decision cannot end before it: it should not have been.
  return row.validFrom > end
    ? [{ ...change, closed: null, after: null }]
    : [{ ...change, closed: null, after: { ...row, validTo: end } }]
}

/** The day before; the beginning of time has none. */
export function dayBefore(day: string): string {
  if (day <= OPEN_START) return OPEN_START
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}
