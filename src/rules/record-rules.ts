import type { Demand, DossierRef, Report } from '../finding/finding.ts'
import { isDatetime } from '../record/moment.ts'
import { placeOf, valueOf, type RawRow } from '../record/row.ts'
import type { StandardId, Table } from '../standards/field.ts'

type Example = { readonly why: string; readonly record: Readonly<Record<string, string>> }

/**
 * A demand that only meaning can state, over one row of one table. `holds` is asked only where every field in
 * `evidence` has a value of its form: missing evidence is not evaluated. The examples are run as tests and printed as docs.
 */
export type RecordRule = {
  readonly demand: Demand
  readonly standards: readonly StandardId[]
  readonly table: string
  readonly field: string
  readonly evidence: Readonly<Record<string, (value: string) => boolean>>
  readonly holds: (value: (name: string) => string) => boolean
  readonly valid: readonly Example[]
  readonly invalid: readonly Example[]
}

const notBefore = (later: string, earlier: string, problem: { vi: string; en: string }): RecordRule => ({
  demand: {
    id: `XML1.${later}.not-before-${earlier}`,
    severity: 'error',
    problem,
    remedy: { vi: `Kiểm tra lại ${earlier} và ${later}`, en: `Check ${earlier} and ${later}` },
    source: { document: 'QĐ 4750/QĐ-BYT', place: 'Bảng 1', confidence: 'high' },
  },
  standards: ['4210', '130', '4750', '3176'],
  table: 'XML1',
  field: later,
  evidence: { [later]: isDatetime, [earlier]: isDatetime },
  holds: (value) => value(later) >= value(earlier),
  valid: [{ why: 'the same minute', record: { [earlier]: '202501010800', [later]: '202501010800' } }],
  invalid: [{ why: 'one minute early', record: { [earlier]: '202501010800', [later]: '202501010759' } }],
})

/** Record rules, in the order of the tables. */
export const recordRules: readonly RecordRule[] = [
  notBefore('NGAY_RA', 'NGAY_VAO', {
    vi: 'Thời điểm ra viện trước thời điểm vào viện',
    en: 'Discharge is earlier than admission',
  }),
]

/** The record rules of one table of a standard, with that standard's decision as their source. */
export function recordDemandsOf(standard: StandardId, table: Table): readonly { rule: RecordRule; demand: Demand }[] {
  return recordRules
    .filter((rule) => rule.table === table.id && rule.standards.includes(standard))
    .map((rule) => {
      const source = { ...rule.demand.source, document: table.document, place: table.place }
      return { rule, demand: { ...rule.demand, source } }
    })
}

/** The record rules of one table, made ready to judge its rows. */
export function createRecordCheck(
  standard: StandardId,
  table: Table,
): ((row: RawRow, dossier: DossierRef, report: Report) => void) | null {
  const rules = recordDemandsOf(standard, table)
  if (rules.length === 0) return null
  return (row, dossier, report) => {
    const value = (name: string): string => valueOf(row, name)
    for (const { rule, demand } of rules) {
      if (breaks(rule, value)) {
        const at = row.names.indexOf(rule.field)
        report({
          demand,
          severity: demand.severity,
          dossier,
          table: table.id,
          ...placeOf(row, at),
          field: rule.field,
          value: value(rule.field),
          identifies: false,
          params: {},
        })
      }
    }
  }
}

/** Whether the rule can be judged from these values, and is broken by them. */
export function breaks(rule: RecordRule, value: (name: string) => string): boolean {
  const evident = Object.entries(rule.evidence).every(([name, hasForm]) => hasForm(value(name)))
  return evident && !rule.holds(value)
}
