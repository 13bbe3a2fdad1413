import { assert, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACKNOWLEDGED_FINDINGS, collectFindings } from '../../../src/engine/finding/collect.ts'
import type { Finding } from '../../../src/engine/index.ts'
import { maskValue, renderFinding } from '../../../src/engine/finding/render.ts'
import { fillText } from '../../../src/kernel/text.ts'
import { propertyRuns } from '../../harness/runs.ts'

const finding: Finding = {
  demand: {
    id: 'XML1.HO_TEN.max-length',
    severity: 'error',
    problem: { vi: '{field} quá {limit} ({when}): {value}', en: '{field} over {limit} ({when}): {value}' },
    remedy: { vi: 'Rút ngắn {nothing}', en: 'Shorten {nothing}' },
    source: { document: 'QĐ 130/QĐ-BYT', place: 'Bảng 1, STT 4', confidence: 'high' },
  },
  severity: 'warning',
  dossier: { index: 3, MA_LK: 'LK3' },
  table: 'XML1',
  row: '1',
  field: 'HO_TEN',
  line: 5,
  column: 9,
  value: 'NGUYỄN VĂN THỬ',
  identifies: true,
  params: { limit: 5, when: { vi: 'luôn', en: 'always' } },
}

describe('a rendered finding', () => {
  test('has its placeholders filled in both languages, and a masked value where it identifies a person', () => {
    expect(renderFinding(finding)).toMatchObject({
      rule: 'XML1.HO_TEN.max-length',
      severity: 'warning',
      value: 'N************ (14)',
      message: { vi: 'HO_TEN quá 5 (luôn): N************ (14)', en: 'HO_TEN over 5 (always): N************ (14)' },
      remedy: { vi: 'Rút ngắn ', en: 'Shorten ' },
    })
  })

  test('repeats other values up to a recognisable length', () => {
    expect(renderFinding({ ...finding, identifies: false }).value).toBe('NGUYỄN VĂN THỬ')
    expect(renderFinding({ ...finding, identifies: false, value: '𝟙'.repeat(500) }).value).toBe(`${'𝟙'.repeat(80)}…`)
    expect(renderFinding({ ...finding, value: null }).value).toBeNull()
  })

  test('names the dossier by the key that became known later', () => {
    const dossier: { index: number; MA_LK: string | null } = { index: 1, MA_LK: null }
    const early = { ...finding, dossier }
    dossier.MA_LK = 'LK9'
    expect(renderFinding(early).dossier).toEqual({ index: 1, MA_LK: 'LK9' })
  })
})

test('a mask shows at most the first character and the length', () => {
  assert(
    property(string({ unit: 'grapheme' }), (value) => {
      const characters = [...value]
      const shown = maskValue(value)
      expect(shown.replace(/ \(\d+\)$/, '').replaceAll('*', '')).toBe(
        characters.length > 3 && characters[0] !== '*' ? characters[0] : '',
      )
    }),
    { numRuns: propertyRuns() },
  )
})

test('a value is never read as a template', () => {
  expect(fillText({ vi: '{a}', en: '{a}' }, { a: '{b} $& $1', b: 'x' })).toEqual({ vi: '{b} $& $1', en: '{b} $& $1' })
})

test('of many findings the first are kept and all are counted, and a long value is kept in part', () => {
  const { add, collected } = collectFindings()
  for (let at = 0; at < 1000; at += 1) add({ ...finding, row: String(at), value: 'x'.repeat(5000) })
  const { first, total, bySeverity } = collected()
  expect([first.length, total, bySeverity]).toEqual([ACKNOWLEDGED_FINDINGS, 1000, { error: 0, warning: 1000, info: 0 }])
  expect(first.map(({ row }) => row)).toEqual(Array.from({ length: ACKNOWLEDGED_FINDINGS }, (_, at) => String(at)))
  expect(first[0]?.value?.length).toBeLessThan(2000)
})

test('errors come first, then warnings, then information, in the order of the file within each', () => {
  const { add, collected } = collectFindings(4)
  const given = ['info', 'warning', 'info', 'warning', 'error', 'warning', 'info', 'error'] as const
  for (const [at, severity] of given.entries()) add({ ...finding, row: String(at), severity })
  const { first, total, bySeverity } = collected()
  expect(first.map(({ row }) => row)).toEqual(['4', '7', '1', '3'])
  expect([total, bySeverity]).toEqual([8, { error: 2, warning: 3, info: 3 }])
})
