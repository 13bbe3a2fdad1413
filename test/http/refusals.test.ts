import { describe, expect, test } from 'vitest'
import { centreRefusals } from '../../src/centre/refusals.ts'
import { codesRefusals } from '../../src/codes/refusals.ts'
import { edgeRefusals, Refusal as EdgeRefusal } from '../../src/edge/refusals.ts'

import { Refusal, refusalCodes } from '../../src/http/refusals.ts'
import { problemOf, problemOfFault } from '../../src/kernel/refusal.ts'

/** Every parameter that a refusal may be thrown with. */
const PARAMS = {
  limit: 7,
  parameter: 'standard',
  expected: '3176',
  found: 'UTF-16',
  reason: { vi: 'lý do', en: 'a reason' },
  declared: 3,
  counted: 2,
  stated: '4210',
  table: 'XML2',
}

describe.each(refusalCodes.map((code) => [code]))('the refusal %s', (code) => {
  const problem = problemOf(new Refusal(code, PARAMS), 'request-1')

  test('says in both languages what is wrong and how to mend it, with nothing left to fill in', () => {
    for (const { vi, en } of [problem.message, problem.remedy]) {
      expect([vi === '', en === '', vi.normalize('NFC') === vi]).toEqual([false, false, true])
      expect(`${vi} ${en}`).not.toMatch(/[{}]/)
      expect(vi).not.toBe(en)
    }
  })

  test('fills in every figure in both languages', () => {
    const without = problemOf(new Refusal(code), 'request-1')
    const fills = (text: string, filled: string): boolean => text !== filled
    for (const part of ['message', 'remedy'] as const) {
      expect(fills(without[part].vi, problem[part].vi)).toBe(fills(without[part].en, problem[part].en))
    }
  })

  test('is problem details with a status and its own type', () => {
    expect(problem).toMatchObject({ type: `urn:bhyt-edge:problem:${code}`, title: code, code, requestId: 'request-1' })
    expect(problem.status).toBe(new Refusal(code).status)
    expect(problem.status).toBeGreaterThanOrEqual(400)
  })

  test('says when to come back where, and only where, waiting helps', () => {
    expect(new Refusal(code).retryAfterSeconds !== undefined).toBe([429, 503].includes(problem.status))
  })
})

test('a refusal carries its place', () => {
  const refusal = new Refusal('xml-malformed', {}, { line: 3, column: 9, table: 'XML2' })
  expect(problemOf(refusal, 'r')).toMatchObject({ line: 3, column: 9, table: 'XML2' })
  expect(problemOf(new Refusal('xml-malformed'), 'r')).not.toHaveProperty('line')
})

test('a fault of ours says so, and names nothing but the request', () => {
  expect(problemOfFault('request-2')).toMatchObject({ status: 500, code: 'internal-fault', requestId: 'request-2' })
})

test('whoever catches refusals catches those of every wing, and nothing else', () => {
  expect(new EdgeRefusal('xml-malformed')).toBeInstanceOf(Refusal)
  expect(new Refusal('route-unknown')).toBeInstanceOf(EdgeRefusal)
  expect(new Error('xml-malformed')).not.toBeInstanceOf(Refusal)
})

test('wings beside each other share only the codes of the wings below them', () => {
  const shared = Object.keys(codesRefusals).filter((code) => code in centreRefusals)
  expect(shared.sort()).toEqual(Object.keys(edgeRefusals).sort())
})
