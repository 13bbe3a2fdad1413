import { createCodeCheck, type CodeLists } from '../codes/code-findings.ts'
import { createFieldFinder, type RawRow } from '../record/row.ts'
import { createRowCheck } from '../judging/check-row.ts'
import type { RulePlan } from '../judging/plan.ts'
import type { Standard, Table } from '../standards/field.ts'
import type { DossierInspection } from './inspect-dossier.ts'

/** All that is asked of one row: the dossier takes note of it, then its fields, its meaning and its codes are judged. */
export type TableCheck = (row: RawRow, dossier: DossierInspection) => void

/** The checks of one table of a standard, made ready for its rows. */
export function createTableCheck(standard: Standard, table: Table, codes: CodeLists, plan: RulePlan): TableCheck {
  const findFields = createFieldFinder(Object.keys(table.fields))
  const checkFields = createRowCheck(standard, table)
  const checkCodes = createCodeCheck(table, codes)
  return (row, { note, ref, report, days, applyRules }) => {
    findFields(row)
    note(table.id, row)
    checkFields(row, ref, report)
    applyRules(plan, table.id, row)
    checkCodes?.(row, ref, days, report)
  }
}
