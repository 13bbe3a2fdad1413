import { fieldsOfCondition } from '../rules/condition.ts'
import { dossierRules } from '../rules/dossier/index.ts'
import { recordRules } from '../rules/record/index.ts'
import type { RecordRule } from '../rules/record/rule.ts'
import type { Standard, Table } from '../standards/field.ts'
import { readyDossierRule } from './check-dossier.ts'
import { askedAlways, fieldsReadBy, readyRecordRule } from './check-record.ts'
import { createGathering } from './gather-facts.ts'
import {
  openDossier,
  type DossierPlan,
  type DossierRun,
  type KeptFields,
  type Opening,
  type TablePlan,
} from './judge-dossier.ts'
import { writtenRuleIds, type RulePack } from './rule-pack.ts'
import { createTableValues, type TableValues } from './table-values.ts'

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

const indexOf = new Map(writtenRuleIds.map((id, at) => [id, at]))

function createPlan(pack: RulePack, standard: Standard): RulePlan {
  const applies = ({ id, standards }: { id: string; standards: readonly string[] }): boolean =>
    standards.includes(standard.id) && pack.states[indexOf.get(id) ?? -1] !== null
  const asked = recordRules.filter(applies)
  const askedOfDossier = dossierRules.filter(applies)
  const xml1 = createTableValues(Object.keys(standard.tables['XML1']?.fields ?? {}))
  const tables = new Map(
    Object.values(standard.tables).map((table) => {
      const own = asked.filter((rule) => rule.table === table.id)
      return [table.id, tablePlanOf(table, own, { pack, xml1 })] as const
    }),
  )
  const whole: DossierPlan = {
    tables,
    xml1,
    judges: askedOfDossier.map((rule) => readyDossierRule(rule, { ...placeIn(pack, rule.id), standard, xml1 })),
    startGathering: createGathering(
      [...new Set(askedOfDossier.flatMap(({ rests }) => rests))],
      standard,
      (table) => tables.get(table)?.values ?? createTableValues([]),
    ),
    keptOfXml1: keptOfXml1(standard, asked, askedOfDossier),
  }
  return {
    forget() {
      for (const { values } of tables.values()) values.forget()
      xml1.forget()
    },
    open: (opening) => openDossier(whole, opening),
  }
}

const placeIn = (pack: RulePack, id: string) => {
  const index = indexOf.get(id) ?? -1
  return { index, state: pack.states[index] ?? ('active' as const) }
}

/** The rules of one table: those that judge a row at once, and those that wait for XML1 or the day. */
function tablePlanOf(
  table: Table,
  rules: readonly RecordRule[],
  { pack, xml1 }: { pack: RulePack; xml1: TableValues },
): TablePlan {
  const values = createTableValues(Object.keys(table.fields))
  const ready = rules.map((rule) => ({
    rule,
    ready: readyRecordRule(rule, { ...placeIn(pack, rule.id), table, values, xml1 }),
  }))
  const waiting = ready.filter((each) => each.ready.waits)
  return {
    values,
    immediate: askedAlways(ready.filter((each) => !each.ready.waits).map((each) => each.ready)),
    waiting: waiting.map((each) => each.ready),
    kept: positionsOf(
      table,
      waiting.flatMap(({ rule }) => fieldsOf(rule)),
    ),
  }
}

/** What rules of other rows, and of the dossier, read of XML1. */
function keptOfXml1(standard: Standard, asked: readonly RecordRule[], askedOfDossier: typeof dossierRules): KeptFields {
  return positionsOf(standard.tables['XML1'], [
    'NGAY_RA',
    ...[...asked, ...askedOfDossier].flatMap((rule) => [
      ...Object.keys({ ...rule.xml1, ...rule.xml1Also }),
      ...rule.whenXml1.flatMap(fieldsOfCondition),
    ]),
    ...askedOfDossier.flatMap((rule) => (rule.table === 'XML1' && rule.field !== null ? [rule.field] : [])),
  ])
}

const fieldsOf = (rule: RecordRule): string[] => [rule.field, ...fieldsReadBy(rule)]

/** The named fields of a table, with STT, which distinguishes its rows. */
function positionsOf(table: Table | undefined, names: readonly string[]): KeptFields {
  const all = Object.keys(table?.fields ?? {})
  return [...new Set(['STT', ...names])].flatMap((name) =>
    all.includes(name) ? [[name, all.indexOf(name)] as const] : [],
  )
}
