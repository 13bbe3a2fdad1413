/** Whose results a caller is told, and that a cursor holds for these alone. */
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/edge/identity/caller.ts'
import { Refusal } from '../../../src/centre/refusals.ts'
import { cursorAt, seqOf } from '../../../src/centre/results/cursor.ts'
import { resultScopeOf } from '../../../src/centre/results/scope.ts'

const facility: Caller = { role: 'facility', account: 'f', facility: '01001', province: '01' }
const province: Caller = { role: 'province', account: 'p', province: '01' }
const ministry: Caller = { role: 'ministry', account: 'm', department: null }

const answer = <T>(act: () => T): T | string => {
  try {
    return act()
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

describe('a scope', () => {
  test.each([
    ['a facility', facility, {}, '01/01001'],
    ['a facility that names itself', facility, { facility: '01001' }, '01/01001'],
    ['a facility that names its province', facility, { province: '01' }, '01/01001'],
    ['a facility that names its neighbour', facility, { facility: '01002' }, 'not-yours'],
    ['a facility that names another province', facility, { province: '79' }, 'not-yours'],
    ['a province', province, {}, '01/null'],
    ['a province that names a facility', province, { facility: '01002' }, '01/01002'],
    ['a province that names another’s facility', province, { facility: '79001' }, 'not-yours'],
    ['a province that names another province', province, { province: '79' }, 'not-yours'],
    [
      'a province that names both, of which one is another’s',
      province,
      { province: '01', facility: '79001' },
      'not-yours',
    ],
    ['the ministry', ministry, {}, 'parameter-invalid'],
    ['the ministry that names a province', ministry, { province: '79' }, '79/null'],
    ['the ministry that names a facility', ministry, { facility: '79001' }, '79/79001'],
    [
      'the ministry that names a facility of another province',
      ministry,
      { province: '01', facility: '79001' },
      'not-yours',
    ],
  ] as const)('of %s', (_, caller, asked, expected) => {
    const found = answer(() => resultScopeOf(caller, asked))
    expect(typeof found === 'string' ? found : `${found.province}/${found.facility}`).toBe(expected)
  })
})

describe('a cursor', () => {
  const own = resultScopeOf(facility, {})

  test('leads back to where it was given', () => {
    expect(seqOf(own, cursorAt(own, 4711))).toBe(4711)
  })

  test.each([
    ['another facility’s', cursorAt(resultScopeOf(ministry, { facility: '01002' }), 7)],
    ['its province’s', cursorAt(resultScopeOf(province, {}), 7)],
    ['no cursor', 'abc'],
    ['nothing', ''],
    ['a number', '7'],
    ['a number too large', cursorAt(own, 7).slice(0, -1) + 'A'.repeat(40)],
  ])('that is %s is refused', (_, cursor) => {
    expect(answer(() => seqOf(own, cursor))).toBe('cursor-unknown')
  })
})
