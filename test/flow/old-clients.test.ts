/** What clients of the old gateway do, each of the recorded table, on the real worker: the answer is the recorded one. */
import { Buffer } from 'node:buffer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLIENT_BEHAVIOURS, type ClientBehaviourId } from '../../scripts/docs/old-clients.ts'
import { demoSecret } from '../../scripts/stack/accounts.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { md5, oldClient, type OldAnswer, type OldClient, type OldToken } from '../harness/old-client.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'

const { here, there } = await ownProvinces()
const FACILITY = here.facility
const PERSON = { card: `DN4${here.code}9876500901`, name: 'Nguyễn Thị Thử', birth: '1975-02-03' }
const CITIZEN = `0${here.code}175000901`

let probe: Shared
let client: OldClient
let token: OldToken
beforeAll(async () => {
  probe = await shareStack(here)
  client = oldClient(probe.url)
  token = await client.signIn(FACILITY)
  const { status } = await probe.ask('POST', '/v1/cards', {
    account: 'bhxh',
    headers: { 'content-type': 'application/x-ndjson' },
    body: JSON.stringify({ ...PERSON, validFrom: '2020-01-01', citizenNumber: CITIZEN, initialFacility: FACILITY }),
  })
  expect(status).toBe(200)
}, 120_000)
afterAll(() => {
  probe?.close()
})

const password = md5(demoSecret(FACILITY))
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const file = (seed: number, standard: '3176' | '4210' = '3176'): string =>
  makeFile({ standard, facility: FACILITY, seed })
const wrongFile = (seed: number): string => {
  const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', facility: FACILITY, seed })
  const tables = { XML1: [{ ...summary, HO_TEN: '' }], ...rest }
  return wrapEnvelope([renderDossier('3176', tables)], { facility: FACILITY, made: '20261015' })
}
const QD3176 = '/api/qd130/guiHoSoXmlQD3176'
const fields = (xml: string) => ({
  username: FACILITY,
  loaiHoSo: '130',
  maTinh: here.code,
  maCSKCB: FACILITY,
  fileHSBase64: base64(xml),
})
const send = (xml: string, as: Partial<OldToken> = {}): Promise<OldAnswer> =>
  client.form(QD3176, { ...token, ...as }, fields(xml))
const take = (body: BodyInit): Promise<OldAnswer> => client.ask('/api/token/take', { body })
const QUERY = { username: FACILITY, loaiHoSo: '3', maTinh: here.code, maCSKCB: FACILITY }
const card = (change: Readonly<Record<string, string>>, as = token): Promise<OldAnswer> => {
  const asked = {
    maThe: PERSON.card,
    hoTen: PERSON.name,
    ngaySinh: '03/02/1975',
    hoTenCb: 'Trần Văn Kiểm',
    cccdCb: '001',
  }
  return client.query('/api/egw/KQNhanLichSuKCB2024', as, {}, { body: JSON.stringify({ ...asked, ...change }) })
}
const RECEIVED = /"thongDiep":"Tiếp nhận thành công"\}$/

/** How it is done, and what of the answer the table says beside the code. */
const BEHAVIOURS: Readonly<Record<ClientBehaviourId, readonly [() => Promise<OldAnswer>, RegExp]>> = {
  'token-json': [
    () => take(JSON.stringify({ username: FACILITY, password: password.toLowerCase() })),
    /"APIKey":\{"access_token":"[\w-]+","id_token":"[\w-]+","token_type":"Bearer","username":"\w+","expires_in":"/,
  ],
  'token-form': [() => take(new URLSearchParams({ username: FACILITY, password })), /"APIKey":\{"access_token":"/],
  'token-refused': [
    () => take(new URLSearchParams({ username: FACILITY, password: md5('x') })),
    /"APIKey":null,"thongDiep":"./,
  ],
  'expiry-as-date': [
    () => take(new URLSearchParams({ username: FACILITY, password })),
    /"expires_in":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/,
  ],
  'dossier-form': [() => send(file(901)), RECEIVED],
  'dossier-json': [
    () =>
      client.ask(QD3176, {
        headers: { ...token, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(fields(file(902))),
      }),
    RECEIVED,
  ],
  'dossier-again': [
    async () => {
      const first = await send(file(903))
      const again = await send(file(903))
      expect(again).toEqual(first)
      return again
    },
    RECEIVED,
  ],
  'dossier-without-token': [() => send(file(904), { accessToken: '', tokenId: '' }), /lấy token mới/],
  'dossier-two-tokens': [
    async () => {
      const older = await client.signIn(FACILITY)
      return send(file(905), {
        accessToken: `${older.accessToken}, ${token.accessToken}`,
        tokenId: `${older.tokenId}, ${token.tokenId}`,
      })
    },
    RECEIVED,
  ],
  'dossier-other-facility': [
    () => client.form(QD3176, token, { ...fields(file(906)), maCSKCB: there.facility }),
    /"maGiaoDich":""/,
  ],
  'dossier-rejected': [() => send(wrongFile(907)), /"maGiaoDich":"[0-9a-f]{32}".*XML1 dòng 1, HO_TEN.*Điền HO_TEN/],
  'bytes-in-list': [
    () =>
      client.query('/api/egw/guiHoSoGiamDinh4210', token, QUERY, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([...Buffer.from(file(908, '4210'))]),
      }),
    RECEIVED,
  ],
  'quoted-base64': [
    () =>
      client.query('/api/egw/SendFileHoSoGiamDinh_zip4210', token, QUERY, {
        body: new URLSearchParams({ FileHoSoJson: JSON.stringify(base64(file(909, '4210'))) }),
      }),
    RECEIVED,
  ],
  'errors-at-once': [
    async () => {
      const { body } = await send(file(910))
      return client.query('/api/egw/nhanChiTietLoiHS4210', token, { maGiaoDich: String(body['maGiaoDich']) })
    },
    /"dsLoi":\[\]/,
  ],
  'card-by-card': [() => card({}), /"gtTheTu":"01\/01\/2020".*"dsLichSuKCB2018":\[/],
  'card-by-citizen': [() => card({ maThe: CITIZEN }), /"gtTheTu":"01\/01\/2020".*"maSoBHXH":""/],
  'card-other-name': [() => card({ hoTen: 'Người Khác' }), /"gtTheTu":"".*"dsLichSuKCB2018":\[\]/],
  'card-old-token': [() => card({}, { ...token, accessToken: `${token.accessToken}x` }), /"ghiChu":"Token không đúng/],
}

test.each(Object.entries(CLIENT_BEHAVIOURS))('%s is answered as recorded', async (id, { status, code }) => {
  // The keys of a constant object are those of its type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const [ask, holds] = BEHAVIOURS[id as ClientBehaviourId]
  const answer = await ask()
  expect([answer.status, answer.body['maKetQua']]).toEqual([status, code])
  expect(answer.text).toMatch(holds)
  expect(answer.text).toBe(JSON.stringify(answer.body))
})
