import { describe, expect, test } from 'vitest'
import {
  conditionHolds,
  conditionText,
  fieldsOfCondition,
  readyCondition,
  withoutZeros,
} from '../../../src/engine/rules/condition.ts'
import { standards, type Condition } from '../../../src/engine/standards/index.ts'

/** What is said of a value, by the condition and by the same made ready, which must agree. */
const holds = (condition: Condition, value: string): boolean => {
  const valueOf = (name: string): string => (name === 'MA' ? value : '')
  const held = conditionHolds(condition, valueOf)
  expect(readyCondition(condition)(valueOf)).toBe(held)
  return held
}

describe('a condition', () => {
  test.each([
    [['1'], '1', true],
    [['1'], '01', true],
    [['03'], '3', true],
    [['03'], '003', true],
    [['1'], '10', false],
    [['1'], '2;1', true],
    [['1'], '02; 01', true],
    [['1'], '2;10', false],
    [['0'], '00', true],
    [['KHAC'], 'KHAC', true],
    [['1.1'], '1.10', false],
    [['1'], '', false],
    [['1'], ';', false],
    [['01'], '1', true],
    [['1', '2'], '2', true],
    [['A1'], '0A1', false],
    [['0A'], 'A', false],
    [['1'], '2 ; 1', true],
  ])('that it is one of %j holds for %j: %s', (codes, value, expected) => {
    expect(holds({ field: 'MA', in: codes }, value)).toBe(expected)
  })

  test.each([
    [['0'], '1', true],
    [['0'], '00', false],
    [['9'], '1;9', false],
    [['9'], '1;2', true],
    [['9'], '', false],
    [['1', '9'], '09', false],
  ])('that it is none of %j holds for %j: %s', (codes, value, expected) => {
    expect(holds({ field: 'MA', notIn: codes }, value)).toBe(expected)
  })

  test('of presence and of absence looks at nothing else', () => {
    expect(holds({ present: 'MA' }, 'x')).toBe(true)
    expect(holds({ present: 'MA' }, '')).toBe(false)
    expect(holds({ allAbsent: ['KHAC'] }, 'x')).toBe(true)
    expect(holds({ allAbsent: ['KHAC', 'MA'] }, 'x')).toBe(false)
  })

  test('of several holds where each of them does', () => {
    const both: Condition = { all: [{ present: 'MA' }, { field: 'MA', in: ['1', '2'] }] }
    expect([holds(both, '1'), holds(both, '3'), holds(both, '')]).toEqual([true, false, false])
  })

  test('that it is not of a kind holds where no item is', () => {
    const unlike: Condition = { field: 'MA', unlike: { regex: '^U', vi: 'mã U', en: 'a code of U' } }
    expect(['A', 'U1', 'A;U1', 'A; U1', 'A;B'].map((value) => holds(unlike, value))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ])
  })

  test.each<[Condition, string[], string, string]>([
    [
      { all: [{ present: 'A' }, { allAbsent: ['B', 'C'] }] },
      ['A', 'B', 'C'],
      ' trong khi A có giá trị và B, C để trống',
      ' although A is present and B, C is empty',
    ],
    [
      { field: 'A', unlike: { regex: '^U', vi: 'mã U', en: 'a code of U' } },
      ['A'],
      ' trong khi A không phải mã U',
      ' although A is not a code of U',
    ],
    [{ present: 'A' }, ['A'], ' trong khi A có giá trị', ' although A is present'],
    [{ allAbsent: ['A', 'B'] }, ['A', 'B'], ' trong khi A, B cũng để trống', ' and so is A, B'],
    [{ field: 'A', in: ['1', '2'] }, ['A'], ' trong khi A là 1, 2', ' although A is 1, 2'],
    [{ field: 'A', notIn: ['1', '2'] }, ['A'], ' trong khi A không phải 1, 2', ' although A is not 1, 2'],
  ])('%j looks at %j and is said so', (condition, fields, vi, en) => {
    expect(fieldsOfCondition(condition)).toEqual(fields)
    expect(conditionText(condition)).toEqual({ vi, en })
  })

  test.each([
    ['03', '3'],
    ['003', '3'],
    ['00', '0'],
    ['0', '0'],
    ['30', '30'],
    ['', ''],
    ['0A', '0A'],
    ['01/', '01/'],
    ['01:', '01:'],
    ['09', '9'],
  ])('a code %j is %j without its zeros', (code, expected) => {
    expect(withoutZeros(code)).toBe(expected)
  })

  test('is said with the names of the fields that it looks at', () => {
    const fields = Object.values(standards).flatMap(({ tables }) =>
      Object.values(tables).flatMap(({ fields }) => Object.values(fields)),
    )
    for (const { required } of fields) {
      if (!required?.when) continue
      const { vi, en } = conditionText(required.when)
      for (const name of fieldsOfCondition(required.when)) {
        expect(vi).toContain(name)
        expect(en).toContain(name)
      }
    }
    expect(conditionText(undefined)).toEqual({ vi: '', en: '' })
  })
})
