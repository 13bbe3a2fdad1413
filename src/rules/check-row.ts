import { closest, distance } from 'fastest-levenshtein'
import { detached } from '../finding/detached.ts'
import type { Demand, DossierRef, Finding, Report } from '../finding/finding.ts'
import { otherStandardsKnowing } from '../record/choose-standard.ts'
import { rowLabel, type RawRow } from '../record/row.ts'
import type { Standard, Table } from '../standards/field.ts'
import type { TextParams } from '../text.ts'
import { conditionHolds } from './condition.ts'
import { fieldDemandsOf, type FieldDemands } from './field-demands.ts'
import { rowDemandsOf, type RowDemands } from './row-demands.ts'

/** A table's demands made ready: judges one row after the other, whose fields have been found. */
export type RowCheck = (row: RawRow, dossier: DossierRef, report: Report) => void

/** Further than this a name is another word, not a slip of the pen. */
const NEAR_ENOUGH = 3
const LONGEST_NAME = 80
/** Suggestions remembered: a file that has more kinds of unknown elements gets no suggestion for the rest. */
const REMEMBERED_NAMES = 500
const PLAIN_NAME = /^[A-Za-z_][\w:.-]*$/

/** Everything that a row of this table owes by the decision's field list. */
export function createRowCheck(standard: Standard, table: Table): RowCheck {
  const fields = fieldDemandsOf(table)
  const demands = rowDemandsOf(table)
  const places = new Map(fields.map(({ name }, at) => [name, at]))
  const held = new Int32Array(fields.length)
  const explain = createUnknownElement(standard, table, demands)

  return (row, dossier, report) => {
    held.fill(-1)
    const finding = (demand: Demand, field: string, at: number, params: TextParams, identifies: boolean): Finding => ({
      demand,
      severity: demand.severity,
      dossier,
      table: table.id,
      row: rowLabel(row),
      field,
      line: (at < 0 ? row.line : row.lines[at]) ?? null,
      column: (at < 0 ? row.column : row.columns[at]) ?? null,
      value: at < 0 ? null : (row.texts[at] ?? null),
      identifies,
      params,
    })

    const valueOf = (name: string): string => row.texts[held[places.get(name) ?? -1] ?? -1] ?? ''

    for (let at = 0; at < row.length; at += 1) {
      const found = row.fields[at] ?? -1
      if (found < 0) {
        const unknown = explain(row.names[at] ?? '')
        report(finding(unknown.demand, unknown.shown, at, unknown.params, true))
      } else if (held[found] === -1) {
        held[found] = at
      } else {
        report(finding(demands.duplicate, row.names[at] ?? '', at, {}, fields[found]?.field.identifies === true))
      }
    }

    for (let at = 0; at < fields.length; at += 1) {
      const entry = fields[at]
      if (entry) checkField(entry, held[at] ?? -1)
    }

    function checkField({ name, field, required, values }: FieldDemands, at: number): void {
      const value = row.texts[at] ?? ''
      if (value === '') {
        if (required && (!required.when || conditionHolds(required.when, valueOf))) {
          report(finding(required.demand, name, at, required.params, false))
        }
        return
      }
      for (const { demand, params, holds } of values) {
        if (!holds(value)) {
          report(finding(demand, name, at, params, field.identifies === true))
          return
        }
      }
    }
  }
}

type UnknownElement = { demand: Demand; shown: string; params: TextParams }

function createUnknownElement(standard: Standard, table: Table, demands: RowDemands): (name: string) => UnknownElement {
  const names = Object.keys(table.fields)
  const remembered = new Map<string, UnknownElement>()

  const explain = (name: string): UnknownElement => {
    // A name that is no plain word is rather a piece of text after a stray `<`; it is not repeated.
    const shown = PLAIN_NAME.test(name) ? detached(name) : '?'
    const others = otherStandardsKnowing(standard, table.id, name)
    if (others.length > 0) {
      return { demand: demands.otherStandard, shown, params: { others: others.join(', '), standard: standard.id } }
    }
    const nearest = shown === '?' ? '' : closest(name.toUpperCase(), names)
    if (nearest === '' || distance(name.toUpperCase(), nearest) > NEAR_ENOUGH) {
      return { demand: demands.unknown, shown, params: {} }
    }
    return { demand: demands.misspelt, shown, params: { nearest } }
  }

  return (name) => {
    const known = remembered.get(name)
    if (known) return known
    if (remembered.size >= REMEMBERED_NAMES || name.length > LONGEST_NAME)
      return { demand: demands.unknown, shown: '?', params: {} }
    const explained = explain(name)
    remembered.set(detached(name), explained)
    return explained
  }
}
