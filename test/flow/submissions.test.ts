import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { asc, eq } from 'drizzle-orm'
import { importJWK, generateKeyPair, SignJWT, type JWK } from 'jose'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dossiers, findings } from '../../db/warehouse/schema.ts'
import { demoSecret } from '../../scripts/stack/accounts.ts'
import type { Keys } from '../../scripts/stack/keys.ts'
import { createApp } from '../../src/http/app.ts'
import type { RenderedFinding } from '../../src/engine/index.ts'
import {
  dossiersFor,
  fileChunks,
  makeDossier,
  makeFile,
  renderDossier,
  wrapEnvelope,
  type Row,
} from '../fixtures/dossier.ts'
import { errorsFirst } from '../harness/machine.ts'
import { startProbe, type Probe, type Problem } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'
import { type Acknowledgement } from '../../src/http/routes/submissions/schemas.ts'

const MIB = 1024 * 1024

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

/** One file of dossiers whose XML1 is changed, or left out for null. */
const fileWith = (seed: number, changes: readonly (Row | null)[], more: { declared?: number } = {}): string => {
  const made = changes.map((change, index) => {
    const { XML1: summary, ...rest } = makeDossier({ standard: '3176', seed }, index)
    return renderDossier('3176', {
      ...(change && summary?.[0] ? { XML1: [{ ...summary[0], ...change }] } : {}),
      ...rest,
    })
  })
  return wrapEnvelope(made, { made: '20261015', ...more })
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

describe('tokens', () => {
  const form = (members: Record<string, string>): { body: URLSearchParams; account: null } => ({
    body: new URLSearchParams(members),
    account: null,
  })
  const basic = (id: string, secret: string): Record<string, string> => ({
    authorization: `Basic ${btoa(`${id}:${secret}`)}`,
  })
  const grant = { grant_type: 'client_credentials' }

  const own = async (
    claims: Record<string, unknown>,
    { from = 0, seconds = 600, key }: { from?: number; seconds?: number; key?: CryptoKey } = {},
  ) => {
    const { signingKey } = JSON.parse(await readFile(join(probe.stack.directory, 'keys.json'), 'utf8')) as Keys
    const jwk = JSON.parse(signingKey) as JWK
    const now = Math.floor(Date.now() / 1000) + from
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: jwk.kid ?? '' })
      .setSubject('test')
      .setIssuer('bhyt-edge')
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(key ?? (await importJWK(jwk, 'ES256')))
  }
  const facility = { role: 'facility', facility: '01001' }

  test.each([
    ['Basic', {}, basic('01001', demoSecret('01001'))],
    ['form', { client_id: '01001', client_secret: demoSecret('01001') }, {}],
  ])('client credentials by %s give a token that is not cached', async (_, members, headers) => {
    const {
      status,
      body,
      headers: answered,
    } = await probe.ask<{ token_type: string; expires_in: number }>('POST', '/oauth/token', {
      ...form({ ...grant, ...members }),
      headers,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
    expect(answered.get('cache-control')).toBe('no-store')
  })

  test.each([
    ['a wrong secret', { ...grant }, basic('01001', 'wrong'), 401, 'credentials-invalid', 'invalid_client'],
    ['an unknown account', { ...grant }, basic('99999', 'demo-99999'), 401, 'credentials-invalid', 'invalid_client'],
    ['nobody', { ...grant }, {}, 401, 'credentials-invalid', 'invalid_client'],
    [
      'Basic that is no pair',
      { ...grant },
      { authorization: 'Basic !!!' },
      401,
      'credentials-invalid',
      'invalid_client',
    ],
    [
      'Basic that is wrongly encoded',
      { ...grant },
      basic('01001', '%E0%A4%A'),
      401,
      'credentials-invalid',
      'invalid_client',
    ],
    [
      'another grant',
      { grant_type: 'password' },
      basic('01001', demoSecret('01001')),
      400,
      'grant-type-unsupported',
      'unsupported_grant_type',
    ],
    ['no grant', {}, basic('01001', demoSecret('01001')), 400, 'parameter-invalid', 'invalid_request'],
  ] as const)('%s is refused', async (_, members, headers, status, code, error) => {
    const answer = await probe.ask<Problem & { error: string }>('POST', '/oauth/token', { ...form(members), headers })
    expect({ status: answer.status, code: answer.body.code, error: answer.body.error }).toEqual({ status, code, error })
  })

  test('a hundred at once are all answered, and senders who give up take nothing with them', async () => {
    const ask = (signal?: AbortSignal): Promise<Response> =>
      fetch(`${probe.stack.url}/oauth/token`, {
        method: 'POST',
        headers: basic('01001', demoSecret('01001')),
        body: new URLSearchParams(grant),
        ...(signal ? { signal } : {}),
      })
    // Each costs some 40 ms of the one thread there is. On a machine where a hundred take longer than a replica may, the last are told to
    // come again, and do.
    const askAsTold = async (): Promise<number> => {
      const { status, headers } = await ask()
      if (status !== 503) return status
      expect(headers.get('retry-after')).not.toBeNull()
      return askAsTold()
    }
    const given = await Promise.allSettled(
      Array.from({ length: 60 }, (_, at) => ask(AbortSignal.timeout(1 + (at % 10)))),
    )
    expect(given.some(({ status }) => status === 'rejected')).toBe(true)
    expect(new Set(await Promise.all(Array.from({ length: 100 }, askAsTold)))).toEqual(new Set([200]))
  }, 120_000)

  const submitWith = async (token: string): Promise<string> => {
    const { status, body } = await probe.submit(makeFile({ standard: '3176', seed: 1 }), { token })
    return `${status} ${body.code}`
  }

  test.each([
    ['an expired one', 'token-expired', () => own(facility, { from: -7200 })],
    [
      'one signed by another key',
      'token-invalid',
      async () => own(facility, { key: (await generateKeyPair('ES256')).privateKey }),
    ],
    ['one that is none', 'token-invalid', () => Promise.resolve('abc.def.ghi')],
    ['one of a role that does not exist', 'token-invalid', () => own({ role: 'admin' })],
    ['one of a facility without its code', 'token-invalid', () => own({ role: 'facility' })],
  ] as const)('%s is refused as %s', async (_, code, make) => {
    expect(await submitWith(await make())).toBe(`401 ${code}`)
  })

  test('none at all is refused, and the answer says how to come back', async () => {
    const { status, headers, body } = await probe.submit('<a/>', { account: null })
    expect({ status, code: body.code, authenticate: headers.get('www-authenticate') }).toEqual({
      status: 401,
      code: 'token-missing',
      authenticate: 'Bearer',
    })
  })

  test.each(['province-01', 'ministry'])('%s may not send', async (account) => {
    const { status, body } = await probe.submit('<a/>', { account })
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'role-not-allowed' })
  })
})

describe('an acknowledgement', () => {
  const file = fileWith(10, [
    {},
    { GIOI_TINH: '9', HO_TEN: '', SO_CCCD: 'ABC DEF' },
    { NGAY_RA: '202610050700', NGAY_VAO: '202610050710' },
  ])

  test('shows everything about the file that was received', async () => {
    const sentAt = Date.now()
    const { status, headers, body } = await probe.submit(file)
    expect(status).toBe(202)
    expect(headers.get('location')).toBe(`/v1/submissions/${body.id}`)
    expect(headers.get('content-type')).toBe('application/json')
    expect(body).toMatchObject({
      status: 'received',
      facility: '01001',
      purpose: 'management',
      standard: '3176',
      bytes: Buffer.byteLength(file),
      sha256: sha256(file),
      dossiers: { declared: 3, counted: 3, rejected: 2 },
      rules: { version: expect.any(String) as string },
      dmdc: { release: expect.any(String) as string, stale: true, replicaLagSeconds: null },
      resend: 'rejected-dossiers',
    })
    expect(body.receivedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00$/)
    expect(Math.abs(Date.parse(body.receivedAt) - sentAt)).toBeLessThan(10_000)
    expect(body.findingsTotal).toBe(body.findings.length)
  })

  test('names rule, place, value, words and source of each finding', async () => {
    const { body } = await probe.submit(file)
    const finding = body.findings.find(({ rule }) => rule === 'XML1.NGAY_RA.not-before-NGAY_VAO')
    expect(finding).toMatchObject({
      severity: 'error',
      dossier: { index: 3, MA_LK: '01001.0010.0000002' },
      table: 'XML1',
      field: 'NGAY_RA',
      line: expect.any(Number) as number,
      column: expect.any(Number) as number,
      value: '202610050700',
      message: { vi: expect.stringContaining('NGAY_RA') as string, en: expect.any(String) as string },
      source: { document: expect.stringContaining('QĐ') as string },
    })
  })

  test('masks what identifies a person', async () => {
    const secret = '012345678999X'
    const { body } = await probe.submit(fileWith(11, [{ SO_CCCD: secret, MA_THE_BHYT: 'NGUYỄN-THỬ-NGHIỆM' }]))
    expect(body.findings.length).toBeGreaterThan(0)
    expect(JSON.stringify(body)).not.toMatch(/012345678999|NGUYỄN-THỬ/)
    expect(body.findings.map(({ value }) => value)).toContain('N************ (17)')
  })

  test('repeats the first 200 findings and shows how many there are', async () => {
    const many = fileWith(
      12,
      Array.from({ length: 150 }, () => ({ GIOI_TINH: '9', NGAY_RA: 'x' })),
    )
    const { body } = await probe.submit(many)
    expect(body.findings).toHaveLength(200)
    expect(body.findingsTotal).toBeGreaterThanOrEqual(300)
  })

  test('a clean file need not be sent again', async () => {
    const { body } = await probe.submit(makeFile({ standard: '3176', seed: 13 }))
    expect({ resend: body.resend, rejected: body.dossiers.rejected }).toEqual({ resend: 'none', rejected: 0 })
  })

  test('more dossiers than declared is a warning, and all are taken', async () => {
    const { status, body } = await probe.submit(fileWith(14, [{}, {}], { declared: 1 }))
    expect(status).toBe(202)
    expect(body.findings.map(({ rule }) => rule)).toContain('ENVELOPE.SOLUONGHOSO.not-below-count')
    expect(body.dossiers).toMatchObject({ declared: 1, counted: 2, accepted: 2 })
  })

  test('a declared number that is none is a warning', async () => {
    const { status, body } = await probe.submit(makeFile({ standard: '3176', seed: 15, declared: 'hai' }))
    expect(status).toBe(202)
    expect(body.dossiers.declared).toBeNull()
    expect(body.findings.map(({ rule }) => rule)).toContain('ENVELOPE.SOLUONGHOSO.number')
  })

  test('a table that cannot be read refuses its dossier only', async () => {
    const broken = wrapEnvelope([
      [{ id: 'XML1', xml: '<TONG_HOP><MA_LK>a & b</MA_LK></TONG_HOP>' }],
      renderDossier('3176', makeDossier({ standard: '3176', seed: 16 })),
    ])
    const { status, body } = await probe.submit(broken)
    expect(status).toBe(202)
    expect(body.dossiers).toMatchObject({ counted: 2, rejected: 1 })
  })

  test.each([
    ['application/xml', { 'content-type': 'application/xml' }],
    ['text/xml with a charset', { 'content-type': 'Text/XML; charset=utf-8' }],
    ['bytes', { 'content-type': 'application/octet-stream' }],
  ])('%s is taken', async (_, headers) => {
    const { status } = await probe.submit(makeFile({ standard: '3176', seed: 17 }), { headers })
    expect([200, 202]).toContain(status)
  })

  test('a body without a media type is taken', async () => {
    const body = new Blob([makeFile({ standard: '3176', seed: 17 })]).stream()
    const { status } = await probe.ask('POST', '/v1/submissions?purpose=management', { body })
    expect([200, 202]).toContain(status)
  })

  test.each(['4210', '130', '4750', '3176'] as const)(
    'QĐ %s is recognised, and taken where it is stated',
    async (standard) => {
      // A seed for each: they are no versions of one another.
      const one = makeFile({ standard, seed: 1000 + Number(standard) })
      const recognised = await probe.submit(one)
      expect(recognised.body.standard).toBe(standard)
      const stated = await probe.submit(one, { standard, purpose: 'payment' })
      expect({ status: stated.status, standard: stated.body.standard }).toEqual({ status: 202, standard })
    },
  )
})

describe('the same file again', () => {
  test('is answered with the same acknowledgement, however it travels', async () => {
    const file = makeFile({ standard: '3176', seed: 20 })
    const first = await probe.submit(file)
    const again = [
      await probe.submit(file),
      await probe.submit(gzipSync(file), { headers: { 'content-encoding': 'gzip' } }),
      await probe.submit(
        Buffer.concat([gzipSync(file.slice(0, 1000)), gzipSync(file.slice(1000)), Buffer.alloc(512)]),
        { headers: { 'content-encoding': 'gzip' } },
      ),
      await probe.submit(new Blob([file]).stream()),
    ]
    expect(first.status).toBe(202)
    expect(first.headers.get('idempotent-replay')).toBeNull()
    for (const { status, headers, body } of again) {
      expect({ status, replay: headers.get('idempotent-replay') }).toEqual({ status: 200, replay: 'true' })
      expect(body).toEqual(first.body)
    }
  })

  test('for another purpose is another submission', async () => {
    const file = makeFile({ standard: '3176', seed: 21 })
    const management = await probe.submit(file)
    const payment = await probe.submit(file, { purpose: 'payment' })
    expect([management.status, payment.status]).toEqual([202, 202])
    expect(payment.body.id).not.toBe(management.body.id)
  })

  test('ten times at the same moment is one submission, and nothing of it is twice in the warehouse', async () => {
    const file = fileWith(22, [{}, { GIOI_TINH: '9' }])
    const answers = await Promise.all(Array.from({ length: 10 }, () => probe.submit(file)))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9)
    const id = answers[0]?.body.id ?? ''
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body)
    await probe.settled(id)
    expect(await probe.objects(`receipts/${id}`)).toHaveLength(1)
    expect(await rowsOf(id)).toMatchObject({ dossiers: [{ dossier: 1 }, { dossier: 2 }], XML1: [{ dossier: 1 }] })
  })
})

const rowsOf = async (id: string) => {
  const { warehouse } = probe
  return {
    dossiers: await warehouse
      .select()
      .from(dossiers)
      .where(eq(dossiers.submissionId, id))
      .orderBy(asc(dossiers.dossier)),
    findings: await warehouse
      .select()
      .from(findings)
      .where(eq(findings.submissionId, id))
      .orderBy(asc(findings.ordinal)),
    XML1: await probe.rows(id, 'XML1'),
    XML2: await probe.rows(id, 'XML2'),
    XML3: await probe.rows(id, 'XML3'),
  }
}

describe('a large file', () => {
  const large = (seed: number, mebibytes: number): Uint8Array => {
    const options = { standard: '3176', seed } as const
    return Buffer.from([...fileChunks({ ...options, dossiers: dossiersFor(mebibytes * MIB, options) })].join(''))
  }
  const isKept = async ({ id }: Acknowledgement, file: Uint8Array): Promise<boolean> => {
    const { rawKey } = await probe.receipt(id)
    return sha256((await probe.content(rawKey)) ?? new Uint8Array()) === sha256(file)
  }

  test.each([
    ['below a part', 4, 'sized'],
    ['over one part', 6, 'sized'],
    ['over two parts', 11, 'chunked'],
    ['over two parts', 12, 'sized'],
  ] as const)(
    '%s is kept byte by byte (%i MiB, %s)',
    async (_, mebibytes, how) => {
      const file = large(30 + mebibytes, mebibytes)
      const { status, body } = await probe.submit(how === 'sized' ? file : new Blob([file]).stream())
      expect(status).toBe(202)
      expect({ bytes: body.bytes, sha256: body.sha256 }).toEqual({ bytes: file.length, sha256: sha256(file) })
      expect(await isKept(body, file)).toBe(true)
      expect(await probe.settled(body.id)).toMatchObject({ status: 'verified', counted: body.dossiers.counted })
    },
    30_000,
  )

  test('sent twice at the same moment is one submission; the bytes of the loser are swept away', async () => {
    const file = large(50, 6)
    const [one, other] = await Promise.all([probe.submit(file), probe.submit(new Blob([file]).stream())])
    expect(one?.body.id).toBe(other?.body.id)
    expect(new Set([one?.status, other?.status])).toEqual(new Set([200, 202]))
    await probe.settled(one?.body.id ?? '')
    // The first look only marks what looks abandoned.
    for (const hours of [2, 4]) await probe.sweepUploads(Date.now() + hours * 60 * 60 * 1000)
    expect(await probe.objects('uploads/')).toEqual([])
    if (!one) throw new Error('no answer')
    expect(await isKept(one.body, file)).toBe(true)
    // Two large files were kept above, and one of these two.
    const named = await probe.namedFiles()
    expect((await probe.objects('raw/')).filter((key) => !named.includes(key))).toEqual([])
  }, 30_000)
})

/** The third one's T_THUOC is no sum of its lines, which is a warning. */
const OUTCOMES = ['accepted', 'rejected', 'accepted-with-warnings', 'rejected']

describe('a submission after its verification', () => {
  const summaries = [{}, { GIOI_TINH: '9' }, { T_THUOC: '123456789012.50', CAN_NANG: '3.25' }, null] as const
  let acknowledged: Acknowledgement
  let file: string
  beforeAll(async () => {
    file = fileWith(60, summaries)
    acknowledged = (await probe.submit(file, { purpose: 'payment' })).body
    await probe.settled(acknowledged.id)
  }, 30_000)

  type Shown = {
    status: string
    verifiedAt: string | null
    outcomes: { index: number; outcome: string }[]
    nextDossier: number | null
  }

  test('shows the outcome of each dossier, a page at a time', async () => {
    const path = `/v1/submissions/${acknowledged.id}`
    const { body } = await probe.ask<Shown>('GET', path)
    expect(body).toMatchObject({ status: 'verified', nextDossier: null })
    expect(body.verifiedAt).toMatch(/\+07:00$/)
    expect(body.outcomes.map(({ outcome }) => outcome)).toEqual(OUTCOMES)
    const page = await probe.ask<Shown>('GET', `${path}?limit=2`)
    expect({ outcomes: page.body.outcomes.map(({ index }) => index), next: page.body.nextDossier }).toEqual({
      outcomes: [1, 2],
      next: 2,
    })
    const last = await probe.ask<Shown>('GET', `${path}?limit=2&after=2`)
    expect({ outcomes: last.body.outcomes.map(({ index }) => index), next: last.body.nextDossier }).toEqual({
      outcomes: [3, 4],
      next: null,
    })
  })

  test('repeats every finding of the acknowledgement, a page at a time', async () => {
    type Page = { findings: RenderedFinding[]; findingsTotal: number; final: boolean; next: number | null }
    const all: RenderedFinding[] = []
    for (let after: number | null = 0; after !== null;) {
      const { body }: { body: Page } = await probe.ask<Page>(
        'GET',
        `/v1/submissions/${acknowledged.id}/findings?after=${after}&limit=1`,
      )
      expect(body).toMatchObject({ final: true, findingsTotal: acknowledged.findingsTotal })
      all.push(...body.findings)
      after = body.next
    }
    // Pages are in the order of the file; the acknowledgement has errors first, in that order within each severity.
    expect(errorsFirst(all)).toEqual(acknowledged.findings)
  })

  test('lies in the warehouse with exact values; a rejected dossier leaves no rows', async () => {
    const rows = await rowsOf(acknowledged.id)
    expect(rows.XML1.map(({ dossier }) => dossier)).toEqual([1, 3])
    expect(rows.XML1[1]).toMatchObject({
      MA_LK: '01001.0060.0000002',
      MA_CSKCB: '01001',
      T_THUOC: '123456789012.50',
    })
    // Sealed: nothing of it can be read without the key.
    const { rows: stored } = await probe.warehouse.$client.execute({
      sql: 'SELECT dossier, key, is_identified, length(sealed) > 500 AS sealed FROM dossier_contents WHERE submission_id = ? ORDER BY dossier, part',
      args: [acknowledged.id],
    })
    expect(stored).toMatchObject([1, 1, 3, 3].map((dossier) => ({ dossier, key: 'k1', is_identified: 1, sealed: 1 })))
    const { XML2: drugs = [], XML3: services = [] } = makeDossier({ standard: '3176', seed: 60 }, 2)
    const inThird = (of: Record<string, unknown>[]): Record<string, unknown>[] =>
      of.filter(({ dossier }) => dossier === 3)
    const sent = (values: unknown[]): unknown[] => values.map((value) => (value === '' ? undefined : value))
    expect(
      inThird(rows.XML2).map(({ THANH_TIEN_BV, DON_GIA, MA_THUOC }) => [THANH_TIEN_BV, DON_GIA, MA_THUOC]),
    ).toEqual(drugs.map((row) => [row['THANH_TIEN_BV'], row['DON_GIA'], row['MA_THUOC']]))
    expect(inThird(rows.XML3).map(({ MA_DICH_VU }) => MA_DICH_VU)).toEqual(
      sent(services.map((row) => row['MA_DICH_VU'])),
    )
    expect(rows.findings).toHaveLength(acknowledged.findingsTotal)
    expect(rows.dossiers.map(({ outcome }) => outcome)).toEqual(OUTCOMES)
    await probe.cleared(acknowledged.id)
    expect(await probe.objects(`pending/${acknowledged.id}`)).toEqual([])
  })

  test('verified again, also twice at the same moment, is the same', async () => {
    const clean = unsealed(await rowsOf(acknowledged.id))
    const message = { version: 1, kind: 'verify-submission', submissionId: acknowledged.id }
    await probe.sendMessage(message)
    await forgetState(acknowledged.id)
    await Promise.all([probe.sendMessage(message), probe.sendMessage(message), probe.sendMessage(message)])
    expect(await probe.settled(acknowledged.id)).toMatchObject({ status: 'verified' })
    expect(unsealed(await rowsOf(acknowledged.id))).toEqual(clean)
  })

  test.each([
    ['01001', 200],
    ['province-01', 200],
    ['ministry', 200],
    ['79001', 403],
    ['province-79', 403],
    [null, 401],
  ] as const)('is read by %s: %i', async (account, status) => {
    for (const path of ['', '/findings']) {
      const answer = await probe.ask<Problem>('GET', `/v1/submissions/${acknowledged.id}${path}`, { account })
      expect(answer.status).toBe(status)
      if (status === 403) expect(answer.body.code).toBe('not-yours')
    }
  })
})

/** Sealed anew, an identity is another text each time. */
const unsealed = (rows: Awaited<ReturnType<typeof rowsOf>>): unknown =>
  JSON.parse(JSON.stringify(rows, (name, value: unknown) => (name === 'identity' ? 'sealed' : value)))

const forgetState = (id: string): Promise<unknown> =>
  probe.warehouse.$client.execute({
    sql: `UPDATE submissions SET status = 'verifying', verified_at = NULL WHERE id = ?`,
    args: [id],
  })

describe('the service about itself', () => {
  type Rules = { total: number; rules: { id: string; table: string; field: string }[]; next: number | null }

  test('lists its rules by standard, table, field and id, a page at a time', async () => {
    const all = await probe.ask<Rules>('GET', '/v1/rules', { account: null })
    expect(all.body.total).toBeGreaterThan(1000)
    expect(all.body.rules).toHaveLength(1000)
    const rest = await probe.ask<Rules>('GET', `/v1/rules?after=${all.body.next}`, { account: null })
    expect(all.body.rules.length + rest.body.rules.length).toBeLessThanOrEqual(all.body.total)
    const one = await probe.ask<Rules>('GET', '/v1/rules?id=XML1.MA_LK.required', { account: null })
    expect(one.body).toMatchObject({ total: 1, next: null })
    const some = await probe.ask<Rules>('GET', '/v1/rules?standard=4210&table=XML1&field=MA_LK', { account: null })
    expect(new Set(some.body.rules.map(({ table, field }) => `${table}.${field}`))).toEqual(new Set(['XML1.MA_LK']))
    expect((await probe.ask<Rules>('GET', '/v1/rules?standard=4210&table=XML15', { account: null })).body.total).toBe(0)
  })

  test('shows that it can take files, and with which code lists', async () => {
    const { status, body } = await probe.ask<{ dmdc: { release: string } | null }>('GET', '/healthz', { account: null })
    expect(status).toBe(200)
    expect(body.dmdc?.release).toBeTruthy()
  })

  test('documents every route', () => {
    const app = createApp(() => {
      throw new Error('no request is made')
    })
    const routes = app.routes.flatMap(({ path, method }) =>
      method === 'ALL' ? [] : [path.replaceAll(/:(\w+)/g, '{$1}')],
    )
    const documented = new Set(Object.keys(probe.conformance.document.paths))
    expect(documented.size).toBeGreaterThan(5)
    expect(routes.filter((path) => !documented.has(path) && path !== '/openapi.json' && path !== '/metrics')).toEqual(
      [],
    )
  })
})

test('nothing of all this was a fault, and no log line holds data', () => {
  const log = probe.stack.log()
  expect(log).not.toMatch(/"event":"fault"|Uncaught|unhandled|hung/i)
  expect(log).not.toMatch(/THỬ|GIẢ LẬP|GD401/)
})
