import { createCodeCheck, type CodeLists } from '../codes/code-findings.ts'
import type { Demand, DossierRef, Finding } from '../finding/finding.ts'
import { createFieldFinder, type RawRow } from '../record/row.ts'
import { createRowCheck } from '../judging/check-row.ts'
import type { RulePlan } from '../judging/rule-plan.ts'
import { rowDemandsOf } from '../rules/row-demands.ts'
import type { Standard, Table } from '../standards/field.ts'
import type { DossierInspection } from './inspect-dossier.ts'

/** All that is asked of one row: the dossier takes note of it, then its fields, its meaning and its codes are judged. */
export type TableCheck = (row: RawRow, dossier: DossierInspection) => void

/** The checks of one table of a standard, made ready for its rows. */
export function createTableCheck(standard: Standard, table: Table, codes: CodeLists, plan: RulePlan): TableCheck {
  const findFields = createFieldFinder(Object.keys(table.fields))
  const checkFields = createRowCheck(standard, table)
  const checkCodes = createCodeCheck(table, codes)
  const { empty } = rowDemandsOf(table)
  return (row, { note, ref, report, days, applyRules }) => {
    findFields(row)
    note(table.id, row)
    if (isEmpty(row)) {
      // That each of its fields is empty, and whatever follows from it, is this one finding.
      report(emptyRow(empty, table.id, row, ref))
      return
    }
    const broken = checkFields(row, ref, report)
    applyRules(plan, table.id, row)
    checkCodes?.(row, ref, days, report, broken)
  }
}

/** None of its elements has a value; it may have none at all. */
function isEmpty(row: RawRow): boolean {
  for (let at = 0; at < row.length; at += 1) if (row.texts[at] !== '') return false
  return true
}

const emptyRow = (demand: Demand, table: string, row: RawRow, dossier: DossierRef): Finding => ({
  demand,
  severity: demand.severity,
  dossier,
  table,
  row: String(row.ordinal),
  field: null,
  line: row.line,
  column: row.column,
  value: null,
  identifies: false,
  params: {},
})
