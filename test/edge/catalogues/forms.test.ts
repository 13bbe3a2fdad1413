import { describe, expect, test } from 'vitest'
import { CATALOGUE_FORMS, CATALOGUES } from '../../../src/edge/catalogues/forms.ts'

/** Columns of the annex (TT 12/2026/TT-BTC, annex II). */
const COLUMNS = { '01/DM': 11, '02/DM': 24, '03/DM': 37, '04/DM': 26, '05/DM': 16, '06/DM': 14 } as const

describe.each(CATALOGUE_FORMS)('%s', (form) => {
  const { fields, key, list, row } = CATALOGUES[form]
  const names = fields.map(([name]) => name)

  test('has the columns of the annex, each once, in the spelling of the law', () => {
    expect([names.length, new Set(names).size]).toEqual([COLUMNS[form], names.length])
    for (const name of [...names, list, row]) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/)
  })

  test('numbers its rows, begins and ends them by days, and names the sender', () => {
    const typeOf = Object.fromEntries(fields.map(([name, type, , need]) => [name, [type, need]]))
    expect(typeOf).toMatchObject({
      STT: ['number', 'refused'],
      TU_NGAY: ['date', 'refused'],
      DEN_NGAY: ['date', 'free'],
      MA_CSKCB: ['text', 'refused'],
    })
  })

  test('has a key of its own columns, with the first day, so that a change has room beside what it closes', () => {
    for (const name of key) expect(names).toContain(name)
    expect(key).toEqual(expect.arrayContaining(['TU_NGAY', 'MA_CSKCB']))
  })

  test('has limits that a value can keep', () => {
    for (const [name, type, most] of fields) {
      if (most !== null) expect([name, most > 0]).toEqual([name, true])
      if (type === 'date') expect([name, most]).toEqual([name, 8])
    }
  })
})
