/** What may leave the warehouse: every field of the three tables is decided, and nothing else is there. */
import { describe, expect, test } from 'vitest'
import { identifyingFields, legalColumns } from '../../db/warehouse/legal-tables.ts'
import { CLASSES, TYPES, type LakeColumn } from '../../src/lake/column.ts'
import { LEFT_OUT } from '../../src/lake/left-out.ts'
import { TABLES } from '../../src/lake/tables.ts'

const columns: readonly LakeColumn[] = Object.values(TABLES).flat()
const used = new Set(columns.flatMap(({ from = [] }) => from))
const legal = ['XML1', 'XML2', 'XML3'].flatMap((table) =>
  [...(legalColumns[table] ?? []).map(({ name }) => name), ...(identifyingFields[table] ?? [])].map(
    (field) => `${table}.${field}`,
  ),
)

describe('the fields of XML1, XML2 and XML3 in every standard', () => {
  test.each(legal)('%s is in a column, or left out with a reason', (field) => {
    expect([used.has(field), LEFT_OUT[field] !== undefined]).toContain(true)
    expect(used.has(field) && LEFT_OUT[field] !== undefined).toBe(false)
  })

  test('are all that columns and reasons name', () => {
    const named = [...used, ...Object.keys(LEFT_OUT)].filter((field) => /^XML\d/.test(field))
    expect(named.filter((field) => !legal.includes(field))).toEqual([])
  })

  test('that identify a person are pseudonyms, ages, or what a card says of its group', () => {
    const identifying = new Set(
      Object.entries(identifyingFields).flatMap(([table, fields]) => fields.map((field) => `${table}.${field}`)),
    )
    const made = columns.filter(({ from = [] }) => from.some((field) => identifying.has(field)))
    const allowed = ['person', 'encounter', 'age_years', 'card_group', 'card_benefit']
    expect(made.map(({ name }) => name).filter((name) => !allowed.includes(name))).toEqual([])
  })
})

test('every column has a class, a type, a title in both languages and a reason, and its name once in a table', () => {
  for (const { name, type, class: kind, title, reason } of columns) {
    expect(TYPES).toContain(type)
    expect(CLASSES).toContain(kind)
    for (const words of [title.vi, title.en, reason]) expect(words.length, name).toBeGreaterThan(2)
  }
  for (const [table, all] of Object.entries(TABLES))
    expect(new Set(all.map(({ name }) => name)).size, table).toBe(all.length)
})
