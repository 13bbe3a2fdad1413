/** Old calls where something is away, on a centre and an edge: each is answered in the old shape, with a code of the guides and words. */
import { Buffer } from 'node:buffer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { legacyPaths, type LegacyOperation } from '../../src/edge/facade/operations.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { oldClient, type OldAnswer, type OldClient, type OldToken } from '../harness/old-client.ts'
import { START_TIMEOUT_MS, startTestStack, type TestStack } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 240_000
const FACILITY = '01001'
const PERSON = { card: 'DN4019876500321', name: 'Nguyễn Thị Thử', birth: '1975-02-03' }
const ASKED = {
  maThe: PERSON.card,
  hoTen: PERSON.name,
  ngaySinh: '03/02/1975',
  hoTenCb: 'Trần Văn Kiểm',
  cccdCb: '001075000001',
}

let stack: TestStack
let edge: OldClient
let token: OldToken
/** A file that was received before anything went away. */
let received = ''
beforeAll(async () => {
  stack = await startTestStack({ provinces: ['01'] })
  edge = oldClient(stack.provinces[0]?.url ?? '')
  token = await edge.signIn(FACILITY)
  const answer = await stack.post('bhxh', '/v1/cards', JSON.stringify({ ...PERSON, validFrom: '2020-01-01' }), {
    'content-type': 'application/x-ndjson',
  })
  expect(answer.status).toBe(200)
  received = String((await send('/api/qd130/guihosoxmlqd3176', 1)).body['maGiaoDich'])
  expect(received).toMatch(/^[0-9a-f]{32}$/)
}, START_TIMEOUT_MS)
afterAll(async () => {
  await stack?.dispose()
})

const base64 = (seed: number): string =>
  Buffer.from(makeFile({ standard: '3176', facility: FACILITY, seed })).toString('base64')
const send = (path: string, seed: number): Promise<OldAnswer> =>
  edge.form(path, token, { maCSKCB: FACILITY, maTinh: '01', fileHSBase64: base64(seed) })

/** A call as a HIS makes it. */
function call(path: string, { kind }: LegacyOperation): Promise<OldAnswer> {
  switch (kind) {
    case 'token':
      return edge.ask(path, { body: new URLSearchParams({ username: FACILITY, password: token.passwordHash }) })
    case 'dossiers':
    case 'paper':
      return send(path, 2)
    case 'results':
      return edge.query(path, token, {
        maGiaoDich: received,
        maHoSo: received,
        tuNgay: '01/11/2026',
        denNgay: '30/11/2026',
        ngayGui: '30/11/2026',
      })
    case 'card':
      return edge.query(path, token, {}, { body: new URLSearchParams(ASKED) })
    case 'copayment':
      return edge.form(path, token, ASKED)
  }
}

const codeOf = ({ body }: OldAnswer): string => String(body['maKetQua'] ?? body['MaKetQua'])
/** Codes of the guides, as far as they are given here (docs/reference/old-codes.md, docs/his/from-the-old-gateway.md). */
const PUBLISHED = /^(?:200|000|050|100|101|123|124|202|204|205|400|401|402|403|500)$/
const FAULT = /Lỗi của hệ thống/

/** Every path of the old gateway has a code and words that are not those of a fault. */
async function everyCall(): Promise<Map<string, OldAnswer>> {
  const answers = new Map<string, OldAnswer>()
  for (const [path, operation] of [
    ...Object.entries(legacyPaths),
    ['/api/khac', { kind: 'paper', paper: 'gksk' }] as const,
  ]) {
    const answer = await call(path, operation)
    answers.set(path, answer)
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 200, expect.stringMatching(PUBLISHED)])
    expect([path, answer.text]).toEqual([path, expect.not.stringMatching(FAULT)])
  }
  return answers
}
const CARD = '/api/egw/kqnhanlichsukcb2024'
const COPAYMENT = '/api/tracuucct/tracuutienmcct'
const SUBMIT = '/api/qd130/guihosoxmlqd3176'
const ERRORS = '/api/egw/nhanchitietloihs4210'

describe('an edge', () => {
  test(
    'has the centre answer what only the centre knows, as the centre does',
    async () => {
      const answers = await everyCall()
      expect(codeOf(answers.get(CARD) as OldAnswer)).toBe('000')
      expect(codeOf(answers.get(COPAYMENT) as OldAnswer)).toBe('204')
      const centre = oldClient(stack.url)
      const own = await centre.query(CARD, token, {}, { body: new URLSearchParams(ASKED) })
      const { dsLichSuKT2018: _, ...there } = own.body
      const { dsLichSuKT2018: __, ...here } = answers.get(CARD)?.body ?? {}
      expect(here).toEqual(there)
      const wrong = await edge.query(CARD, { ...token, accessToken: 'x' }, {}, { body: new URLSearchParams(ASKED) })
      expect(codeOf(wrong)).toBe('401')
      const long = await edge.query(
        CARD,
        token,
        {},
        { body: new URLSearchParams({ ...ASKED, hoTen: 'x'.repeat(200_000) }) },
      )
      expect(codeOf(long)).toBe('205')
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'says that the register is away, and nothing else is',
    async () => {
      await stack.register.kill()
      const answers = await everyCall()
      for (const [path, operation] of Object.entries(legacyPaths)) {
        const code = codeOf(answers.get(path) as OldAnswer)
        if (operation.kind === 'card') expect([path, code]).toEqual([path, '100'])
        else if (operation.kind === 'copayment') expect([path, code]).toEqual([path, '500'])
        else expect([path, code]).not.toEqual([path, '500'])
      }
      expect(answers.get(CARD)?.body['ghiChu']).toMatch(/^Sổ thẻ BHYT tạm thời không đọc được/)
      await stack.register.restart()
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'whose copy of accounts and lists is away still takes dossiers with a token that it has given',
    async () => {
      await stack.provinces[0]?.replica.kill()
      const answers = await everyCall()
      expect([codeOf(answers.get(SUBMIT) as OldAnswer), codeOf(answers.get('/api/token/take') as OldAnswer)]).toEqual([
        '200',
        '500',
      ])
      expect(answers.get('/api/token/take')?.body['thongDiep']).toMatch(/tạm thời không đọc được/)
      await stack.provinces[0]?.replica.restart()
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'whose warehouse is away takes dossiers, and gives the errors that it has answered before',
    async () => {
      await stack.provinces[0]?.warehouse.kill()
      const answers = await everyCall()
      expect(codeOf(answers.get(SUBMIT) as OldAnswer)).toBe('200')
      expect(answers.get(ERRORS)?.text).toBe('{"maKetQua":"200","dsLoi":[]}')
      await stack.provinces[0]?.warehouse.restart()
    },
    TEST_TIMEOUT_MS,
  )
})
