import type { ImportedRow } from './imported-row.ts'
import type { Layout } from './layout.ts'
import type { Assumed } from './numeric-codes.ts'
import type { Problems } from './problems.ts'
import { cleanText } from './read-cell.ts'

/** Rows by code and first day: of what is in a file more than once, one is kept and the rest is reported. */
export type MergedRows = {
  readonly add: (row: ImportedRow, layout: Layout) => void
  /** In the order in which the codes first came in the file. */
  readonly rows: () => ImportedRow[]
}

type Kept = { row: ImportedRow; collected: Map<string, Set<string>>; layout: Layout }

export function createMergedRows(problems: Problems, assumed: Assumed = new Set()): MergedRows {
  const kept = new Map<string, Kept>()
  return {
    add: (row, layout) => {
      const key = `${row.code} ${row.validFrom ?? ''}`
      const { single, several } = part(row, layout)
      const before = kept.get(key)
      if (!before) {
        const collected = new Map([...several].map(([name, value]) => [name, new Set(value.split(';'))]))
        kept.set(key, { row: single, collected, layout })
        return
      }
      const fields = differingFields(before.row, single)
      const { sheet, row: line } = before.row.at
      const first = sheet === row.at.sheet || sheet === '' ? `dòng ${line}` : `${sheet}, dòng ${line}`
      const details = { first: { vi: first, en: first.replace('dòng', 'row') }, fields: fields.join(', ') }
      const keepsName = assumed.has('first-name') && fields.length > 0 && fields.every((field) => field === 'name')
      if (fields.length > 0 && !keepsName) {
        problems.add('duplicate-different', row.at, row.code, details)
      } else {
        if (keepsName) problems.add('name-assumed-first', row.at, row.code, details)
        else if (!layout.repeats) problems.add('duplicate-equal', row.at, row.code, details)
        for (const [name, value] of several) {
          const values = before.collected.get(name) ?? new Set()
          for (const each of value.split(';')) values.add(each)
          before.collected.set(name, values)
        }
      }
    },
    rows: () => [...kept.values()].map(whole),
  }
}

/** What is one per code, and what is collected over its rows. */
function part(row: ImportedRow, layout: Layout): { single: ImportedRow; several: Map<string, string> } {
  const several = new Map<string, string>()
  const collects = layout.matrix !== undefined || Object.values(layout.attributes).some(({ collected }) => collected)
  if (!collects) return { single: row, several }
  const single = new Map<string, string>()
  for (const [name, value] of Object.entries(row.attributes)) {
    const isCollected = layout.attributes[name]?.collected === true || name === layout.matrix
    if (isCollected) several.set(name, value)
    else single.set(name, value)
  }
  return { single: { ...row, attributes: Object.fromEntries(single) }, several }
}

function whole({ row, collected, layout }: Kept): ImportedRow {
  if (collected.size === 0) return row
  const values = [...collected].map(([name, each]): [string, string] => [name, [...each].join(';')])
  const attributes = { ...row.attributes, ...Object.fromEntries(values) }
  // Two cells of a matrix differ by their headings alone.
  const classes = layout.matrix === undefined ? undefined : attributes[layout.matrix]
  return classes === undefined ? { ...row, attributes } : { ...row, name: `${row.name} - ${classes}`, attributes }
}

/** Blanks and the form of accents make no other text: what is there may have been stored with either. */
const isSame = (a: string, b: string): boolean => a === b || cleanText(a) === cleanText(b)

/** Names of what two rows with one code state differently: `name`, `validTo`, `replacedBy`, or an attribute's name. */
export function differingFields(
  a: Pick<ImportedRow, 'name' | 'validTo' | 'replacedBy' | 'attributes'>,
  b: Pick<ImportedRow, 'name' | 'validTo' | 'replacedBy' | 'attributes'>,
): string[] {
  const fields: string[] = []
  if (!isSame(a.name, b.name)) fields.push('name')
  if (a.validTo !== b.validTo) fields.push('validTo')
  if (a.replacedBy !== b.replacedBy) fields.push('replacedBy')
  for (const name of new Set([...Object.keys(a.attributes), ...Object.keys(b.attributes)])) {
    if (!isSame(a.attributes[name] ?? '', b.attributes[name] ?? '')) fields.push(name)
  }
  return fields
}
