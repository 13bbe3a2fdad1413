import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { standards } from '../../../src/engine/standards/index.ts'
import type { FieldType, Standard } from '../../../src/engine/standards/index.ts'

/** The collected facts lie beside the project, not in it: a checkout of its own has only the tables above to go by. */
const facts = resolve(process.cwd(), '../shared/reference/formats')
const absent = !existsSync(facts)
if (absent) console.warn(`LEFT OUT: ${facts} is not there, the standards are not compared with the collected facts`)

type LaterId = '130' | '4750' | '3176'
type Size = { type: 'string' | 'number'; maxLength: number | null }
type EarlierFact = { name: string; type: string; maxLength: number | null }
type LaterFact = {
  name: string
  type: string
  format: string | null
  order: Partial<Record<LaterId, number>>
  versions: Partial<Record<LaterId, Size | null>>
  gateway: Partial<Record<'130' | '4750', { maxLength: number | null } | null>> | null
}
type Row = { name: string; type: FieldType; length: number | undefined; gatewayLength: number | undefined }

/** Where the tables depart from the facts on purpose; the reason is beside the field. */
const departures: Record<string, Partial<Row>> = {
  '4750 XML15.SO_CCCD': { type: 'text' },
  '3176 XML15.SO_CCCD': { type: 'text' },
  '3176 XML14.NGAY_HEN_KL': { type: 'date', gatewayLength: undefined },
  '3176 XML2.MUC_HUONG': { length: 4, gatewayLength: undefined },
  '3176 XML3.MUC_HUONG': { length: 4, gatewayLength: undefined },
  '130 XML4.MA_DICH_VU': { length: 50, gatewayLength: undefined },
  '4750 XML4.MA_DICH_VU': { length: 50, gatewayLength: undefined },
  '4210 XML1.NGAY_SINH': { type: 'date-or-year' },
  '4210 XML4.MA_DICH_VU': { length: 20 },
}

type FactTables<T> = { tables: { id: string; root: string; row: string | null; fields: T[] }[] }

const read = (file: string) => JSON.parse(readFileSync(resolve(facts, file), 'utf8'))

/** XML1 since QĐ 130 and what repeats it; other births are days of the calendar. */
const isBirth = (name: string, maxLength: number | null): boolean => name === 'NGAY_SINH' && maxLength === 12

const typeOf = (
  { name, maxLength }: { name: string; maxLength: number | null },
  semantic: string,
  lexical: string,
  format: string | null,
): FieldType => {
  if (isBirth(name, maxLength)) return 'birth'
  if (format?.includes('or yyyymmddHHMM')) return 'date-or-datetime'
  if (semantic === 'date' || semantic === 'datetime') return semantic
  return lexical === 'number' ? 'number' : 'text'
}

const rowsOf = (standard: Standard, table: string): Row[] =>
  Object.entries(standard.tables[table]?.fields ?? {}).map(([name, { type, length, gatewayLength }]) => ({
    name,
    type,
    length,
    gatewayLength,
  }))

const rowOf = (fact: LaterFact, id: LaterId, table: string): Row[] => {
  const size = fact.versions[id]
  if (!size) return []
  const length = size.maxLength ?? undefined
  const most = fact.gateway?.[id === '130' ? '130' : '4750']?.maxLength
  return [
    {
      name: fact.name,
      type: typeOf({ name: fact.name, maxLength: size.maxLength }, fact.type, size.type, fact.format),
      length,
      gatewayLength: length !== undefined && most && most > length ? most : undefined,
      ...departures[`${id} ${table}.${fact.name}`],
    },
  ]
}

describe.skipIf(absent)(`the collected facts${absent ? ' (LEFT OUT: they are not beside the project)' : ''}`, () => {
  it('agree with QĐ 4210 in names, order, types and lengths', () => {
    const { tables }: FactTables<EarlierFact> = read('qd4210.json')
    for (const { id, root, row, fields } of tables) {
      const expected = fields.map(({ name, type, maxLength }): Row => {
        return {
          name,
          type: typeOf({ name, maxLength }, type, type, null),
          length: maxLength ?? undefined,
          gatewayLength: undefined,
          ...departures[`4210 ${id}.${name}`],
        }
      })
      expect(rowsOf(standards['4210'], id), id).toEqual(expected)
      expect(standards['4210'].tables[id], id).toMatchObject(row ? { root, row } : { root })
    }
  })

  it.each<LaterId>(['130', '4750', '3176'])('agree with QĐ %s in names, order, types and lengths', (version) => {
    const { tables }: FactTables<LaterFact> = read('qd130-4750-3176.json')
    for (const { id, root, row, fields } of tables) {
      const inOrder = fields.toSorted((a, b) => (a.order[version] ?? 0) - (b.order[version] ?? 0))
      const expected = inOrder.flatMap((fact) => rowOf(fact, version, id))
      expect(rowsOf(standards[version], id), id).toEqual(expected)
      if (expected.length > 0) expect(standards[version].tables[id], id).toMatchObject(row ? { root, row } : { root })
    }
  })
})
