/**
 * Two provinces with real processes: a primary, replicas, one workerd. Each test starts from a whole stack whose copies are fresh,
 * takes something away and gives it back.
 */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { JWK } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { readManifest, seedDirectory } from '../../dmdc-seed/catalogue-file.ts'
import { loadSeed } from '../../dmdc-seed/load.ts'
import type { Keys } from '../../scripts/stack/keys.ts'
import type { Sqld } from '../../scripts/stack/sqld.ts'
import type { Province } from '../../scripts/stack/stack.ts'
import { until } from '../../scripts/stack/until.ts'
import { createSigner } from '../../src/codes/release/signature.ts'
import { beat } from '../../src/store/reference/heartbeat.ts'
import { makeDossier, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { startProbe, type Answer, type Probe, type Submitted } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 120_000
const SOON_MS = 30_000
/** What "within seconds" means: a refresh every second, replication, and a machine that others use as well. */
const USABLE_WITHIN_MS = 10_000
const PUBLISH_TIMEOUT_MS = 60_000
/** Long against a request, short enough to wait for. */
const STALE_AFTER_SECONDS = 6

let probe: Probe
let seed: string
beforeAll(async () => {
  seed = await mkdtemp(join(tmpdir(), 'bhyt-seed-'))
  await cp(fileURLToPath(seedDirectory), seed, { recursive: true })
  probe = await startProbe({
    provinces: ['01', '79'],
    vars: { DMDC_REFRESH_SECONDS: '1', DMDC_STALE_SECONDS: String(STALE_AFTER_SECONDS) },
  })
  // Nobody signs in while the replica is away; whoever has done so goes on.
  await Promise.all(['01001', '79001'].map((account) => probe.stack.token(account)))
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
  await rm(seed, { recursive: true, force: true })
})

const edge = (code: '01' | '79'): Province => {
  const province = probe.stack.provinces.find((province) => province.code === code)
  if (province === undefined) throw new Error(`no province ${code}`)
  return province
}
const primary = (): Sqld => probe.stack.reference.primary

/** A code of `encounter-types` that no release knows and no other test uses; the list is complete, so it rejects. */
let lastCode = 60
const newCode = (): string => String(lastCode++)

let published = 0
/** A new release that knows that code as well. */
async function publish(code: string): Promise<string> {
  const directory = pathToFileURL(`${seed}/`)
  const manifest = await readManifest(directory)
  const entry = manifest.catalogues.find(({ id }) => id === 'encounter-types')
  if (entry === undefined) throw new Error('the seed has no encounter-types')
  const path = join(seed, entry.file)
  const text = await readFile(path, 'utf8')
  const columns = text.slice(0, text.indexOf('\n')).trim().split(',')
  const row: Record<string, string> = { code, name: `Loại hình ${code}` }
  const changed = `${text.trimEnd()}\n${columns.map((column) => row[column] ?? '').join(',')}\n`
  await writeFile(path, changed)
  entry.rows++
  entry.sha256 = createHash('sha256').update(changed).digest('hex')
  manifest.release.id = `2099.1.${++published}`
  await writeFile(join(seed, 'manifest.json'), JSON.stringify(manifest))
  const { dmdcSigningKey } = JSON.parse(await readFile(join(probe.stack.directory, 'keys.json'), 'utf8')) as Keys
  const sign = await createSigner(JSON.parse(dmdcSigningKey) as JWK)
  const database = openDatabase('reference', { url: primary().url, timeoutMs: PUBLISH_TIMEOUT_MS })
  try {
    return (await loadSeed(database, { now: Date.now(), sign, directory })).release
  } finally {
    database.$client.close()
  }
}

let lastSeed = 0
/** A new file of a facility of that province, whose only doubt is that code. */
const fileWith = (facility: string, code: string): string => {
  const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', facility, seed: ++lastSeed })
  const tables = { XML1: [{ ...summary, MA_LOAI_KCB: code }], ...rest }
  return wrapEnvelope([renderDossier('3176', tables)], { facility, made: '20261015' })
}

type Judged = { status: number; release: string; stale: boolean; lag: number; codes: string[]; id: string }
const judgedOf = ({ status, headers, body }: Answer<Submitted>): Judged => {
  expect([status, body.code]).toEqual([expect.toBeOneOf([200, 202]), undefined])
  const { release, replicaLagSeconds, stale } = body.dmdc
  // The headers say the same as the body.
  expect(headers.get('dmdc-release')).toBe(release)
  expect(headers.get('dmdc-lag-seconds')).toBe(String(replicaLagSeconds ?? 'unknown'))
  const aboutCode = body.findings.filter(({ field }) => field === 'MA_LOAI_KCB')
  const codes = aboutCode.map(({ severity }) => severity)
  return { status, release, stale, lag: replicaLagSeconds ?? Number.NaN, codes, id: body.id }
}
const send = async ({ code, url }: Province, file: string): Promise<Judged> =>
  judgedOf(await probe.submit(file, { url, account: `${code}001` }))
const judge = (province: Province, code: string): Promise<Judged> =>
  send(province, fileWith(`${province.code}001`, code))

type Health = { status: string; dmdc: { release: string; stale: boolean; replicaLagSeconds: number | null } | null }
const health = async ({ url }: Pick<Province, 'url'>): Promise<Health> =>
  (await probe.ask<Health>('GET', '/healthz', { account: null, url })).body

/** The centre's clock, as often as a test needs it. */
const beatOnce = async (): Promise<void> => {
  const database = openDatabase('reference', { url: primary().url, timeoutMs: PUBLISH_TIMEOUT_MS })
  await beat(database, Date.now())
  database.$client.close()
}

/** Beats until that holds: while a test waits, the primary's clock goes on. */
const untilHolds = (what: string, holds: () => Promise<boolean>): Promise<boolean> =>
  until(what, SOON_MS, async () => {
    if (primary().pid !== undefined) await beatOnce()
    return (await holds()) || undefined
  })
const untilFresh = (province: Province, release?: string): Promise<boolean> =>
  untilHolds(`edge ${province.code} to be fresh`, async () => {
    const { dmdc } = await health(province)
    return dmdc?.stale === false && (release === undefined || dmdc.release === release)
  })
const untilStale = (province: Province): Promise<boolean> =>
  untilHolds(`edge ${province.code} to be stale`, async () => (await health(province)).dmdc?.stale === true)
/** A judgement by a fresh copy; on a busy machine one may grow stale between two requests. */
const judgeFresh = (province: Province, code: string): Promise<Judged> =>
  until(`edge ${province.code} to judge by a fresh copy`, SOON_MS, async () => {
    await untilFresh(province)
    const judged = await judge(province, code)
    return judged.stale ? undefined : judged
  })

/** Storing goes on after the answer, and workerd must not end before it is done. */
const untilStored = (release: string): Promise<true> =>
  until(`release ${release} to be stored in R2`, SOON_MS, async () => {
    for (const key of await probe.objects('dmdc/'))
      if (Buffer.from((await probe.object(key)) ?? '').includes(`"${release}"`)) return true
    return undefined
  })

const verified = (id: string, { code, url }: Province): Promise<boolean> =>
  until(`submission ${id} to be verified`, SOON_MS, async () => {
    const path = `/v1/submissions/${id}`
    const { body } = await probe.ask<{ status: string }>('GET', path, { url, account: `${code}001` })
    return body.status === 'verified' || undefined
  })

beforeEach(async () => {
  const { reference, provinces } = probe.stack
  // The primary first: a replica that starts without it answers nothing.
  for (const sqld of [reference.primary, reference.replica, ...provinces.map(({ replica }) => replica)])
    if (sqld.pid === undefined) await sqld.restart()
  for (const province of provinces) await untilFresh(province)
}, START_TIMEOUT_MS)

describe('two provinces', { timeout: TEST_TIMEOUT_MS }, () => {
  test('a code published at the primary is usable at each edge within seconds', async ({ annotate }) => {
    const code = newCode()
    for (const province of probe.stack.provinces) expect((await judgeFresh(province, code)).codes).toEqual(['error'])

    const startedAt = performance.now()
    const release = await publish(code)
    const publishedAt = performance.now()
    const usableAfter = async (province: Province): Promise<number> => {
      await until(`edge ${province.code} to take up ${release}`, USABLE_WITHIN_MS, async () =>
        (await health(province)).dmdc?.release === release ? true : undefined,
      )
      return performance.now() - publishedAt
    }
    const times = await Promise.all(probe.stack.provinces.map(usableAfter))
    await annotate(
      `publishing took ${Math.round(publishedAt - startedAt)} ms; usable at the edges ${times.map(Math.round).join(' and ')} ms later`,
    )
    for (const province of probe.stack.provinces)
      expect(await judge(province, code)).toMatchObject({ status: 202, release, codes: [] })
  })

  test('while the primary is away both edges check with what they have, and take up what it publishes when it is back', async () => {
    const [unknown, later] = [newCode(), newCode()]
    const { release } = await judgeFresh(edge('01'), unknown)
    await primary().kill()
    for (const province of probe.stack.provinces) {
      const judged = await judge(province, unknown)
      expect(judged).toMatchObject({ status: 202, release })
      // On a busy machine the copy may be stale by now; then the centre waits for the primary.
      if (!judged.stale) await verified(judged.id, province)
    }
    // Nobody hears the heartbeat now: in time every copy is of unknown age, and says so.
    for (const province of probe.stack.provinces) await untilStale(province)
    const judged = await judge(edge('79'), unknown)
    expect(judged).toMatchObject({ status: 202, release, stale: true, codes: ['warning'] })
    expect(judged.lag).toBeGreaterThanOrEqual(STALE_AFTER_SECONDS)

    await primary().restart()
    const next = await publish(later)
    for (const province of probe.stack.provinces) {
      await untilFresh(province, next)
      expect((await judge(province, later)).codes).toEqual([])
      expect((await judgeFresh(province, unknown)).codes).toEqual(['error'])
    }
  })

  test('while a replica is away its edge goes on and says how old its lists are; past the limit codes only warn', async () => {
    const [unknown, later] = [newCode(), newCode()]
    const [struck, other] = [edge('01'), edge('79')]
    const file = fileWith('01001', unknown)
    const before = await send(struck, file)
    expect(before.status).toBe(202)

    await struck.replica.kill()
    const { lag: atFirst } = await judge(struck, unknown)
    await untilStale(struck)
    const stale = await judge(struck, unknown)
    expect(stale).toMatchObject({ status: 202, release: before.release, stale: true, codes: ['warning'] })
    expect(stale.lag).toBeGreaterThanOrEqual(Math.max(STALE_AFTER_SECONDS, atFirst))
    // The other province notices nothing.
    expect((await judgeFresh(other, unknown)).codes).toEqual(['error'])
    // What was answered once is answered again as it was: also how old the lists were then.
    expect(await send(struck, file)).toEqual({ ...before, status: 200 })

    const next = await publish(later)
    await untilFresh(other, next)
    expect((await health(struck)).dmdc?.release).toBe(before.release)
    await struck.replica.restart()
    await untilFresh(struck, next)
    expect((await judge(struck, later)).codes).toEqual([])
    expect((await judgeFresh(struck, unknown)).codes).toEqual(['error'])
  })

  test('an edge that starts while its replica is away checks with the release stored in R2, then with its replica again', async () => {
    const [unknown, known, later] = [newCode(), newCode(), newCode()]
    const struck = edge('79')
    const release = await publish(known)
    for (const province of probe.stack.provinces) await untilFresh(province, release)
    await untilStored(release)
    await struck.replica.kill()
    await probe.stack.restartWorker()

    const judged = await judge(struck, known)
    expect(judged).toMatchObject({ status: 202, release, codes: [] })
    expect((await judge(struck, unknown)).codes).toHaveLength(1)
    // No heartbeat reaches it, whatever the primary does.
    await untilStale(struck)
    expect(await judge(struck, unknown)).toMatchObject({ stale: true, codes: ['warning'] })

    const next = await publish(later)
    await struck.replica.restart()
    await untilFresh(struck, next)
    expect((await judge(struck, later)).codes).toEqual([])
  })

  test('when everything of the reference is gone the edges go on, and all is well again when it returns in any order', async () => {
    const [unknown, later] = [newCode(), newCode()]
    const { release } = await judgeFresh(edge('01'), unknown)
    const { replica: centre } = probe.stack.reference
    for (const sqld of [primary(), centre, edge('01').replica, edge('79').replica]) await sqld.kill()
    for (const province of probe.stack.provinces) {
      const judged = await judge(province, unknown)
      expect(judged).toMatchObject({ status: 202, release })
      await verified(judged.id, province)
    }

    // A replica that starts without its primary answers nothing until that is back, and takes nothing from its edge.
    const returning = edge('01').replica.restart()
    expect(await judge(edge('01'), unknown)).toMatchObject({ status: 202, release })
    await primary().restart()
    await returning
    await Promise.all([centre.restart(), edge('79').replica.restart()])
    const next = await publish(later)
    for (const province of probe.stack.provinces) {
      await untilFresh(province, next)
      expect((await judge(province, later)).codes).toEqual([])
      expect((await judgeFresh(province, unknown)).codes).toEqual(['error'])
    }
  })
})

describe('outages and persons', () => {
  const headers = { 'content-type': 'application/json' }
  const outage = {
    cause: 'software',
    channel: 'all',
    from: new Date(Date.now() - 3_600_000).toISOString(),
    evidence: 'Thông báo bảo trì',
  }

  test(
    'are written at the centre alone',
    async () => {
      const person = { id: 'x1', title: 'Giám đốc' }
      for (const [path, body] of [
        ['/v1/outages', outage],
        [`/v1/outages/${'f'.repeat(32)}/end`, {}],
        [`/v1/outages/${'f'.repeat(32)}/withdraw`, { reason: 'Khai nhầm ngày' }],
        ['/v1/facilities/01001/persons', person],
        ['/v1/facilities/01001/persons/x1/end', {}],
      ] as const) {
        // As a stream: what has another body is sent twice by Node's fetch upon a 421, the second time without it.
        const options = { url: edge('01').url, headers, body: new Blob([JSON.stringify(body)]).stream() }
        const { status, body: answer } = await probe.ask<{ code: string }>('POST', path, options)
        expect([path, status, answer.code]).toEqual([path, 421, 'centre-only'])
      }
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'of the receiving side lie in the warehouse of every province, and are reported once',
    async () => {
      type Outages = { outages: { id: string; withdrawn: unknown }[] }
      const declared = await probe.ask<{ id: string }>('POST', '/v1/outages', {
        account: 'ministry',
        headers,
        body: JSON.stringify(outage),
      })
      expect(declared.status).toBe(201)
      const { id } = declared.body
      const seenBy = async (account: string, url?: string): Promise<Outages['outages']> =>
        (await probe.ask<Outages>('GET', '/v1/outages', { account, ...(url === undefined ? {} : { url }) })).body
          .outages
      for (const code of ['01', '79'] as const)
        expect((await seenBy(`${code}001`, edge(code).url)).map((each) => each.id)).toEqual([id])
      expect((await seenBy('ministry')).map((each) => each.id)).toEqual([id])
      const body = JSON.stringify({ reason: 'Khai nhầm ngày' })
      await probe.ask('POST', `/v1/outages/${id}/withdraw`, { account: 'ministry', headers, body })
      for (const code of ['01', '79'] as const)
        expect(await seenBy(`${code}001`, edge(code).url)).toMatchObject([{ id, withdrawn: { by: 'ministry' } }])
    },
    TEST_TIMEOUT_MS,
  )
})
