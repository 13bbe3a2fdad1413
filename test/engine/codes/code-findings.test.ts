import { describe, expect, test } from 'vitest'
import { createCodeCheck, type CodeLists } from '../../../src/engine/codes/code-findings.ts'
import { createEncounterDays } from '../../../src/engine/codes/encounter-days.ts'
import { createLocalCodes, type LocalCodes } from '../../../src/engine/codes/local-codes.ts'
import { packCatalogue, unpackSnapshot } from '../../../src/engine/codes/snapshot.ts'
import type { Finding } from '../../../src/engine/index.ts'
import { renderFinding } from '../../../src/engine/finding/render.ts'
import { createFieldFinder, createRow } from '../../../src/engine/record/row.ts'
import { fieldDemandsOf } from '../../../src/engine/rules/field-demands.ts'
import type { Table } from '../../../src/engine/standards/field.ts'
import { standards } from '../../../src/engine/standards/index.ts'
import { deflate, inflate } from '../../../src/store/reference/compression.ts'

const table: Table = standards['3176'].tables['XML2'] ?? missing()
function missing(): never {
  throw new Error('there is no XML2')
}

/** MA_THUOC may stand in several lists; what is asked for stands in that of drugs. */
const snapshotOf = async (completeness: 'complete' | 'partial') => {
  const packed = (table.fields['MA_THUOC']?.codeList ?? []).map((id) =>
    packCatalogue(
      { id, completeness, completeFrom: null },
      id === 'drugs'
        ? [
            { code: '40.17', validFrom: '0001-01-01', validTo: null },
            { code: '40.48', validFrom: '0001-01-01', validTo: '2025-12-31' },
          ]
        : [{ code: 'x', validFrom: '0001-01-01', validTo: null }],
      deflate,
    ),
  )
  const bodies = (await Promise.all(packed)).map(({ bytes }) => bytes)
  return unpackSnapshot({ id: '1', number: 1, publishedAt: 1 }, bodies, inflate)
}
const snapshots = { complete: await snapshotOf('complete'), partial: await snapshotOf('partial') }
const lists = (completeness: 'complete' | 'partial', known?: LocalCodes): CodeLists => ({
  snapshot: snapshots[completeness],
  stale: false,
  ...(known === undefined ? {} : { local: known }),
})
const local = createLocalCodes([
  ['drugs', '40.9999', '40.17', '2026-01-01', null],
  ['drugs', '40.8888', '40.48', '2020-01-01', null],
  ['services', '40.7777', '40.17', '2020-01-01', null],
])

/** What is said about MA_THUOC of a row whose order is of that day. */
function said(codes: CodeLists, code: string, day: string): { severity: string; remedy: string }[] {
  const row = createRow()
  for (const [name, text] of [
    ['MA_THUOC', code],
    ['NGAY_YL', `${day}0800`],
  ] as const) {
    row.names.push(name)
    row.texts.push(text)
    row.lines.push(1)
    row.columns.push(1)
    row.length += 1
  }
  createFieldFinder(Object.keys(table.fields))(row)
  const found: Finding[] = []
  const check = createCodeCheck(table, codes)
  check?.(row, { index: 1, MA_LK: null }, createEncounterDays(20261122), (finding) => found.push(finding), [])
  return found
    .filter(({ field }) => field === 'MA_THUOC')
    .map(renderFinding)
    .map(({ severity, remedy }) => ({ severity, remedy: remedy.en }))
}

describe('an unknown code', () => {
  test('that is a mapped local one is told the national code; nothing else changes', () => {
    const without = said(lists('complete'), '40.9999', '20260301')
    const named = said(lists('complete', local), '40.9999', '20260301')
    expect(without).toEqual([
      { severity: expect.any(String) as string, remedy: expect.not.stringContaining('40.17') as string },
    ])
    expect(named).toEqual([{ severity: without[0]?.severity, remedy: expect.stringContaining('use 40.17') as string }])
  })

  test.each([
    ['before the mapping holds', '40.9999', '20251231'],
    ['whose national code is not in force on that day', '40.8888', '20260301'],
    ['mapped in another catalogue', '40.7777', '20260301'],
    ['that nobody mapped', '40.6666', '20260301'],
  ])('%s has the findings that it has without mappings', (_, code, day) => {
    expect(said(lists('complete', local), code, day)).toEqual(said(lists('complete'), code, day))
    expect(said(lists('partial', local), code, day)).toEqual([])
  })

  test('of a partial list is reported only when it is mapped, and as a warning at most', () => {
    expect(said(lists('partial'), '40.9999', '20260301')).toEqual([])
    expect(said(lists('partial', local), '40.9999', '20260301')).toEqual([
      { severity: 'warning', remedy: expect.stringContaining('use 40.17') as string },
    ])
  })
})

describe('the form of a coded field, where no list can decide', () => {
  const nothing: CodeLists = {
    snapshot: { release: { id: '0', number: 0, publishedAt: 0 }, catalogues: new Map() },
    stale: false,
  }
  const coded = Object.values(standards).flatMap((standard) =>
    Object.values(standard.tables).flatMap((each) =>
      Object.entries(each.fields)
        .filter(([, { form, codeList }]) => form && codeList)
        .map(([name]) => [`QĐ ${standard.id} ${each.id}.${name}`, each, name] as const),
    ),
  )

  test.each(coded)(
    '%s is reported once, as the field list demands it, and not where the value has a finding',
    (_, each, name) => {
      const row = createRow()
      row.names.push(name)
      row.texts.push('?')
      row.lines.push(1)
      row.columns.push(1)
      row.length = 1
      createFieldFinder(Object.keys(each.fields))(row)
      const ask = (broken: readonly boolean[]): Finding[] => {
        const found: Finding[] = []
        const days = createEncounterDays(20261122)
        days.settle(20261122)
        createCodeCheck(each, nothing)?.(row, { index: 1, MA_LK: null }, days, (finding) => found.push(finding), broken)
        return found
      }
      const demand = fieldDemandsOf(each)
        .find((field) => field.name === name)
        ?.values.find(({ byLists }) => byLists)?.demand
      expect(ask([])).toMatchObject([{ demand: { id: `${each.id}.${name}.form` }, severity: demand?.severity }])
      expect(ask(Object.keys(each.fields).map(() => true))).toEqual([])
    },
  )
})
