/** What facilities are told of the centre's results, over HTTP, of files that went the whole way. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { read, utils, type WorkBook } from 'xlsx'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { until } from '../../scripts/stack/until.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { isSigned, startReceiver, type Received, type Receiver } from '../harness/receiver.ts'
import { textIn } from '../harness/text-in.ts'
import { startResolver, type TestResolver } from '../harness/resolver.ts'
import { codeOf, startProbe, type Problem, type Probe } from '../harness/probe.ts'

const SOON_MS = 30_000
const TEST_TIMEOUT_MS = 60_000
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const OWN = '01001'
const OTHER = '79001'

let probe: Probe
let today: string
let resolver: TestResolver
beforeAll(async () => {
  // One retry (after five seconds, as for everybody) and then the dead letter.
  resolver = await startResolver()
  resolver.set('his.benhvien.vn', '118.70.0.1')
  resolver.set('inside.benhvien.vn', '118.70.0.1', 'fd00::1')
  probe = await startProbe({
    queues: { maxBatchTimeout: 0, retryDelay: 0, maxRetries: 1 },
    vars: { WEBHOOK_RESOLVER_URL: resolver.url },
    // A name server that answers the connection otherwise than the check before it.
    lookUp: (_, found) => {
      found(null, [{ address: '127.0.0.1', family: 4 }])
    },
  })
  today = new Date(Date.now() + 7 * 60 * 60 * 1000).toISOString().slice(0, 10)
}, 120_000)
afterAll(async () => {
  await resolver?.stop()
  await probe?.dispose()
})

/** Seeds are files: none is used twice. */
let seed = 700
const nextSeed = (): number => (seed += 1)
const json = { 'content-type': 'application/json' }

/** One accepted dossier, and one that is rejected for its kind of encounter. */
function fileWithFindings(facility = OWN): string {
  const own = nextSeed()
  const dossiers = [0, 1].map((index) => {
    const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility, seed: own }, index)
    const wrong = index === 0 ? {} : { MA_LOAI_KCB: '=1+1', GIOI_TINH: '9' }
    return renderDossier('3176', { XML1: [{ ...summary?.[0], ...wrong }], ...rest })
  })
  return wrapEnvelope(dossiers, { facility, made: '20261015' })
}

async function send(facility = OWN, file = fileWithFindings(facility)): Promise<string> {
  const { body } = await probe.submit(file, { account: facility, purpose: 'payment' })
  await probe.settled(body.id)
  return body.id
}

/** A request whose answer is no JSON, or that has none. */
async function raw(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  account = OWN,
): Promise<Response> {
  const authorization = `Bearer ${await probe.stack.token(account)}`
  return fetch(`${probe.stack.url}${path}`, { method, headers: { authorization, ...headers } })
}

type Feed = {
  events: { id: string; kind: string; submission: string; facility: string }[]
  next: string
  more: boolean
}
const feed = async (query = '', account = OWN): Promise<Feed> =>
  (await probe.ask<Feed>('GET', `/v1/results${query}`, { account })).body

/** The end of the feed as it is now, so that a test sees what it causes. */
async function endOfFeed(account = OWN): Promise<string> {
  let answer = await feed('', account)
  while (answer.more) answer = await feed(`?since=${answer.next}`, account)
  return answer.next
}

/** What the feed says behind a cursor, as soon as it says anything. */
const reported = (since: string, account = OWN): Promise<Feed> =>
  until('an event', SOON_MS, async () => {
    const answer = await feed(`?since=${since}`, account)
    return answer.events.length > 0 ? answer : undefined
  })

describe('a submission', () => {
  type Submission = {
    verifiedAt: string
    receivedAt: string
    levels: { level: string; at: string | null; by: unknown; findings: number | null; assessment: unknown }[]
  }

  test('shows its levels with their times, counts, and by what it was judged', async () => {
    const id = await send()
    const { body } = await probe.ask<Submission>('GET', `/v1/submissions/${id}`)
    const by = { dmdcRelease: expect.any(String), rulesVersion: expect.any(String) }
    const dossiers = { declared: 2, counted: 2, rejected: 1 }
    expect(body.levels).toMatchObject([
      { level: 'received', at: body.receivedAt, by: null, dossiers: null, findings: null },
      { level: 'checked', at: body.receivedAt, by, dossiers, findings: expect.any(Number) },
      { level: 'verified', at: body.verifiedAt, by, dossiers, findings: expect.any(Number) },
      { level: 'assessed', at: null, by: null, assessment: { accepted: 0, reduced: 0, refused: 0, open: 1 } },
    ])
  })

  test('is assessed from the moment of the last result, and says how many wait', async () => {
    const id = await send(OWN, makeFile({ standard: '3176', facility: OWN, seed: nextSeed(), dossiers: 3 }))
    await probe.warehouse.$client.batch(
      [
        {
          sql: "UPDATE dossiers SET assessment = 'accepted', assessed_at = 1000 WHERE submission_id = ? AND dossier = 1",
          args: [id],
        },
        {
          sql: "UPDATE dossiers SET assessment = 'reduced', assessed_at = 2000 WHERE submission_id = ? AND dossier = 2",
          args: [id],
        },
      ],
      'write',
    )
    const { body } = await probe.ask<Submission>('GET', `/v1/submissions/${id}`)
    expect(body.levels[3]).toMatchObject({
      at: '1970-01-01T07:00:02.000+07:00',
      assessment: { accepted: 1, reduced: 1, refused: 0, open: 1 },
    })
  })

  test(
    'that cannot be verified is neither verified nor assessed, and the feed says so',
    async () => {
      const since = await endOfFeed()
      await probe.setFaults('get raw/')
      const file = fileWithFindings()
      const { body } = await probe.submit(file, { purpose: 'payment' })
      try {
        await probe.settled(body.id)
      } finally {
        await probe.setFaults()
      }
      const { events } = await reported(since)
      expect(events).toMatchObject([{ kind: 'failed', submission: body.id, status: 'failed' }])
      const shown = await probe.ask<Submission>('GET', `/v1/submissions/${body.id}`)
      expect(shown.body.levels.map(({ level, at }) => [level, at !== null])).toEqual([
        ['received', true],
        ['checked', true],
        ['verified', false],
        ['assessed', false],
      ])
      await probe.submit(file, { purpose: 'payment' })
      const verified = await until('the repeated send to be verified', SOON_MS, async () => {
        const answer = await feed(`?since=${since}`)
        return answer.events.length > 1 ? answer : undefined
      })
      expect(verified.events.map(({ kind }) => kind)).toEqual(['failed', 'verified'])
    },
    TEST_TIMEOUT_MS,
  )
})

describe('the feed', () => {
  test('shows a facility each of its submissions once, though its message comes again', async () => {
    const since = await endOfFeed()
    const id = await send()
    const { events, next } = await reported(since)
    expect(events).toMatchObject([
      { id: `verified_${id}`, kind: 'verified', submission: id, facility: OWN, purpose: 'payment', status: 'verified' },
    ])
    await probe.sendMessage({ version: 1, kind: 'verify-submission', submissionId: id })
    const second = await send()
    expect((await reported(next)).events.map(({ submission }) => submission)).toEqual([second])
  })

  test.each([
    ['nobody', null, '', 401, 'token-missing'],
    ['a facility that names another', OWN, '?facility=01002', 403, 'not-yours'],
    ['a facility that names another province', OWN, '?province=79', 403, 'not-yours'],
    ['a province that names another', 'province-01', '?province=79', 403, 'not-yours'],
    ['a province that names another’s facility', 'province-01', '?facility=79001', 403, 'not-yours'],
    ['the ministry without a province', 'ministry', '', 400, 'parameter-invalid'],
    ['a page of nothing', OWN, '?limit=0', 400, 'parameter-invalid'],
    ['a page too long', OWN, '?limit=1001', 400, 'parameter-invalid'],
    ['a cursor that is none', OWN, '?since=x', 400, 'cursor-unknown'],
    ['a facility that is none', 'ministry', '?facility=x', 400, 'parameter-invalid'],
  ])('refuses %s', async (_, account, query, status, code) => {
    const answer = await probe.ask<Problem>('GET', `/v1/results${query}`, { account })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('refuses a cursor of somebody else', async () => {
    const { next } = await feed('', 'province-01')
    const answer = await probe.ask<Problem>('GET', `/v1/results?since=${next}`)
    expect([answer.status, answer.body.code]).toEqual([400, 'cursor-unknown'])
  })

  test('shows each province its own facilities, and the ministry the one it names', async () => {
    await send(OTHER)
    await until('both to hear of it', SOON_MS, async () =>
      (await feed('?province=79', 'ministry')).events.length > 0 ? true : undefined,
    )
    const facilitiesOf = async (query: string, account: string): Promise<string[]> => [
      ...new Set((await feed(query, account)).events.map(({ facility }) => facility)),
    ]
    expect(await facilitiesOf('', 'province-01')).toEqual([OWN])
    expect(await facilitiesOf('', 'province-79')).toEqual([OTHER])
    expect(await facilitiesOf('?province=79', 'ministry')).toEqual([OTHER])
    expect(await facilitiesOf(`?facility=${OWN}`, 'ministry')).toEqual([OWN])
    // Newer codes have a letter.
    expect(await facilitiesOf('?facility=01B66', 'ministry')).toEqual([])
  })
})

describe('the findings of a submission', () => {
  let id: string
  let total: number
  beforeAll(async () => {
    id = await send()
    total = (await probe.ask<{ findingsTotal: number }>('GET', `/v1/submissions/${id}/findings`)).body.findingsTotal
  }, TEST_TIMEOUT_MS)

  test('are a CSV file with a line for each, in both languages, and nothing a spreadsheet would compute', async () => {
    const response = await raw('GET', `/v1/submissions/${id}/findings?format=csv`)
    const text = await response.text()
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect([response.headers.get('findings-final'), response.headers.get('findings-total')]).toEqual([
      'true',
      String(total),
    ])
    const lines = text.trimEnd().split('\r\n')
    expect(lines[0]).toBe(
      'ordinal,dossier,MA_LK,rule,severity,table,row,field,line,column,value,message.vi,message.en,remedy.vi,remedy.en,source,place,confidence,MA_BN',
    )
    expect(lines).toHaveLength(total + 1)
    expect(text).toContain("'=1+1")
    expect(text).not.toMatch(/,=1\+1/)
  })

  const workbookOf = async (account: string, submission = id): Promise<WorkBook> => {
    const response = await raw('GET', `/v1/submissions/${submission}/findings`, { accept: WORKBOOK }, account)
    expect(response.headers.get('content-type')).toBe(WORKBOOK)
    return read(await response.arrayBuffer())
  }
  const rowsOf = ({ Sheets }: WorkBook, name: string): (string | number | null)[][] =>
    utils.sheet_to_json(Sheets[name] ?? {}, { header: 1, defval: null })

  test('are a workbook with a summary and a line for each, errors first', async () => {
    const book = await workbookOf(OWN)
    expect(book.SheetNames).toEqual(['Tổng hợp', 'Phát hiện'])
    const [, ...rows] = rowsOf(book, 'Phát hiện')
    expect(rows).toHaveLength(total)
    const order = ['Lỗi / Error', 'Cảnh báo / Warning', 'Thông tin / Info']
    const places = rows.map((row) => order.indexOf(String(row[2])))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBe(0)
  })

  test('name the patient by MA_BN to the facility that sent them, and to nobody else', async () => {
    // One accepted with a warning, of which the warehouse keeps rows, and one rejected, of which only the bytes know it.
    const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', facility: OWN, seed: nextSeed() })
    const wrong = makeDossier({ standard: '3176', facility: OWN, seed: nextSeed() })
    const [rejected = {}] = wrong['XML1'] ?? []
    const renamed = (MA_BN: string) => ({ MA_BN, SO_CCCD: '' })
    const file = [
      renderDossier('3176', { XML1: [{ ...summary, ...renamed('BN-NHAN'), MA_KHOA: 'K03;;K01' }], ...rest }),
      renderDossier('3176', { ...wrong, XML1: [{ ...rejected, ...renamed('BN-TU-CHOI'), HO_TEN: '' }] }),
    ]
    const submission = await send(OWN, wrapEnvelope(file, { facility: OWN, made: '20261015' }))
    const numbersOf = (book: WorkBook) =>
      rowsOf(book, 'Phát hiện')
        .slice(1)
        .map(([MA_BN]) => MA_BN)
    const own = numbersOf(await workbookOf(OWN, submission))
    expect(new Set(own)).toEqual(new Set(['BN-NHAN', 'BN-TU-CHOI']))
    const csv = await (await raw('GET', `/v1/submissions/${submission}/findings?format=csv`)).text()
    expect(csv).toContain(',BN-TU-CHOI\r\n')
    for (const account of ['ministry', 'province-01']) {
      const book = await workbookOf(account, submission)
      expect(new Set(numbersOf(book))).toEqual(new Set([null]))
      expect(
        rowsOf(book, 'Tổng hợp')
          .find(([title]) => title === 'MA_BN')
          ?.at(-1),
      ).toContain('Chỉ cơ sở đã gửi')
    }
  })

  test('are an OperationOutcome per page, with a link to the next', async () => {
    type Outcome = { resourceType: string; issue: { severity: string; details: { coding: unknown[] } }[] }
    const issues: Outcome['issue'] = []
    let path: string | undefined = `/v1/submissions/${id}/findings?limit=2`
    while (path !== undefined) {
      const response: Response = await raw('GET', path, { accept: 'application/fhir+json' })
      expect(response.headers.get('content-type')).toContain('application/fhir+json')
      const outcome: Outcome = await response.json<Outcome>()
      expect(outcome.resourceType).toBe('OperationOutcome')
      expect(outcome.issue.length).toBeLessThanOrEqual(2)
      issues.push(...outcome.issue)
      path = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]
    }
    expect(issues).toHaveLength(total)
    expect(issues.some(({ severity }) => severity === 'error')).toBe(true)
  })

  test.each([
    ['a format that is none', '?format=pdf', OWN, 400, 'parameter-invalid'],
    ['another facility', '?format=csv', OTHER, 403, 'not-yours'],
    ['another province', '?format=xlsx', 'province-79', 403, 'not-yours'],
    ['another province in FHIR', '?format=fhir', 'province-79', 403, 'not-yours'],
  ])('are refused for %s', async (_, query, account, status, code) => {
    const answer = await probe.ask<Problem>('GET', `/v1/submissions/${id}/findings${query}`, { account })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })
})

describe('a webhook', () => {
  let receiver: Receiver
  beforeEach(async () => {
    receiver = await startReceiver()
    await removeAll()
  })
  afterEach(async () => {
    await removeAll()
    await receiver?.stop()
  })

  type Webhook = { id: string; url: string; state: string; secret?: string; pending?: number }
  const list = async (account = OWN): Promise<Webhook[]> =>
    (await probe.ask<{ webhooks: Webhook[] }>('GET', '/v1/webhooks', { account })).body.webhooks
  async function removeAll(): Promise<void> {
    for (const account of [OWN, OTHER])
      for (const { id } of await list(account))
        expect((await raw('DELETE', `/v1/webhooks/${id}`, {}, account)).status).toBe(204)
  }
  const make = async (account = OWN, url = receiver.url): Promise<Required<Webhook>> => {
    const body = JSON.stringify({ url })
    const answer = await probe.ask<Required<Webhook>>('POST', '/v1/webhooks', { account, headers: json, body })
    expect(answer.status).toBe(201)
    return answer.body
  }
  const came = (count: number): Promise<Receiver['received']> =>
    until(`${count} messages`, SOON_MS, () => (receiver.received.length >= count ? receiver.received : undefined))
  const ids = (): unknown[] => receiver.received.map(({ headers }) => headers['webhook-id'])

  test('hears of a verified submission at once, signed, without a person, and its secret is shown once', async () => {
    const { secret, ...made } = await make()
    expect(secret).toMatch(/^whsec_/)
    const id = await send()
    const [message] = await came(1)
    if (!message) throw new Error('nothing came')
    expect(isSigned(message, secret)).toBe(true)
    expect(JSON.parse(message.body)).toMatchObject({
      type: 'submission.verified',
      data: { submission: id, facility: OWN, dossiers: { counted: 2, rejected: 1 } },
    })
    const { rows } = await probe.warehouse.$client.execute({
      sql: 'SELECT MA_LK FROM dossiers WHERE submission_id = ?',
      args: [id],
    })
    for (const { MA_LK } of rows) expect(message.body).not.toContain(textIn(MA_LK))
    expect(await list()).toMatchObject([{ id: made.id, url: receiver.url, state: 'active' }])
    expect(JSON.stringify(await list())).not.toContain('whsec_')
    const stored = await probe.warehouse.$client.execute('SELECT secret FROM webhooks')
    expect(JSON.stringify(stored.rows)).not.toContain(secret.slice(6))
  })

  test(
    'that answers 500 is asked again under the same id, without anybody doing anything',
    async () => {
      const { id, secret } = await make()
      receiver.answer(500)
      const submission = await send()
      await came(1)
      receiver.answer(204)
      const messages = await came(2)
      expect(ids()).toEqual([`verified_${submission}`, `verified_${submission}`])
      expect(messages.every((message) => isSigned(message, secret))).toBe(true)
      type Deliveries = { deliveries: Record<string, unknown>[]; next: number | null }
      const delivered = await until('the delivery to be noted', SOON_MS, async () => {
        const { body } = await probe.ask<Deliveries>('GET', `/v1/webhooks/${id}/deliveries`)
        return body.deliveries[0]?.['state'] === 'delivered' ? body : undefined
      })
      expect(delivered).toMatchObject({
        deliveries: [{ submission, state: 'delivered', attempts: 2, lastStatus: 204, lastFailure: null, nextAt: null }],
        next: null,
      })
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'that never answers holds no verification back, nor another webhook',
    async () => {
      const other = await startReceiver()
      try {
        await make()
        await make(OTHER, other.url)
        receiver.answer('hang')
        await send()
        await came(1)
        const ids = [await send(), await send(OTHER)]
        for (const id of ids) expect((await probe.settled(id)).status).toBe('verified')
        await until('the other webhook to hear of it', SOON_MS, () => (other.received.length > 0 ? true : undefined))
        const { rows } = await probe.warehouse.$client.execute(
          "SELECT count(*) AS n FROM webhook_deliveries WHERE state = 'delivered'",
        )
        expect(Number(rows[0]?.['n'])).toBeLessThanOrEqual(1)
      } finally {
        await other.stop()
      }
    },
    TEST_TIMEOUT_MS,
  )

  test('whose message was lost with the queue is reported by the clock', async () => {
    const { id } = await make()
    const submission = await send()
    await came(1)
    await until('the delivery to be noted', SOON_MS, async () => ((await list())[0]?.pending === 0 ? true : undefined))
    await probe.warehouse.$client.execute({
      sql: "UPDATE webhook_deliveries SET state = 'pending', next_at = 1 WHERE webhook = ?",
      args: [id],
    })
    await probe.stack.runScheduled()
    await came(2)
    expect(ids()).toEqual([`verified_${submission}`, `verified_${submission}`])
  })

  test('has a new secret when its facility asks, and both sign until the overlap ends', async () => {
    const { id, secret: old } = await make()
    const rotated = await probe.ask<Webhook & { previousSecretUntil: string }>('POST', `/v1/webhooks/${id}/secret`)
    expect([rotated.status, rotated.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const { secret = '', previousSecretUntil } = rotated.body
    expect(Date.parse(previousSecretUntil) - Date.now()).toBeGreaterThan(23 * 3_600_000)
    expect(await list()).toMatchObject([{ id, previousSecretUntil }])
    await probe.ask('POST', `/v1/webhooks/${id}/test`)
    const ended = await probe.ask<Webhook>('POST', `/v1/webhooks/${id}/secret?overlapHours=0`)
    expect(ended.body).toMatchObject({ previousSecretUntil: null })
    await probe.ask('POST', `/v1/webhooks/${id}/test`)
    const signedBy = (message: Received): boolean[] =>
      [old, secret, ended.body.secret ?? ''].map((each) => isSigned(message, each))
    expect(receiver.received.map(signedBy)).toEqual([
      [true, true, false],
      [false, false, true],
    ])
    const refused = await probe.ask<Problem>('POST', `/v1/webhooks/${id}/secret?overlapHours=169`)
    expect([refused.status, refused.body.code]).toEqual([400, 'parameter-invalid'])
  })

  test('is tested and replayed when its facility asks', async () => {
    const { id, secret } = await make()
    const tested = await probe.ask('POST', `/v1/webhooks/${id}/test`)
    expect(tested.body).toEqual({ delivered: true, status: 204, failure: null })
    expect(isSigned(receiver.received[0] ?? never(), secret)).toBe(true)
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'webhook.test' })
    receiver.answer(503)
    const failed = await probe.ask('POST', `/v1/webhooks/${id}/test`)
    expect(failed.body).toEqual({ delivered: false, status: 503, failure: 'status' })
    receiver.answer(204)

    const since = await endOfFeed()
    const submission = await send()
    await came(3)
    const replayed = await probe.ask('POST', `/v1/webhooks/${id}/replay?since=${since}`)
    expect([replayed.status, replayed.body]).toEqual([202, { deliveries: 1, next: null }])
    await came(4)
    expect(ids().slice(2)).toEqual([`verified_${submission}`, `verified_${submission}`])
  })

  test('that is disabled is not replayed, and a test that arrives enables it', async () => {
    const { id } = await make()
    await probe.warehouse.$client.execute("UPDATE webhooks SET disabled_at = 1, disabled_reason = 'gone'")
    const refused = await probe.ask<Problem>('POST', `/v1/webhooks/${id}/replay`)
    expect([refused.status, refused.body.code]).toEqual([409, 'webhook-disabled'])
    expect(await list()).toMatchObject([{ state: 'disabled' }])
    await probe.ask('POST', `/v1/webhooks/${id}/test`)
    expect(await list()).toMatchObject([{ state: 'active' }])
  })

  test('is made of a name with public addresses', async () => {
    expect((await make(OWN, 'https://his.benhvien.vn/bhyt')).url).toBe('https://his.benhvien.vn/bhyt')
  })

  test('is not sent to where its name leads inside by the time of the connection', async () => {
    const { id } = await make(OWN, 'https://his.benhvien.vn/bhyt')
    const tried = await probe.ask('POST', `/v1/webhooks/${id}/test`)
    expect(tried.body).toEqual({ delivered: false, status: null, failure: 'address' })
  })

  test.each([
    ['no URL', '{"url":"x"}', 422, 'webhook-url'],
    ['an address inside', '{"url":"https://10.0.0.1/"}', 422, 'webhook-url'],
    ['plain http', '{"url":"http://his.benhvien.vn/"}', 422, 'webhook-url'],
    ['a name that holds an address inside', '{"url":"https://10.0.0.1.nip.io/"}', 422, 'webhook-url'],
    ['a name with an address inside', '{"url":"https://inside.benhvien.vn/"}', 422, 'webhook-url'],
    ['a name that nobody knows', '{"url":"https://nobody.benhvien.vn/"}', 422, 'webhook-url'],
    ['nothing', '{}', 400, 'parameter-invalid'],
    ['a number', '{"url":1}', 400, 'parameter-invalid'],
    ['a word too many', '{"url":"https://his.benhvien.vn/","secret":"whsec_"}', 400, 'parameter-invalid'],
    ['no JSON', '{', 400, 'parameter-invalid'],
    ['a novel', `{"url":"https://his.benhvien.vn/${'a'.repeat(9000)}"}`, 413, 'file-too-large'],
  ])('is not made of %s', async (_, body, status, code) => {
    const answer = await probe.ask<Problem>('POST', '/v1/webhooks', { headers: json, body })
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(await list()).toEqual([])
  })

  test.each([
    ['GET', '/v1/webhooks'],
    ['POST', '/v1/webhooks'],
    ['GET', '/v1/webhooks/x/deliveries'],
    ['POST', '/v1/webhooks/x/test'],
    ['POST', '/v1/webhooks/x/secret'],
    ['POST', '/v1/webhooks/x/replay'],
    ['DELETE', '/v1/webhooks/x'],
  ])('is nothing for a province: %s %s', async (method, path) => {
    const body = path === '/v1/webhooks' && method === 'POST' ? { headers: json, body: '{"url":"https://a.vn/"}' } : {}
    const answer = await probe.ask<Problem>(method, path, { account: 'province-01', ...body })
    expect([answer.status, answer.body.code]).toEqual([403, 'role-not-allowed'])
  })

  test.each([
    ['GET', '/deliveries'],
    ['POST', '/test'],
    ['POST', '/replay'],
    ['DELETE', ''],
  ])('is unknown to another facility: %s %s', async (method, path) => {
    const { id } = await make()
    const answer = await probe.ask<Problem>(method, `/v1/webhooks/${id}${path}`, { account: OTHER })
    expect([answer.status, answer.body.code]).toEqual([404, 'webhook-unknown'])
    expect(await list()).toHaveLength(1)
    expect(receiver.received).toEqual([])
  })
})

describe('a manifest', () => {
  type Compared = {
    counts: Record<string, number>
    missing: { MA_LK: string }[]
    unknown: { MA_LK: string }[]
    different: { MA_LK: string; held: string }[]
    rejected: { MA_LK: string }[]
    checkpoint: object | null
    history: { declared: number; by: string; replacedAt: string | null }[]
  }
  const put = (entries: unknown, { day = today, account = OTHER, query = '?purpose=management' } = {}) =>
    probe.ask<Compared & Problem>('PUT', `/v1/manifests/${day}${query}`, {
      account,
      headers: json,
      body: JSON.stringify({ entries }),
    })

  test(
    'says what is missing, unknown, different and rejected, and changes as dossiers arrive',
    async () => {
      const file = fileWithFindings(OTHER)
      const whole = { standard: '3176', facility: OTHER, seed: nextSeed(), dossiers: 2 } as const
      for (const each of [file, makeFile(whole)]) {
        const { body } = await probe.submit(each, { account: OTHER, purpose: 'management' })
        await probe.settled(body.id)
      }
      await probe.stack.runScheduled()
      const { rows } = await probe.warehouse.$client.execute(
        "SELECT MA_LK, content_hash, outcome FROM dossiers WHERE facility = '79001' AND purpose = 'management' ORDER BY outcome DESC, MA_LK",
      )
      const [rejected, ...accepted] = rows.map((row) => ({
        MA_LK: textIn(row['MA_LK']),
        hash: textIn(row['content_hash']),
      }))
      const [same, changed, undeclared] = accepted
      if (!rejected || !same || !changed || !undeclared) throw new Error('the dossiers are not as they were made')
      const later = { standard: '3176', facility: OTHER, seed: nextSeed(), dossiers: 1 } as const
      const lost = String(makeDossier(later).XML1?.[0]?.['MA_LK'])

      const answer = await put([
        { MA_LK: rejected.MA_LK },
        { MA_LK: same.MA_LK, hash: same.hash.toUpperCase() },
        { MA_LK: changed.MA_LK, hash: 'f'.repeat(64) },
        { MA_LK: lost },
      ])
      expect([answer.status, answer.body]).toMatchObject([
        200,
        {
          facility: OTHER,
          day: today,
          counts: { declared: 4, agreed: 1, received: 4, missing: 1, unknown: 1, different: 1, rejected: 1 },
          missing: [{ MA_LK: lost, submission: null }],
          unknown: [{ MA_LK: undeclared.MA_LK }],
          different: [{ MA_LK: changed.MA_LK, held: changed.hash }],
          rejected: [{ MA_LK: rejected.MA_LK }],
        },
      ])
      // Any of its provinces names the same log; nobody needs an account to see its head.
      const head = await probe.ask<{ size: number; cosignatures: unknown[] }>('GET', '/v1/receipt-logs/79/checkpoint', {
        account: null,
      })
      const { cosignatures, ...checkpoint } = head.body
      expect([answer.body.checkpoint, cosignatures]).toEqual([checkpoint, []])
      const proof = `/v1/receipt-logs/01/consistency?from=1&to=${checkpoint.size}`
      expect((await probe.ask<{ proof: string[] }>('GET', proof, { account: null })).body.proof.length).toBeGreaterThan(
        0,
      )
      const beyond = `/v1/receipt-logs/01/consistency?from=1&to=${checkpoint.size + 1}`
      expect(codeOf(await probe.ask('GET', beyond, { account: null }))).toEqual([404, 'checkpoint-unknown'])

      const { body } = await probe.submit(makeFile(later), { account: OTHER, purpose: 'management' })
      await probe.settled(body.id)
      for (const account of [OTHER, 'province-79', 'ministry']) {
        const query = account === OTHER ? '' : `&facility=${OTHER}`
        const read = await probe.ask<Compared>('GET', `/v1/manifests/${today}?purpose=management${query}`, { account })
        expect(read.body).toMatchObject({ counts: { missing: 0 }, missing: [], history: [{ declared: 4, by: OTHER }] })
      }
      const replaced = await put([{ MA_LK: lost }])
      expect(replaced.body.history).toMatchObject([
        { declared: 1, replacedAt: null },
        { declared: 4, replacedAt: expect.any(String) },
      ])
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'agrees with the hash that bhyt-edge prints of the file',
    async () => {
      const file = fileWithFindings()
      const id = await send(OWN, file)
      const program = join(projectRoot, 'scripts/check/bhyt-edge.js')
      const printing = promisify(execFile)(process.execPath, [program, 'hash', '--format', 'json', '-'])
      printing.child.stdin?.end(file)
      const { entries } = JSON.parse((await printing).stdout) as { entries: { MA_LK: string; hash: string }[] }
      const { rows } = await probe.warehouse.$client.execute({
        sql: 'SELECT MA_LK, content_hash AS hash FROM dossiers WHERE submission_id = ? ORDER BY dossier',
        args: [id],
      })
      expect(entries).toEqual(rows.map((row) => ({ MA_LK: row['MA_LK'], hash: row['hash'] })))
    },
    TEST_TIMEOUT_MS,
  )

  test.each([
    ['a hash that is none', [{ MA_LK: 'A' }, { MA_LK: 'B', hash: 'x' }], 422, 'row-invalid'],
    ['a row without MA_LK', [{ hash: 'a'.repeat(64) }], 422, 'row-invalid'],
    ['an empty MA_LK', [{ MA_LK: ' ' }], 422, 'row-invalid'],
    ['a word too many', [{ MA_LK: 'A', HO_TEN: 'x' }], 422, 'row-invalid'],
    ['an MA_LK twice', [{ MA_LK: 'A' }, { MA_LK: 'A' }], 422, 'row-invalid'],
    ['no list', {}, 400, 'parameter-invalid'],
  ])('is refused for %s, and nothing is kept', async (_, entries, status, code) => {
    const { status: answered, body } = await put(entries, { account: OWN })
    expect([answered, body.code]).toEqual([status, code])
    const read = await probe.ask<Problem>('GET', `/v1/manifests/${today}?purpose=management`)
    expect([read.status, read.body.code]).toEqual([404, 'manifest-unknown'])
  })

  test('names the row that is wrong', async () => {
    const { body } = await put([{ MA_LK: 'A' }, { MA_LK: 'B', hash: 'x' }], { account: OWN })
    expect(body.message.en).toContain('2')
    expect(body.message.en).toContain('hash')
  })

  test.each([
    ['a day that is none', { day: '2026-02-31' }, 400, 'parameter-invalid'],
    ['a day to come', { day: '2999-01-01' }, 400, 'parameter-invalid'],
    ['no purpose', { query: '' }, 400, 'parameter-invalid'],
    ['a province', { account: 'province-01' }, 403, 'role-not-allowed'],
  ])('is not taken from or for %s', async (_, options, status, code) => {
    const answer = await put([{ MA_LK: 'A' }], { account: OWN, ...options })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test.each([
    ['another facility', OWN, '&facility=79001', 403, 'not-yours'],
    ['another province', 'province-01', '&facility=79001', 403, 'not-yours'],
    ['a province that names nobody', 'province-79', '', 400, 'parameter-invalid'],
  ])('is not shown to %s', async (_, account, query, status, code) => {
    const answer = await probe.ask<Problem>('GET', `/v1/manifests/${today}?purpose=management${query}`, { account })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })
})

function never(): never {
  throw new Error('nothing came')
}
