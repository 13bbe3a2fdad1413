import { DrizzleQueryError } from 'drizzle-orm/errors'
import { expect, test } from 'vitest'
import { describeFault } from '../../src/kernel/fault.ts'

const NAME = 'NGUYỄN VĂN THỬ NGHIỆM'

const parserError = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    return error
  }
}

test('a failed query is reported by its cause, never by its statement or values', () => {
  const cause = new Error('SQLITE_BUSY: database is locked')
  const error = new DrizzleQueryError('insert into XML1 (HO_TEN) values (?)', [NAME], cause)
  expect(describeFault(error)).toBe('Error: query failed ← Error: SQLITE_BUSY: database is locked')
})

test.each([
  ['a wrapped query', new Error('warehouse-unavailable', { cause: new DrizzleQueryError('select ?', [NAME]) })],
  ['what a parser could not read', parserError(`{"HO_TEN": ${NAME}`)],
  ['a number that is none', new SyntaxError(`Cannot convert ${NAME} to a BigInt`)],
  ['something thrown that is no error', NAME],
])('%s shows nothing of its data', (_, error) => {
  expect(describeFault(error)).not.toContain('NGUYỄN')
  expect(describeFault(error).length).toBeGreaterThan(5)
})

test('a chain of causes is told from the outside in, and ends', () => {
  const endless = new Error('loop')
  endless.cause = endless
  expect(describeFault(new TypeError('outer', { cause: new RangeError('inner') }))).toBe(
    'TypeError: outer ← RangeError: inner',
  )
  expect(describeFault(endless).length).toBeLessThanOrEqual(500)
})
