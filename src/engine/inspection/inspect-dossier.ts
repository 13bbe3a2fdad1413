import { createEncounterDays } from '../codes/encounter-days.ts'
import { detached } from '../../kernel/detached.ts'
import type { Demand, DossierRef, Finding, Report } from '../finding/finding.ts'
import { dayOf } from '../record/moment.ts'
import { rowLabel, valueOf, type RawRow } from '../record/row.ts'
import { DOSSIER_DEMANDS } from '../rules/envelope-demands.ts'
import type { RulePack } from '../judging/rule-pack.ts'
import type { DossierRun } from '../judging/judge-dossier.ts'
import type { RulePlan } from '../judging/rule-plan.ts'
import type { RuleTally } from '../judging/tally.ts'
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
  tally: RuleTally
  report: Report
}

/** What is known of a dossier while its rows come. */
type DossierState = {
  readonly options: DossierOptions
  readonly ref: DossierRef
  readonly days: ReturnType<typeof createEncounterDays>
  readonly keys: Sighting[]
  readonly counts: { error: number; warning: number; info: number }
  readonly report: Report
  xml1Key: string | null
  xml1Rows: number
  run: DossierRun | null
  /** The tables of which something could not be read; null: nobody knows which. */
  lost: Set<string> | null
}

/** Follows one dossier from its first row to its end. */
export function inspectDossier(options: DossierOptions): DossierInspection {
  const { received, isHoso, pack, tally } = options
  const counts = { error: 0, warning: 0, info: 0 }
  const report: Report = (found) => {
    const finding = pack.govern(found)
    if (!finding) return
    counts[finding.severity] += 1
    options.report(finding)
  }
  const state: DossierState = {
    options,
    ref: { index: options.index, MA_LK: null },
    days: createEncounterDays(received),
    keys: [],
    counts,
    report,
    xml1Key: null,
    xml1Rows: 0,
    run: null,
    lost: new Set(),
  }
  const { ref, days } = state
  return {
    ref,
    days,
    report,
    note(table, row) {
      noteRow(state, table, row)
    },
    applyRules(plan, table, row) {
      state.run ??= plan.open({ ref, report, tally, received, isHoso })
      state.run.row(table, row)
    },
    lose(tables) {
      if (tables === null) state.lost = null
      else for (const table of tables) state.lost?.add(table)
    },
    close: () => closeDossier(state),
  }
}

function say({ ref, report }: DossierState, demand: Demand, at: Partial<Finding>): void {
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
    params: {},
    ...at,
  })
}

const sayOtherKey = (state: DossierState, { key, ...at }: Sighting): void => {
  say(state, DOSSIER_DEMANDS.sameKey, { ...at, field: 'MA_LK', value: key })
}

function noteRow(state: DossierState, table: string, row: RawRow): void {
  const written = valueOf(row, 'MA_LK')
  if (written === state.xml1Key && table !== 'XML1') return
  const key = detached(written)
  state.ref.MA_LK ??= key === '' ? null : key
  if (table === 'XML1') noteXml1(state, row, key)
  else if (key !== '' && !WITHOUT_KEY.has(table)) noteKey(state, table, row, key)
}

function noteXml1(state: DossierState, row: RawRow, key: string): void {
  const { ref, keys, days } = state
  state.xml1Rows += 1
  if (state.xml1Rows > 1) {
    say(state, DOSSIER_DEMANDS.xml1Once, { table: 'XML1', line: row.line, column: row.column })
    return
  }
  state.xml1Key = key
  ref.MA_LK = key === '' ? ref.MA_LK : key
  checkFacility(state, row)
  // That XML1 has no MA_LK is the finding of the field, not one of every other table.
  if (key !== '') for (const sighting of keys) if (sighting.key !== key) sayOtherKey(state, sighting)
  days.settle(dayOf(valueOf(row, 'NGAY_RA')))
}

/** What is missing is the field's own finding. */
function checkFacility(state: DossierState, row: RawRow): void {
  const own = valueOf(row, 'MA_CSKCB')
  if (own === '' || state.options.header.isOwn(own)) return
  const at = row.names.indexOf('MA_CSKCB')
  const [line, column] = [row.lines[at] ?? row.line, row.columns[at] ?? row.column]
  say(state, DOSSIER_DEMANDS.sameFacility, { table: 'XML1', field: 'MA_CSKCB', line, column, value: own })
}

/** Each other key of each table is reported once: before XML1 it waits, after it the answer is known at once. */
function noteKey(state: DossierState, table: string, row: RawRow, key: string): void {
  const { keys, xml1Key } = state
  if (xml1Key === key || keys.length >= MAX_KEYS) return
  if (keys.some((known) => known.table === table && known.key === key)) return
  const at = row.names.indexOf('MA_LK')
  const [line, column] = [row.lines[at] ?? row.line, row.columns[at] ?? row.column]
  const sighting = { table, row: rowLabel(row), line, column, key }
  keys.push(sighting)
  if (xml1Key !== null && xml1Key !== '') sayOtherKey(state, sighting)
}

function closeDossier(state: DossierState): DossierResult {
  const { ref, days, counts, lost, run, xml1Rows } = state
  const { isHoso, header } = state.options
  // What could not be read may be XML1: then its absence is no fact.
  if (isHoso && xml1Rows === 0 && lost !== null && !lost.has('XML1')) say(state, DOSSIER_DEMANDS.xml1Present, {})
  if (isHoso && ref.MA_LK !== null && !header.isFirst(ref.MA_LK)) {
    say(state, DOSSIER_DEMANDS.keyOnce, { table: 'XML1', field: 'MA_LK', value: ref.MA_LK })
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
}
