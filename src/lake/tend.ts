import { text } from '../store/columns.ts'
import type { Warehouse } from '../store/database.ts'
import { fileKey, LAKE, provincesIn, readManifest, type LakeBucket } from './manifest.ts'
import { TABLE_NAMES } from './tables.ts'
import { writeMonth, type LakeNeeds } from './write-month.ts'

/** A run that has not ended after this long has died: another takes the month up. */
const LEASE_MS = 20 * 60 * 1000
/** A file that no manifest names any more may still be read by whoever asked the one before. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000
const MINUTE_MS = 60_000

/** How long a month may be stale before it is written anew: a month that is still filling is not written every minute. */
export type LakeClock = LakeNeeds & { readonly settleMs: number }

type Stale = { readonly province: string; readonly month: string }

/**
 * Writes the month that has been stale for longest, if there is one; returns it. Triggers mark a month in the transaction that changes a
 * dossier of it. A mark is taken before the month is read, so that what changes meanwhile marks it again; it goes when the manifest is
 * exchanged. Safe to repeat and to break off.
 */
export async function writeStaleMonth(warehouse: Warehouse, clock: LakeClock): Promise<Stale | null> {
  const stale = await takeStale(warehouse, clock)
  if (stale === null) return null
  await writeMonth(warehouse, stale.province, stale.month, clock)
  await warehouse.write([
    {
      sql: 'DELETE FROM lake_months WHERE province = :province AND month = :month AND is_taken = 1 AND seen_at = :now',
      args: { ...stale, now: clock.now },
    },
  ])
  return stale
}

/** Months of one warehouse that are written in one minute: a few that are small, as most that change late are. */
const MONTHS_PER_RUN = 5

/** Writes stale months, the oldest first, as many as one minute has room for. Safe to repeat and to break off. */
export async function writeStaleMonths(warehouse: Warehouse, clock: LakeClock): Promise<void> {
  for (let written = 0; written < MONTHS_PER_RUN; written += 1)
    if ((await writeStaleMonth(warehouse, clock)) === null) return
}

async function takeStale(warehouse: Warehouse, { now, settleMs }: LakeClock): Promise<Stale | null> {
  const dead = now - LEASE_MS
  // Triggers know no time that a test could set: a mark's begins when the clock first sees it.
  const [, found] = await warehouse.write([
    { sql: 'UPDATE lake_months SET seen_at = :now WHERE seen_at IS NULL', args: { now } },
    {
      sql: `SELECT province, month FROM lake_months m
        WHERE CASE is_taken WHEN 1 THEN seen_at <= :dead
          ELSE seen_at <= :settled AND NOT EXISTS (SELECT 1 FROM lake_months t
            WHERE t.province = m.province AND t.month = m.month AND t.is_taken = 1 AND t.seen_at > :dead) END
        ORDER BY seen_at, province, month LIMIT 1`,
      args: { dead, settled: now - settleMs },
      shape: { province: text, month: text },
    },
  ])
  const stale = found[0]
  if (stale === undefined) return null
  const [taken] = await warehouse.write([
    {
      sql: `INSERT INTO lake_months (province, month, is_taken, seen_at) VALUES (:province, :month, 1, :now)
        ON CONFLICT (province, month, is_taken) DO UPDATE SET seen_at = :now WHERE seen_at <= :dead`,
      args: { ...stale, now, dead },
    },
    {
      sql: `DELETE FROM lake_months WHERE province = :province AND month = :month AND is_taken = 0 AND EXISTS (SELECT 1 FROM lake_months t
        WHERE t.province = :province AND t.month = :month AND t.is_taken = 1 AND t.seen_at = :now)`,
      args: { ...stale, now },
    },
  ])
  return taken === 1 ? stale : null
}

/**
 * Takes away what no manifest names any more, of one province and one table each minute, so that all are looked at within hours; returns how
 * many files that were.
 */
export async function sweepLake(bucket: LakeBucket, now: number): Promise<number> {
  const provinces = await provincesIn(bucket)
  const turn = Math.floor(now / MINUTE_MS)
  const province = provinces[Math.floor(turn / TABLE_NAMES.length) % provinces.length]
  const table = TABLE_NAMES[turn % TABLE_NAMES.length]
  if (province === undefined || table === undefined) return 0
  const manifest = await readManifest(bucket, province)
  if (manifest === null) return 0
  const named = new Set(
    Object.values(manifest.months).flatMap(({ tables }) => (tables[table] ?? []).map(({ name }) => fileKey(name))),
  )
  let cursor: string | undefined
  let swept = 0
  do {
    const page = await bucket.list({
      prefix: `${LAKE}${table}/province=${province}/`,
      ...(cursor === undefined ? {} : { cursor }),
    })
    const gone = page.objects.filter(({ key, uploaded }) => !named.has(key) && uploaded.getTime() <= now - KEPT_MS)
    if (gone.length > 0) await bucket.delete(gone.map(({ key }) => key))
    swept += gone.length
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
  return swept
}
