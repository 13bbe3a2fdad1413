import { codeDemandsOf } from '../dmdc/code-findings.ts'
import type { Demand, Severity, Source } from '../finding/finding.ts'
import { DOSSIER_DEMANDS, ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import { fieldDemandsOf } from '../rules/field-demands.ts'
import { recordDemandsOf } from '../rules/record-rules.ts'
import { rowDemandsOf } from '../rules/row-demands.ts'
import { standards } from '../standards/index.ts'
import type { StandardId, Table } from '../standards/field.ts'
import { fillText, type Text, type TextParams } from '../text.ts'

/** One rule as it stands in one or several standards: the same words, the same severity. */
export type RuleVariant = { standards: StandardId[]; severity: Severity; problem: Text; remedy: Text; source: Source }

/** One public id, and what it means in each standard. */
export type CataloguedRule = { id: string; table: string | null; field: string | null; variants: RuleVariant[] }

type Entry = { demand: Demand; params: TextParams; table: string | null; field: string | null }

const OLDEST_FIRST = Object.values(standards).sort((a, b) => a.signed.localeCompare(b.signed))

/** Everything a file can be told, by id: derived demands, record rules, codes, envelope and dossier. */
export function ruleCatalogue(): readonly CataloguedRule[] {
  const rules = new Map<string, CataloguedRule>()
  for (const { id, tables } of OLDEST_FIRST) {
    const entries = [...generalEntries(), ...Object.values(tables).flatMap((table) => tableEntries(id, table))]
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
  const records = recordDemandsOf(standard, table).map(({ rule, demand }) => ({
    demand,
    params: {},
    table: table.id,
    field: rule.field,
  }))
  return [...rows, ...fields, ...codes, ...records]
}

function note(rules: Map<string, CataloguedRule>, standard: StandardId, { demand, params, table, field }: Entry): void {
  const rule = rules.get(demand.id) ?? { id: demand.id, table, field, variants: [] }
  rules.set(demand.id, rule)
  const known = { ...params, ...(field ? { field } : {}), ...(table ? { table } : {}) }
  const variant = {
    severity: demand.severity,
    problem: fillKnown(demand.problem, known),
    remedy: fillKnown(demand.remedy, known),
    source: demand.source,
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
