import type { DossierRef, Report } from '../finding/finding.ts'
import { detached } from '../../kernel/detached.ts'
import { dayOf, isoDay } from '../record/moment.ts'
import { createRow, valueOf, type RawRow } from '../record/row.ts'
import type { GatheredFacts } from '../rules/dossier/facts.ts'
import { askedIn, giveUp, judgeRow, type AskedRules, type JudgedIn, type ReadyRule } from './check-record.ts'
import type { Gathering } from './gather-facts.ts'
import type { RuleTally } from './tally.ts'
import type { TableValues } from './table-values.ts'

/**
 * Rows that wait for XML1 because it comes later in the file. Exporters write XML1 first; beyond the bound what needs XML1
 * is not evaluated for the row.
 */
const MAX_WAITING_ROWS = 2000

/** The written rules at work on one dossier. */
export type DossierRun = {
  /** A row of a table of the standard, whose fields have been found. */
  row: (table: string, row: RawRow) => void
  /**
   * Judges what waited and the dossier as a whole. `lost`: tables that were not read, or not whole; null: any; by default none. What rests on
   * them is not evaluated.
   */
  close: (lost?: ReadonlySet<string> | null) => void
}

export type Opening = {
  ref: DossierRef
  report: Report
  tally: RuleTally
  /** yyyymmdd */
  received: number
  /** A HOSO; a row of a document of its own (check-in, XML12) is no dossier to be judged as a whole. */
  isHoso: boolean
}

/** Fields of a table that are kept of a row, by their positions. */
export type KeptFields = readonly (readonly [name: string, position: number])[]

export type TablePlan = {
  values: TableValues
  /** Asked of every row, whatever the dossier. */
  immediate: AskedRules
  waiting: readonly ReadyRule[]
  /** What is kept of a row that waits. */
  kept: KeptFields
}

/** The rules of a standard, ready for any dossier. */
export type DossierPlan = {
  tables: ReadonlyMap<string, TablePlan>
  xml1: TableValues
  judges: readonly ((dossier: JudgedIn, facts: GatheredFacts) => void)[]
  startGathering: () => Gathering
  keptOfXml1: KeptFields
}

/** A table of one dossier. */
type OpenTable = {
  plan: TablePlan
  /** The waiting rules that this dossier asks; null while that is not known. */
  asked: AskedRules | null
  gather: (() => void) | null
}

/** One dossier while its rows come. */
type State = {
  readonly plan: DossierPlan
  /** yyyymmdd */
  readonly received: number
  /** null: it is not judged as a whole. */
  readonly gathering: Gathering | null
  readonly opened: Map<string, OpenTable>
  waiting: { table: OpenTable; row: RawRow }[]
  /** XML1, once it has come. */
  summary: RawRow | null
  /** XML1 has come, or the dossier has ended without it. */
  isSettled: boolean
  judgedIn: JudgedIn
}

/** Opens a dossier; its rows are judged as they come, in whichever order. */
export function openDossier(plan: DossierPlan, { ref, report, tally, received, isHoso }: Opening): DossierRun {
  const state: State = {
    plan,
    received,
    gathering: isHoso ? plan.startGathering() : null,
    opened: new Map(),
    waiting: [],
    summary: null,
    isSettled: false,
    judgedIn: { ref, report, tally, hasXml1: false, day: isoDay(received), received: String(received) },
  }
  return {
    row: (name, row) => takeRow(state, name, row),
    close: (lost = NONE) => close(state, lost),
  }
}

function takeRow(state: State, name: string, row: RawRow): void {
  const table = state.opened.get(name) ?? openTable(state, name)
  if (!table) return
  if (name === 'XML1' && !state.isSettled) {
    state.summary = keep(row, state.plan.keptOfXml1)
    settle(state)
  }
  table.plan.values.take(row)
  judge(state, table, row)
  table.gather?.()
}

function openTable({ plan, opened, gathering }: State, name: string): OpenTable | null {
  const tablePlan = plan.tables.get(name)
  if (!tablePlan) return null
  const made: OpenTable = { plan: tablePlan, asked: null, gather: gathering?.ofTable(name) ?? null }
  opened.set(name, made)
  return made
}

function judge(state: State, table: OpenTable, row: RawRow): void {
  const { plan } = table
  judgeRow(plan.values, plan.immediate, state.judgedIn)
  if (plan.waiting.length === 0) return
  if (state.isSettled) judgeByDossier(state, table)
  else if (state.waiting.length < MAX_WAITING_ROWS) state.waiting.push({ table, row: keep(row, plan.kept) })
  else giveUp(plan.values, plan.waiting, state.judgedIn.tally)
}

/** Judges the row that was taken by the rules that rest on XML1 or the day, which are known. */
function judgeByDossier({ plan, summary, judgedIn }: State, table: OpenTable): void {
  if (summary) plan.xml1.takeKept(summary)
  table.asked ??= askedIn(judgedIn, table.plan.waiting)
  judgeRow(table.plan.values, table.asked, judgedIn)
}

/** XML1 has come, or the dossier has ended without it: the rows that waited are judged. */
function settle(state: State): void {
  state.isSettled = true
  const { summary, waiting, received } = state
  const end = summary ? dayOf(valueOf(summary, 'NGAY_RA')) : null
  state.judgedIn = { ...state.judgedIn, hasXml1: summary !== null, day: isoDay(end ?? received) }
  state.waiting = []
  for (const { table, row } of waiting) {
    table.plan.values.take(row)
    judgeByDossier(state, table)
  }
}

function close(state: State, lost: ReadonlySet<string> | null): void {
  if (!state.isSettled) settle(state)
  const { plan, gathering, summary, judgedIn } = state
  if (!gathering) return
  if (summary) plan.xml1.takeKept(summary)
  const facts = gathering.close(lost)
  for (const judgeDossier of plan.judges) judgeDossier(judgedIn, facts)
}

const NONE: ReadonlySet<string> = new Set()

/** A row of its own with these fields, their values and places. */
function keep(row: RawRow, fields: KeptFields): RawRow {
  const kept = createRow()
  kept.line = row.line
  kept.column = row.column
  kept.ordinal = row.ordinal
  for (const [name, position] of fields) {
    const at = row.elementOf[position] ?? -1
    while (kept.elementOf.length <= position) kept.elementOf.push(-1)
    if (at >= 0) {
      kept.elementOf[position] = kept.length
      kept.names.push(name)
      kept.texts.push(detached(row.texts[at] ?? ''))
      kept.lines.push(row.lines[at] ?? row.line)
      kept.columns.push(row.columns[at] ?? row.column)
      kept.length += 1
    }
  }
  return kept
}
