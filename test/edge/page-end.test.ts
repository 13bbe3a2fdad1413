import { expect, test } from 'vitest'
import { pageEndOf, pageOf } from '../../src/edge/page-end.ts'

const ROWS = [3, 2, 1].map((at) => ({ at: at * 1000, id: `a-${at}` }))

test('the cursor of a page names its last row, of which another page goes on', () => {
  const { page, next } = pageOf(ROWS, 2, (row) => row)
  expect(page).toEqual(ROWS.slice(0, 2))
  expect(pageEndOf(next ?? undefined)).toEqual(ROWS[1])
  expect(pageOf(ROWS, 3, (row) => row)).toEqual({ page: ROWS, next: null })
  expect(pageOf([], 3, (row: { at: number; id: string }) => row)).toEqual({ page: [], next: null })
  expect(pageEndOf(undefined)).toBeNull()
})

test.each([
  '',
  'x',
  '12',
  '12~',
  '~a',
  '-1~a',
  '1.5~a',
  '12~a b',
  `12~${'a'.repeat(65)}`,
  '1234567890123456~a',
  ' 12~a',
])('"%s" is no cursor', (cursor) => {
  expect(() => pageEndOf(cursor)).toThrow('parameter-invalid')
})
