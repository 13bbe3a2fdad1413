import { codeDemandsOf } from '../codes/code-findings.ts'
import type { Demand, Severity, Source } from '../finding/finding.ts'
import { DOSSIER_DEMANDS, ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import { fieldDemandsOf } from '../rules/field-demands.ts'
import { dossierRules } from '../rules/dossier/index.ts'
import { demandOfDossier } from '../judging/check-dossier.ts'
import { historyRules } from '../rules/history/index.ts'
import { demandOfHistory } from '../judging/check-history.ts'
import { recordRules } from '../rules/record/index.ts'
import { rowDemandsOf } from '../rules/row-demands.ts'
import { demandOf, type Validity, type RuleWords } from '../rules/rule.ts'
import type { RuleState } from '../rules/severity.ts'
import { standards } from '../standards/index.ts'
import type { Standard, StandardId, Table } from '../standards/field.ts'
import { fillText, type Text, type TextParams } from '../../kernel/text.ts'

/** One rule as one or several standards have it: the same words, the same severity. */
export type RuleVariant = {
  standards: StandardId[]
  severity: Severity
  state: RuleState
  problem: Text
  remedy: Text
  source: Source
  /** ISO dates; the end of the encounter decides, else the day of receipt. */
  inForce?: Validity
}

/** One public id, and what it means in each standard. */
export type CataloguedRule = { id: string; table: string | null; field: string | null; variants: RuleVariant[] }

type Entry = {
  demand: Demand
  params: TextParams
  table: string | null
  field: string | null
  written?: RuleWords & { state: RuleState }
}

const OLDEST_FIRST = Object.values(standards).sort((a, b) => a.signed.localeCompare(b.signed))

/** Everything that can be reported to a sender, by id: derived demands, codes, envelope, record and dossier rules, and the centre's over several dossiers. */
export function ruleCatalogue(): readonly CataloguedRule[] {
  catalogue ??= makeCatalogue()
  return catalogue
}

/** Made at the first question: it takes a tenth of a second, and follows from the code alone. */
let catalogue: readonly CataloguedRule[] | undefined

function makeCatalogue(): readonly CataloguedRule[] {
  const rules = new Map<string, CataloguedRule>()
  for (const standard of OLDEST_FIRST) {
    const { id, tables } = standard
    const entries = [
      ...generalEntries(),
      ...Object.values(tables).flatMap((table) => tableEntries(id, table)),
      ...dossierEntries(standard),
      ...historyEntries(standard),
    ]
    for (const entry of entries) note(rules, id, entry)
  }
  return [...rules.values()]
}

const generalEntries = (): Entry[] =>
  [...Object.values(ENVELOPE_DEMANDS), ...Object.values(DOSSIER_DEMANDS)].map((demand) => ({
    demand,
    params: {},
    table: null,
    field: null,
  }))

function tableEntries(standard: StandardId, table: Table): Entry[] {
  const ofTable = (demand: Demand): Entry => ({ demand, params: {}, table: table.id, field: null })
  const rows = Object.values(rowDemandsOf(table)).map(ofTable)
  const fields = fieldDemandsOf(table).flatMap(({ name, required, values }) =>
    [...(required ? [required] : []), ...values].map(({ demand, params }) => ({
      demand,
      params,
      table: table.id,
      field: name,
    })),
  )
  const codes = [...codeDemandsOf(table)].flatMap(([field, demands]) =>
    Object.values(demands).map((demand) => ({
      demand,
      params: { label: table.fields[field]?.vi ?? '', lists: table.fields[field]?.codeList?.join(', ') ?? '' },
      table: table.id,
      field,
    })),
  )
  const records = recordRules
    .filter((rule) => rule.table === table.id && rule.standards.includes(standard))
    .map((rule) => ({
      demand: demandOf(rule.id, rule, table),
      params: {},
      table: table.id,
      field: rule.field,
      written: rule,
    }))
  return [...rows, ...fields, ...codes, ...records]
}

const dossierEntries = (standard: Standard): Entry[] =>
  dossierRules
    .filter(({ standards }) => standards.includes(standard.id))
    .map((rule) => ({
      demand: demandOfDossier(rule, standard),
      params: {},
      table: rule.table,
      field: rule.field,
      written: rule,
    }))

const historyEntries = (standard: Standard): Entry[] =>
  historyRules
    .filter(({ standards }) => standards.includes(standard.id))
    .map((rule) => ({
      demand: demandOfHistory(rule),
      params: {},
      table: rule.table,
      field: rule.field,
      written: rule,
    }))

function note(rules: Map<string, CataloguedRule>, standard: StandardId, entry: Entry): void {
  const { demand, params, table, field, written } = entry
  const rule = rules.get(demand.id) ?? { id: demand.id, table, field, variants: [] }
  rules.set(demand.id, rule)
  const known = { ...params, ...(field ? { field } : {}), ...(table ? { table } : {}) }
  const variant = {
    severity: demand.severity,
    state: written?.state ?? 'active',
    problem: fillKnown(demand.problem, known),
    remedy: fillKnown(demand.remedy, known),
    source: demand.source,
    ...(written?.inForce ? { inForce: written.inForce } : {}),
  }
  const same = rule.variants.find(({ standards: _, ...other }) => JSON.stringify(other) === JSON.stringify(variant))
  if (same) same.standards.push(standard)
  else rule.variants.push({ standards: [standard], ...variant })
}

/** What a finding fills in only when it is made stays a placeholder. */
function fillKnown(text: Text, known: TextParams): Text {
  const open = [...`${text.vi}${text.en}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const placeholders = Object.fromEntries(open.map((name) => [name, `{${name}}`]))
  return fillText(text, { ...placeholders, ...known })
}
