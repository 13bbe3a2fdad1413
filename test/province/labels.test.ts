/** What the values of a figure are called: a name in two languages, and nothing else of what is named. */
import { expect, test } from 'vitest'
import { labelsOf } from '../../src/province/labels.ts'
import { openDatabase } from '../../src/store/database.ts'

/** Nobody listens there: these names follow from the code alone. */
const nowhere = openDatabase('reference', { url: 'http://127.0.0.1:9', timeoutMs: 100 })

test.each([
  ['chapter', 'I', { vi: 'Bệnh nhiễm trùng và ký sinh trùng', en: 'Infectious and parasitic diseases' }],
  ['table', 'XML1', { vi: expect.stringMatching(/./), en: expect.stringMatching(/./) }],
  ['field', 'XML1.MA_LK', { vi: 'Mã đợt khám bệnh, điều trị', en: 'MA_LK' }],
  ['rule', 'XML1.MA_LK.required', { vi: expect.stringContaining('MA_LK'), en: 'MA_LK is empty' }],
  ['total', '', { vi: 'Toàn bộ', en: 'All' }],
  ['rule', '', { vi: 'Không ghi', en: 'Not stated' }],
] as const)('%s %s', async (by, key, label) => {
  expect((await labelsOf(nowhere, by, [key], '2026-11-30')).get(key)).toEqual(label)
})

test.each(['chapter', 'table', 'field', 'rule'] as const)('a %s that nobody knows has no name', async (by) => {
  expect((await labelsOf(nowhere, by, ['nothing.at.all'], '2026-11-30')).size).toBe(0)
})
