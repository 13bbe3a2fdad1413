/** Erasure and retention reach every copy: a patient is planted, erased, and then looked for wherever anything lies. */
import { Buffer } from 'node:buffer'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catchUp } from '../../scripts/stack/sqld.ts'
import { makeDossier, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 120_000
const DAY_MS = 24 * 60 * 60 * 1000
const RETENTION_DAYS = 400
const NEXT = '02'

const CARD = 'DN4010777666555'
/** Whoever finds one of these has found the patient. */
const patient = {
  MA_LK: '01001.ERASED.0000001',
  MA_BN: 'BN-ERASED-0001',
  HO_TEN: 'NGUYỄN THỊ SẼ BỊ XOÁ',
  MA_THE_BHYT: CARD,
  DIA_CHI: 'Số 17 ngõ Không Có Thật',
  DIEN_THOAI: '0912345678',
  LY_DO_VV: 'Đau ngực trái lan ra sau lưng',
  CHAN_DOAN_RV: 'Cơn đau thắt ngực ổn định',
}
const found = Object.values(patient)

let probe: Probe
beforeAll(async () => {
  probe = await startProbe({
    queues: { maxBatchTimeout: 0, retryDelay: 0, maxRetries: 1 },
    vars: { RETENTION_DAYS: JSON.stringify({ management: RETENTION_DAYS }) },
  })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

/** `isWrong`: rejected by the edge, with findings that repeat values. */
function dossierOf(seed: number, more: Record<string, string>, isWrong = false) {
  const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', seed })
  const { MA_LK } = { ...summary, ...more }
  const tables = Object.entries(rest).map(([table, rows]) => [
    table,
    (rows ?? []).map((row) => ({ ...row, ...(MA_LK === undefined ? {} : { MA_LK }) })),
  ])
  const wrong = isWrong ? { KET_QUA_DTRI: '99', MA_LOAI_KCB: 'Đau ngực trái lan ra sau lưng' } : {}
  return renderDossier('3176', { XML1: [{ ...summary, ...more, ...wrong }], ...Object.fromEntries(tables) })
}
const fileOf = (...dossiers: ReturnType<typeof dossierOf>[]): string =>
  wrapEnvelope(dossiers, { facility: '01001', made: '20261015' })

/** A file as it came, and its tables as they were before they were put into it. */
function readable(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString()
  const tables = [...text.matchAll(/<NOIDUNGFILE>([A-Za-z0-9+/=\s]*)<\/NOIDUNGFILE>/g)]
  return [text, ...tables.map(([, base64 = '']) => Buffer.from(base64, 'base64').toString())].join('\n')
}

async function everyObject(): Promise<{ key: string; text: string }[]> {
  const keys = await probe.objects('')
  return Promise.all(keys.map(async (key) => ({ key, text: readable((await probe.content(key)) ?? new Uint8Array()) })))
}

const objectsWithPatient = async (): Promise<string[]> =>
  (await everyObject())
    .filter(({ key, text }) => found.some((value) => key.includes(value) || text.includes(value)))
    .map(({ key }) => key)

/** Every file of the stack on the disk: databases, replicas, their logs, the store, as they lie there. */
async function filesWithPatient(): Promise<string[]> {
  const { warehouse, warehouseReplica } = probe.stack
  if (warehouseReplica) await catchUp(warehouse, warehouseReplica)
  const entries = await readdir(probe.stack.directory, { recursive: true, withFileTypes: true })
  const hits: string[] = []
  for (const entry of entries.filter((each) => each.isFile())) {
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0))
    for (const value of found)
      if (bytes.includes(value))
        hits.push(`${join(entry.parentPath, entry.name).slice(probe.stack.directory.length)}: ${value}`)
  }
  return hits
}

/** Every row of every table of the warehouse, of its replica and of the register, as text. */
async function rowsWithPatient(): Promise<string[]> {
  const hits: string[] = []
  const { warehouse, warehouseReplica } = probe.stack
  if (warehouseReplica) await catchUp(warehouse, warehouseReplica)
  const copies = [warehouse, ...(warehouseReplica ? [warehouseReplica] : []), probe.stack.register]
  for (const { url } of copies) hits.push(...(await rowsIn(url)))
  return [...new Set(hits)]
}

async function rowsIn(url: string): Promise<string[]> {
  const hits: string[] = []
  const $client = createClient({ url })
  const { rows: tables } = await $client.execute(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
  )
  for (const name of tables.flatMap((row) => (typeof row['name'] === 'string' ? [row['name']] : []))) {
    const { rows } = await $client.execute(`SELECT * FROM "${name}"`)
    for (const row of rows) if (found.some((value) => JSON.stringify(row).includes(value))) hits.push(name)
  }
  $client.close()
  return hits
}

describe('a patient who was sent alone, among others, and in a rejected dossier', () => {
  const others = [dossierOf(501, {}), dossierOf(502, {})]
  const among = fileOf(others[0] ?? [], dossierOf(503, patient), others[1] ?? [])
  let ids: { id: string; sha256: string }[]

  beforeAll(async () => {
    ids = [
      await probe.verified(among),
      await probe.verified(fileOf(dossierOf(504, { ...patient, MA_LK: `${patient.MA_LK}${NEXT}` }))),
      await probe.verified(
        fileOf(dossierOf(505, { ...patient, MA_LK: `${patient.MA_LK}03` }, true), dossierOf(506, {})),
      ),
    ]
  }, TEST_TIMEOUT_MS)

  test(
    'lies in nothing that is kept, but under keys and in MA_LK',
    async () => {
      // What somebody wrote into the field of a code is repeated by the finding about it.
      const known = [patient.MA_LK, patient.LY_DO_VV]
      const readableValues = (await filesWithPatient()).filter((hit) => !known.some((value) => hit.endsWith(value)))
      expect(readableValues).toEqual([])
      expect((await objectsWithPatient()).length).toBeGreaterThan(ids.length)
      expect(await rowsWithPatient()).toContain('dossiers')
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'is gone from all of it once erased; the others, and the hash of what was sent, stay',
    async () => {
      const before = await probe.as('01001').get<{ outcomes: unknown[] }>(`/v1/submissions/${ids[0]?.id}`)
      const asked = { card: CARD, reason: 'Theo đơn của người bệnh' }
      expect((await probe.as('operator').post('/v1/operations/erasures', asked)).status).toBe(202)
      await probe.stack.runScheduled()

      expect(await objectsWithPatient()).toEqual([])
      expect(await rowsWithPatient()).toEqual([])

      const [first, alone, rejected] = await Promise.all(ids.map(({ id }) => probe.receipt(id)))
      expect([first?.erased, alone?.erased, rejected?.erased]).toEqual([[2], 'all', [1]])
      expect([first?.sha256, alone?.sha256, rejected?.sha256]).toEqual(ids.map(({ sha256 }) => sha256))
      expect(await probe.objects(`raw/${ids[1]?.id}`)).toEqual([])
      const kept = Buffer.from((await probe.content(first?.rawKey ?? '')) ?? []).toString()
      expect(kept).toBe(
        among.replace(/(<HOSO>(?:(?!<HOSO>)[^])*<\/HOSO>\s*<HOSO>)(?:(?!<HOSO>)[^])*(<\/HOSO>)/, '$1$2'),
      )
      const after = await probe.as('01001').get<{ outcomes: unknown[] }>(`/v1/submissions/${ids[0]?.id}`)
      expect(after.body.outcomes).toHaveLength(before.body.outcomes.length)

      // Sent again it is the submission that it was: it brings nothing back.
      expect((await probe.submit(among)).status).toBe(200)
      await probe.stack.runScheduled()
      expect(await objectsWithPatient()).toEqual([])
      expect(await rowsWithPatient()).toEqual([])
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'lies in no file of the store; old pages and logs of a database hold no more than they ever did',
    async () => {
      const hits = await filesWithPatient()
      expect(hits.filter((hit) => !/\/dbs\/default\/(data|data-wal|wallog): /.test(hit))).toEqual([])
      expect(hits.filter((hit) => ![patient.MA_LK, patient.LY_DO_VV].some((value) => hit.endsWith(value)))).toEqual([])
    },
    TEST_TIMEOUT_MS,
  )
})

test(
  'what is older than its retention goes as a whole, also where nobody ever verified it; its receipt stays',
  async () => {
    const verified = await probe.verified(fileOf(dossierOf(520, { ...patient, MA_LK: '01001.OLD.1' })))
    await probe.setFaults('get raw/')
    const { body: failed } = await probe.submit(fileOf(dossierOf(521, { ...patient, MA_LK: '01001.OLD.2' })))
    expect(await probe.settled(failed.id)).toMatchObject({ status: 'failed' })
    await probe.setFaults()
    await probe.cleared(failed.id)
    expect(await probe.objects(`raw/${failed.id}`)).toHaveLength(1)
    await probe.advance((RETENTION_DAYS + 1) * DAY_MS)
    await probe.stack.runScheduled()
    await probe.stack.runScheduled()
    for (const { id, sha256 } of [verified, failed]) {
      expect(await probe.objects(`raw/${id}`)).toEqual([])
      expect(await probe.receipt(id)).toMatchObject({ id, sha256, erased: 'all', findings: [] })
    }
    expect(await objectsWithPatient()).toEqual([])
  },
  TEST_TIMEOUT_MS,
)
