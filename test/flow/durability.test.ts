import { Buffer } from 'node:buffer'
import { asc, eq, inArray } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dossiers, findings, submissions } from '../../db/warehouse/schema.ts'
import { until } from '../../scripts/stack/until.ts'
import { dossiersFor, makeFile } from '../fixtures/dossier.ts'
import { SLOW_MS } from '../harness/slow-disk.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'
import { type Acknowledgement } from '../../src/http/routes/submissions/schemas.ts'

const TEST_TIMEOUT_MS = 180_000
const MIB = 1024 * 1024
/** A message that failed comes again after five seconds; the rest is a busy machine's. */
const SOON_MS = 60_000
const TWO_HOURS_MS = 2 * 60 * 60 * 1000

let probe: Probe
beforeAll(async () => {
  // One retry (after five seconds, as for everybody) and then the dead letter.
  probe = await startProbe({
    vars: { SWEEP_AFTER_SECONDS: '1', DMDC_REFRESH_SECONDS: '1' },
    queues: { maxBatchTimeout: 0, retryDelay: 0, maxRetries: 1 },
  })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})
afterEach(async () => {
  await probe.setFaults()
  await probe.retryAfter(null)
})

const small = (seed: number): string => makeFile({ standard: '3176', seed, dossiers: 2 })
const large = (seed: number, mebibytes: number): string => {
  const options = { standard: '3176', seed } as const
  return makeFile({ ...options, dossiers: dossiersFor(mebibytes * MIB, options) })
}
const dossiersOfTwoParts = dossiersFor(5.3 * MIB, { standard: '3176' })
/** Two parts, with dossiers of its own: those of another file would be repeated by it. */
const another = (number: number): string =>
  makeFile({ standard: '3176', seed: 100 + number, dossiers: dossiersOfTwoParts, templates: 10 })

/** The same without Content-Length. */
const chunked = (file: string): ReadableStream<Uint8Array> => new Blob([file]).stream()

const receiptsOf = (): Promise<string[]> => probe.objects('receipts/')

describe('what the store does not take is not acknowledged, and a retry heals it', () => {
  const acknowledged: string[] = []

  test.each([
    ['the bytes', 'put raw/', small(1), 'sized'],
    ['the marker', 'put pending/', small(2), 'sized'],
    ['the receipt', 'put receipts/', small(3), 'sized'],
    ['a look at an earlier receipt', 'get receipts/', small(4), 'sized'],
    ['a large file', 'put raw/large/', another(5), 'sized'],
    ['the note of a large file', 'put uploads/', another(6), 'sized'],
    ['the beginning of a large file of unknown length', 'createMultipartUpload', another(7), 'chunked'],
    ['a part of one', 'uploadPart', another(8), 'chunked'],
    ['the end of one', 'complete', another(9), 'chunked'],
  ] as const)(
    '%s',
    async (_, fault, file, how) => {
      const before = await receiptsOf()
      const largeBefore = await probe.objects('raw/large/')
      await probe.setFaults(fault)
      const refused = await probe.submit(how === 'sized' ? file : chunked(file))
      expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 503, code: 'storage-unavailable' })
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await receiptsOf()).toEqual(before)
      expect(await probe.objects('raw/large/')).toEqual(largeBefore)

      await probe.setFaults()
      const taken = await probe.submit(file)
      expect(taken.status).toBe(202)
      acknowledged.push(taken.body.id)
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'everything acknowledged is verified',
    async () => {
      for (const id of acknowledged) expect(await probe.settled(id)).toMatchObject({ status: 'verified' })
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'where the queue takes nothing, receipt is not confirmed; the retry finds the receipt and sends the message',
    async () => {
      await probe.setFaults('send')
      const refused = await probe.submit(small(10))
      expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 503, code: 'queue-unavailable' })
      expect(refused.headers.get('retry-after')).not.toBeNull()
      await probe.setFaults()
      const taken = await probe.submit(small(10))
      expect({ status: taken.status, replay: taken.headers.get('idempotent-replay') }).toEqual({
        status: 200,
        replay: 'true',
      })
      expect(await probe.settled(taken.body.id)).toMatchObject({ status: 'verified' })
    },
    TEST_TIMEOUT_MS,
  )
})

describe('a disk that is slow', () => {
  test(
    'delays who writes to it, loses nothing, and holds nobody else up',
    async () => {
      await probe.setFaults('slow put', 'slow uploadPart', 'slow complete', 'slow createMultipartUpload')
      const began = performance.now()
      const sent = Promise.all([
        probe.submit(small(210)),
        probe.submit(another(61)),
        probe.submit(chunked(another(62))),
      ])
      let asked = 0
      const isSent = sent.then(() => true)
      for (let done = false; !done; done = await Promise.race([isSent, Promise.resolve(false)])) {
        expect((await probe.ask('GET', '/healthz', { account: null })).status).toBe(200)
        asked += 1
      }
      await probe.setFaults()
      expect((await sent).map(({ status }) => status)).toEqual([202, 202, 202])
      const took = performance.now() - began
      // A large file waits four times at least: for its beginning, a part, its end and its receipt.
      expect(took).toBeGreaterThan(4 * SLOW_MS)
      // Who waits for the disk asks once in each of its steps, or less often.
      expect(asked).toBeGreaterThan(Math.max(3, took / SLOW_MS))
      for (const { body } of await sent) expect(await probe.settled(body.id)).toMatchObject({ status: 'verified' })
    },
    TEST_TIMEOUT_MS,
  )
})

describe('verification that fails', () => {
  test(
    'is tried again, then kept as a dead letter with its cause, and holds no other message back',
    async () => {
      await probe.setFaults('get raw/')
      const { body: doomed } = await probe.submit(small(20))
      await until('its first failure', SOON_MS, async () =>
        (await probe.objects(`failures/${doomed.id}`)).length > 0 ? true : undefined,
      )
      await probe.removeObject((await probe.receipt(doomed.id)).rawKey)
      // Nor is its letter written at the first try.
      await probe.setFaults('put dead-letters/')

      const { body: healthy } = await probe.submit(small(21))
      expect(await probe.settled(healthy.id)).toMatchObject({ status: 'verified' })
      await until('the failure of its letter in the log', SOON_MS, () =>
        probe.stack.log().includes('"queue":"bhyt-verification-dead"') ? true : undefined,
      )
      await probe.setFaults()

      const cause = 'Error: the bytes of this submission are not in the store'
      expect(await probe.settled(doomed.id)).toMatchObject({ status: 'failed', failure: cause })
      const letter = JSON.parse(
        Buffer.from((await probe.object(`dead-letters/${doomed.id}.json`)) ?? []).toString(),
      ) as unknown
      expect(letter).toMatchObject({ submissionId: doomed.id, attempt: 2, cause })
      await probe.cleared(doomed.id)
      const shown = await probe.ask<{ status: string; failure: string }>('GET', `/v1/submissions/${doomed.id}`)
      expect(shown.body).toMatchObject({ status: 'failed', failure: cause })
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'is tried anew when the file that was given up is sent again',
    async () => {
      await probe.retryAfter(0)
      await probe.setFaults('get raw/')
      const { body } = await probe.submit(small(33))
      expect(await probe.settled(body.id)).toMatchObject({ status: 'failed' })
      await probe.setFaults()
      const again = await probe.submit(small(33))
      expect(again).toMatchObject({ status: 200, body: { id: body.id } })
      await until('its verification', SOON_MS, async () => {
        const shown = await probe.ask<{ status: string }>('GET', `/v1/submissions/${body.id}`)
        return shown.body.status === 'verified' ? true : undefined
      })
      await until('its dead letter to go', SOON_MS, async () =>
        (await probe.objects(`dead-letters/${body.id}`)).length === 0 ? true : undefined,
      )
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'goes on where even the failure cannot be written down',
    async () => {
      await probe.setFaults('get raw/', 'put failures/')
      const { body } = await probe.submit(small(22))
      await until('the failure in the log', SOON_MS, () =>
        probe.stack.log().includes('"event":"failure"') ? true : undefined,
      )
      await probe.setFaults()
      expect(await probe.settled(body.id)).toMatchObject({ status: 'verified', failure: null })
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'of a message of an unknown version is kept as a dead letter; its submission stays with the sweep',
    async () => {
      await probe.setFaults('send')
      await probe.submit(small(23))
      await probe.setFaults()
      const id = (await probe.objects('pending/')).map((key) => key.slice('pending/'.length))[0] ?? ''
      await probe.sendMessage({ version: 2, kind: 'verify-submission', submissionId: id })
      const [key = ''] = await until('the dead letter', SOON_MS, async () => {
        const letters = await probe.objects('dead-letters/message-')
        return letters.length > 0 ? letters : undefined
      })
      expect(Buffer.from((await probe.object(key)) ?? []).toString()).toContain(
        'a queue message of an unknown kind or version',
      )
      await probe.stack.runScheduled()
      expect(await probe.settled(id)).toMatchObject({ status: 'verified' })
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'that another message of the file has done is no dead letter, and takes nothing back',
    async () => {
      await probe.retryAfter(0)
      // Verified, and yet each message fails behind that.
      await probe.setFaults('delete failures/')
      const { body } = await probe.submit(small(24))
      const lettersIn = (folder: string): Promise<string[]> => probe.objects(`${folder}/${body.id}`)
      await until('its message to be given up', SOON_MS, async () =>
        (await lettersIn('dead-letters')).length + (await lettersIn('mended-letters')).length > 0 ? true : undefined,
      )
      await probe.setFaults()
      await until('nothing to be said of it', SOON_MS, async () =>
        (await lettersIn('dead-letters')).length + (await lettersIn('pending')).length === 0 ? true : undefined,
      )
      const [state] = await probe.warehouse.select().from(submissions).where(eq(submissions.id, body.id))
      expect(state).toMatchObject({ status: 'verified', failure: null })
    },
    TEST_TIMEOUT_MS,
  )
})

/** What a verification leaves, without its times. */
const warehouseOf = async (ids: readonly string[]) => {
  const { warehouse } = probe
  const states = await warehouse
    .select()
    .from(submissions)
    .where(inArray(submissions.id, [...ids]))
    .orderBy(asc(submissions.id))
  return {
    submissions: states.map(({ receivedAt: _, verifiedAt: __, id: ___, ...state }) => state),
    dossiers: (
      await warehouse
        .select()
        .from(dossiers)
        .where(inArray(dossiers.submissionId, [...ids]))
    ).length,
    findings: (
      await warehouse
        .select()
        .from(findings)
        .where(inArray(findings.submissionId, [...ids]))
    ).length,
    XML1: (await Promise.all(ids.map((id) => probe.rows(id, 'XML1')))).flat(),
    XML2: (await Promise.all(ids.map((id) => probe.rows(id, 'XML2')))).flat(),
  }
}

const byContent = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort()
const comparable = ({
  submissions: states,
  dossiers: d,
  findings: f,
  XML1: one,
  XML2: two,
}: Awaited<ReturnType<typeof warehouseOf>>) => ({
  // What only payment data has: somebody behind it, and a result that is owed.
  submissions: byContent(states.map(({ purpose: _, authenticatedBy: __, resultDueOn: ___, ...state }) => state)),
  dossiers: d,
  findings: f,
  XML1: byContent(one),
  XML2: byContent(two),
})

/** Of a busy machine: up to three files are read again from their beginning. */
const A_MOMENT_MS = 45_000
const BETWEEN_SWEEPS_MS = 2000
const POWER_CUTS_TIMEOUT_MS = 240_000

describe('a power cut', () => {
  const files = [small(40), makeFile({ standard: '4210', seed: 41, dossiers: 3 }), large(43, 1), another(44)]

  const post = async (purpose: string): Promise<Acknowledgement[]> =>
    (await Promise.all(files.map((file) => probe.submit(file, { purpose })))).map(({ status, body }) => {
      expect(status).toBe(202)
      return body
    })

  const sweepUntilVerified = async (ids: readonly string[]): Promise<void> => {
    await until('everything to be verified', A_MOMENT_MS, async () => {
      await probe.stack.runScheduled()
      const states = await probe.warehouse
        .select()
        .from(submissions)
        .where(inArray(submissions.id, [...ids]))
      return states.filter(({ status }) => status === 'verified').length === ids.length ? true : undefined
    })
  }

  test(
    'at any moment after the answer loses nothing: the warehouse becomes that of a clean run',
    async () => {
      const clean = (await post('management')).map(({ id }) => id)
      for (const id of clean) await probe.settled(id)

      const acknowledged = (await post('payment')).map(({ id }) => id)
      await probe.stack.killWorker()
      for (const restart of [1, 2, 3]) {
        await probe.stack.restartWorker()
        // Each time verification comes a little further before the next cut. Markers are swept from their second second on, and not all the
        // time: every sweep sends its messages again.
        let sweptAt = Number.NEGATIVE_INFINITY
        await until('a moment of verification', A_MOMENT_MS, async () => {
          if (performance.now() - sweptAt > BETWEEN_SWEEPS_MS) {
            await probe.stack.runScheduled()
            sweptAt = performance.now()
          }
          const states = await probe.warehouse.select().from(submissions).where(inArray(submissions.id, acknowledged))
          return states.length >= restart ? true : undefined
        })
        await probe.stack.killWorker()
      }
      await probe.stack.restartWorker()
      await sweepUntilVerified(acknowledged)
      expect(comparable(await warehouseOf(acknowledged))).toEqual(comparable(await warehouseOf(clean)))
      // The marker goes behind the last thing that is written.
      for (const id of acknowledged) await probe.cleared(id)
    },
    POWER_CUTS_TIMEOUT_MS,
  )

  test(
    'before the answer leaves nothing half-stored',
    async () => {
      const before = await receiptsOf()
      const file = Buffer.from(large(45, 11))
      let sent = 0
      const slow = new ReadableStream<Uint8Array>({
        pull(stream) {
          // The rest never comes.
          if (sent > 10 * MIB) return new Promise(() => {})
          stream.enqueue(file.subarray(sent, sent + MIB))
          sent += MIB
          return undefined
        },
      })
      const answer = probe.submit(slow).then(
        () => 'answered',
        () => 'cut off',
      )
      await until('most of it to be sent', SOON_MS, () => (sent > 10 * MIB ? true : undefined))
      await probe.stack.killWorker()
      expect(await answer).toBe('cut off')
      await probe.stack.restartWorker()
      // The first look only marks what looks abandoned.
      for (const times of [1, 2]) await probe.sweepUploads(Date.now() + times * TWO_HOURS_MS)
      expect(await receiptsOf()).toEqual(before)
      const named = await probe.namedFiles()
      const whole = await probe.submit(file)
      expect(whole.status).toBe(202)
      expect(await probe.settled(whole.body.id)).toMatchObject({ status: 'verified' })
      expect((await probe.objects('raw/large/')).filter((key) => !named.includes(key))).toHaveLength(1)
      expect(await probe.objects('uploads/')).toHaveLength(1)
    },
    TEST_TIMEOUT_MS,
  )
})

test(
  'the primary away stops neither the sweep nor anything else of the clock',
  async () => {
    await probe.setFaults('send')
    await probe.submit(small(60))
    await probe.setFaults()
    const id = (await probe.objects('pending/'))[0]?.slice('pending/'.length) ?? ''
    await probe.stack.reference.primary.kill()
    await until('the marker to be overdue and the message to be sent', SOON_MS, async () => {
      await probe.stack.runScheduled().catch(() => {})
      const [state] = await probe.warehouse.select().from(submissions).where(eq(submissions.id, id))
      return state?.status === 'verified' ? true : undefined
    })
    await probe.stack.reference.primary.restart()
  },
  TEST_TIMEOUT_MS,
)
