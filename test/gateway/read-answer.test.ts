/** What counts as received, and what becomes of everything else. */
import { describe, expect, test } from 'vitest'
import { Unopened } from '../../src/edge/sealed/open.ts'
import type { HttpAnswer } from '../../gateway/sending/http.ts'
import { lineCut, outcomeOf } from '../../gateway/sending/read-answer.ts'
import type { Sending } from '../../gateway/sending/outcome.ts'

const sending: Sending = {
  facility: '01001',
  purpose: 'management',
  sha256: 'ab',
  packed: 1,
  body: async function* () {},
  correction: null,
  person: null,
}
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})
const words = { message: { vi: 'x', en: 'x' }, remedy: { vi: 'x', en: 'x' } }
const receipt = { id: 's', sha256: 'ab', receivedAt: '2026-11-30T10:00:00+07:00' }

describe('received is only what has a receipt of these bytes', () => {
  test.each([
    ['a receipt', answer(202, receipt), 'received'],
    ['a receipt of before', answer(200, receipt), 'received'],
    ['a receipt of other bytes', answer(202, { ...receipt, sha256: 'cd' }), 'again'],
    ['the sign-in page of a Wi-Fi', answer(200, '<html>Xin chào</html>'), 'again'],
    ['an empty answer', answer(202, ''), 'again'],
    ['a redirect', answer(302, ''), 'again'],
    ['a proxy that does not know the way', answer(404, '<html>'), 'again'],
    ['a page that forbids', answer(403, '<html>'), 'again'],
    ['a fault', answer(500, { code: 'internal-fault', ...words }), 'again'],
    ['too many', answer(429, { code: 'uploads-too-many', ...words }, { 'retry-after': '5' }), 'again'],
    ['bytes cut on the way', answer(400, { code: 'body-interrupted', ...words }), 'again'],
    ['a file that cannot be taken', answer(422, { code: 'root-unknown', ...words }), 'refused'],
    ['a change without a reason', answer(409, { code: 'dossier-changed', ...words }), 'refused'],
    ['a person who is missing', answer(403, { code: 'person-needed', ...words }), 'shut-out'],
    ['a token that ended twice', answer(401, { code: 'token-expired', ...words }), 'shut-out'],
  ])('%s', (_, given, kind) => {
    expect(outcomeOf(given, sending, 0).kind).toBe(kind)
  })
})

test('Retry-After is handed on', () => {
  expect(outcomeOf(answer(503, { code: 'x', ...words }, { 'retry-after': '7' }), sending, 0)).toMatchObject({
    kind: 'again',
    retryAfterMs: 7000,
  })
})

test('a body that does not open is that file alone; a line that was cut is tried again', () => {
  expect(lineCut(new Error('outer', { cause: new Unopened('x') }))).toMatchObject({
    kind: 'refused',
    problem: { code: 'body-damaged' },
  })
  expect(lineCut(Object.assign(new Error('gone'), { code: 'ENOENT' }))).toMatchObject({ kind: 'refused' })
  expect(lineCut(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))).toMatchObject({ kind: 'again' })
})
