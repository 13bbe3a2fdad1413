import { detached } from '../finding/detached.ts'
import type { Demand, DossierRef, Report, Severity } from '../finding/finding.ts'
import { dayOf } from '../record/moment.ts'
import { rowLabel, valueOf, type RawRow } from '../record/row.ts'
import type { Field, Table } from '../standards/field.ts'
import type { Text, TextParams } from '../text.ts'
import { checkCode, type CodeCheck } from './check-code.ts'
import type { Snapshot } from './snapshot.ts'

/** The code lists as one submission is checked against them. */
export type CodeLists = {
  readonly snapshot: Snapshot
  /** The copy is older than it may be: a code that it does not know may be new, so nothing is refused for it. */
  readonly stale: boolean
}

type CodeDemands = Readonly<Record<'known' | 'inForce' | 'asListed', Demand>>

/** The catalogues whose code is chosen by the end of the encounter (TT 06/2026/TT-BYT, article 6.2), not by the line. */
const BY_END_OF_ENCOUNTER: ReadonlySet<string> = new Set(['icd10', 'traditional-diseases'])

/**
 * Codes that wait for the end of the encounter because XML1 has not come yet. A dossier has a few hundred; beyond the
 * bound the row's own day decides, and then nothing is refused for it.
 */
const MAX_WAITING = 2000

export type CodeCheckOfTable = (row: RawRow, dossier: DossierRef, days: EncounterDays, report: Report) => void

/** What is known of the dossier's dates while its tables arrive. */
export type EncounterDays = {
  /** yyyymmdd of XML1.NGAY_RA; null while XML1 has not been read or has no such date. */
  end: number | null
  /** XML1 has been read. */
  readonly settled: boolean
  /** yyyymmdd on which the file was received: the day that counts when the dossier has no end. */
  readonly received: number
  /** Runs once the dossier's dates are settled; false: too many wait already. */
  readonly whenSettled: (check: () => void) => boolean
}

/** The demands of every coded field of a table, for its checks and for the rule catalogue. */
export function codeDemandsOf(table: Table): ReadonlyMap<string, CodeDemands> {
  const coded = Object.entries(table.fields).flatMap(([name, field], at) =>
    field.codeList ? [[name, demandsOf(table, name, field, at)] as const] : [],
  )
  return new Map(coded)
}

function demandsOf(table: Table, name: string, field: Field, at: number): CodeDemands {
  const confidence = field.confidence ?? 'high'
  const source = { document: table.document, place: `${table.place}, STT ${at + 1}`, confidence }
  const severity: Severity = confidence === 'high' ? 'error' : 'warning'
  const demand = (id: string, own: Severity, problem: Text, remedy: Text): Demand => ({
    id: `${table.id}.${name}.${id}`,
    severity: own,
    problem,
    remedy,
    source,
  })
  return {
    known: demand(
      'code-known',
      severity,
      {
        vi: '{field} ({label}): mã {code} không có trong danh mục {lists}',
        en: '{field}: code {code} is not in the list {lists}',
      },
      { vi: 'Dùng mã của danh mục dùng chung (DMDC)', en: 'Use a code of the shared code lists (DMDC)' },
    ),
    inForce: demand(
      'code-in-force',
      severity,
      {
        vi: '{field} ({label}): mã {code} không có hiệu lực vào ngày {day}{since}',
        en: '{field}: code {code} was not in force on {day}{since}',
      },
      { vi: 'Dùng mã có hiệu lực vào ngày đó', en: 'Use the code that was in force on that day' },
    ),
    asListed: demand(
      'code-spelling',
      'info',
      { vi: '{field} ({label}): danh mục ghi mã này là {code}', en: '{field}: the list writes this code {code}' },
      { vi: 'Viết mã đúng như trong danh mục', en: 'Write the code as the list does' },
    ),
  }
}

/** Counts what waits for XML1 in one dossier. */
export function createEncounterDays(received: number): EncounterDays & { settle: (end: number | null) => void } {
  let waiting: (() => void)[] = []
  const days = {
    end: null as number | null,
    settled: false,
    received,
    whenSettled(check: () => void): boolean {
      if (waiting.length >= MAX_WAITING) return false
      waiting.push(check)
      return true
    },
    /** XML1 has been read, or the dossier has ended without it. */
    settle(end: number | null): void {
      days.end = end ?? days.end
      days.settled = true
      const checks = waiting
      waiting = []
      for (const check of checks) check()
    },
  }
  return days
}

type CodedField = {
  name: string
  field: Field
  lists: readonly string[]
  demands: CodeDemands
  byEnd: boolean
  /** The form that the field asks for anyway. */
  form: RegExp | null
}

/** Every code of a table's rows against the catalogues of its field, as of the day that counts for it (decision 7). */
export function createCodeCheck(table: Table, { snapshot, stale }: CodeLists): CodeCheckOfTable | null {
  const coded: CodedField[] = [...codeDemandsOf(table)].flatMap(([name, demands]) => {
    const field = table.fields[name]
    const lists = field?.codeList
    return field && lists
      ? [
          {
            name,
            field,
            lists,
            demands,
            byEnd: lists.some((list) => BY_END_OF_ENCOUNTER.has(list)),
            form: field.form ? new RegExp(field.form.regex) : null,
          },
        ]
      : []
  })
  if (coded.length === 0) return null
  const byLine = 'NGAY_YL' in table.fields

  return (row, dossier, days, report) => {
    const lineDay = byLine ? dayOf(valueOf(row, 'NGAY_YL')) : null
    for (const entry of coded) {
      const at = row.names.indexOf(entry.name)
      const value = at < 0 || at >= row.length ? '' : (row.texts[at] ?? '')
      if (value !== '') checkValue(entry, value, at)
    }

    function checkValue(entry: CodedField, value: string, at: number): void {
      const day = entry.byEnd || lineDay === null ? (days.end ?? (days.settled ? days.received : null)) : lineDay
      if (day !== null) {
        judge(entry, value, place(at), day, false)
        return
      }
      // What waits must not keep the chunk alive that it is a slice of.
      const [kept, ownValue] = [place(at), detached(value)]
      const waits = days.whenSettled(() => {
        judge(entry, ownValue, kept, days.end ?? days.received, false)
      })
      if (!waits) judge(entry, value, kept, lineDay ?? days.received, true)
    }

    function place(at: number): { row: string; line: number; column: number } {
      return { row: rowLabel(row), line: row.lines[at] ?? row.line, column: row.columns[at] ?? row.column }
    }

    function judge(entry: CodedField, value: string, at: ReturnType<typeof place>, day: number, weak: boolean): void {
      const { separator } = entry.field
      const items = separator === undefined || !value.includes(separator) ? [value] : value.split(separator)
      for (const item of items) {
        const code = item.trim()
        const said = code === '' ? null : judgeCode(entry, code, day, stale || weak)
        if (said) {
          report({
            ...said,
            dossier,
            table: table.id,
            row: at.row,
            field: entry.name,
            line: at.line,
            column: at.column,
            value: code,
            identifies: entry.field.identifies === true,
          })
        }
      }
    }
  }

  function judgeCode(entry: CodedField, code: string, day: number, weak: boolean): Judgement | null {
    const answer = checkCode(snapshot, entry.lists, code, day)
    if (answer.state === 'no-catalogue' || (answer.state === 'valid' && answer.exact)) return null
    const severity = (own: Severity): Severity => (own === 'error' && (weak || answer.partial) ? 'warning' : own)
    const params = { label: entry.field.vi, code: answer.code, lists: entry.lists.join(', '), day: isoDay(day) }
    const { known, inForce, asListed } = entry.demands
    switch (answer.state) {
      case 'valid':
        return { demand: asListed, severity: 'info', params }
      case 'unknown':
        // A partial list proves nothing about a code that it does not hold; a code of a wrong form is told of as that.
        return answer.partial || entry.form?.test(code) === false
          ? null
          : { demand: known, severity: severity(known.severity), params }
      case 'expired':
      case 'not-yet':
        return {
          demand: inForce,
          severity: severity(inForce.severity),
          params: { ...params, since: sinceText(answer) },
        }
    }
  }
}

type Judgement = { demand: Demand; severity: Severity; params: TextParams }

function sinceText({ validFrom, validTo }: CodeCheck): Text {
  if (validTo !== undefined)
    return { vi: ` (hết hiệu lực sau ${isoDay(validTo)})`, en: ` (it ended on ${isoDay(validTo)})` }
  if (validFrom !== undefined)
    return { vi: ` (có hiệu lực từ ${isoDay(validFrom)})`, en: ` (it begins on ${isoDay(validFrom)})` }
  return { vi: '', en: '' }
}

const isoDay = (day: number): string => String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
