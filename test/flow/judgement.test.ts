/** By which lists a file is judged, and what its sender learns of that later: over HTTP, on real databases, with a clock that moves on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import { makeDossier, renderDossier, wrapEnvelope, type Row } from '../fixtures/dossier.ts'
import { keyOf } from '../fixtures/synthetic.ts'
import { startProbe, type Answer, type Probe, type Submitted } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 90_000
const FACILITY = '01001'
const QUIET_MS = 16 * 60_000
/** A complete list knows which kinds of encounter there are. */
const WRONG: Row = { MA_LOAI_KCB: '99' }
/** A demand of the table, which no list can mend. */
const BROKEN: Row = { NGAY_VAO: '' }

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

/** One file; its dossiers by their number of the seed, and what is changed in XML1 of each. */
const fileOf = (seed: number, dossiers: Readonly<Record<number, Row>>, made = '20261015'): string =>
  wrapEnvelope(
    Object.entries(dossiers).map(([number, change]) => {
      const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', seed }, Number(number))
      return renderDossier('3176', { XML1: [{ ...summary, ...change }], ...rest })
    }),
    { made },
  )
const MA_LK = (seed: number, number: number): string => keyOf(FACILITY, seed, number)

type Outcome = {
  index: number
  outcome: string
  rejectedAfterAcceptance: boolean
  answeredBy: { submission: string; dossier: number } | null
  state: string | null
  version: number | null
  earlier: { submission: string; dossier: number } | null
  timeliness: string | null
}
type Shown = Submitted & {
  status: string
  outcomes: Outcome[]
  levels: { level: string; dossiers: unknown; resend: string | null }[]
}
type Event = { id: string; kind: string; submission: string; resend: string | null; dossier: { index: number } | null }

const send = (file: string, query: Record<string, string> = {}): Promise<Answer<Submitted>> =>
  probe.ask('POST', `/v1/submissions?${new URLSearchParams({ purpose: 'payment', ...query }).toString()}`, {
    headers: { 'content-type': 'application/xml' },
    body: file,
  })
/** Sends, and waits until the centre is done. */
const deliver = async (file: string, query: Record<string, string> = {}): Promise<Submitted> => {
  const { status, body } = await send(file, query)
  expect([status, body.code]).toEqual([202, undefined])
  await probe.settled(body.id)
  return body
}
const shown = async (id: string): Promise<Shown> => (await probe.ask<Shown>('GET', `/v1/submissions/${id}`)).body
const eventsOf = async (id: string): Promise<Event[]> => {
  const { body } = await probe.ask<{ events: Event[] }>('GET', '/v1/results?limit=1000')
  return body.events.filter(({ submission }) => submission === id)
}
/** The primary's heartbeat of the worker's now, and its way to the copy. */
const beat = async (): Promise<void> => {
  await probe.stack.runScheduled()
  await probe.stack.reference.caughtUp()
}
/** What is added up of the facility's current dossiers. */
const figures = async (): Promise<unknown> => {
  const { rows } = await probe.warehouse.$client.execute({
    sql: `SELECT sum(current) AS current, sum(T_TONGCHI_BV) AS total, sum(in_time + at_once + before_fifth + late + undetermined) AS timely
          FROM facility_days WHERE facility = ? AND purpose = 'payment'`,
    args: [FACILITY],
  })
  return { ...rows[0] }
}

describe('after a quiet quarter of an hour', () => {
  test(
    'the first file is judged by the lists of now, and so is the first dry run',
    async () => {
      await beat()
      await probe.freshLists()
      for (const ask of [
        (seed: number) => send(fileOf(seed, { 0: WRONG })),
        (seed: number) =>
          probe.ask<Submitted>('POST', '/v1/dry-run', {
            account: null,
            headers: { 'content-type': 'application/xml' },
            body: fileOf(seed, { 0: WRONG }),
          }),
      ]) {
        await probe.advance(QUIET_MS)
        await beat()
        const { body } = await ask(1)
        expect(body.dmdc.stale).toBe(false)
        expect(body.dmdc.replicaLagSeconds).toBeLessThan(60)
        expect(body.dossiers).toMatchObject({ rejected: 1 })
        // Its verification asks for lists, too: not between the clock's step and the heartbeat that follows.
        if (body.id !== undefined) await probe.settled(body.id)
      }
    },
    TEST_TIMEOUT_MS,
  )
})

describe('what was accepted by stale lists', () => {
  test(
    'is judged again at the centre; what is wrong by the lists in force is rejected after acceptance, and counts nowhere',
    async () => {
      await probe.advance(QUIET_MS)
      const acknowledged = await deliver(fileOf(10, { 0: {}, 1: WRONG, 2: BROKEN }))
      expect(acknowledged).toMatchObject({
        dmdc: { stale: true },
        dossiers: { counted: 3, rejected: 1 },
        resend: 'rejected-dossiers',
      })
      const { id } = acknowledged
      const now = await shown(id)
      expect(now.outcomes).toMatchObject([
        { outcome: expect.stringMatching(/^accepted/) as string, rejectedAfterAcceptance: false, state: 'standing' },
        { outcome: 'rejected', rejectedAfterAcceptance: true, answeredBy: null, state: null, timeliness: null },
        { outcome: 'rejected', rejectedAfterAcceptance: false, answeredBy: null, state: null, timeliness: null },
      ])
      expect(now).toMatchObject({ status: 'verified', resend: 'rejected-dossiers', dossiers: { rejected: 1 } })
      expect(now.levels).toMatchObject([
        { level: 'received', resend: null },
        { level: 'checked', dossiers: { rejected: 1 }, resend: null },
        { level: 'verified', dossiers: { counted: 3, rejected: 2 }, resend: 'rejected-dossiers' },
        { level: 'assessed', resend: null },
      ])
      const events = await eventsOf(id)
      expect(events.map(({ kind, dossier, resend }) => [kind, dossier?.index ?? null, resend])).toEqual([
        ['rejected-after-acceptance', 2, 'rejected-dossiers'],
        ['verified', null, 'rejected-dossiers'],
      ])
      const { body: findings } = await probe.ask<{ findings: { field: string | null; severity: string }[] }>(
        'GET',
        `/v1/submissions/${id}/findings`,
      )
      expect(findings.findings.filter(({ field }) => field === 'MA_LOAI_KCB')).toMatchObject([{ severity: 'error' }])
      const versions = await probe.ask('GET', `/v1/dossiers/${MA_LK(10, 1)}/versions?purpose=payment`)
      expect(versions.status).toBe(404)
      expect(await probe.rows(id, 'XML1')).toMatchObject([{ dossier: 1 }])

      // The same message again, also after the end, changes and announces nothing more.
      await probe.sendMessage({ version: 1, kind: 'verify-submission', submissionId: id })
      await probe.cleared(id)
      expect(await eventsOf(id)).toEqual(events)

      // Mended and sent alone it needs no reason: nothing of it was accepted.
      const mended = await deliver(fileOf(10, { 1: {} }))
      expect(mended.dossiers.rejected).toBe(0)
      expect((await shown(mended.id)).outcomes).toMatchObject([{ state: 'standing', version: 1 }])
      expect((await shown(id)).outcomes.map(({ answeredBy }) => answeredBy)).toMatchObject([
        null,
        { submission: mended.id, dossier: 1 },
        null,
      ])
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'waits while the primary is away, as nobody else knows what is in force, and is verified once it is back',
    async () => {
      await probe.advance(QUIET_MS)
      await probe.stack.reference.primary.kill()
      const { status, body } = await send(fileOf(11, { 0: WRONG }))
      expect([status, body.dmdc.stale, body.dossiers.rejected]).toEqual([202, true, 0])
      await until('the verification to be postponed', TEST_TIMEOUT_MS, async () =>
        probe.stack.log().includes('verification-postponed') ? true : undefined,
      )
      expect(await shown(body.id)).toMatchObject({ status: 'received', outcomes: [], resend: 'none' })
      expect(await probe.objects(`pending/${body.id}`)).toHaveLength(1)

      await probe.stack.reference.primary.restart()
      // The next sweep that sends it again.
      await probe.advance(120_000)
      await probe.stack.runScheduled()
      await probe.settled(body.id)
      expect(await shown(body.id)).toMatchObject({
        status: 'verified',
        resend: 'rejected-dossiers',
        outcomes: [{ outcome: 'rejected', rejectedAfterAcceptance: true }],
      })
      expect(await probe.objects('dead-letters/')).toEqual([])
    },
    TEST_TIMEOUT_MS,
  )
})

describe('a receipt', () => {
  test(
    'speaks of the dossiers that were sent: one accepted before is identical, and no figure counts it twice',
    async () => {
      const first = await deliver(fileOf(20, { 0: {}, 1: BROKEN, 2: {} }))
      const before = await figures()
      expect(before).toMatchObject({ current: expect.any(Number) as number, total: expect.any(Number) as number })
      const alone = await send(fileOf(20, { 2: {} }))
      expect([alone.status, alone.headers.get('idempotent-replay')]).toEqual([202, null])
      expect(alone.body).toMatchObject({
        dossiers: { counted: 1, rejected: 0 },
        identical: [{ index: 1, MA_LK: MA_LK(20, 2), earlier: { submission: first.id, dossier: 3 } }],
        identicalTotal: 1,
        resend: 'none',
      })
      await probe.settled(alone.body.id)
      expect((await shown(alone.body.id)).outcomes).toMatchObject([
        { state: 'identical', version: 1, earlier: { submission: first.id, dossier: 3 } },
      ])
      expect(await figures()).toEqual(before)

      const again = await send(fileOf(20, { 2: {} }))
      expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, 'true'])
      expect(again.body).toEqual(alone.body)
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'of a file with a new, a rejected, a changed and an identical dossier says of each what it is',
    async () => {
      const first = await deliver(fileOf(21, { 0: {}, 1: {} }))
      const changed: Row = { LY_DO_VV: 'Tái khám theo hẹn, dữ liệu thử nghiệm' }
      const file = fileOf(21, { 0: changed, 1: {}, 2: {}, 3: BROKEN })
      const refused = await send(file)
      expect([refused.status, refused.body.code]).toEqual([409, 'dossier-changed'])
      const reason = { correction: 'wrong-data', reason: 'Nhập sai lý do vào viện, đã đối chiếu bệnh án' }
      const taken = await deliver(file, reason)
      expect(taken).toMatchObject({
        dossiers: { counted: 4, rejected: 1 },
        identical: [{ index: 2, earlier: { submission: first.id, dossier: 2 } }],
        resend: 'rejected-dossiers',
      })
      expect((await shown(taken.id)).outcomes).toMatchObject([
        { state: 'standing', version: 2, earlier: { submission: first.id, dossier: 1 } },
        { state: 'identical', version: 1, earlier: { submission: first.id, dossier: 2 } },
        { state: 'standing', version: 1, earlier: null },
        { state: null, outcome: 'rejected' },
      ])
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'of the same dossiers in two files at the same moment is one each, and the centre makes one of them identical',
    async () => {
      const answers = await Promise.all([
        send(fileOf(22, { 0: {} })),
        send(fileOf(22, { 0: {} }, '20261016')),
        send(fileOf(22, { 0: {} })),
      ])
      const ids = answers.map(({ body }) => body.id)
      expect(answers.map(({ status }) => status).filter((status) => status === 202)).toHaveLength(2)
      expect([ids[0] === ids[2], ids[0] === ids[1]]).toEqual([true, false])
      for (const id of new Set(ids)) await probe.settled(id)
      const states = await Promise.all([...new Set(ids)].map(async (id) => (await shown(id)).outcomes[0]?.state))
      expect(new Set(states)).toEqual(new Set(['identical', 'standing']))
    },
    TEST_TIMEOUT_MS,
  )
})

describe('what has to be sent again', () => {
  test(
    'follows the mending: each rejected dossier names the later submission that answered it',
    async () => {
      const first = await deliver(fileOf(30, { 0: BROKEN, 1: {}, 2: BROKEN, 3: BROKEN }))
      expect(first.resend).toBe('rejected-dossiers')
      const open = async (): Promise<unknown[]> => {
        const { outcomes, resend, levels } = await shown(first.id)
        const [verified] = await eventsOf(first.id)
        expect([resend, resend]).toEqual([levels[2]?.resend, verified?.resend])
        return [
          resend,
          ...outcomes
            .filter(({ outcome }) => outcome === 'rejected')
            .map(({ answeredBy }) => answeredBy?.submission ?? null),
        ]
      }
      expect(await open()).toEqual(['rejected-dossiers', null, null, null])

      // Mended in part, and rejected again in part.
      const second = await deliver(fileOf(30, { 0: {}, 2: BROKEN }))
      expect(await open()).toEqual(['rejected-dossiers', second.id, null, null])
      // For the other purpose it is another dossier.
      await deliver(fileOf(30, { 2: {}, 3: {} }), { purpose: 'management' })
      expect(await open()).toEqual(['rejected-dossiers', second.id, null, null])

      const third = await deliver(fileOf(30, { 2: {}, 3: {} }))
      expect(await open()).toEqual(['none', second.id, third.id, third.id])
      expect((await shown(second.id)).resend).toBe('none')
      // The receipt of the same bytes stays what it was: it is about its own moment.
      expect((await send(fileOf(30, { 0: BROKEN, 1: {}, 2: BROKEN, 3: BROKEN }))).body).toEqual(first)
    },
    TEST_TIMEOUT_MS,
  )
})
