import { createEncounterDays } from '../codes/encounter-days.ts'
import { detached } from '../../kernel/detached.ts'
import type { Demand, DossierRef, Finding, Report } from '../finding/finding.ts'
import { dayOf } from '../record/moment.ts'
import { rowLabel, valueOf, type RawRow } from '../record/row.ts'
import { DOSSIER_DEMANDS } from '../rules/envelope-demands.ts'
import type { RulePack } from '../judging/pack.ts'
import type { DossierRun, RulePlan } from '../judging/plan.ts'
import type { Tally } from '../judging/tally.ts'
import type { TextParams } from '../../kernel/text.ts'
import type { FileHeader } from './file-header.ts'
import { outcomeOf, type DossierResult } from './outcome.ts'

/** Tables whose rows carry no MA_LK (QĐ 130: the medical assessment). */
const WITHOUT_KEY: ReadonlySet<string> = new Set(['XML12'])
/** A dossier has at most a few tables; more differing keys than this say nothing new. */
const MAX_KEYS = 50

/** The running totals of one dossier: all that is kept of it while its tables arrive in whatever order. */
export type DossierInspection = {
  readonly ref: DossierRef
  readonly days: ReturnType<typeof createEncounterDays>
  readonly report: Report
  /** Takes note of a row of one of its tables, before or after XML1. */
  note: (table: string, row: RawRow) => void
  /** Asks the written rules of a row, by the plan of the file's standard. */
  applyRules: (plan: RulePlan, table: string, row: RawRow) => void
  /** These tables were not read, or not whole; null: any table may have been among what was not read. */
  lose: (tables: readonly string[] | null) => void
  /** Settles what waited, judges the dossier as a whole and returns its result. */
  close: () => DossierResult
}

type Sighting = { table: string; row: string; line: number; column: number; key: string }

export type DossierOptions = {
  index: number
  /** yyyymmdd on which the file was received. */
  received: number
  /** Whose file this is: it holds dossiers of this facility only, each MA_LK once. */
  header: Pick<FileHeader, 'isOwn' | 'isFirst'>
  /** A HOSO needs exactly one XML1; a row of a document of its own (check-in, XML12) is a dossier by itself. */
  isHoso: boolean
  pack: RulePack
  tally: Tally
  report: Report
}

/** Follows one dossier from its first row to its end. */
export function inspectDossier(options: DossierOptions): DossierInspection {
  const { index, received, header, isHoso, pack, tally, report: reportToFile } = options
  const ref: DossierRef = { index, MA_LK: null }
  const days = createEncounterDays(received)
  const keys: Sighting[] = []
  const counts = { error: 0, warning: 0, info: 0 }
  let xml1Key: string | null = null
  let xml1Rows = 0
  let run: DossierRun | null = null
  /** null: nobody knows which. */
  let lost: Set<string> | null = new Set()

  const report = (found: Finding): void => {
    const finding = pack.govern(found)
    if (!finding) return
    counts[finding.severity] += 1
    reportToFile(finding)
  }

  const say = (demand: Demand, at: Partial<Finding>, params: TextParams = {}): void => {
    report({
      demand,
      severity: demand.severity,
      dossier: ref,
      table: null,
      row: null,
      field: null,
      line: null,
      column: null,
      value: null,
      identifies: false,
      params,
      ...at,
    })
  }

  const saysOtherKey = ({ key, ...at }: Sighting): void => {
    say(DOSSIER_DEMANDS.sameKey, { ...at, field: 'MA_LK', value: key })
  }

  /** What is missing is the field's own finding. */
  function checkFacility(row: RawRow): void {
    const own = valueOf(row, 'MA_CSKCB')
    if (own === '' || header.isOwn(own)) return
    const at = row.names.indexOf('MA_CSKCB')
    const [line, column] = [row.lines[at] ?? row.line, row.columns[at] ?? row.column]
    say(DOSSIER_DEMANDS.sameFacility, { table: 'XML1', field: 'MA_CSKCB', line, column, value: own })
  }

  function noteXml1(row: RawRow, key: string): void {
    xml1Rows += 1
    if (xml1Rows > 1) {
      say(DOSSIER_DEMANDS.xml1Once, { table: 'XML1', line: row.line, column: row.column })
      return
    }
    xml1Key = key
    ref.MA_LK = key === '' ? ref.MA_LK : key
    checkFacility(row)
    // That XML1 has no MA_LK is the finding of the field, not one of every other table.
    if (key !== '') for (const sighting of keys) if (sighting.key !== key) saysOtherKey(sighting)
    days.settle(dayOf(valueOf(row, 'NGAY_RA')))
  }

  return {
    ref,
    days,
    report,
    note(table, row) {
      const written = valueOf(row, 'MA_LK')
      if (written === xml1Key && table !== 'XML1') return
      const key = detached(written)
      ref.MA_LK ??= key === '' ? null : key
      if (table === 'XML1') {
        noteXml1(row, key)
      } else if (key !== '' && !WITHOUT_KEY.has(table)) {
        noteKey(table, row, key)
      }
    },
    applyRules(plan, table, row) {
      run ??= plan.open({ ref, report, tally, received, isHoso })
      run.row(table, row)
    },
    lose(tables) {
      if (tables === null) lost = null
      else for (const table of tables) lost?.add(table)
    },
    close() {
      // What could not be read may be XML1: then its absence is no fact.
      if (isHoso && xml1Rows === 0 && lost !== null && !lost.has('XML1')) say(DOSSIER_DEMANDS.xml1Present, {})
      if (isHoso && ref.MA_LK !== null && !header.isFirst(ref.MA_LK)) {
        say(DOSSIER_DEMANDS.keyOnce, { table: 'XML1', field: 'MA_LK', value: ref.MA_LK })
      }
      if (!days.settled) days.settle(null)
      run?.close(lost)
      return {
        index: ref.index,
        MA_LK: ref.MA_LK,
        outcome: outcomeOf(counts.error, counts.warning),
        errors: counts.error,
        warnings: counts.warning,
      }
    },
  }

  /** Each other key of each table is reported once: before XML1 it waits, after it the answer is known at once. */
  function noteKey(table: string, row: RawRow, key: string): void {
    if (xml1Key === key || keys.length >= MAX_KEYS) return
    if (keys.some((known) => known.table === table && known.key === key)) return
    const at = row.names.indexOf('MA_LK')
    const sighting = {
      table,
      row: rowLabel(row),
      line: row.lines[at] ?? row.line,
      column: row.columns[at] ?? row.column,
      key,
    }
    keys.push(sighting)
    if (xml1Key !== null && xml1Key !== '') saysOtherKey(sighting)
  }
}
