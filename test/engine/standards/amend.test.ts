import { describe, expect, it } from 'vitest'
import { amend } from '../../../src/engine/standards/amend.ts'
import type { TableAmendment } from '../../../src/engine/standards/amend.ts'
import type { Standard, Table } from '../../../src/engine/standards/index.ts'

const table: Table = {
  id: 'XML1',
  vi: 'Bảng',
  en: 'Table',
  root: 'ROOT',
  place: 'Bảng 1',
  document: 'QĐ 1',
  fields: {
    FIRST: { vi: 'Một', type: 'number', length: 5, required: { by: 'gateway' } },
    SECOND: { vi: 'Hai', type: 'text' },
    THIRD: { vi: 'Ba', type: 'text' },
  },
}

const base: Standard = {
  id: '130',
  document: 'QĐ 1',
  signed: '2023-01-18',
  validFrom: '2023-03-31',
  mandatoryFrom: '2023-09-01',
  acceptedUntil: '2024-06-30',
  tables: { XML1: table, XML2: { ...table, id: 'XML2' } },
}

const next = {
  id: '4750',
  document: 'QĐ 2',
  signed: '2023-12-29',
  validFrom: '2024-04-01',
  mandatoryFrom: '2024-07-01',
} as const

const amended = (change: TableAmendment) => amend(base, { ...next, amend: { XML1: change } })
const fieldsAfter = (change: TableAmendment) => amended(change).tables['XML1']?.fields ?? {}

describe('amend', () => {
  it('takes the dates of the amending decision, not those of the amended one', () => {
    expect(amended({})).toMatchObject(next)
    expect(amended({})).not.toHaveProperty('acceptedUntil')
  })

  it('signs the tables it touches and leaves the others', () => {
    const { tables } = amended({})
    expect([tables['XML1']?.document, tables['XML2']?.document]).toEqual(['QĐ 2', 'QĐ 1'])
  })

  it('changes only what differs', () => {
    expect(fieldsAfter({ change: { FIRST: { type: 'text' } } })['FIRST']).toEqual({
      vi: 'Một',
      type: 'text',
      length: 5,
      required: { by: 'gateway' },
    })
  })

  it('takes away what a change sets to undefined', () => {
    expect(fieldsAfter({ change: { FIRST: { length: undefined, required: undefined } } })['FIRST']).toEqual({
      vi: 'Một',
      type: 'number',
    })
  })

  it('keeps the order of the annex when it removes, changes and adds', () => {
    const fields = fieldsAfter({
      remove: ['SECOND'],
      change: { FIRST: { length: 6 } },
      add: [
        { name: 'NEW', after: 'FIRST', field: { vi: 'Mới', type: 'text' } },
        { name: 'NEWER', after: 'NEW', field: { vi: 'Mới hơn', type: 'text' } },
      ],
    })
    expect(Object.keys(fields)).toEqual(['FIRST', 'NEW', 'NEWER', 'THIRD'])
  })

  it('adds tables after those that were there', () => {
    const { tables } = amend(base, { ...next, amend: {}, addTables: { XML3: { ...table, id: 'XML3' } } })
    expect(Object.keys(tables)).toEqual(['XML1', 'XML2', 'XML3'])
  })

  it('does not touch the standard it amends', () => {
    const before = structuredClone(base)
    amended({ remove: ['THIRD'], change: { FIRST: { length: undefined } } })
    expect(base).toEqual(before)
  })

  it('refuses a table that the amended decision does not have', () => {
    expect(() => amend(base, { ...next, amend: { XML9: {} } })).toThrow('QĐ 2 amends XML9, which QĐ 1 does not have')
  })

  it.each<[string, TableAmendment, string]>([
    ['removing an unknown field', { remove: ['NONE'] }, 'no field NONE'],
    ['changing an unknown field', { change: { NONE: { length: 1 } } }, 'no field NONE'],
    [
      'adding after an unknown field',
      { add: [{ name: 'NEW', after: 'NONE', field: { vi: 'Mới', type: 'text' } }] },
      'NONE',
    ],
    [
      'adding a field twice',
      { add: [{ name: 'SECOND', after: 'FIRST', field: { vi: 'Hai', type: 'text' } }] },
      'already',
    ],
    [
      'changing what it removes',
      { remove: ['FIRST'], change: { FIRST: { length: 1 } } },
      'removes FIRST and changes it',
    ],
  ])('refuses %s', (_, change, reason) => {
    expect(() => amended(change)).toThrow(reason)
  })
})
