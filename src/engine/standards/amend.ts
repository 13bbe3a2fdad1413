import type { Field, Fields, Standard, Table } from './field.ts'

/** A field's change: only what differs; `undefined` takes a property away. */
export type FieldChange = Partial<Pick<Field, 'vi' | 'type'>> & {
  [K in Exclude<keyof Field, 'vi' | 'type'>]?: Field[K] | undefined
}

export type AddedField = {
  name: string
  /** The field that the new one follows in the annex. */
  after: string
  field: Field
}

/** What an amending decision does to one table, in the order in which it is carried out. */
export type TableAmendment = {
  remove?: readonly string[]
  change?: Readonly<Record<string, FieldChange>>
  add?: readonly AddedField[]
}

export type Amendment = Omit<Standard, 'tables'> & {
  amend: Readonly<Record<string, TableAmendment>>
  addTables?: Readonly<Record<string, Table>>
}

/**
 * The next decision is the previous one amended by data, as the legal text itself is written.
 * A removed or changed field that does not exist is a mistake in the data and throws when the module loads.
 */
export function amend(base: Standard, { amend: changes, addTables, ...identity }: Amendment): Standard {
  for (const id of Object.keys(changes)) {
    if (!base.tables[id]) throw new Error(`${identity.document} amends ${id}, which ${base.document} does not have`)
  }
  const tables: Record<string, Table> = {}
  for (const [id, table] of Object.entries(base.tables)) {
    const change = changes[id]
    tables[id] = change ? { ...table, document: identity.document, fields: amendFields(table, change) } : table
  }
  return { ...identity, tables: { ...tables, ...addTables } }
}

function amendFields(table: Table, { remove = [], change = {}, add = [] }: TableAmendment): Fields {
  const known = (name: string): Field => {
    const field = table.fields[name]
    if (!field) throw new Error(`${table.id} has no field ${name} to amend`)
    return field
  }
  const removed = new Set(remove)
  for (const name of removed) known(name)
  const entries: [string, Field][] = Object.entries(table.fields).filter(([name]) => !removed.has(name))
  for (const [name, fieldChange] of Object.entries(change)) {
    const field = known(name)
    const at = entries.findIndex(([entry]) => entry === name)
    if (at < 0) throw new Error(`${table.id} removes ${name} and changes it`)
    entries[at] = [name, changed(field, fieldChange)]
  }
  for (const { name, after, field } of add) {
    const at = entries.findIndex(([entry]) => entry === after)
    if (at < 0) throw new Error(`${table.id} has no field ${after} that ${name} could follow`)
    if (entries.some(([entry]) => entry === name)) throw new Error(`${table.id} has a field ${name} already`)
    entries.splice(at + 1, 0, [name, field])
  }
  return Object.fromEntries(entries)
}

function changed(field: Field, change: FieldChange): Field {
  const result: Field = Object.assign({ ...field }, change)
  for (const [property, value] of Object.entries(change)) {
    if (value === undefined) Reflect.deleteProperty(result, property)
  }
  return result
}
