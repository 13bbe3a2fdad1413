/**
 * The fields of the tables of the law over all standards, by which stored contents (`contents.ts`) are read: they follow from the field
 * lists, so that parsing, rules, documents and storage have one source. A field of one name is the same in every standard that has it.
 */
import { standards, type Field } from '../../src/engine/index.ts'

export type LegalColumn =
  | { readonly name: string; readonly kind: 'text' }
  | { readonly name: string; readonly kind: 'number'; readonly scale: number }

/** Places kept of a number whose entry states none. */
const UNSTATED_SCALE = 3

/** Table id → its fields in all standards, in the order of the newest, with those of older ones behind. */
const fieldsByTable = (() => {
  const fieldsOf = new Map<string, Map<string, Field[]>>()
  const newestFirst = Object.values(standards).sort((a, b) => b.signed.localeCompare(a.signed))
  for (const { tables } of newestFirst) {
    for (const { id, fields } of Object.values(tables)) {
      const columns = fieldsOf.get(id) ?? new Map<string, Field[]>()
      fieldsOf.set(id, columns)
      for (const [name, field] of Object.entries(fields)) columns.set(name, [...(columns.get(name) ?? []), field])
    }
  }
  return fieldsOf
})()

/** A field that identifies a person in one standard does so in all. */
const identifies = (fields: readonly Field[]): boolean => fields.some((field) => field.identifies === true)

/** Table id → its fields, in the order of the newest standard, with those of older ones behind; none that identifies. */
export const legalColumns: Readonly<Record<string, readonly LegalColumn[]>> = Object.fromEntries(
  [...fieldsByTable].map(([id, columns]) => [
    id,
    [...columns].flatMap(([name, fields]) => (identifies(fields) ? [] : [columnOf(name, fields)])),
  ]),
)

/** Table id → the fields that identify a person, which an erasure takes away. */
export const identifyingFields: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...fieldsByTable].map(([id, columns]) => [
    id,
    [...columns].flatMap(([name, fields]) => (identifies(fields) ? [name] : [])),
  ]),
)

/** A field that is text in one standard (codes that were numbers in QĐ 130) is text: `01` is not `1`. */
function columnOf(name: string, fields: readonly Field[]): LegalColumn {
  if (fields.some(({ type, separator }) => type !== 'number' || separator !== undefined)) return { name, kind: 'text' }
  return { name, kind: 'number', scale: Math.max(...fields.map(({ decimals }) => decimals ?? UNSTATED_SCALE)) }
}
