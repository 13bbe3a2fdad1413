import type { DossierRef, Report } from '../finding/finding.ts'
import { detached } from '../../kernel/detached.ts'
import { dayOf, isoDay } from '../record/moment.ts'
import { createRow, valueOf, type RawRow } from '../record/row.ts'
import type { Standard, Table } from '../standards/field.ts'
import { fieldsOfCondition } from '../rules/condition.ts'
import { createGathering } from './gather-facts.ts'
import { dossierRules } from '../rules/dossier/index.ts'
import { readyDossierRule } from './check-dossier.ts'
import { writtenRuleIds, type RulePack } from './rule-pack.ts'
import {
  askedAlways,
  askedIn,
  fieldsReadBy,
  giveUp,
  judgeRow,
  readyRecordRule,
  type AskedRules,
  type JudgedIn,
  type ReadyRule,
} from './check-record.ts'
import { recordRules } from '../rules/record/index.ts'
import type { RecordRule } from '../rules/record/rule.ts'
import type { RuleTally } from './tally.ts'
import { createTableValues, type TableValues } from './table-values.ts'

/**
 * Rows that wait for XML1 because it comes later in the file. Exporters write XML1 first; beyond the bound what needs XML1
 * is not evaluated for the row.
 */
const MAX_WAITING_ROWS = 2000

/** The written rules at work on one dossier. */
export type DossierRun = {
  /** A row of a table of the standard, whose fields have been found. */
  row: (table: string, row: RawRow) => void
  /** Judges what waited and the dossier as a whole. */
  /** `lost`: tables that were not read, or not whole; null: any; by default none. What rests on them is not evaluated. */
  close: (lost?: ReadonlySet<string> | null) => void
}

type Opening = {
  ref: DossierRef
  report: Report
  tally: RuleTally
  /** yyyymmdd */
  received: number
  /** A HOSO; a row of a document of its own (check-in, XML12) is no dossier to be judged as a whole. */
  isHoso: boolean
}

/** The written rules of a standard, made ready once and used for one row of one file after the other. */
export type RulePlan = {
  open: (dossier: Opening) => DossierRun
  /** Lets go of the rows that were read last, when a file has ended: the next file must not meet them. */
  forget: () => void
}

const plans = new WeakMap<RulePack, Map<Standard, RulePlan>>()

/** The plan of a standard; it is made when it is first asked for, and holds nothing of any file after `forget`. */
export function planFor(pack: RulePack, standard: Standard): RulePlan {
  const known = plans.get(pack) ?? new Map<Standard, RulePlan>()
  plans.set(pack, known)
  const plan = known.get(standard) ?? createPlan(pack, standard)
  known.set(standard, plan)
  return plan
}

type TablePlan = {
  values: TableValues
  /** Asked of every row, whatever the dossier. */
  immediate: AskedRules
  waiting: readonly ReadyRule[]
  /** What is kept of a row that waits. */
  kept: readonly (readonly [name: string, position: number])[]
}

/** A table of one dossier. */
type OpenTable = {
  plan: TablePlan
  /** The waiting rules that this dossier asks; null while that is not known. */
  asked: AskedRules | null
  gather: (() => void) | null
}

const indexOf = new Map(writtenRuleIds.map((id, at) => [id, at]))

function createPlan(pack: RulePack, standard: Standard): RulePlan {
  const tables = new Map<string, TablePlan>()
  const xml1 = createTableValues(Object.keys(standard.tables['XML1']?.fields ?? {}))
  const applies = ({ id, standards }: { id: string; standards: readonly string[] }): boolean =>
    standards.includes(standard.id) && pack.states[indexOf.get(id) ?? -1] !== null
  const stateOf = (index: number) => pack.states[index] ?? 'active'

  const asked = recordRules.filter(applies)
  const askedOfDossier = dossierRules.filter(applies)

  for (const table of Object.values(standard.tables)) {
    const values = createTableValues(Object.keys(table.fields))
    const own = asked.filter((rule) => rule.table === table.id)
    const ready = own.map((rule) => {
      const index = indexOf.get(rule.id) ?? -1
      return { rule, ready: readyRecordRule(rule, { index, state: stateOf(index), table, values, xml1 }) }
    })
    const waiting = ready.filter((each) => each.ready.waits)
    tables.set(table.id, {
      values,
      immediate: askedAlways(ready.filter((each) => !each.ready.waits).map((each) => each.ready)),
      waiting: waiting.map((each) => each.ready),
      kept: positionsOf(
        table,
        waiting.flatMap(({ rule }) => fieldsOf(rule)),
      ),
    })
  }

  const judges = askedOfDossier.map((rule) => {
    const index = indexOf.get(rule.id) ?? -1
    return readyDossierRule(rule, { index, state: stateOf(index), standard, xml1 })
  })
  const startGathering = createGathering(
    [...new Set(askedOfDossier.flatMap(({ rests }) => rests))],
    standard,
    (table) => tables.get(table)?.values ?? createTableValues([]),
  )
  const keptOfXml1 = positionsOf(standard.tables['XML1'], [
    'NGAY_RA',
    ...asked.flatMap((rule) => [
      ...Object.keys({ ...rule.xml1, ...rule.xml1Also }),
      ...rule.whenXml1.flatMap(fieldsOfCondition),
    ]),
    ...askedOfDossier.flatMap((rule) => [
      ...Object.keys({ ...rule.xml1, ...rule.xml1Also }),
      ...rule.whenXml1.flatMap(fieldsOfCondition),
      ...(rule.table === 'XML1' && rule.field !== null ? [rule.field] : []),
    ]),
  ])

  return {
    forget() {
      for (const { values } of tables.values()) values.forget()
      xml1.forget()
    },
    open({ ref, report, tally, received, isHoso }) {
      const gathering = isHoso ? startGathering() : null
      const opened = new Map<string, OpenTable>()
      let waiting: { table: OpenTable; row: RawRow }[] = []
      let summary: RawRow | null = null
      let settled = false
      let judgedIn: JudgedIn = { ref, report, tally, hasXml1: false, day: isoDay(received), received: String(received) }

      /** XML1 has come, or the dossier has ended without it. */
      function settle(): void {
        settled = true
        const end = summary ? dayOf(valueOf(summary, 'NGAY_RA')) : null
        judgedIn = { ...judgedIn, hasXml1: summary !== null, day: isoDay(end ?? received) }
        const rows = waiting
        waiting = []
        for (const { table, row } of rows) {
          table.plan.values.take(row)
          judgeByDossier(table)
        }
      }

      /** Judges the row that was taken by the rules that rest on XML1 or the day, which are known. */
      function judgeByDossier(table: OpenTable): void {
        if (summary) xml1.takeKept(summary)
        table.asked ??= askedIn(judgedIn, table.plan.waiting)
        judgeRow(table.plan.values, table.asked, judgedIn)
      }

      function judge(table: OpenTable, row: RawRow): void {
        const { plan } = table
        judgeRow(plan.values, plan.immediate, judgedIn)
        if (plan.waiting.length === 0) return
        if (settled) judgeByDossier(table)
        else if (waiting.length < MAX_WAITING_ROWS) waiting.push({ table, row: keep(row, plan.kept) })
        else giveUp(plan.values, plan.waiting, tally)
      }

      function open(table: string): OpenTable | null {
        const plan = tables.get(table)
        if (!plan) return null
        const made: OpenTable = { plan, asked: null, gather: gathering?.ofTable(table) ?? null }
        opened.set(table, made)
        return made
      }

      return {
        row(name, row) {
          const table = opened.get(name) ?? open(name)
          if (!table) return
          if (name === 'XML1' && !settled) {
            summary = keep(row, keptOfXml1)
            settle()
          }
          table.plan.values.take(row)
          judge(table, row)
          table.gather?.()
        },
        close(lost = NONE) {
          if (!settled) settle()
          if (gathering) {
            if (summary) xml1.takeKept(summary)
            const facts = gathering.close(lost)
            for (const judgeDossier of judges) judgeDossier(judgedIn, facts)
          }
        },
      }
    },
  }
}

const NONE: ReadonlySet<string> = new Set()

const fieldsOf = (rule: RecordRule): string[] => [rule.field, ...fieldsReadBy(rule)]

/** The named fields of a table, with STT, which distinguishes its rows. */
function positionsOf(table: Table | undefined, names: readonly string[]): readonly (readonly [string, number])[] {
  const all = Object.keys(table?.fields ?? {})
  return [...new Set(['STT', ...names])].flatMap((name) =>
    all.includes(name) ? [[name, all.indexOf(name)] as const] : [],
  )
}

/** A row of its own with these fields, their values and places. */
function keep(row: RawRow, fields: TablePlan['kept']): RawRow {
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
