/** What operators see of messages that were tried to the end, and do about them. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { sendRaw, startProbe, type Answer, type Probe, type Problem } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 60_000
const SOON_MS = 30_000
const PATH = '/v1/operations/dead-letters'
const CAUSE = 'Refusal: storage-unavailable ← Error: a fault of a test'

type Step = { by: string; at: string; reason: string }
type Letter = {
  id: string
  submissionId: string | null
  facility: string | null
  cause: string
  attempts: number
  at: string
  mendedAt: string | null
  state: string
  reruns: Step[]
  dismissals: Step[]
}

let probe: Probe
beforeAll(async () => {
  // The first failure is the last: no test waits for pauses. The edge of province 01 is there to be asked what it must not do.
  probe = await startProbe({
    provinces: ['01'],
    vars: { SWEEP_AFTER_SECONDS: '1' },
    queues: { maxBatchTimeout: 0, retryDelay: 0, maxRetries: 0 },
  })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})
afterEach(async () => {
  await probe.setFaults()
})

const ministry = { account: 'ministry' }
const list = (query = ''): Promise<Answer<{ deadLetters: Letter[]; next: string | null }>> =>
  probe.ask('GET', `${PATH}${query}`, ministry)
const read = async (id: string): Promise<Letter> => (await probe.ask<Letter>('GET', `${PATH}/${id}`, ministry)).body
const step = (id: string, name: 'rerun' | 'dismiss', reason: string): Promise<Answer<Letter & Problem>> =>
  probe.ask('POST', `${PATH}/${id}/${name}`, {
    ...ministry,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason }),
  })
const inState = (id: string, state: string): Promise<Letter> =>
  until(`letter ${id} to be ${state}`, SOON_MS, async () => {
    const answer = await probe.ask<Letter>('GET', `${PATH}/${id}`, ministry)
    return answer.status === 200 && answer.body.state === state ? answer.body : undefined
  })

/** A submission whose verification was tried to the end. */
async function deadLetter(seed: number): Promise<string> {
  await probe.setFaults('get raw/')
  const file = makeFile({ standard: '3176', facility: '79001', seed })
  const { status, body } = await probe.submit(file, { account: '79001' })
  expect(status).toBe(202)
  await inState(body.id, 'open')
  // The letter lies there first, then the submission says so.
  expect(await probe.settled(body.id)).toMatchObject({ status: 'failed' })
  return body.id
}

test(
  'a dead letter is run again until it is mended; who did so, when and why stays',
  async () => {
    const id = await deadLetter(1)
    expect(await read(id)).toMatchObject({
      submissionId: id,
      facility: '79001',
      cause: CAUSE,
      attempts: 1,
      state: 'open',
      mendedAt: null,
      reruns: [],
      dismissals: [],
    })
    const died = (await read(id)).at

    // What is wrong is still wrong.
    expect((await step(id, 'rerun', 'The store is said to be back')).status).toBe(200)
    const again = await until('it to be given up anew', SOON_MS, async () => {
      const letter = await read(id)
      return letter.at !== died && letter.state === 'open' ? letter : undefined
    })
    expect(again.reruns).toMatchObject([{ by: 'ministry', reason: 'The store is said to be back' }])
    // The letter lies there before the marker goes.
    await probe.cleared(id)

    await probe.setFaults()
    const answered = await step(id, 'rerun', 'The store is back now')
    expect(answered.body.state).toMatch(/^(rerunning|mended)$/)
    const mended = await inState(id, 'mended')
    expect(mended.reruns.map(({ reason }) => reason)).toEqual(['The store is said to be back', 'The store is back now'])
    expect(mended.mendedAt).not.toBeNull()
    expect(await probe.settled(id)).toMatchObject({ status: 'verified', failure: null })
    await probe.cleared(id)
    expect((await list()).body.deadLetters.map((letter) => letter.id)).not.toContain(id)
    expect((await list('?mended=true')).body.deadLetters.map((letter) => letter.id)).toContain(id)

    // Asked for once more it is what was asked for, and nothing runs.
    const late = await step(id, 'rerun', 'Somebody was not asked')
    expect([late.status, late.body.state, late.body.reruns.length]).toEqual([200, 'mended', 2])
    const refused = await step(id, 'dismiss', 'Somebody was not asked')
    expect([refused.status, refused.body.code]).toEqual([409, 'dead-letter-state'])
  },
  TEST_TIMEOUT_MS,
)

test(
  'a rerun whose message is lost is sent again by the sweep, and asked for twice it is noted once',
  async () => {
    const id = await deadLetter(2)
    await probe.setFaults('send')
    const unsent = await step(id, 'rerun', 'The store is back now')
    expect([unsent.status, unsent.body.code]).toEqual([503, 'queue-unavailable'])
    expect(await read(id)).toMatchObject({ state: 'rerunning' })
    const twice = await step(id, 'rerun', 'The answer was lost')
    expect(twice.status).toBe(503)
    expect((await read(id)).reruns.map(({ reason }) => reason)).toEqual(['The store is back now'])
    const running = await step(id, 'dismiss', 'It cannot be mended')
    expect([running.status, running.body.code]).toEqual([409, 'dead-letter-state'])

    await probe.setFaults()
    await until('the sweep to send it', SOON_MS, async () => {
      await probe.stack.runScheduled()
      return (await read(id)).state === 'mended' ? true : undefined
    })
    expect(await probe.settled(id)).toMatchObject({ status: 'verified' })
  },
  TEST_TIMEOUT_MS,
)

test(
  'a dossier that the database does not take is a dead letter of its own; the others of its file are there, and it follows when it is run again',
  async () => {
    const file = makeFile({ standard: '3176', facility: '79001', seed: 4, dossiers: 3 })
    const run = (statement: string | { sql: string; args: string[] }) => probe.warehouse.$client.execute(statement)
    const dossiersOf = async (id: string): Promise<unknown[]> => {
      const { rows } = await run({ sql: 'SELECT dossier FROM dossiers WHERE submission_id = ? ORDER BY 1', args: [id] })
      return rows.map(({ dossier }) => dossier)
    }
    await run(`CREATE TRIGGER poison BEFORE INSERT ON dossier_contents WHEN NEW.dossier = 2
      BEGIN SELECT RAISE(ABORT, 'poison of a test'); END`)
    const { body } = await probe.submit(file, { account: '79001' })
    expect(await probe.settled(body.id)).toMatchObject({ status: 'verified', failedDossiers: 1, accepted: 3 })
    expect(await dossiersOf(body.id)).toEqual([1, 3])
    const shown = await probe.ask('GET', `/v1/submissions/${body.id}`, { account: '79001' })
    expect(shown.body).toMatchObject({ status: 'verified', failedDossiers: 1, outcomes: [{ index: 1 }, { index: 3 }] })
    const letter = await inState(body.id, 'open')
    expect(letter.cause).toMatch(/^1 dossiers could not be written \(2\): .*poison of a test/)

    await run('DROP TRIGGER poison')
    await step(body.id, 'rerun', 'The table was mended')
    await inState(body.id, 'mended')
    expect(await probe.settled(body.id)).toMatchObject({ status: 'verified', failedDossiers: 0 })
    expect(await dossiersOf(body.id)).toEqual([1, 2, 3])
  },
  TEST_TIMEOUT_MS,
)

test(
  'what cannot be mended is dismissed, and may be run again all the same',
  async () => {
    const id = await deadLetter(3)
    const dismissed = await step(id, 'dismiss', 'The bytes are gone for good')
    expect(dismissed.body).toMatchObject({ state: 'dismissed', dismissals: [{ by: 'ministry' }] })
    const again = await step(id, 'dismiss', 'Another reason, too late')
    expect(again.body).toEqual(dismissed.body)
    expect((await list()).body.deadLetters.find((letter) => letter.id === id)).toEqual(dismissed.body)

    await probe.setFaults()
    await step(id, 'rerun', 'The bytes were found again')
    const mended = await inState(id, 'mended')
    expect([mended.reruns.length, mended.dismissals.length]).toEqual([1, 1])
  },
  TEST_TIMEOUT_MS,
)

test(
  'a message that cannot be read is listed by its delivery, not run again, and dismissed',
  async () => {
    await probe.sendMessage({ version: 2, kind: 'verify-submission', submissionId: 'x' })
    const letter = await until('the dead letter', SOON_MS, async () =>
      (await list()).body.deadLetters.find(({ id }) => id.startsWith('message-')),
    )
    expect(letter).toMatchObject({ submissionId: null, facility: null, state: 'open' })
    const refused = await step(letter.id, 'rerun', 'Try it once more please')
    expect([refused.status, refused.body.code]).toEqual([409, 'dead-letter-state'])
    expect((await step(letter.id, 'dismiss', 'Of a newer edge')).body.state).toBe('dismissed')
  },
  TEST_TIMEOUT_MS,
)

test('page by page every letter is listed once', async () => {
  const before = (await list()).body.deadLetters.length
  for (const version of [3, 4]) await probe.sendMessage({ version, kind: 'verify-submission', submissionId: 'x' })
  const all = await until('their letters', SOON_MS, async () => {
    const ids = (await list()).body.deadLetters.map(({ id }) => id)
    return ids.length === before + 2 ? ids : undefined
  })
  const paged: string[] = []
  for (let after = ''; ;) {
    const { body } = await list(`?limit=1${after}`)
    paged.push(...body.deadLetters.map(({ id }) => id))
    if (body.next === null) break
    after = `&after=${body.next}`
  }
  expect(paged).toEqual(all)
})

test('a submission that waits too long is listed with its facility, and not once it is verified', async () => {
  await probe.setFaults('send')
  await probe.submit(makeFile({ standard: '3176', facility: '79001', seed: 9 }), { account: '79001' })
  await probe.setFaults()
  const [key = ''] = await probe.objects('pending/')
  const id = key.slice('pending/'.length)
  expect(await probe.overdue(Date.now() + 60_000)).toMatchObject([{ submissionId: id, facility: '79001' }])
  expect(await probe.overdue(0)).toEqual([])
  const asked = await probe.ask('GET', '/v1/operations/overdue?minutes=10', ministry)
  expect([asked.status, asked.body]).toEqual([200, { overdue: [], next: null }])
  await until('the sweep to send it', SOON_MS, async () => {
    await probe.stack.runScheduled()
    return (await probe.overdue(Date.now() + 60_000)).length === 0 ? true : undefined
  })
})

describe('refused is', () => {
  const UNKNOWN = '0123456789abcdef0123456789abcdef'
  const paths = [
    ['GET', PATH],
    ['GET', `${PATH}/${UNKNOWN}`],
    ['POST', `${PATH}/${UNKNOWN}/rerun`],
    ['POST', `${PATH}/${UNKNOWN}/dismiss`],
    ['GET', '/v1/operations/overdue'],
  ] as const
  const options = (method: string) =>
    method === 'GET'
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason: 'Out of curiosity' }) }

  test.each(paths)('%s %s to whoever is not of the ministry', async (method, path) => {
    for (const account of ['79001', 'province-79']) {
      const { status, body } = await probe.ask<Problem>(method, path, { account, ...options(method) })
      expect([status, body.code]).toEqual([403, 'role-not-allowed'])
    }
    const nobody = await probe.ask<Problem>(method, path, { account: null, ...options(method) })
    expect([nobody.status, nobody.body.code]).toEqual([401, 'token-missing'])
  })

  test.each(['rerun', 'dismiss'] as const)('a %s at an edge', async (name) => {
    const body = JSON.stringify({ reason: 'At the wrong place' })
    // By hand: a fetch that is answered 421 sends itself again, with a body that it has used up.
    const answer = await sendRaw(
      probe.stack.provinces[0]?.url ?? '',
      [
        `POST ${PATH}/${UNKNOWN}/${name} HTTP/1.1`,
        'host: edge',
        `authorization: Bearer ${await probe.stack.token('ministry')}`,
        'content-type: application/json',
        `content-length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    )
    expect(answer).toMatch(/^HTTP\/1.1 421 [^]*"code":"centre-only"/)
  })

  test.each([
    ['GET', `${PATH}/${UNKNOWN}`, undefined, 404, 'dead-letter-unknown'],
    ['POST', `${PATH}/${UNKNOWN}/rerun`, { reason: 'Nobody knows it' }, 404, 'dead-letter-unknown'],
    ['POST', `${PATH}/${UNKNOWN}/dismiss`, { reason: 'Nobody knows it' }, 404, 'dead-letter-unknown'],
    ['POST', `${PATH}/${UNKNOWN}/rerun`, {}, 400, 'parameter-invalid'],
    ['POST', `${PATH}/${UNKNOWN}/rerun`, { reason: 'short' }, 400, 'parameter-invalid'],
    ['POST', `${PATH}/${UNKNOWN}/rerun`, { reason: '   \n        ' }, 400, 'parameter-invalid'],
    ['POST', `${PATH}/${UNKNOWN}/rerun`, { reason: 'x'.repeat(501) }, 400, 'parameter-invalid'],
    ['POST', `${PATH}/${UNKNOWN}/dismiss`, { reason: 'Long enough', more: 1 }, 400, 'parameter-invalid'],
    ['POST', `${PATH}/${UNKNOWN}/dismiss`, 'not JSON', 400, 'parameter-invalid'],
    ['GET', `${PATH}/..%2Freceipts%2F${UNKNOWN}`, undefined, 400, 'parameter-invalid'],
    ['GET', `${PATH}?limit=0`, undefined, 400, 'parameter-invalid'],
    ['GET', `${PATH}?limit=101`, undefined, 400, 'parameter-invalid'],
    ['GET', `${PATH}?after=../x`, undefined, 400, 'parameter-invalid'],
    ['GET', '/v1/operations/overdue?minutes=0', undefined, 400, 'parameter-invalid'],
    ['GET', '/v1/operations/overdue?minutes=x', undefined, 400, 'parameter-invalid'],
  ])('%s %s with %j: %i %s', async (method, path, body, status, code) => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const headers = { 'content-type': 'application/json' }
    const answer = await probe.ask<Problem>(method, path, { ...ministry, headers, ...sent })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })
})
