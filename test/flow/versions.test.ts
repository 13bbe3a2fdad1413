/** The life of a dossier after it was accepted, over HTTP: repeated, changed, corrected, agreed to, assessed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EarlierDossier } from '../../src/kernel/refusal.ts'
import { makeDossier, makeDocument, renderDossier, wrapEnvelope, type Row } from '../fixtures/dossier.ts'
import { fillSheet, type Fill } from '../fixtures/filled-sheet.ts'
import { keyOf, makeVisit } from '../fixtures/synthetic.ts'
import { startProbe, type Answer, type Probe, type Problem, type Submitted } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 60_000
const FACILITY = '01001'
const JSON_BODY = { 'content-type': 'application/json' }
const REASON = 'Nhập thiếu dịch vụ khi kết thúc đợt điều trị'

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

/** Correct dossiers of that seed, those numbers of it; the first drug of each is changed. */
const fileOf = (seed: number, numbers: readonly number[], change: Row = {}, made = '20261015'): string =>
  wrapEnvelope(
    numbers.map((number) => {
      const { XML5: [note = {}, ...notes] = [], ...rest } = makeDossier({ standard: '3176', seed }, number)
      return renderDossier('3176', { ...rest, XML5: [{ ...note, ...change }, ...notes] })
    }),
    { made },
  )
const CHANGE = { DIEN_BIEN_LS: 'Dữ liệu thử nghiệm đã sửa, tỉnh, tiếp xúc tốt' }
const OTHER_CHANGE = { DIEN_BIEN_LS: 'Dữ liệu thử nghiệm sửa lần hai, tỉnh' }

type Why = { correction?: string; reason?: string }
const WHY: Why = { correction: 'missing-data', reason: REASON }
type Refused = Omit<Problem, 'status'> & { earlier?: EarlierDossier[]; places?: string[] }

const send = (file: string, why: Why = {}, purpose = 'payment'): Promise<Answer<Submitted & Refused>> =>
  probe.ask('POST', `/v1/submissions?${new URLSearchParams({ purpose, ...why }).toString()}`, {
    headers: { 'content-type': 'application/xml' },
    body: file,
  })
/** Sends, and waits until the centre is done. */
const deliver = async (file: string, why: Why = {}, purpose = 'payment'): Promise<string> => {
  const { status, body } = await send(file, why, purpose)
  expect([status, body.code]).toEqual([202, undefined])
  await probe.settled(body.id)
  return body.id
}
type Outcome = { state: string | null; version: number | null; earlier: unknown }
const outcomesOf = async (id: string): Promise<Outcome[]> =>
  (await probe.ask<{ outcomes: Outcome[] }>('GET', `/v1/submissions/${id}`)).body.outcomes
type Version = Outcome & {
  submission: string
  assessment: string | null
  agreement: { decision: string; reason: string; by: string } | null
  correction: { code: string; reason: string } | null
}
const path = (seed: number, number: number, rest: string): string =>
  `/v1/dossiers/${keyOf(FACILITY, seed, number)}/${rest}`
const versionsOf = async (seed: number, number = 0): Promise<Version[]> =>
  (await probe.ask<{ versions: Version[] }>('GET', path(seed, number, 'versions?purpose=payment'))).body.versions
const statesOf = async (seed: number, number = 0): Promise<string[]> =>
  (await versionsOf(seed, number)).map(({ state, version }) => `${state} ${version}`)

const postJson = <T>(target: string, body: unknown, account: string | null = 'bhxh'): Promise<Answer<T & Refused>> =>
  probe.ask('POST', target, { account, headers: JSON_BODY, body: JSON.stringify(body) })
let lastId = 0
const assessmentOf = (seed: number, more: object = {}): Record<string, unknown> => ({
  id: `GD-${++lastId}`,
  facility: FACILITY,
  MA_LK: keyOf(FACILITY, seed, 0),
  purpose: 'payment',
  decision: 'accepted',
  ...more,
})
const assess = (...assessments: object[]) =>
  postJson<{ assessments: { id: string; recorded: string; submission: string }[] }>('/v1/assessments', { assessments })
const decide = (seed: number, submission: string, decision: string, account: string | null = 'bhxh') =>
  postJson<Version>(
    path(seed, 0, 'agreement'),
    { facility: FACILITY, purpose: 'payment', submission, decision, reason: REASON },
    account,
  )

describe('at the edge', () => {
  test(
    'the same dossiers in other bytes get a receipt of their own, in which each is identical',
    async () => {
      const first = await deliver(fileOf(1, [0, 1]))
      for (const [numbers, why] of [
        [[1, 0], {}],
        [[0], {}],
        [[0, 1], WHY],
      ] as const) {
        const again = await send(fileOf(1, numbers, {}, '20261016'), why)
        expect([again.status, again.headers.get('idempotent-replay'), again.body.resend]).toEqual([202, null, 'none'])
        expect(again.body.id).not.toBe(first)
        expect(again.body).toMatchObject({
          dossiers: { counted: numbers.length, accepted: numbers.length, rejected: 0 },
          identical: numbers.map((number, at) => ({
            index: at + 1,
            MA_LK: keyOf(FACILITY, 1, number),
            earlier: { submission: first, dossier: number + 1 },
          })),
          identicalTotal: numbers.length,
        })
        await probe.settled(again.body.id)
        expect(await outcomesOf(again.body.id)).toMatchObject(
          numbers.map((number) => ({
            state: 'identical',
            version: 1,
            earlier: { submission: first, dossier: number + 1 },
          })),
        )
      }
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'changed content without a reason is refused, names what was accepted before, and leaves nothing',
    async () => {
      const id = await deliver(fileOf(2, [0, 1, 2]))
      await probe.cleared(id)
      const before = await Promise.all(['raw/', 'receipts/', 'pending/'].map((prefix) => probe.objects(prefix)))
      const { status, body } = await send(fileOf(2, [2, 0, 9], CHANGE))
      expect([status, body.code]).toEqual([409, 'dossier-changed'])
      expect(body.earlier).toMatchObject(
        [2, 0].map((number) => ({
          MA_LK: keyOf(FACILITY, 2, number),
          submission: id,
          dossier: number + 1,
          version: 1,
          state: 'standing',
          receivedAt: expect.stringMatching(/\+07:00$/) as string,
        })),
      )
      expect(JSON.stringify(body)).not.toContain(makeVisit('3176', FACILITY, 2, 0).name)
      expect(await Promise.all(['raw/', 'receipts/', 'pending/'].map((prefix) => probe.objects(prefix)))).toEqual(
        before,
      )
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'no more than twenty are named, and a file of several parts leaves nothing either',
    async () => {
      const numbers = Array.from({ length: 30 }, (_, at) => at)
      await deliver(fileOf(3, numbers))
      const before = await probe.objects('raw/')
      const { body } = await send(fileOf(3, numbers, { DIEN_BIEN_LS: 'x'.repeat(200_000) }))
      expect([body.code, body.earlier?.length]).toEqual(['dossier-changed', 20])
      expect(body.message.en).toContain('30 ')
      expect(await probe.objects('raw/')).toEqual(before)
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'with a reason it is a correction, which the acknowledgement and the versions tell; the same again is the same',
    async () => {
      const first = await deliver(fileOf(4, [0]))
      const corrected = await send(fileOf(4, [0], CHANGE), WHY)
      expect([corrected.status, corrected.body.correction]).toEqual([202, { code: 'missing-data', reason: REASON }])
      await probe.settled(corrected.body.id)
      const again = await send(fileOf(4, [0], CHANGE), WHY)
      expect([again.status, again.body]).toEqual([200, corrected.body])
      expect(await versionsOf(4)).toMatchObject([
        { submission: first, state: 'replaced', version: 1, correction: null },
        {
          submission: corrected.body.id,
          state: 'standing',
          version: 2,
          correction: { code: 'missing-data', reason: REASON },
        },
      ])
      expect(await outcomesOf(corrected.body.id)).toMatchObject([
        { state: 'standing', version: 2, earlier: { submission: first, dossier: 1 } },
      ])
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'management and payment have chains of their own, and messages at check-in none that needs a reason',
    async () => {
      await deliver(fileOf(5, [0]), {}, 'management')
      await deliver(fileOf(5, [0], CHANGE))
      const checkIn = (seed: number, overrides: Row) => makeDocument('3176', 'CHECKIN', { seed, overrides })
      await deliver(checkIn(5, {}), {}, 'management')
      const [outcome] = await outcomesOf(await deliver(checkIn(5, { MA_DICH_VU: '02.03' }), {}, 'management'))
      expect(outcome).toMatchObject({ state: 'standing', version: 2 })
      expect(await statesOf(5)).toEqual(['standing 1'])
    },
    TEST_TIMEOUT_MS,
  )

  test.each([
    [{ correction: 'missing-data' }, 'reason'],
    [{ reason: REASON }, 'correction'],
    [{ correction: 'none', reason: REASON }, 'correction'],
    [{ correction: 'other', reason: 'ngắn' }, 'reason'],
    [{ correction: 'other', reason: ' '.repeat(20) }, 'reason'],
    [{ correction: 'other', reason: 'x'.repeat(501) }, 'reason'],
  ])('%j is refused for its %s', async (why, parameter) => {
    const { status, body } = await send(fileOf(6, [0]), why)
    expect([status, body.code]).toEqual([400, 'parameter-invalid'])
    expect(body.message.en).toContain(parameter)
  })
})

test(
  'what the edge could not see the centre shows, and a reason mends it with the same bytes',
  async () => {
    const first = fileOf(10, [0])
    const file = fileOf(10, [0], CHANGE)
    // Sent before the first is verified: no chain is there yet.
    await probe.setFaults('get raw/')
    const [one, other] = [await send(first), await send(file)]
    await probe.setFaults()
    await Promise.all([probe.settled(one.body.id), probe.settled(other.body.id)])
    expect(await outcomesOf(other.body.id)).toMatchObject([
      { state: 'conflicting', version: 1, earlier: { submission: one.body.id, dossier: 1 } },
    ])
    const mended = await deliver(file, WHY)
    expect(mended).not.toBe(other.body.id)
    expect(await statesOf(10)).toEqual(['replaced 1', 'conflicting 1', 'standing 2'])
  },
  TEST_TIMEOUT_MS,
)

describe('differences', () => {
  test(
    'name table, row and field, old and new; persons are hidden',
    async () => {
      const { XML1: [summary = {}] = [], XML2: drugs = [], ...rest } = makeDossier({ standard: '3176', seed: 20 })
      const name = makeVisit('3176', FACILITY, 20, 0).name
      await deliver(fileOf(20, [0]))
      const corrected = wrapEnvelope(
        [
          renderDossier('3176', {
            XML1: [{ ...summary, HO_TEN: `${name} THỬ`, CAN_NANG: '61.5' }],
            XML2: drugs,
            ...rest,
            XML5: (rest['XML5'] ?? []).slice(1),
          }),
        ],
        { made: '20261015' },
      )
      const id = await deliver(corrected, WHY)
      const { body } = await probe.ask<{
        differences: { table: string; kind: string; fields: Row[] }[]
        total: number
      }>('GET', path(20, 0, 'versions/2/differences?purpose=payment'))
      expect(body).toMatchObject({ from: { version: 1 }, to: { version: 2, submission: id }, total: 2 })
      expect(body.differences).toMatchObject([
        { table: 'XML1', row: '1', kind: 'changed', fields: expect.any(Array) as unknown },
        { table: 'XML5', row: '1', kind: 'removed' },
      ])
      expect(
        body.differences[0]?.fields.toSorted((a, b) => String(a['field']).localeCompare(String(b['field']))),
      ).toEqual([
        { field: 'CAN_NANG', old: summary['CAN_NANG'] === '' ? null : expect.any(String), new: '61.5', hidden: false },
        { field: 'HO_TEN', old: null, new: null, hidden: true },
      ])
      expect(JSON.stringify(body)).not.toContain(name)
      const same = await probe.ask<{ total: number }>(
        'GET',
        path(20, 0, `versions/${id}-1/differences?purpose=payment&against=2`),
      )
      expect(same.body.total).toBe(0)
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'of what is not there are a problem',
    async () => {
      await deliver(fileOf(21, [0]))
      for (const [asked, status, code] of [
        ['versions/2/differences?purpose=payment', 404, 'dossier-unknown'],
        ['versions/1/differences?purpose=payment&against=7', 404, 'dossier-unknown'],
        ['versions/x/differences?purpose=payment', 400, 'parameter-invalid'],
        ['versions?purpose=management', 404, 'dossier-unknown'],
        ['versions', 400, 'parameter-invalid'],
      ] as const) {
        const answer = await probe.ask<Problem>('GET', path(21, 0, asked))
        expect([asked, answer.status, answer.body.code]).toEqual([asked, status, code])
      }
    },
    TEST_TIMEOUT_MS,
  )
})

describe('BHXH', () => {
  test(
    'assesses a dossier and its lines; facility, province and BHXH read it, exact to the đồng',
    async () => {
      const submission = await deliver(fileOf(30, [0]))
      const reason = { code: 'T01', words: 'Giá vượt mức được duyệt' }
      const lines = [
        { table: 'XML2', STT: 1, decision: 'reduced', amount: '9999999999999.99', reason },
        { table: 'XML3', STT: 2, decision: 'refused', reason },
      ]
      const item = assessmentOf(30, { decision: 'reduced', amount: '12500.5', reason, lines })
      const taken = await assess(item)
      expect([taken.status, taken.body.assessments]).toEqual([
        201,
        [{ id: item['id'], submission, dossier: 1, recorded: 'now' }],
      ])
      const again = await assess(item)
      expect([again.status, again.body.assessments[0]?.recorded]).toEqual([200, 'before'])
      const { body: feed } = await probe.ask<{ events: { kind: string; submission: string }[] }>(
        'GET',
        '/v1/results?limit=1000',
        { account: '01001' },
      )
      const shown = feed.events.filter((event) => event.submission === submission)
      expect(shown.map(({ kind }) => kind)).toEqual(['verified', 'assessed'])
      for (const account of ['01001', 'province-01', 'bhxh']) {
        const { body } = await probe.ask<{ assessments: unknown[] }>(
          'GET',
          path(30, 0, `assessment?facility=${FACILITY}`),
          { account },
        )
        expect(body.assessments).toMatchObject([
          {
            id: item['id'],
            submission,
            decision: 'reduced',
            amount: '12500.50',
            reason,
            lines: [
              { table: 'XML2', STT: 1, decision: 'reduced', amount: '9999999999999.99', reason },
              { table: 'XML3', STT: 2, decision: 'refused', amount: null, reason },
            ],
          },
        ])
      }
      expect(await versionsOf(30)).toMatchObject([{ assessment: 'reduced' }])
      // The newest decision counts; when the first one came stays.
      await assess(assessmentOf(30, { submission }))
      expect(await versionsOf(30)).toMatchObject([{ assessment: 'accepted' }])
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'is told the place of every item that matches nothing, and then nothing is written',
    async () => {
      await deliver(fileOf(31, [0]))
      const before = await probe.warehouse.$client.execute('SELECT count(*) AS n FROM assessments')
      const line = { decision: 'accepted' }
      const unmatched = await assess(
        assessmentOf(31),
        assessmentOf(99),
        assessmentOf(31, { submission: 'f'.repeat(32) }),
        assessmentOf(31, {
          lines: [
            { table: 'XML2', STT: 1, ...line },
            { table: 'XML2', STT: 99, ...line },
          ],
        }),
      )
      expect([unmatched.status, unmatched.body.code]).toEqual([422, 'assessment-unmatched'])
      expect(unmatched.body.places).toEqual(['assessments[1]', 'assessments[2]', 'assessments[3].lines[1]'])
      const provinces = await assess(assessmentOf(31), assessmentOf(31, { facility: '79001' }))
      expect([provinces.status, provinces.body.code]).toEqual([422, 'assessment-provinces'])
      expect((await probe.warehouse.$client.execute('SELECT count(*) AS n FROM assessments')).rows).toEqual(before.rows)
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'may not use an id for two assessments; of two calls at the same moment one writes',
    async () => {
      await deliver(fileOf(32, [0]))
      const item = assessmentOf(32)
      const both = await Promise.all([assess(item), assess(item)])
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 201])
      const other = await assess(assessmentOf(32), { ...item, amount: '1' })
      expect([other.status, other.body.code, other.body.places]).toEqual([409, 'assessment-taken', ['assessments[1]']])
    },
    TEST_TIMEOUT_MS,
  )

  test.each([
    ['nothing', []],
    ['a reduction without an amount', [{ decision: 'reduced', reason: { code: 'T', words: 'Lý do' } }]],
    ['a refusal without a reason', [{ decision: 'refused' }]],
    ['an amount that is no amount', [{ amount: '1.234' }]],
    ['a negative amount', [{ amount: '-1' }]],
    ['another purpose', [{ purpose: 'management' }]],
    ['a table without lines', [{ lines: [{ table: 'XML7', STT: 1, decision: 'accepted' }] }]],
    ['a line twice', [{ lines: [1, 1].map((STT) => ({ table: 'XML2', STT, decision: 'accepted' })) }]],
    [
      'an accepted dossier with a refused line',
      [{ lines: [{ table: 'XML2', STT: 1, decision: 'refused', reason: { code: 'T', words: 'Lý do' } }] }],
    ],
    ['an unknown member', [{ patient: 'x' }]],
  ])('is refused %s', async (_, changes) => {
    const { status, body } = await assess(...changes.map((change) => assessmentOf(30, change)))
    expect([status, body.code]).toEqual([
      expect.toBeOneOf([400, 422]),
      expect.toBeOneOf(['parameter-invalid', 'row-invalid']),
    ])
  })

  test(
    'agrees to a correction of what it had assessed; until then the assessed version counts',
    async () => {
      const first = await deliver(fileOf(40, [0]))
      await assess(assessmentOf(40))
      const correction = await deliver(fileOf(40, [0], CHANGE), WHY)
      const next = await deliver(fileOf(40, [0], OTHER_CHANGE), WHY)
      expect(await statesOf(40)).toEqual(['standing 1', 'waiting 2', 'waiting 3'])
      expect((await decide(40, first, 'agreed')).body).toMatchObject({ status: 409, code: 'agreement-state' })

      const agreed = await decide(40, correction, 'agreed')
      expect([agreed.status, agreed.body]).toMatchObject([
        200,
        { state: 'standing', agreement: { decision: 'agreed', by: 'bhxh', reason: REASON } },
      ])
      expect((await decide(40, correction, 'agreed')).body).toEqual(agreed.body)
      expect((await decide(40, correction, 'refused')).body).toMatchObject({ status: 409, code: 'agreement-given' })
      expect((await decide(40, next, 'refused')).body).toMatchObject({ state: 'declined' })
      expect(await statesOf(40)).toEqual(['replaced 1', 'standing 2', 'declined 3'])
      const { rows } = await probe.warehouse.$client.execute({
        sql: 'SELECT submission_id FROM dossiers WHERE MA_LK = ? AND is_current = 1',
        args: [keyOf(FACILITY, 40, 0)],
      })
      expect(rows.map((row) => row['submission_id'])).toEqual([correction])
      expect((await decide(41, correction, 'agreed')).body).toMatchObject({ status: 404, code: 'dossier-unknown' })
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'finds what it has to do by facility and due day, and assesses a batch on a sheet, all of it or nothing',
    async () => {
      await deliver(fileOf(50, [0, 1, 2]))
      const key = (number: number): string => keyOf(FACILITY, 50, number)
      type Listed = { MA_LK: string; submission: string; dueOn: string; T_BHTT: string | null }
      const list = async (query: string) => {
        const path = `/v1/assessments/worklist?facility=${FACILITY}&${query}`
        return (await probe.ask<{ dossiers: Listed[]; next: string | null }>('GET', path, { account: 'bhxh' })).body
      }
      const { dossiers: open } = await list('state=open')
      const found = open.find(({ MA_LK }) => MA_LK === key(0))
      expect(found?.T_BHTT).toMatch(/^\d+\.\d\d$/)
      const due = await probe.ask<{ facilities: { facility: string; open: number; days: { open: number }[] }[] }>(
        'GET',
        '/v1/assessments/due?province=01',
        { account: 'bhxh' },
      )
      const own = due.body.facilities.find(({ facility }) => facility === FACILITY)
      expect([own?.open, own?.days.reduce((sum, day) => sum + day.open, 0)]).toEqual([open.length, open.length])
      expect((await list(`state=open&dueOn=${found?.dueOn}`)).dossiers.length).toBeGreaterThan(0)
      expect((await list('state=open&dueOn=2026-11-29')).dossiers).toEqual([])
      // Page by page it is the same list.
      const paged: string[] = []
      for (let after: string | null = ''; after !== null;) {
        const page: Awaited<ReturnType<typeof list>> = await list(`state=open&limit=2${after && `&after=${after}`}`)
        paged.push(...page.dossiers.map(({ MA_LK }) => MA_LK))
        after = page.next
      }
      expect(paged).toEqual(open.map(({ MA_LK }) => MA_LK))

      const authorization = `Bearer ${await probe.stack.token('bhxh')}`
      const address = `${probe.stack.url}/v1/assessments/worklist?facility=${FACILITY}&format=xlsx`
      const sheet = await (await fetch(address, { headers: { authorization } })).arrayBuffer()
      const mine = [0, 1].map(key)
      const fill: Fill = (row) => (mine.includes(row['MA_LK'] ?? '') ? { 'Quyết định': 'giảm', 'Mã lý do': 'G1' } : {})
      const send = async (bytes: Uint8Array<ArrayBuffer>) => {
        const headers = { 'content-type': 'application/octet-stream' }
        type Taken = { recorded: number; known: number; errors: number; problems: { code: string; cell: string }[] }
        return probe.ask<Taken>('POST', '/v1/assessments/sheets', { account: 'bhxh', headers, body: bytes })
      }
      const unfinished = await send(await fillSheet(sheet, fill))
      expect([unfinished.status, unfinished.body.recorded, unfinished.body.errors]).toEqual([200, 0, 4])
      expect(unfinished.body.problems.map(({ code, cell }) => `${code} ${cell.slice(0, 1)}`)).toEqual([
        'amount-needed M',
        'reason-needed O',
        'amount-needed M',
        'reason-needed O',
      ])
      const whole: Fill = (row, at) =>
        mine.includes(row['MA_LK'] ?? '')
          ? { ...fill(row, at), 'Số tiền chấp nhận': 100.5, 'Lý do': 'Vượt định mức' }
          : {}
      const line = { 'Mã CSKCB': FACILITY, MA_LK: key(0), 'Mã lần gửi': found?.submission ?? '', Bảng: 'XML2' }
      const judged = { 'Quyết định': 'từ chối', 'Mã lý do': 'G2', 'Lý do': 'Không có chỉ định' }
      const unmatched = await send(await fillSheet(sheet, whole, [{ ...line, STT: 9999, ...judged }]))
      expect([unmatched.status, unmatched.body]).toMatchObject([
        200,
        { recorded: 0, problems: [{ code: 'unmatched' }] },
      ])
      expect((await list('state=open')).dossiers).toHaveLength(open.length)

      const filled = await fillSheet(sheet, whole, [{ ...line, STT: 1, ...judged }])
      expect(await send(filled)).toMatchObject({ status: 201, body: { recorded: 2, known: 0, errors: 0 } })
      expect(await send(filled)).toMatchObject({ status: 200, body: { recorded: 0, known: 2, errors: 0 } })
      expect((await list('state=open')).dossiers).toHaveLength(open.length - 2)
      expect((await list('state=assessed')).dossiers.map(({ MA_LK }) => MA_LK)).toEqual(expect.arrayContaining(mine))
      const { body } = await probe.ask('GET', path(50, 0, `assessment?facility=${FACILITY}`), { account: 'bhxh' })
      expect(body).toMatchObject({
        assessments: [
          { decision: 'reduced', amount: '100.50', lines: [{ table: 'XML2', STT: 1, decision: 'refused' }] },
        ],
      })

      const correction = await deliver(fileOf(50, [0], CHANGE), WHY)
      expect((await list('state=waiting')).dossiers).toMatchObject([{ MA_LK: key(0), submission: correction }])
    },
    TEST_TIMEOUT_MS,
  )

  test.each([
    ['01001', 403, 'role-not-allowed'],
    ['province-01', 403, 'role-not-allowed'],
    ['ministry-kcb', 403, 'role-not-allowed'],
    ['ministry', 403, 'role-not-allowed'],
    [null, 401, 'token-missing'],
  ] as const)('is not %s: %i %s', async (account, status, code) => {
    const assessed = await postJson('/v1/assessments', { assessments: [assessmentOf(30)] }, account)
    const decided = await decide(30, 'f'.repeat(32), 'agreed', account)
    expect([assessed.status, assessed.body.code, decided.status, decided.body.code]).toEqual([
      status,
      code,
      status,
      code,
    ])
  })
})

test.each(['79001', 'province-79'])('%s reads nothing of another province', async (account) => {
  await send(fileOf(1, [0, 1]))
  const PAYMENT = '&purpose=payment'
  for (const [rest, query] of [
    ['versions', PAYMENT],
    ['versions/1/differences', PAYMENT],
    ['assessment', ''],
  ] as const) {
    const { status, body } = await probe.ask<Problem>('GET', path(1, 0, `${rest}?facility=${FACILITY}${query}`), {
      account,
    })
    expect([rest, status, body.code]).toEqual([rest, 403, 'not-yours'])
  }
})

test('nothing of all this was a fault, and no log line holds data', () => {
  const log = probe.stack.log()
  expect(log).not.toMatch(/"event":"fault"|Uncaught|unhandled|hung/i)
  expect(log).not.toMatch(/THỬ|GIẢ LẬP|01001\.00/)
})
