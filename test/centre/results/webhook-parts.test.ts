/** The parts of webhooks that need nobody: where one may lead, how a message is signed, when it is tried again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/centre/refusals.ts'
import { publicWebhookUrl, webhookUrl } from '../../../src/centre/results/webhooks/address.ts'
import { attempt } from '../../../src/centre/results/webhooks/attempt.ts'
import { createResolver } from '../../../src/centre/results/webhooks/resolve.ts'
import { payloadOf } from '../../../src/centre/results/webhooks/payload.ts'
import { nextAttempt, pauseAskedFor } from '../../../src/centre/results/webhooks/schedule.ts'
import { makeSecret, signedHeaders } from '../../../src/centre/results/webhooks/signature.ts'
import { startResolver, type TestResolver } from '../../harness/resolver.ts'

let resolver: TestResolver
beforeAll(async () => {
  resolver = await startResolver()
  resolver.set('his.benhvien.vn', '118.70.0.1', '2405:4800::1')
})
afterAll(async () => {
  await resolver?.stop()
})
const resolve = (host: string): Promise<readonly string[]> =>
  createResolver(resolver.url, (request) => fetch(request))(host)

const codeOf = (act: () => unknown): string => {
  try {
    act()
    return 'allowed'
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

describe('a webhook may lead', () => {
  test.each([
    ['https://his.benhvien.vn/bhyt', 'https://his.benhvien.vn/bhyt'],
    ['https://his.benhvien.vn:8443/a?b=c', 'https://his.benhvien.vn:8443/a?b=c'],
    ['https://HIS.BenhVien.VN:443', 'https://his.benhvien.vn/'],
    ['https://bệnhviện.vn/a#part', 'https://xn--bnhvin-ik8be.vn/a'],
    ['https://a.xn--vermgensberatung-pwb/', 'https://a.xn--vermgensberatung-pwb/'],
  ])('to %s', (given, used) => {
    expect(webhookUrl(given, [])).toBe(used)
  })

  test.each([
    'no address',
    '/relative',
    'ftp://his.benhvien.vn/',
    'http://his.benhvien.vn/',
    'https://his.benhvien.vn:8080/',
    'https://user@his.benhvien.vn/',
    // secretlint-disable-next-line
    'https://user:word@his.benhvien.vn/',
    'https://localhost/',
    'https://localhost./',
    'https://LOCALHOST/',
    'https://his/',
    'https://his.local/',
    'https://a.b.internal/',
    'https://a.home.arpa/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://203.0.113.7/',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://１２７.0.0.1/',
    `https://his.benhvien.vn/${'a'.repeat(500)}`,
  ])('never to %s', (given) => {
    expect(codeOf(() => webhookUrl(given, []))).toBe('webhook-url')
  })

  test.each([
    'https://his.svc/',
    'https://his.ns.svc.cluster.local/',
    'https://vault.service.consul/',
    'https://db.docker/',
    'https://a.b.mesh/',
  ])('never to %s, which only a network inside knows', (given) => {
    expect(codeOf(() => webhookUrl(given, []))).toBe('webhook-url')
  })

  describe('by a name', () => {
    const rejected = (url: string): Promise<unknown> =>
      publicWebhookUrl(url, { insecureHosts: ['127.0.0.1'], resolve }).then(
        () => 'allowed',
        (error: unknown) => (error instanceof Refusal ? error.code : error),
      )

    test.each([
      ['public addresses', ['118.70.0.1', '2405:4800::1'], 'allowed'],
      ['no address', [], 'webhook-url'],
      ['this machine', ['127.0.0.1'], 'webhook-url'],
      ['a private network', ['10.1.2.3'], 'webhook-url'],
      ['a private network among public ones', ['118.70.0.1', '192.168.1.1'], 'webhook-url'],
      ['the addresses of a carrier', ['100.64.0.1'], 'webhook-url'],
      ['the metadata of a cloud', ['169.254.169.254'], 'webhook-url'],
      ['no network', ['0.0.0.0'], 'webhook-url'],
      ['everybody', ['255.255.255.255'], 'webhook-url'],
      ['a group', ['224.0.0.1'], 'webhook-url'],
      ['this machine by IPv6', ['::1'], 'webhook-url'],
      ['a private network by IPv6', ['fd00::1'], 'webhook-url'],
      ['the next link', ['fe80::1'], 'webhook-url'],
      ['IPv4 inside IPv6', ['::ffff:10.0.0.1'], 'webhook-url'],
      ['IPv4 behind a translator', ['64:ff9b::a00:1'], 'webhook-url'],
      ['IPv4 behind 6to4', ['2002:a00:1::'], 'webhook-url'],
    ])('that leads to %s', async (_, addresses, expected) => {
      resolver.set('named.benhvien.vn', ...addresses)
      expect(await rejected('https://named.benhvien.vn/x')).toBe(expected)
    })

    test.each(['https://10.0.0.1.nip.io/', 'https://a-127-0-0-1.nip.io/', 'https://nobody.knows.vn/'])(
      'never %s',
      async (url) => {
        expect(await rejected(url)).toBe('webhook-url')
      },
    )

    test('that cannot be looked up is no answer about it', async () => {
      resolver.answer(500)
      expect(await rejected('https://his.benhvien.vn/')).toBe('resolver-unavailable')
      resolver.answer(200)
    })

    test('that the deployment allows without TLS is not looked up', async () => {
      const before = resolver.asked.length
      expect(await rejected('http://127.0.0.1:4000/x')).toBe('allowed')
      expect(resolver.asked).toHaveLength(before)
    })
  })

  test('to this machine only where the deployment names it', () => {
    expect(webhookUrl('http://127.0.0.1:4000/x', ['127.0.0.1'])).toBe('http://127.0.0.1:4000/x')
    expect(codeOf(() => webhookUrl('http://127.0.0.2:4000/x', ['127.0.0.1']))).toBe('webhook-url')
    expect(codeOf(() => webhookUrl('http://u@127.0.0.1:4000/x', ['127.0.0.1']))).toBe('webhook-url')
  })
})

describe('a message', () => {
  test('is signed as in the example of Standard Webhooks', () => {
    const body = '{"test": 2432232314}'
    expect(
      signedHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        at: 1_614_265_330_000,
        body,
      }),
    ).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  test('has a secret of 32 bytes, and never the same twice', () => {
    const secrets = [makeSecret(), makeSecret()]
    for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(secrets[0]).not.toBe(secrets[1])
  })

  test('says what happened to which submission, and nothing of a person or a dossier’s key', () => {
    const text = payloadOf({
      seq: 1,
      id: 'assessed_s_3',
      kind: 'assessed',
      at: Date.parse('2026-11-22T01:00:00Z'),
      facility: '01001',
      submission: 's',
      purpose: 'payment',
      status: 'verified',
      dossiers: { declared: 3, counted: 3, accepted: 2, acceptedWithWarnings: 1, rejected: 0 },
      findingsTotal: 4,
      resend: 'none',
      dossier: { index: 3, MA_LK: 'LK-3', outcome: 'accepted', assessment: 'reduced' },
    })
    expect(JSON.parse(text)).toEqual({
      type: 'submission.assessed',
      timestamp: '2026-11-22T08:00:00.000+07:00',
      data: {
        submission: 's',
        facility: '01001',
        purpose: 'payment',
        status: 'verified',
        dossier: 3,
        dossiers: { declared: 3, counted: 3, accepted: 2, acceptedWithWarnings: 1, rejected: 0 },
        findingsTotal: 4,
        resend: 'none',
        links: { submission: '/v1/submissions/s', findings: '/v1/submissions/s/findings' },
      },
    })
  })
})

describe('an attempt', () => {
  const message = { url: 'https://his.benhvien.vn/', secrets: [makeSecret()], id: 'x', body: '{}', at: 0 }
  const sending = (send: () => Promise<Response>, url = message.url) =>
    attempt({ ...message, url }, { send, resolve, insecureHosts: [] })
  const thrown = (name: string) => (): Promise<Response> => Promise.reject(new DOMException('x', name))

  test.each([
    [200, null],
    [204, null],
    [302, 'redirect'],
    [400, 'status'],
    [410, 'status'],
    [500, 'status'],
  ])('answered with %i ends so', async (status, failure) => {
    expect(await sending(() => Promise.resolve(new Response(null, { status })))).toEqual({
      status,
      failure,
      pausedUntil: null,
    })
  })

  test.each([
    ['TimeoutError', 'timeout'],
    ['NetworkError', 'unreachable'],
  ])('that ends in a %s has no status', async (name, failure) => {
    expect(await sending(thrown(name))).toEqual({ status: null, failure, pausedUntil: null })
  })

  test('is not made at all to an address that is no longer allowed', async () => {
    let sent = 0
    const send = (): Promise<Response> => {
      sent += 1
      return Promise.resolve(new Response())
    }
    const refused = { status: null, failure: 'address', pausedUntil: null }
    expect(await sending(send, 'https://10.0.0.1/')).toEqual(refused)
    // A name that was public when the webhook was made.
    resolver.set('moved.benhvien.vn', '192.168.1.1')
    expect(await sending(send, 'https://moved.benhvien.vn/')).toEqual(refused)
    expect(sent).toBe(0)
  })

  test('waits for a resolver that is away', async () => {
    resolver.answer(500)
    expect(await sending(() => Promise.resolve(new Response()))).toMatchObject({ failure: 'unreachable' })
    resolver.answer(200)
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-11-30T01:00:00Z')
  const [SECOND, DAY] = [1000, 86_400_000]
  test.each([
    ['120', 120 * SECOND],
    [' 5 ', 5 * SECOND],
    ['Mon, 30 Nov 2026 01:02:00 GMT', 120 * SECOND],
    ['Monday, 30-Nov-26 01:02:00 GMT', 120 * SECOND],
    ['Mon Nov 30 01:02:00 2026', 120 * SECOND],
    ['999999999', DAY],
    ['Mon, 30 Nov 2099 01:02:00 GMT', DAY],
    ['0', null],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['', null],
    ['Mon, 30 Nov 2020 01:02:00 GMT', null],
  ])('%j asks for %s ms', (header, pause) => {
    expect(pauseAskedFor(header, now)).toBe(pause === null ? null : now + pause)
  })

  test('that is missing asks for nothing', () => {
    expect(pauseAskedFor(null, now)).toBeNull()
  })
})

test('the pauses grow from seconds to a day, and end', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((attempts) => nextAttempt(attempts, 0))
  const [HOUR, MINUTE] = [3_600_000, 60_000]
  expect(pauses).toEqual([
    5000,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
    null,
  ])
})
