import { describe, expect, test } from 'vitest'
import { searchable } from '../../../src/store/reference/listed-code.ts'
import { Refusal } from '../../../src/codes/refusals.ts'
import { isSystem, ofConceptMap, ofSystem, ofValueSet } from '../../../src/codes/terminology/fhir/canonical.ts'
import {
  codingOf,
  conceptOf,
  dayOf,
  numberOf,
  readParameters,
  textOf,
} from '../../../src/codes/terminology/fhir/input.ts'
import { operationOutcome } from '../../../src/codes/terminology/fhir/outcome.ts'
import { problemOf } from '../../../src/kernel/refusal.ts'

const NOON = Date.UTC(2026, 10, 22, 5)

test('what is searched and what is looked into are folded alike', () => {
  expect(searchable('Đái  tháo ĐƯỜNG')).toBe('dai thao duong')
  expect(searchable('Đái tháo đường')).toBe(searchable('Đái tháo đường'.normalize('NFD')))
})

describe('the date of a FHIR operation', () => {
  const dayAt = (value: string) => dayOf([{ name: 'date', value }], NOON)

  test.each([
    ['2026-06-30', '2026-06-30'],
    ['2024-02-29', '2024-02-29'],
    ['2026-06-30T23:59:59+07:00', '2026-06-30'],
    ['2026-06-30T23:59:59Z', '2026-07-01'],
    ['2026-06-30T23:59:59.123-05:00', '2026-07-01'],
  ])('%s is the day %s', (given, day) => {
    expect(dayAt(given)).toBe(day)
  })

  test.each(['2026', '2026-06', '2025-02-29', '2026-13-01', '30/06/2026', '2026-06-30T23:59', 'now'])(
    '%s is refused',
    (given) => {
      expect(() => dayAt(given)).toThrow(Refusal)
    },
  )

  test('is today where none is given', () => {
    expect(dayOf([], NOON)).toBe('2026-11-22')
    expect(dayOf([{ name: 'date', value: '' }], NOON)).toBe('2026-11-22')
  })
})

describe('parameters', () => {
  test('are read whatever their type is called', () => {
    const input = readParameters({
      resourceType: 'Parameters',
      parameter: [
        { name: 'url', valueUri: 'urn:x' },
        { name: 'count', valueInteger: 5 },
        { name: 'coding', valueCoding: { system: 's', code: 'c' } },
        { name: 'codeableConcept', valueCodeableConcept: { coding: [{ code: 'a' }, { code: 'b' }] } },
      ],
    })
    expect(textOf(input, 'url')).toBe('urn:x')
    expect(numberOf(input, 'count', 0, 3)).toBe(3)
    expect(codingOf(input, 'coding')).toMatchObject({ system: 's', code: 'c' })
    expect(conceptOf(input, 'codeableConcept')?.map(({ code }) => code)).toEqual(['a', 'b'])
    expect(codingOf([{ name: 'coding', value: 'urn:a|b' }], 'coding')).toEqual({ system: 'urn:a', code: 'b' })
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['another resource', { resourceType: 'ValueSet' }],
    ['parameters that are no list', { resourceType: 'Parameters', parameter: {} }],
    ['a parameter without a name', { resourceType: 'Parameters', parameter: [{ valueString: 'x' }] }],
  ])('%s is refused', (_, body) => {
    expect(() => readParameters(body)).toThrow(Refusal)
  })

  test('a parameter that is given twice, or is of another type, is refused', () => {
    const twice = [
      { name: 'code', value: 'a' },
      { name: 'code', value: 'b' },
    ]
    expect(() => textOf(twice, 'code')).toThrow(Refusal)
    expect(() => textOf([{ name: 'code', value: { a: 1 } }], 'code')).toThrow(Refusal)
    for (const value of ['-1', '1.5', 'x', '99999999999']) {
      expect(() => numberOf([{ name: 'count', value }], 'count', 0, 9)).toThrow(Refusal)
    }
  })
})

test('canonical URLs lead to catalogue and version, and to nothing where they are not ours', () => {
  expect(ofSystem('urn:bhyt-edge:dmdc:icd10')).toEqual({ catalogue: 'icd10', version: undefined })
  expect(ofSystem('urn:bhyt-edge:dmdc:icd10|2026.11.1')).toEqual({ catalogue: 'icd10', version: '2026.11.1' })
  expect(ofValueSet('urn:bhyt-edge:dmdc:icd10:all').catalogue).toBe('icd10')
  expect(ofValueSet('urn:bhyt-edge:dmdc:icd10?fhir_vs').catalogue).toBe('icd10')
  expect(ofConceptMap('urn:bhyt-edge:dmdc:provinces:replaced-by').catalogue).toBe('provinces')
  expect(isSystem('urn:bhyt-edge:dmdc:icd10:all')).toBe(false)
  for (const url of ['http://loinc.org', 'urn:bhyt-edge:dmdc:', 'urn:bhyt-edge:dmdc:ICD 10', '']) {
    expect(() => ofSystem(url)).toThrow(Refusal)
    expect(() => ofValueSet(url)).toThrow(Refusal)
    expect(() => ofConceptMap(url)).toThrow(Refusal)
  }
})

test('a problem is told to FHIR clients by its code, in both languages, with what to do', () => {
  const outcome = operationOutcome(problemOf(new Refusal('release-unknown'), 'request-1'))
  expect(outcome).toMatchObject({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'not-found', diagnostics: 'requestId request-1' }],
  })
  expect(JSON.stringify(outcome)).toMatch(/There is no such release.*Không có bản phát hành này/)
})
