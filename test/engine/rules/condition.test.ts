import { describe, expect, test } from 'vitest'
import { conditionHolds, conditionText, fieldsOfCondition } from '../../../src/engine/rules/condition.ts'
import { standards, type Condition } from '../../../src/engine/standards/index.ts'

const holds = (condition: Condition, value: string): boolean =>
  conditionHolds(condition, (name) => (name === 'MA' ? value : ''))

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
  ])('that it is one of %j holds for %j: %s', (codes, value, expected) => {
    expect(holds({ field: 'MA', in: codes }, value)).toBe(expected)
  })

  test.each([
    [['0'], '1', true],
    [['0'], '00', false],
    [['9'], '1;9', false],
    [['9'], '1;2', true],
    [['9'], '', false],
  ])('that it is none of %j holds for %j: %s', (codes, value, expected) => {
    expect(holds({ field: 'MA', notIn: codes }, value)).toBe(expected)
  })

  test('of presence and of absence looks at nothing else', () => {
    expect(holds({ present: 'MA' }, 'x')).toBe(true)
    expect(holds({ present: 'MA' }, '')).toBe(false)
    expect(holds({ allAbsent: ['KHAC'] }, 'x')).toBe(true)
    expect(holds({ allAbsent: ['KHAC', 'MA'] }, 'x')).toBe(false)
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
