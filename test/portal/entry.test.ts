/** Direct entry (way 3): what is typed by hand is the file that a HIS would have written. */
import { describe, expect, test } from 'vitest'
import {
  inspectFile,
  plainCodecs,
  renderFinding,
  standards,
  type Finding,
  type StandardId,
} from '../../src/engine/index.ts'
import { vietnamDay } from '../../src/kernel/vietnam-time.ts'
import { headTable, newDraft, tablesOf, type Draft, type EntryRow, type Values } from '../../portal/src/entry/draft.ts'
import { sectionsOf } from '../../portal/src/entry/form.ts'
import { isComputed, wholeRows } from '../../portal/src/entry/sums.ts'
import { writeFile } from '../../portal/src/entry/write-xml.ts'
import { seedCodes } from '../fixtures/inspect.ts'
import { makeDossier, makeRow, renderDossier, renderTable, wrapEnvelope, type Tables } from '../fixtures/dossier.ts'

const FACILITY = '01001'
const codes = await seedCodes()
const received = vietnamDay(Date.parse('2026-11-30T08:00:00+07:00'))

let lastId = 0
const newId = (): string => `id${(lastId += 1)}`

/** As somebody types it: without what the page computes. */
const typed = (table: string, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isComputed(table, name) && name !== 'STT'))

function draftOf(standard: StandardId, tables: Tables): Draft {
  const draft = newDraft({ kind: 'visit', facility: FACILITY, standard, now: 0, newId })
  const rows = Object.entries(tables).map(([id, own]) => [
    id,
    own.map((values): EntryRow => ({ id: newId(), values: typed(id, values), byHand: [] })),
  ])
  return { ...draft, tables: Object.fromEntries(rows) }
}

type Seen = { rows: unknown[]; findings: unknown[]; result: unknown }

function inspected(file: string): Seen {
  const findings: Finding[] = []
  const rows: unknown[] = []
  const inspection = inspectFile({
    facility: FACILITY,
    stated: null,
    received,
    codes,
    codecs: plainCodecs,
    onFinding: (finding) => findings.push(finding),
    onDossier: () => {},
    onRow: (table, row, index) =>
      rows.push([table, index, ...Array.from({ length: row.length }, (_, at) => [row.names[at], row.texts[at]])]),
  })
  inspection.push(new TextEncoder().encode(file))
  const result = inspection.end()
  // Of the two files the elements of a row may lie in other lines.
  const shown = findings.map(renderFinding).map(({ line, column, ...rest }) => rest)
  return { rows: rows.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))), findings: shown, result }
}

const variants = [
  ['130', { day: '20240513' }],
  ['4750', {}],
  ['3176', {}],
  ['3176', { inpatient: true }],
  ['3176', { more: ['XML13', 'XML14'] }],
  ['3176', { inpatient: true, more: ['XML8', 'XML9', 'XML11'] }],
  ['3176', { drugs: 0, services: 1 }],
] as const

describe.each(variants)('a dossier of QĐ %s with %j, entered by hand', (standard, options) => {
  const tables = makeDossier({ standard, facility: FACILITY, seed: 31, ...options })

  test('has the amounts, totals and days that its software computed', () => {
    const whole = wholeRows(draftOf(standard, tables))
    for (const [id, rows] of Object.entries(tables)) {
      for (const [at, row] of rows.entries()) {
        for (const [name, value] of Object.entries(row))
          expect(whole[id]?.[at]?.[name] ?? '', `${id}.${name} of row ${at + 1}`).toBe(value)
      }
    }
  })

  test('is the file of its software: the same rows, the same findings, the same outcome', () => {
    const byHand = inspected(writeFile(draftOf(standard, tables), '20261130'))
    const bySoftware = inspected(
      wrapEnvelope([renderDossier(standard, tables)], { facility: FACILITY, made: '20261130' }),
    )
    expect(byHand).toEqual(bySoftware)
    expect(byHand.rows.length).toBeGreaterThan(3)
  })
})

test('what was typed in place of a computed value stays, and the totals follow it', () => {
  const tables = makeDossier({ standard: '3176', facility: FACILITY, seed: 32 })
  const draft = draftOf('3176', tables)
  const [first, ...others] = draft.tables['XML2'] ?? []
  if (!first) throw new Error('no drug')
  const changed = { ...first, values: { ...first.values, T_BNTT: '7.00' }, byHand: ['T_BNTT'] }
  const whole = wholeRows({ ...draft, tables: { ...draft.tables, XML2: [changed, ...others] } })
  expect(whole['XML2']?.[0]?.['T_BNTT']).toBe('7.00')
  expect(whole['XML1']?.[0]?.['T_BNTT']).toBe('7.00')
})

test('values with characters of XML, and such that XML cannot carry, make no broken file', () => {
  const tables = makeDossier({ standard: '3176', facility: FACILITY, seed: 33 })
  const [summary = {}] = tables['XML1'] ?? []
  const words = { ...tables, XML1: [{ ...summary, LY_DO_VV: 'sốt < 39 & \u0007 "ho"' }] }
  const file = inspected(writeFile(draftOf('3176', words), '20261130'))
  expect(JSON.stringify(file.rows)).toContain('sốt < 39 &  \\"ho\\"')
})

test('a check-in and an assessment are documents of their own', () => {
  for (const [kind, id] of [
    ['check-in', 'CHECKIN'],
    ['assessment', 'XML12'],
  ] as const) {
    const draft = newDraft({ kind, facility: FACILITY, standard: '3176', now: 0, newId })
    const row = makeRow('3176', id)
    const filled = { ...draft, tables: { [id]: [{ id: newId(), values: row, byHand: [] }] } }
    expect(inspected(writeFile(filled, '20261130')), id).toEqual(
      inspected(renderTable('3176', id, [{ ...row, ...('STT' in row ? { STT: '1' } : {}) }])),
    )
  }
})

describe.each(Object.values(standards).filter(({ id }) => id !== '4210'))('the form of QĐ $id', (standard) => {
  test('has every field of every table once, whatever a decision adds', () => {
    for (const kind of ['visit', 'check-in', 'assessment'] as const) {
      if (standard.tables[headTable(kind)] === undefined) continue
      for (const table of tablesOf(kind, standard.id)) {
        const shown = sectionsOf(table, {}, true).flatMap(({ fields }) => fields.map(({ name }) => name))
        const expected = Object.keys(table.fields).filter((name) => name !== 'MA_LK' && name !== 'STT')
        expect(shown.toSorted(), table.id).toEqual(expected.toSorted())
      }
    }
  })

  test('shows first what a row needs, and more as what is typed asks for more', () => {
    const table = standard.tables['XML1']
    if (!table) throw new Error('no XML1')
    const names = (values: Values) =>
      sectionsOf(table, values, false).flatMap(({ fields }) => fields.map(({ name }) => name))
    expect(names({})).not.toContain('LY_DO_VNT')
    expect(names({ MA_LOAI_KCB: '03' })).toContain('LY_DO_VNT')
    expect(names({}).length).toBeLessThan(Object.keys(table.fields).length)
  })
})
