/** The parts of webhooks that need nobody: where one may lead, how a message is signed, when it is tried again. */
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/kernel/refusal.ts'
import { webhookUrl } from '../../../src/centre/results/webhooks/address.ts'
import { attempt } from '../../../src/centre/results/webhooks/attempt.ts'
import { payloadOf } from '../../../src/centre/results/webhooks/payload.ts'
import { nextAttempt } from '../../../src/centre/results/webhooks/schedule.ts'
import { makeSecret, signedHeaders } from '../../../src/centre/results/webhooks/signature.ts'

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
      signedHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
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
        links: { submission: '/v1/submissions/s', findings: '/v1/submissions/s/findings' },
      },
    })
  })
})

describe('an attempt', () => {
  const message = { url: 'https://his.benhvien.vn/', secret: makeSecret(), id: 'x', body: '{}', at: 0 }
  const sending = (send: () => Promise<Response>, url = message.url) =>
    attempt({ ...message, url }, { send, insecureHosts: [] })
  const thrown = (name: string) => (): Promise<Response> => Promise.reject(new DOMException('x', name))

  test.each([
    [200, null],
    [204, null],
    [302, 'redirect'],
    [400, 'status'],
    [410, 'status'],
    [500, 'status'],
  ])('answered with %i ends so', async (status, failure) => {
    expect(await sending(() => Promise.resolve(new Response(null, { status })))).toEqual({ status, failure })
  })

  test.each([
    ['TimeoutError', 'timeout'],
    ['NetworkError', 'unreachable'],
  ])('that ends in a %s has no status', async (name, failure) => {
    expect(await sending(thrown(name))).toEqual({ status: null, failure })
  })

  test('is not made at all to an address that is no longer allowed', async () => {
    let sent = 0
    const send = (): Promise<Response> => {
      sent += 1
      return Promise.resolve(new Response())
    }
    expect(await sending(send, 'https://10.0.0.1/')).toEqual({ status: null, failure: 'address' })
    expect(sent).toBe(0)
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
