/** After a campaign: where every acknowledged file is, by the service itself and by its databases. */
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { inParallel } from '../../src/kernel/in-parallel.ts'
import { demoToken } from '../stack/demo-token.ts'
import type { Entry, Ledger } from './ledger.ts'
import type { Service } from './service.ts'

const ASKED_WITHIN_MS = 20_000
const PAUSE_MS = 2000
/** Thousands of files are looked for, most of which are there. */
const ASKED_AT_ONCE = 8

/** Asks until every acknowledged file is verified, or the time is over. */
export async function examine(service: Service, ledger: Ledger, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  let waiting = ledger.entries.filter(({ ids }) => ids.size > 0)
  while (waiting.length > 0 && performance.now() < deadline) {
    const tokens = new Map<string, string>()
    await inParallel(waiting, ASKED_AT_ONCE, async (entry) => {
      entry.end = await endOf(service.url, entry, tokens)
    })
    waiting = waiting.filter(({ end }) => end === 'waiting')
    if (waiting.length > 0) await pause(PAUSE_MS)
  }
  for (const entry of waiting) entry.end = 'stuck'
  await countDossiers(service, ledger)
}

async function endOf(url: string, { facility, ids }: Entry, tokens: Map<string, string>): Promise<Entry['end']> {
  try {
    const token =
      tokens.get(facility) ?? (await demoToken(url, facility, { signal: AbortSignal.timeout(ASKED_WITHIN_MS) }))
    tokens.set(facility, token)
    for (const id of ids) {
      const response = await fetch(`${url}/v1/submissions/${id}?limit=1`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(ASKED_WITHIN_MS),
      })
      if (response.status === 404) return 'lost'
      if (response.status === 401) tokens.delete(facility)
      if (!response.ok) return 'waiting'
      // Of our own API.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const { status } = (await response.json()) as { status: string }
      if (status === 'failed') return 'stuck'
      if (status !== 'verified') return 'waiting'
    }
    return 'verified'
  } catch {
    return 'waiting'
  }
}

/** Each dossier of a verified file lies in one warehouse, once. */
async function countDossiers(service: Service, ledger: Ledger): Promise<void> {
  const times = new Map<string, number>()
  for (const { name, address } of await service.parts()) {
    if (!/^warehouse(-\d\d)?$/.test(name) || address === null) continue
    const client = createClient({ url: address })
    const { rows } = await client.execute({
      sql: 'SELECT MA_LK, count(*) AS times FROM dossiers WHERE MA_LK LIKE ? GROUP BY MA_LK',
      args: [`%.CHAOS${ledger.seed}.%`],
    })
    for (const { MA_LK, times: number } of rows)
      if (typeof MA_LK === 'string') times.set(MA_LK, (times.get(MA_LK) ?? 0) + Number(number))
    client.close()
  }
  for (const entry of ledger.entries.filter(({ end }) => end === 'verified')) {
    if (entry.MA_LKs.some((MA_LK) => !times.has(MA_LK))) entry.end = 'lost'
    ledger.twice += entry.MA_LKs.filter((MA_LK) => (times.get(MA_LK) ?? 0) > 1).length
  }
}
