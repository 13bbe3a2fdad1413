import { closest, distance } from 'fastest-levenshtein'
import { detached } from '../../kernel/detached.ts'
import type { Demand, DossierRef, Report } from '../finding/finding.ts'
import { otherStandardsKnowing } from '../record/choose-standard.ts'
import { rowLabel, textOf, type RawRow } from '../record/row.ts'
import type { Standard, Table } from '../standards/field.ts'
import type { TextParams } from '../../kernel/text.ts'
import { conditionHolds } from '../rules/condition.ts'
import { fieldDemandsOf, type FieldDemands, type ValueDemand } from '../rules/field-demands.ts'
import { rowDemandsOf, type RowDemands } from '../rules/row-demands.ts'

/**
 * A table's demands made ready: judges one row after the other, whose fields have been found. Returns by field whether its value broke a
 * demand; the next row fills it anew.
 */
export type RowCheck = (row: RawRow, dossier: DossierRef, report: Report) => BrokenFields
export type BrokenFields = readonly boolean[]

/** Further than this a name is another word, not a slip of the pen. */
const NEAR_ENOUGH = 3
const LONGEST_NAME = 80
/** Suggestions remembered: a file that has more kinds of unknown elements gets no suggestion for the rest. */
const REMEMBERED_NAMES = 500
const PLAIN_NAME = /^[A-Za-z_][\w:.-]*$/
/** A value this short is a string of its own, where a longer one would keep alive what it was cut from. */
const LONGEST_REMEMBERED = 12

/** The check of a row by the decision's field list for this table. */
export function createRowCheck(standard: Standard, table: Table): RowCheck {
  const fields = fieldDemandsOf(table)
  const demands = rowDemandsOf(table)
  const positions = new Map(fields.map(({ name }, at) => [name, at]))
  const explain = createUnknownElement(standard, table, demands)
  const brokenFields = fields.map(() => false)
  /** The last value of each field that broke none of its demands: most fields of a row repeat what the row before had. */
  const passed = fields.map(() => '')

  return (row, dossier, report) => {
    const valueOf = (name: string): string => textOf(row, positions.get(name) ?? fields.length)
    const say = (demand: Demand, field: string, at: number, params: TextParams, identifies: boolean): void => {
      report({
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
    }

    for (let at = 0; at < row.length; at += 1) {
      const field = row.fields[at] ?? -1
      if (field < 0) {
        const explained = explain(row.names[at] ?? '')
        // Renamed to an element that the row has already, it would be there twice.
        const isThere = explained.nearest !== undefined && (row.elementOf[explained.nearest] ?? -1) >= 0
        const unknown = isThere ? { ...explained, demand: demands.unknown, params: {} } : explained
        say(unknown.demand, unknown.shown, at, unknown.params, true)
      } else if (row.elementOf[field] !== at) {
        say(demands.duplicate, row.names[at] ?? '', at, {}, fields[field]?.field.identifies === true)
      }
    }

    for (let field = 0; field < fields.length; field += 1) {
      const entry = fields[field]
      const value = textOf(row, field)
      brokenFields[field] = false
      if (!entry || (value === '' ? !entry.required : value === passed[field])) continue
      const broken = brokenBy(entry, value, valueOf)
      if (!broken) {
        if (value !== '' && value.length <= LONGEST_REMEMBERED) passed[field] = value
      } else {
        brokenFields[field] = value !== ''
        const ofValue = broken !== entry.required && entry.field.identifies === true
        const params = 'paramsOf' in broken ? { ...broken.params, ...broken.paramsOf?.(value) } : broken.params
        say(broken.demand, entry.name, row.elementOf[field] ?? -1, params, ofValue)
      }
    }
    return brokenFields
  }
}

/** The first demand of a field that its value breaks; after it the rest of the field is not judged. */
function brokenBy(
  { required, values }: FieldDemands,
  value: string,
  valueOf: (name: string) => string,
): ValueDemand | FieldDemands['required'] {
  if (value === '') return required && (!required.when || conditionHolds(required.when, valueOf)) ? required : null
  for (let at = 0; at < values.length; at += 1) {
    const demand = values[at]
    if (demand && demand.byLists !== true && !demand.holds(value)) return demand
  }
  return null
}

/** `nearest`: the position of the field that is perhaps meant. */
type UnknownElement = { demand: Demand; shown: string; params: TextParams; nearest?: number }

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
    return { demand: demands.misspelt, shown, params: { nearest }, nearest: names.indexOf(nearest) }
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
