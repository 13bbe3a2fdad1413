/** HIS change only the host name: the old web services on the real worker, and the same outcome by every way. */
import { Buffer } from 'node:buffer'
import { zipSync } from 'fflate'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dossiers } from '../../db/warehouse/schema.ts'
import { demoPerson, demoSecret } from '../../scripts/stack/accounts.ts'
import { until } from '../../scripts/stack/until.ts'
import { makeDocument, makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { md5, oldClient, type OldAnswer, type OldClient, type OldToken } from '../harness/old-client.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'
import type { Problem } from '../harness/probe.ts'

const { here, there } = await ownProvinces()
const FACILITY = here.facility
const USERS = `/v1/facilities/${FACILITY}/legacy-users`

let probe: Shared
let client: OldClient
let token: OldToken
beforeAll(async () => {
  probe = await shareStack(here)
  client = oldClient(probe.url)
  token = await client.signIn(FACILITY)
}, 120_000)
afterAll(() => {
  probe?.close()
})

const file = (seed: number): string => makeFile({ standard: '3176', facility: FACILITY, seed })
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const QD3176 = '/api/qd130/guiHoSoXmlQD3176'
const QD4210 = '/api/egw/guiHoSoGiamDinh4210'
const fields = (xml: string) => ({
  username: FACILITY,
  loaiHoSo: '130',
  maTinh: here.code,
  maCSKCB: FACILITY,
  fileHSBase64: base64(xml),
})
const QUERY = { username: FACILITY, loaiHoSo: '3', maTinh: here.code, maCSKCB: FACILITY }
const sent = ({ body }: OldAnswer): [code: unknown, text: unknown] => [body['maKetQua'], body['thongDiep']]
const TAKEN = ['200', 'Tiếp nhận thành công']
const codeOf = ({ body }: OldAnswer): unknown => body['maKetQua']

/** A file of which one field of the first dossier's XML1 is changed. */
const fileWith = (seed: number, change: Readonly<Record<string, string>>): string => {
  const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility: FACILITY, seed })
  const tables = { ...(summary?.[0] ? { XML1: [{ ...summary[0], ...change }] } : {}), ...rest }
  return wrapEnvelope([renderDossier('3176', tables)], { facility: FACILITY, made: '20261015' })
}

describe('a token', () => {
  const password = demoSecret(FACILITY)

  test('is compact JSON in the order that clients search, with letters that need no escape, and ends in ten minutes', async () => {
    const { status, text, body } = await client.ask('/api/token/take', {
      body: new URLSearchParams({ username: FACILITY, password: md5(password) }),
    })
    expect(status).toBe(200)
    expect(text).toMatch(
      /^\{"maKetQua":"200","APIKey":\{"access_token":"[\w-]{100,400}","id_token":"[\w-]+","token_type":"Bearer","username":"\w+","expires_in":"[\d-]+T[\d:]+Z"\}\}$/,
    )
    const expires = Date.parse((body['APIKey'] as { expires_in: string }).expires_in)
    expect(Math.round((expires - Date.now()) / 60_000)).toBe(10)
  })

  test.each<[string, () => RequestInit & { path?: string }]>([
    ['JSON', () => ({ body: JSON.stringify({ username: FACILITY, password: md5(password) }) })],
    [
      'capitals in names, small letters in MD5',
      () => ({
        body: new URLSearchParams({ Username: FACILITY, PASSWORD: md5(password).toLowerCase() }),
      }),
    ],
    ['the password itself', () => ({ body: new URLSearchParams({ username: FACILITY, password }) })],
    [
      'another spelling of the path',
      () => ({
        path: '//API/Token/TAKE/',
        body: new URLSearchParams({ username: FACILITY, password: md5(password) }),
      }),
    ],
  ])('is given for %s', async (_, request) => {
    const { path = '/api/token/take', ...init } = request()
    expect(codeOf(await client.ask(path, init))).toBe('200')
  })

  test.each<[string, BodyInit | undefined, string]>([
    ['a wrong password', new URLSearchParams({ username: FACILITY, password: md5('x') }), '401'],
    ['an unknown user', new URLSearchParams({ username: 'nobody', password: md5('x') }), '401'],
    ['nothing', undefined, '401'],
    ['empty fields', new URLSearchParams({ username: '', password: '' }), '401'],
    ['broken JSON', '{"username":', '205'],
    ['a long body', 'username='.padEnd(200_000, 'x'), '1001'],
  ])('is not given for %s: HTTP 200, APIKey null', async (_, body, code) => {
    const answer = await client.ask('/api/token/take', body === undefined ? {} : { body })
    expect([answer.status, codeOf(answer), answer.body['APIKey']]).toEqual([200, code, null])
    expect(String(answer.body['thongDiep']).length).toBeGreaterThan(10)
  })

  test('of one wire is none of the other, and the MD5 no secret of the API', async () => {
    const asBearer = await probe.ask<Problem>('GET', '/v1/persons/changes', { token: token.accessToken })
    expect(asBearer.body.code).toBe('token-invalid')
    // Put together as a JWT it has another issuer.
    const header = Buffer.from(JSON.stringify({ alg: 'ES256' })).toString('base64url')
    const jwt = [header, token.accessToken.slice(0, -86), token.accessToken.slice(-86)].join('.')
    expect((await probe.ask<Problem>('GET', '/v1/persons/changes', { token: jwt })).body.code).toBe('token-invalid')
    const bearer = await probe.token(FACILITY)
    const answer = await client.form(QD3176, { ...token, accessToken: bearer }, fields(file(1)))
    expect(codeOf(answer)).toBe('401')
    const signIn = await probe.ask<Problem>('POST', '/oauth/token', {
      account: null,
      headers: { authorization: `Basic ${btoa(`${FACILITY}:${md5(password)}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    })
    expect(signIn.body.code).toBe('credentials-invalid')
  })
})

describe('users', () => {
  const add = (body: object, account = here.department) =>
    probe.ask<Problem & { password: string | null }>('POST', USERS, { account, json: body })

  test('are entered, seen without secret, and switched off by themselves', async () => {
    const made = await add({ username: `${FACILITY}_BV` })
    expect([made.status, typeof made.body.password]).toEqual([201, 'string'])
    const given = await add({ username: `${FACILITY}_his`, passwordMd5: md5('an old password') })
    expect([given.status, given.body.password]).toEqual([201, null])
    await probe.caughtUp()
    await client.signIn(`${FACILITY}_bv`, made.body.password ?? '')
    await client.signIn(`${FACILITY}_HIS`, 'an old password')
    const { body } = await probe.ask<{ users: { username: string; legacy: boolean }[] }>('GET', USERS)
    expect(body.users).toMatchObject([
      { username: FACILITY, person: demoPerson(FACILITY), legacy: true },
      { username: `${FACILITY}_bv`, person: null },
      { username: `${FACILITY}_his` },
    ])
    expect(JSON.stringify(body)).not.toMatch(/scrypt|pbkdf2|hash/i)
    for (let round = 0; round < 2; round += 1)
      expect((await probe.ask('POST', `${USERS}/${FACILITY}_his/disable`)).status).toBe(200)
    await probe.caughtUp()
    const closed = await client.ask('/api/token/take', {
      body: new URLSearchParams({ username: `${FACILITY}_his`, password: md5('an old password') }),
    })
    expect([codeOf(closed), closed.body['APIKey']]).toEqual(['403', null])
    const wrong = await client.ask('/api/token/take', {
      body: new URLSearchParams({ username: `${FACILITY}_his`, password: md5('wrong') }),
    })
    expect(codeOf(wrong)).toBe('401')
  })

  test.each<[string, object, string | undefined, string]>([
    ['a name that is taken', { username: FACILITY }, undefined, 'legacy-user-taken'],
    ['a person whom nobody knows', { username: 'x1', person: 'nobody' }, undefined, 'person-unknown'],
    ['a password in clear', { username: 'x1', passwordMd5: 'secret' }, undefined, 'parameter-invalid'],
    ['another province', { username: 'x1' }, there.department, 'not-yours'],
  ])('are not entered with %s', async (_, body, account, code) => {
    expect((await add(body, account)).body.code).toBe(code)
  })

  test('may do what the account behind them may: its purposes, and nothing once it is no sender', async () => {
    const limited = `${here.code}977`
    const reason = 'Kiểm thử quyền của tài khoản'
    const scope = { duties: ['sender'], facility: limited, reason }
    const operate = (method: string, path: string, json: object) =>
      probe.ask<Problem>(method, path, { account: 'operator', json })
    const users = `/v1/facilities/${limited}/legacy-users`
    const add = (username: string) =>
      probe.ask<Problem & { password: string }>('POST', users, { account: here.department, json: { username } })
    expect((await add(limited)).body.code).toBe('legacy-account-missing')
    const account = { id: limited, role: 'facility', ...scope, purposes: ['management'] }
    expect((await operate('POST', '/v1/accounts', account)).status).toBe(201)
    const { password } = (await add(limited)).body
    await probe.caughtUp()
    const refused = await client.form(QD3176, await client.signIn(limited, password), {
      ...fields(makeFile({ standard: '3176', facility: limited, seed: 410 })),
      maCSKCB: limited,
    })
    expect([codeOf(refused), refused.body['thongDiep']]).toEqual(['403', expect.stringMatching(/mục đích/)])

    const change = { duties: ['auditor'], facility: limited, reason }
    expect((await operate('PUT', `/v1/accounts/${limited}`, change)).status).toBe(200)
    await probe.caughtUp()
    const closed = await client.ask('/api/token/take', {
      body: new URLSearchParams({ username: limited, password: md5(password) }),
    })
    expect([codeOf(closed), closed.body['APIKey']]).toEqual(['403', null])
    expect((await add(`${limited}_bv`)).body.code).toBe('legacy-account-missing')
  })

  test('that nobody knows are not switched off', async () => {
    expect((await probe.ask<Problem>('POST', `${USERS}/nobody/disable`)).body.code).toBe('legacy-user-unknown')
  })
})

describe('a file of dossiers', () => {
  const ways: Readonly<Record<string, (xml: string) => Promise<OldAnswer>>> = {
    'form (QĐ 3176)': (xml) => client.form(QD3176, token, fields(xml)),
    'form (QĐ 4750)': (xml) => client.form('/api/qd130/guihosoxmlqd4750', token, fields(xml)),
    'JSON (QĐ 130)': (xml) =>
      client.ask('/api/qd130/guiHoSoXmlQD130', {
        headers: { ...token, 'content-type': 'application/json' },
        body: JSON.stringify(fields(xml)),
      }),
    'multipart (QĐ 3176)': (xml) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields(xml))) if (name !== 'fileHSBase64') body.set(name, value)
      body.set('fileHSBase64', new Blob([xml], { type: 'application/xml' }), 'hoso.xml')
      return client.ask(QD3176, { headers: { ...token }, body })
    },
    'JSON string (4210)': (xml) => client.query(QD4210, token, QUERY, { body: JSON.stringify(base64(xml)) }),
    'JSON object (4210)': (xml) =>
      client.query(QD4210, token, QUERY, { body: JSON.stringify({ fileHS: base64(xml) }) }),
    'list of bytes (4210)': (xml) =>
      client.query(QD4210, token, QUERY, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([...Buffer.from(xml)]),
      }),
    'object with a list of bytes (917)': (xml) =>
      client.query('/api/egw/guiHoSoGiamDinh', token, QUERY, {
        body: JSON.stringify({ fileHS: [...Buffer.from(xml)] }),
      }),
    'quoted form field (zip4210)': (xml) =>
      client.query('/api/egw/SendFileHoSoGiamDinh_zip4210', token, QUERY, {
        body: new URLSearchParams({ FileHoSoJson: JSON.stringify(base64(xml)) }),
      }),
    'zip (zip4210)': (xml) =>
      client.query('/api/egw/SendFileHoSoGiamDinh_zip4210', token, QUERY, {
        body: new URLSearchParams({
          FileHoSoJson: Buffer.from(zipSync({ 'hoso.xml': Buffer.from(xml) })).toString('base64'),
        }),
      }),
    'multipart (4210)': (xml) => {
      const body = new FormData()
      body.set('fileHS', new Blob([xml]), 'hoso.xml')
      return client.query(QD4210, token, QUERY, { body })
    },
  }

  test.each(Object.entries(ways))(
    'by %s is received, and the API has the same receipt for the same bytes',
    async (_, send) => {
      const xml = file(100)
      const first = await send(xml)
      expect([first.status, ...sent(first)]).toEqual([200, ...TAKEN])
      expect(first.body['thoiGianTiepNhan']).toMatch(/^\d{14}$/)
      const { status, body } = await probe.submit(xml, { purpose: 'payment' })
      expect([status, body.id, body.authenticatedBy]).toEqual([200, first.body['maGiaoDich'], demoPerson(FACILITY)])
      expect(await send(xml)).toEqual(first)
    },
  )

  test('with the tokens of two sign-ins in one header has the last one', async () => {
    const xml = file(100)
    const older = await client.signIn(FACILITY)
    const both = {
      ...token,
      accessToken: `${older.accessToken}, ${token.accessToken}`,
      tokenId: `${older.tokenId}, ${token.tokenId}`,
    }
    expect(sent(await client.form(QD3176, both, fields(xml)))).toEqual(TAKEN)
    const turned = { ...both, accessToken: `${token.accessToken}, x` }
    expect(codeOf(await client.form(QD3176, turned, fields(xml)))).toBe('401')
  })

  test('by each way alone leaves the same row and the same findings as by the API', async () => {
    const seeds = Object.keys(ways).map((_, at) => 200 + at)
    // A warning in each: dossiers of one kind, whose people differ.
    const fileOf = (seed: number): string => fileWith(seed, { DIA_CHI: '' })
    const viaApi = await probe.submit(fileOf(199), { purpose: 'payment' })
    const rowOf = async (id: string) => {
      await probe.settled(id)
      const [row] = await probe.warehouse.select().from(dossiers).where(eq(dossiers.submissionId, id))
      const { outcome, purpose, facility, standard } = { ...row, standard: viaApi.body.standard }
      return { outcome, purpose, facility, standard }
    }
    const findingsOf = async (id: string) => {
      const { body } = await probe.asFacility.get<{ findings: { rule: string }[] }>(`/v1/submissions/${id}/findings`)
      return body.findings.map(({ rule }) => rule).sort()
    }
    const expected = [await rowOf(viaApi.body.id), await findingsOf(viaApi.body.id)]
    for (const [at, send] of Object.values(ways).entries()) {
      const answer = await send(fileOf(seeds[at] ?? 0))
      const id = String(answer.body['maGiaoDich'])
      expect([await rowOf(id), await findingsOf(id)]).toEqual(expected)
    }
  }, 120_000)

  test('that is rejected says where, what and how to mend it, with the code of the guide', async () => {
    for (const [seed, change, code] of [
      [301, { MA_LYDO_VNT: '', NGAY_VAO: '202613450000' }, '202'],
      [302, { HO_TEN: '' }, '123'],
    ] as const) {
      const answer = await client.form(QD3176, token, fields(fileWith(seed, change)))
      expect([answer.status, codeOf(answer)]).toEqual([200, code])
      expect(answer.body['maGiaoDich']).toMatch(/^[0-9a-f]{32}$/)
      expect(answer.body['thongDiep']).toMatch(/^Hồ sơ không được tiếp nhận\. \(1\) MA_LK \S+, XML1/)
      expect(String(answer.body['thongDiep']).length).toBeLessThanOrEqual(1000)
    }
    const older = await client.query(QD4210, token, QUERY, {
      body: JSON.stringify(base64(fileWith(303, { HO_TEN: '' }))),
    })
    expect(codeOf(older)).toBe('123')
  })

  test('that changes what was accepted is taken, with the reason that the old services cannot state', async () => {
    const [before, after] = [fileWith(310, {}), fileWith(310, { DIA_CHI: 'Số 9, phố Mới' })]
    const first = await client.form(QD3176, token, fields(before))
    await probe.settled(String(first.body['maGiaoDich']))
    const second = await client.form(QD3176, token, fields(after))
    expect(sent(second)).toEqual(TAKEN)
    expect(second.body['maGiaoDich']).not.toBe(first.body['maGiaoDich'])
    const { body } = await probe.asFacility.get<{ correction: { code: string; reason: string } }>(
      `/v1/submissions/${String(second.body['maGiaoDich'])}`,
    )
    expect(body.correction).toMatchObject({ code: 'other' })
    expect(await client.form(QD3176, token, fields(after))).toEqual(second)
  }, 60_000)

  test('that changes what was sent a moment ago is taken as a correction too, and what came first needs none', async () => {
    const [summary] = makeDossier({ standard: '3176', facility: FACILITY, seed: 311 })['XML1'] ?? []
    const MA_LK = summary?.['MA_LK'] ?? ''
    const sentOf = (address: string) => client.form(QD3176, token, fields(fileWith(311, { DIA_CHI: address })))
    const ids = [await sentOf('Số 1, phố Cũ'), await sentOf('Số 2, phố Cũ'), await sentOf('Số 1, phố Cũ (sửa)')]
    for (const { body } of ids) await probe.settled(String(body['maGiaoDich']))
    type Versions = { versions: { version: number; state: string; correction: { code: string } | null }[] }
    const path = `/v1/dossiers/${MA_LK}/versions?facility=${FACILITY}&purpose=payment`
    const { versions } = (await probe.asFacility.get<Versions>(path)).body
    const seen = versions.map(({ version, state, correction }) => [version, state, correction?.code ?? null])
    expect(seen.toSorted(([a = 0], [b = 0]) => Number(a) - Number(b))).toEqual([
      [1, 'replaced', null],
      [2, 'replaced', 'other'],
      [3, 'standing', 'other'],
    ])
  }, 60_000)

  test('at check-in is management data, and needs nobody', async () => {
    const made = await probe.ask<{ password: string }>('POST', USERS, {
      account: here.department,
      json: { username: `${FACILITY}_soft` },
    })
    await probe.caughtUp()
    const software = await client.signIn(`${FACILITY}_soft`, made.body.password)
    const refused = await client.form(QD3176, software, fields(file(401)))
    expect([refused.status, codeOf(refused)]).toEqual([200, '403'])
    expect(refused.body['thongDiep']).toMatch(/người có thẩm quyền/)
    for (const [path, id, loaiHoSo] of [
      ['checkInKcbQd3176', 'CHECKIN', '0'],
      ['checkInKcbQd4750', 'CHECKIN', '0'],
      ['guiDuLieuGdykQd130', 'XML12', '12'],
    ] as const) {
      const xml = makeDocument('3176', id, { facility: FACILITY, seed: 402 })
      const answer = await client.form(`/api/qd130/${path}`, software, { ...fields(xml), loaiHoSo })
      expect([path, ...sent(answer)]).toEqual([path, ...TAKEN])
      const { body } = await probe.submit(xml, { purpose: 'management' })
      expect([body.id, body.purpose, body.authenticatedBy]).toEqual([answer.body['maGiaoDich'], 'management', null])
    }
    const waive = await probe.ask<Problem>('PUT', `/v1/facilities/${FACILITY}/legacy-settings`, {
      account: here.department,
      json: { mode: 'answer', paymentPerson: 'waived', waivedUntil: null, reason: 'Chuyển tiếp trong quý một' },
    })
    expect(waive.status).toBe(200)
    await probe.caughtUp()
    const taken = await client.form(QD3176, software, fields(file(401)))
    expect(sent(taken)).toEqual(TAKEN)
  })
})

describe('results', () => {
  const day = (moment = Date.now()): string =>
    new Date(moment + 7 * 3_600_000).toISOString().slice(0, 10).split('-').toReversed().join('/')

  test('of a file are there as soon as it was answered, and the same once the centre has read it', async () => {
    const { body } = await client.query(QD4210, token, QUERY, {
      body: JSON.stringify(base64(fileWith(601, { HO_TEN: '', MA_LOAI_KCB: '' }))),
    })
    const id = String(body['maGiaoDich'])
    const ask = () =>
      client.query('/api/egw/nhanChiTietLoiHS4210', token, { username: FACILITY, maCSKCB: FACILITY, maGiaoDich: id })
    const atOnce = await ask()
    expect(atOnce.body['maKetQua']).toBe('200')
    const errors = atOnce.body['dsLoi'] as { maLoi: string; moTaLoi: string }[]
    expect(errors.map(({ maLoi }) => maLoi)).toEqual(['10', '202'])
    expect(errors[0]?.moTaLoi).toMatch(/^MA_LK \S+, XML1 dòng 1, HO_TEN: .*\. Điền HO_TEN/)
    await probe.settled(id)
    expect(await ask()).toEqual(atOnce)
  }, 60_000)

  test('of an accepted file are an empty list', async () => {
    const { body } = await client.form(QD3176, token, fields(file(602)))
    const answer = await client.query('/api/egw/nhanChiTietLoiHS', token, { maGiaoDich: String(body['maGiaoDich']) })
    expect(answer.text).toBe('{"maKetQua":"200","dsLoi":[]}')
  })

  test('of days and files are counted from what the centre has', async () => {
    const span = { tuNgay: day(Date.now() - 86_400_000), denNgay: day(), maCSKCB: FACILITY, loaiHoSo: '3' }
    const days = await client.query('/api/egw/nhanKQTiepNhanHS4210', token, span)
    const [today] = (days.body['dsKQGuiHosoNgay'] as Record<string, number | string>[]).slice(-1)
    expect(today).toMatchObject({ ngayGui: day() })
    expect(today?.['tongSo']).toBe(Number(today?.['soHSThanhCong']) + Number(today?.['soHSLoi']))
    expect(Number(today?.['soHSLoi'])).toBeGreaterThan(0)
    expect(Number(today?.['tongTien'])).toBeGreaterThan(1000)
    const files = await client.query('/api/egw/nhanChiTietHSNgay', token, { ngayGui: day(), maCSKCB: FACILITY })
    const list = files.body['dsHoSo'] as Record<string, number | string>[]
    expect(list.reduce((sum, { soLuongHoSo }) => sum + Number(soLuongHoSo), 0)).toBeGreaterThanOrEqual(
      Number(today?.['tongSo']),
    )
    expect(list[0]).toMatchObject({ maGiaoDich: expect.stringMatching(/^[0-9a-f]{32}$/) as string })
    const none = await client.query('/api/egw/nhanChiTietHSNgay', token, { ngayGui: '01/01/2020', maCSKCB: FACILITY })
    expect(none.text).toBe('{"maKetQua":"200","dsHoSo":[]}')
  })

  test('of one dossier are its rows as they were sent', async () => {
    const { body } = await client.form(QD3176, token, fields(file(603)))
    const answer = await client.query('/api/egw/nhanHoSoKCBChiTiet', token, {
      maHoSo: `${String(body['maGiaoDich'])}-1`,
    })
    const { xml1, dsXml2, dsXml5 } = answer.body['hoSoKCB'] as {
      xml1: Record<string, string>
      dsXml2: unknown[]
      dsXml5: unknown[]
    }
    const [summary] = makeDossier({ standard: '3176', facility: FACILITY, seed: 603 })['XML1'] ?? []
    expect(xml1).toMatchObject({ MA_LK: summary?.['MA_LK'], HO_TEN: summary?.['HO_TEN'] })
    expect([Array.isArray(dsXml2), Array.isArray(dsXml5)]).toEqual([true, true])
  })

  test('of the facility itself have its name', async () => {
    const { body } = await client.query('/api/egw/NhanThongTinCSKCB', token, { maCSKCB: FACILITY })
    expect(body).toMatchObject({ maKetQua: '200', maCSKCB: FACILITY, maTinh: here.code })
  })

  test.each<[string, string, Record<string, string>, string, string]>([
    [
      'a day that is none',
      'nhanKQTiepNhanHS',
      { tuNgay: '31/02/2026', denNgay: '01/03/2026' },
      '205',
      'dsKQGuiHosoNgay',
    ],
    [
      'a span without end',
      'nhanKQTiepNhanHS',
      { tuNgay: '01/01/2020', denNgay: '01/03/2026' },
      '205',
      'dsKQGuiHosoNgay',
    ],
    ['no day', 'nhanChiTietHSNgay4210', {}, '205', 'dsHoSo'],
    ['an id that nobody gave', 'nhanChiTietLoiHS4210', { maGiaoDich: 'x' }, '205', 'dsLoi'],
    ['another facility', 'nhanChiTietLoiHS4210', { maCSKCB: '99999' }, '205', 'dsLoi'],
    ['no token', 'nhanChiTietLoiHS4210', { token: '', maGiaoDich: 'x' }, '401', 'dsLoi'],
  ])('of %s are an empty list with a code', async (_, path, query, code, list) => {
    const { body, status } = await client.query(`/api/egw/${path}`, token, query)
    expect([status, body['maKetQua'], body[list]]).toEqual([200, code, []])
  })

  test('of a stranger look like those that are not there', async () => {
    const stranger = await client.signIn(there.facility)
    const { body } = await client.form(QD3176, token, fields(file(604)))
    const ask = (maGiaoDich: string) => client.query('/api/egw/nhanChiTietLoiHS4210', stranger, { maGiaoDich })
    expect(await ask(String(body['maGiaoDich']))).toEqual(await ask('0'.repeat(32)))
  })
})

describe('settings', () => {
  const set = (json: object, account: string) =>
    probe.ask<Problem>('PUT', `/v1/facilities/${FACILITY}/legacy-settings`, { account, json })
  const setting = { mode: 'answer', paymentPerson: 'needed', waivedUntil: null, reason: 'Hết thời gian chuyển tiếp' }

  test('are for province and ministry, and forwarding waits for the bus', async () => {
    expect((await set(setting, FACILITY)).body.code).toBe('role-not-allowed')
    expect((await set(setting, there.department)).body.code).toBe('not-yours')
    for (const mode of ['forward', 'both'])
      expect((await set({ ...setting, mode }, 'ministry')).body.code).toBe('legacy-forward-unavailable')
    expect((await set(setting, 'ministry')).status).toBe(200)
  })
})

describe('a card', () => {
  const person = { card: `DN4${here.code}9876500123`, name: 'Nguyễn Thị Thử', birth: '1975-02-03' }
  const citizen = { card: `DN4${here.code}9876500127`, number: `0${here.code}175000127` }
  const patient = { ...person, card: `DN4${here.code}9876500126`, citizen: `0${here.code}175000126` }
  const officer = { hoTenCb: 'Trần Văn Kiểm', cccdCb: '001075000001' }
  const asked = { maThe: person.card, hoTen: person.name, ngaySinh: '03/02/1975', ...officer }
  const ask = (path: string, body: Record<string, string>, as = token) =>
    client.query(`/api/egw/${path}`, as, { username: FACILITY }, { body: new URLSearchParams(body) })

  beforeAll(async () => {
    const lines = [
      { ...person, validFrom: '2020-01-01', initialFacility: FACILITY },
      {
        ...person,
        card: citizen.card,
        validFrom: '2020-01-01',
        initialFacility: FACILITY,
        citizenNumber: citizen.number,
      },
      { ...person, card: patient.card, validFrom: '2020-01-01', initialFacility: FACILITY },
      { ...person, card: `DN4${here.code}9876500124`, validFrom: '2020-01-01', validTo: '2021-12-31' },
      { ...person, card: `DN4${here.code}9876500125`, validFrom: '2020-01-01', status: 'withdrawn' },
    ]
    const { status } = await probe.ask('POST', '/v1/cards', {
      account: 'bhxh',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    })
    expect(status).toBe(200)
  })

  test('has code, period and lists under the names of each guide, and no null', async () => {
    for (const [path, list] of [
      ['KQNhanLichSuKCB2024', 'dsLichSuKCB2018'],
      ['KQNhanLichSuKCB2019', 'dsLichSuKCB2018'],
      ['KQNhanLichSuKCB2018', 'dsLichSuKCB2018'],
      ['NhanLichSuKCB2018', 'dsLichSuKCB2018'],
      ['KQNhanLichSuKCB595', 'dsLichSuKCB'],
      ['nhanLichSuKCB', 'dsLichSuKCB'],
    ] as const) {
      const { body, text } = await ask(path, asked)
      expect([path, body['maKetQua'], body['gtTheTu'], body['maDKBD']]).toEqual([path, '000', '01/01/2020', FACILITY])
      expect(Array.isArray(body[list])).toBe(true)
      expect(text).not.toMatch(/null/)
    }
    const { body } = await ask('Lskcb2025', asked)
    expect([body['maKetQua'], Array.isArray(body['dsLichSuKCB2025'])]).toEqual(['000', true])
  })

  test('is asked in JSON, in the older names, and with every form of a birth', async () => {
    const json = await client.query('/api/egw/KQNhanLichSuKCB2024', token, {}, { body: JSON.stringify(asked) })
    expect(codeOf(json)).toBe('000')
    const older = { ma_the: person.card, ho_ten: person.name, ngay_sinh: '1975' }
    expect(codeOf(await ask('nhanLichSuKCB', older))).toBe('000')
    for (const ngaySinh of ['03/02/1975', '3/2/1975', '03021975', '02/1975', '1975', '1975-02-03'])
      expect([ngaySinh, codeOf(await ask('KQNhanLichSuKCB2024', { ...asked, ngaySinh }))]).toEqual([ngaySinh, '000'])
  })

  test.each<[string, Record<string, string>, string]>([
    ['another name', { hoTen: 'Nguyễn Thị Khác' }, '050'],
    ['another birth', { ngaySinh: '04/02/1975' }, '050'],
    ['a card that is not there', { maThe: `DN4${here.code}9876599999` }, '050'],
    ['a citizen number that nobody has', { maThe: '001075000002' }, '050'],
    ['a card of another form', { maThe: 'X1' }, '051'],
    ['a benefit that is none', { maThe: `DN9${here.code}9876500123` }, '053'],
    ['a card that has ended', { maThe: `DN4${here.code}9876500124` }, '010'],
    ['a card that was withdrawn', { maThe: `DN4${here.code}9876500125` }, '110'],
    ['no name', { hoTen: '' }, '205'],
    ['no officer', { hoTenCb: '' }, '205'],
    ['a birth that is none', { ngaySinh: '32/13/1975' }, '205'],
    ['another facility', { maCSKCB: '99999' }, '205'],
  ])('with %s', async (_, change, code) => {
    const { status, body } = await ask('KQNhanLichSuKCB2024', { ...asked, ...change })
    expect([status, body['maKetQua'], body['dsLichSuKCB2018']]).toEqual([200, code, []])
    expect(String(body['ghiChu']).length).toBeGreaterThan(10)
    expect([body['gtTheTu'] === '', code === '010' || code === '110']).toContain(true)
  })

  test('whose name or birth differs is answered as one that is not there', async () => {
    const of = async (change: Record<string, string>) => {
      const { body } = await ask('KQNhanLichSuKCB2024', { ...asked, ...change })
      const { maThe: _, hoTen: __, ngaySinh: ___, maSoBHXH: ____, ...rest } = body
      return rest
    }
    const absent = await of({ maThe: `DN4${here.code}9876599999` })
    expect(await of({ hoTen: 'Nguyễn Thị Khác' })).toEqual(absent)
    expect(await of({ ngaySinh: '04/02/1975' })).toEqual(absent)
  })

  test('is for registered officers, once a facility has registered some', async () => {
    const users = `/v1/facilities/${there.facility}/legacy-users`
    const as = await client.signIn(there.facility)
    const strange = () => ask('KQNhanLichSuKCB2024', asked, as)
    expect(codeOf(await strange())).toBe('000')
    const { status } = await probe.ask('POST', users, {
      account: there.department,
      json: { username: `${there.facility}_cb`, officer: { citizenNumber: officer.cccdCb, name: officer.hoTenCb } },
    })
    expect(status).toBe(201)
    await probe.caughtUp()
    expect(codeOf(await strange())).toBe('000')
    expect(codeOf(await ask('KQNhanLichSuKCB2024', { ...asked, cccdCb: '001075000009' }, as))).toBe('054')
    expect(codeOf(await ask('KQNhanLichSuKCB2024', { ...asked, hoTenCb: 'Người Khác' }, as))).toBe('055')
  })

  test('is found by the citizen number of the register, and by that of accepted dossiers', async () => {
    const of = { ...asked, maThe: citizen.number }
    const found = await ask('KQNhanLichSuKCB2024', of)
    expect(found.body).toMatchObject({ maKetQua: '000', maThe: citizen.number, maSoBHXH: '', maDKBD: FACILITY })
    expect(codeOf(await ask('KQNhanLichSuKCB2024', { ...of, hoTen: 'Người Khác' }))).toBe('050')
  })

  test('shows who asked about it in the last six months, and not to those who know the number alone', async () => {
    const of = { ...asked, maThe: citizen.card }
    await ask('KQNhanLichSuKCB2019', of, await client.signIn(there.facility))
    const { body } = await ask('KQNhanLichSuKCB2019', of)
    const checks = body['dsLichSuKT2018'] as Record<string, string>[]
    expect(checks.map(({ maLoi }) => maLoi)).toEqual(['000', '050', '000'])
    expect(checks[0]).toMatchObject({ userKT: there.facility, maLoi: '000', thongBao: 'Thông tin thẻ chính xác.' })
    expect(checks[0]?.['thoiGianKT']).toMatch(/^20\d{10}$/)
    const wrong = await ask('KQNhanLichSuKCB2019', { ...of, ngaySinh: '04/02/1975' })
    expect([codeOf(wrong), wrong.body['dsLichSuKT2018']]).toEqual(['050', []])
  })

  test('has the visits of six months in every facility, with all that the circular demands, and the co-payments of the year', async () => {
    const visit = async (facility: string, seed: number, day: string, change: Record<string, string>) => {
      const { XML1: [summary = {}] = [], ...rest } = makeDossier({
        standard: '3176',
        facility,
        seed,
        day,
        inpatient: true,
      })
      const { card, name, citizen: number } = patient
      const own = { MA_THE_BHYT: card, HO_TEN: name, NGAY_SINH: '197502030000', SO_CCCD: number, ...change }
      const xml = wrapEnvelope([renderDossier('3176', { XML1: [{ ...summary, ...own }], ...rest })], {
        facility,
        made: day,
      })
      const code = facility.slice(0, 2)
      const answer = await client.form(QD3176, await client.signIn(facility), {
        ...fields(xml),
        maCSKCB: facility,
        maTinh: code,
      })
      expect(sent(answer)).toEqual(TAKEN)
      await until(`visit ${seed} to be verified`, 60_000, async () => {
        const path = `/v1/submissions/${String(answer.body['maGiaoDich'])}`
        const state = await probe.ask<{ status: string }>('GET', path, { account: facility })
        return state.body.status === 'verified' ? true : undefined
      })
      return { ...summary, ...own } as Record<string, string>
    }
    const daysAgo = (days: number): string =>
      new Date(Date.now() + 7 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
    const old = await visit(FACILITY, 801, daysAgo(200), {})
    const abroad = await visit(there.facility, 802, daysAgo(100), {})
    const latest = await visit(FACILITY, 803, daysAgo(10), { MA_BENH_KT: 'E11.9;J06', MA_BENH_YHCT: 'U58.301' })

    const of = { ...asked, maThe: patient.card }
    for (const [path, list] of [
      ['KQNhanLichSuKCB2024', 'dsLichSuKCB2018'],
      ['Lskcb2025', 'dsLichSuKCB2025'],
    ] as const) {
      const { body, text } = await ask(path, of)
      const visits = body[list] as Record<string, string>[]
      expect(visits.map(({ maCSKCB }) => maCSKCB)).toEqual([FACILITY, there.facility])
      expect(visits[0]).toMatchObject({
        ngayVao: latest['NGAY_VAO'],
        ngayRa: latest['NGAY_RA'],
        maBenhChinh: latest['MA_BENH_CHINH'],
        maBenhKemTheo: 'E11.9;J06',
        maBenhYHCT: 'U58.301',
        tenBenh: `${latest['MA_BENH_CHINH']}; E11.9;J06; U58.301`,
        tinhTrang: latest['MA_LOAI_RV'],
        kqDieuTri: latest['KET_QUA_DTRI'],
        lyDoVV: latest['MA_DOITUONG_KCB'],
      })
      expect(text).not.toMatch(/null/)
    }
    const older = await ask('KQNhanLichSuKCB595', of)
    expect(older.body['dsLichSuKCB']).toMatchObject([{ maCSKCB: FACILITY }, { maCSKCB: there.facility }])
    // Nobody has sent its citizen number to the register: the dossiers know it.
    const byCitizen = await ask('KQNhanLichSuKCB2024', { ...of, maThe: patient.citizen })
    expect([codeOf(byCitizen), (byCitizen.body['dsLichSuKCB2018'] as unknown[]).length]).toEqual(['000', 2])

    const sums = await client.ask('/api/TraCuuCCT/TraCuuTienMCCT', { headers: { ...token }, body: JSON.stringify(of) })
    const rows = sums.body['DataCCT'] as Record<string, string | number>[]
    const own = [old, abroad, latest].map(({ T_BNCCT }) => Number(T_BNCCT)).filter((amount) => amount > 0)
    expect(own.length).toBeGreaterThan(0)
    expect(rows.map(({ tBNCCTMCCT }) => tBNCCTMCCT)).toEqual(own)
    expect(rows.at(-1)?.['tBNCCTLuyKe']).toBeCloseTo(own.reduce((sum, amount) => sum + amount, 0))
    expect(sums.body).toMatchObject({
      MaKetQua: '200',
      ThongTinSoThe: { hoTen: person.name, ngaySinh: '03/02/1975', maBhxh: patient.card.slice(-10) },
    })
  }, 180_000)

  test('without a token is 401, and sums of co-payment answer it by the status too', async () => {
    const none = await client.ask('/api/egw/KQNhanLichSuKCB2024', { body: new URLSearchParams(asked) })
    expect([none.status, codeOf(none), none.body['dsLichSuKCB2018']]).toEqual([200, '401', []])
    const path = '/api/TraCuuCCT/TraCuuTienMCCT'
    const closed = await client.ask(path, { body: JSON.stringify(asked) })
    expect([closed.status, closed.body['MaKetQua']]).toEqual([401, '401'])
    const open = await client.ask(path, { headers: { ...token }, body: JSON.stringify(asked) })
    expect([open.status, open.body['MaKetQua'], open.body['DataCCT']]).toEqual([200, '204', []])
    for (const change of [{ ngaySinh: '32/13/1975' }, { maThe: 'X1' }, { hoTen: '' }]) {
      const wrong = await client.ask(path, { headers: { ...token }, body: JSON.stringify({ ...asked, ...change }) })
      expect([wrong.status, wrong.body['MaKetQua'], wrong.body['DataCCT']]).toEqual([200, '400', []])
    }
  })
})

describe('catalogues and other papers', () => {
  const own = { STT: '1', MA_KHOA: 'K03', TEN_KHOA: 'Khoa Nội', TU_NGAY: '20260401', DEN_NGAY: '', MA_CSKCB: FACILITY }
  const row = (fields: Record<string, string>): string => {
    const cells = Object.entries({ ...own, ...fields }).map(([name, value]) => `<${name}>${value}</${name}>`)
    return `<DMBOPHANCHUYENMON>${cells.join('')}</DMBOPHANCHUYENMON>`
  }
  const catalogue = (...rows: string[]): string =>
    `<HSDANHMUC><DANHSACH_DMBOPHANCHUYENMON Id="Id-1">${rows.join('')}</DANHSACH_DMBOPHANCHUYENMON><CHUKYDONVI/></HSDANHMUC>`
  const send = (path: string, xml: string, as = token) =>
    client.form(path, as, { loaiHs: '70', maTinh: here.code, maCsKCB: FACILITY, fileHsBase64: base64(xml) })
  const DEPARTMENTS = '/api/DanhMucGW/GuiDanhMuc01_BPCMKBCB'
  type Version = { id: string; version: number; rows: number | null; errors: number }
  const versions = async (kind: string) => {
    const path = `/v1/facilities/${FACILITY}/papers?kind=${encodeURIComponent(kind)}`
    return (await probe.ask<{ papers: Version[] }>('GET', path)).body.papers
  }

  test('are kept as versions, and the same bytes have the first answer', async () => {
    const first = await send(DEPARTMENTS, catalogue(row({})))
    expect(sent(first)).toEqual(TAKEN)
    expect(await send(DEPARTMENTS, catalogue(row({})))).toEqual(first)
    expect(await versions('01/DM')).toMatchObject([{ id: first.body['maGiaoDich'], version: 1, rows: 1, errors: 0 }])
    const second = await send(DEPARTMENTS, catalogue(row({}), row({ STT: '2', MA_KHOA: 'K04' })))
    expect(sent(second)).toEqual(TAKEN)
    expect((await versions('01/DM'))[0]).toMatchObject({ id: second.body['maGiaoDich'], version: 2, rows: 2 })
  })

  test('with errors are kept, and say which row lacks what', async () => {
    const wrong = { TU_NGAY: '20260231' }
    const xml = catalogue(row({ STT: '7', TEN_KHOA: '' }), row({ STT: '8', ...wrong }), row({ STT: '9', ...wrong }))
    const answer = await send(DEPARTMENTS, xml)
    // By the first of them, which is one of form.
    expect(codeOf(answer)).toBe('123')
    expect(answer.body['thongDiep']).toMatch(/có 4 lỗi: dòng 7: TEN_KHOA để trống; dòng 8: TU_NGAY không phải ngày/)
    expect((await versions('01/DM'))[0]).toMatchObject({ id: answer.body['maGiaoDich'], errors: 4 })
  })

  test.each<[string, string, string]>([
    ['a row of another facility', catalogue(row({ MA_CSKCB: '99999' })), '402'],
    ['another root', '<DANHSACH/>', '123'],
    ['XML that is cut', catalogue(row({})).slice(0, 90), '123'],
    ['no XML', 'không phải XML', '204'],
  ])('with %s are refused, and nothing is kept', async (_, xml, code) => {
    const before = await versions('01/DM')
    const answer = await send(DEPARTMENTS, xml)
    expect([answer.status, codeOf(answer), answer.body['maGiaoDich']]).toEqual([200, code, ''])
    expect(await versions('01/DM')).toEqual(before)
  })

  test('of every path are kept: what is not handled yet says so', async () => {
    for (const path of ['GuiDanhMuc05_DMDVKT', 'GuiDanhMuc06_TBYTTHDV'])
      expect(codeOf(await send(`/api/DanhMucGW/${path}`, '<HSDANHMUC/>'))).toBe('123')
    const corrections = await send('/api/HSDCTT12/GuiHoSoDieuChinh09BH', '<HOSO_DIEUCHINH_GD/>')
    expect([codeOf(corrections), corrections.body['thongDiep']]).toEqual(['123', expect.stringMatching(/TT_MAU/)])
    expect(await versions('09/BH')).toMatchObject([{ version: 1, rows: 0, errors: 2 }])
    const summary = { MA_CSKCB: FACILITY, NAM_QT: '2026', THANG_QT: '11' }
    const cells = Object.entries(summary).map(([name, value]) => `<${name}>${value}</${name}>`)
    const month = `<HSTH01BH><DS_CHITIET><CHITIET_HS01BH>${cells.join('')}</CHITIET_HS01BH></DS_CHITIET></HSTH01BH>`
    expect(sent(await send('/api/HoSoTongHop7980/GuiHoSoTongHop01BH', month))).toEqual(TAKEN)
    expect(await versions('01/BH')).toMatchObject([{ version: 1, rows: 1, errors: 0 }])
    const form = { maCskcb: FACILITY, token: token.accessToken, id_token: token.tokenId, loaiHs: '39' }
    const certificate = await client.ask('/api/chungtugw/GuiHoSoChungTu2025', {
      body: new URLSearchParams({ ...form, fileBase64Str: base64('<CHUNGTU/>') }),
    })
    expect(certificate.body).toMatchObject({ MaKetQua: '205', MaGD: expect.stringMatching(/^[0-9a-f]{32}$/) as string })
    expect(await versions('chung-tu')).toHaveLength(1)
  })

  test('need a token, and are read by those who may', async () => {
    expect(codeOf(await send(DEPARTMENTS, catalogue(row({})), { ...token, accessToken: '' }))).toBe('401')
    const path = `/v1/facilities/${FACILITY}/papers`
    expect((await probe.ask<Problem>('GET', path, { account: there.facility })).body.code).toBe('not-yours')
  })
})

describe('the view of operators', () => {
  type View = {
    facilities: { facility: string; mode: string; old: Use | null; new: Use | null }[]
    operations: { operation: string; isKnown: boolean; code: string; calls: number }[]
  }
  type Use = { calls: number; errors: number; lastAt: string }
  const view = async (account: string, query = ''): Promise<View> =>
    (await probe.ask<View>('GET', `/v1/operations/legacy-calls${query}`, { account })).body

  test('shows which facility speaks which wire, its errors, and unknown paths without digits', async () => {
    await client.form('/api/his/benhnhan/0123456789', token, {})
    await probe.submit(file(700), { purpose: 'payment' })
    const own = await until('the calls of this facility', 60_000, async () => {
      const { facilities, operations } = await view(here.department)
      const found = facilities.find(({ facility }) => facility === FACILITY)
      const unknown = operations.find(({ operation }) => operation === '/api/his/benhnhan/#')
      return found?.old && found.new && unknown ? { ...found, unknown } : undefined
    })
    expect(own).toMatchObject({ mode: 'answer', unknown: { isKnown: false, code: '205' } })
    expect(own.old?.calls).toBeGreaterThan(own.old?.errors ?? 0)
    expect(own.old?.errors).toBeGreaterThan(0)
    const alone = await view('ministry', `?facility=${FACILITY}`)
    expect(alone.facilities.map(({ facility }) => facility)).toEqual([FACILITY])
  }, 90_000)

  test('is for province and ministry, each of its own', async () => {
    const { facilities } = await view(there.department)
    expect(facilities.filter(({ facility }) => !facility.startsWith(there.code))).toEqual([])
    const refused = await probe.ask<Problem>('GET', '/v1/operations/legacy-calls')
    expect(refused.body.code).toBe('role-not-allowed')
    const foreign = await probe.ask<Problem>('GET', `/v1/operations/legacy-calls?facility=${FACILITY}`, {
      account: there.department,
    })
    expect(foreign.body.code).toBe('not-yours')
  })
})

describe('what is wrong has the old shape and HTTP 200:', () => {
  const cases: Readonly<Record<string, [code: string, () => Promise<OldAnswer>]>> = {
    'no token': ['401', () => client.ask(QD3176, { body: new URLSearchParams(fields(file(501))) })],
    'empty token headers': [
      '401',
      () =>
        client.ask(QD3176, { headers: { accessToken: '', tokenId: '' }, body: new URLSearchParams(fields(file(501))) }),
    ],
    'a token that is cut': [
      '401',
      () => client.form(QD3176, { ...token, accessToken: token.accessToken.slice(0, -1) }, fields(file(501))),
    ],
    'a token that was changed': [
      '401',
      () => client.form(QD3176, { ...token, accessToken: `x${token.accessToken.slice(1)}` }, fields(file(501))),
    ],
    'the id of another token': ['401', () => client.form(QD3176, { ...token, tokenId: 'another' }, fields(file(501)))],
    'a token of another facility': [
      '403',
      async () => client.form(QD3176, await client.signIn(there.facility), fields(file(501))),
    ],
    'a token of another facility, whose parameters agree': [
      '403',
      async () =>
        client.form(QD3176, await client.signIn(there.facility), {
          ...fields(file(501)),
          maCSKCB: there.facility,
          maTinh: there.code,
        }),
    ],
    'a wrong MACSKCB behind the file': [
      '403',
      () => client.ask(QD3176, { headers: { ...token }, body: `fileHSBase64=${base64(file(501))}&maCSKCB=99999` }),
    ],
    'a wrong loaiHoSo': ['205', () => client.form(QD3176, token, { ...fields(file(501)), loaiHoSo: '9' })],
    'broken base64': ['205', () => client.form(QD3176, token, { ...fields(''), fileHSBase64: '###' })],
    'no file': ['205', () => client.form(QD3176, token, { maCSKCB: FACILITY })],
    'an empty body': ['205', () => client.ask(QD3176, { headers: { ...token } })],
    'JSON that is cut': [
      '205',
      () => client.ask(QD3176, { headers: { ...token }, body: JSON.stringify(fields(file(501))).slice(0, -20) }),
    ],
    'no XML': ['123', () => client.form(QD3176, token, { ...fields('không phải XML') })],
    'XML that is cut': ['123', () => client.form(QD3176, token, fields(file(501).slice(0, 500)))],
    'another root': ['123', () => client.form(QD3176, token, fields('<HOSO/>'))],
    'an unknown path': ['205', () => client.form('/api/qd130/guiHoSoXmlQD9999', token, fields(file(501)))],
    'another method': ['205', () => client.ask('/api/khac', { method: 'PUT', body: 'x' })],
  }

  test.each(Object.entries(cases))('%s', async (_, [code, ask]) => {
    const { status, body } = await ask()
    expect([status, body['maKetQua'], body['maGiaoDich']]).toEqual([200, code, ''])
    expect(String(body['thongDiep']).length).toBeGreaterThan(10)
  })

  test('and a file that is refused by its parameters is answered, however long it is, and holds no place among the uploads', async () => {
    const wrong = { ...fields(file(501)), loaiHoSo: '9' }
    for (let round = 0; round < 20; round += 1) expect(codeOf(await client.form(QD3176, token, wrong))).toBe('205')
    const long = { ...wrong, fileHSBase64: 'A'.repeat(20_000_000) }
    expect(codeOf(await client.form(QD3176, token, long))).toBe('205')
  })

  test('and nothing of it is kept', async () => {
    const before = await probe.objects('receipts/')
    for (const [, ask] of Object.values(cases)) await ask()
    // Others share the store: none of theirs is of this facility's file.
    const { status } = await probe.submit(file(501), { purpose: 'payment' })
    expect([status, before.length > 0]).toEqual([202, true])
  })
})
