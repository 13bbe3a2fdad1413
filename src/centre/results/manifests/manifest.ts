import { createHash } from 'node:crypto'
import { and, desc, eq, ne } from 'drizzle-orm'
import type { Command, Warehouse } from '../../../store/database.ts'
import { manifests } from '../../../../db/warehouse/schema.ts'
import type { Purpose } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import { available } from '../../../store/warehouse/read.ts'

export type Manifest = typeof manifests.$inferSelect

/** One dossier that a facility says it sent; `hash` as `src/store/warehouse/content-hash.ts` computes it, null where it was not given. */
export type ManifestEntry = { readonly MA_LK: string; readonly hash: string | null }

/** Which manifest: what a facility sent on a day (ISO, by the clock of Việt Nam) for a purpose. */
export type ManifestKey = { readonly facility: string; readonly purpose: Purpose; readonly day: string }

/** As many as a file may hold dossiers. */
export const MOST_ENTRIES = 200_000
/** Entries in one statement: half a megabyte of JSON. */
const ENTRIES_AT_ONCE = 5000
/** Writing the largest takes a minute at most; what is staged for longer was given up. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000
const MOST_HISTORY = 100

/**
 * Makes a list the manifest of its day. The same list again, in whatever order, changes nothing; another one replaces it, and that it was
 * there stays known. Entries are staged first and take effect in one write, so that nobody ever sees half of a list. `id` is random, `now`
 * in epoch milliseconds. Throws `row-invalid` for an MA_LK that is listed twice, `warehouse-unavailable`.
 */
export async function putManifest(
  warehouse: Warehouse,
  key: ManifestKey,
  entries: readonly ManifestEntry[],
  { id, account, now }: { id: string; account: string; now: number },
): Promise<void> {
  assertDistinct(entries)
  const digest = digestOf(entries)
  if ((await standingManifest(warehouse, key))?.digest === digest) return
  const row = { ...key, id, state: 'staged' as const, at: now, by: account, declared: entries.length, digest }
  await available(async () => {
    await warehouse.insert(manifests).values(row)
    for (let from = 0; from < entries.length; from += ENTRIES_AT_ONCE) {
      const some = entries.slice(from, from + ENTRIES_AT_ONCE).map(({ MA_LK, hash }) => [MA_LK, hash])
      // By hand: thousands of entries as one value.
      await warehouse.write([
        {
          sql: `INSERT INTO manifest_entries (manifest, MA_LK, hash)
              SELECT ?, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)`,
          args: [id, JSON.stringify(some)],
        },
      ])
    }
    await warehouse.write(takeEffect(key, id, now))
  })
}

function takeEffect({ facility, purpose, day }: ManifestKey, id: string, now: number): Command[] {
  const args = { facility, purpose, day }
  const same = 'facility = :facility AND purpose = :purpose AND day = :day'
  // Of whatever day: nobody may ever put that one again.
  const abandoned = "facility = :facility AND state = 'staged' AND at < :before"
  const before = now - ABANDONED_AFTER_MS
  return [
    {
      sql: `UPDATE manifests SET state = 'replaced', replaced_at = :now WHERE ${same} AND state = 'standing'`,
      args: { ...args, now },
    },
    { sql: "UPDATE manifests SET state = 'standing' WHERE id = ?", args: [id] },
    {
      sql: `DELETE FROM manifest_entries WHERE manifest IN
              (SELECT id FROM manifests WHERE (${same} AND state = 'replaced') OR (${abandoned}))`,
      args: { ...args, before },
    },
    { sql: `DELETE FROM manifests WHERE ${abandoned}`, args: { facility, before } },
  ]
}

/** The one in force; null where the facility has put none. Throws `warehouse-unavailable`. */
export const standingManifest = (warehouse: Warehouse, key: ManifestKey): Promise<Manifest | null> =>
  available(async () => {
    const [found] = await warehouse
      .select()
      .from(manifests)
      .where(and(ofKey(key), eq(manifests.state, 'standing')))
    return found ?? null
  })

/** All that took effect, the newest first: the one in force and those that it replaced. Throws `warehouse-unavailable`. */
export const manifestHistory = (warehouse: Warehouse, key: ManifestKey): Promise<Manifest[]> =>
  available(() =>
    warehouse
      .select()
      .from(manifests)
      .where(and(ofKey(key), ne(manifests.state, 'staged')))
      .orderBy(desc(manifests.at))
      .limit(MOST_HISTORY),
  )

const ofKey = ({ facility, purpose, day }: ManifestKey) =>
  and(eq(manifests.facility, facility), eq(manifests.purpose, purpose), eq(manifests.day, day))

function assertDistinct(entries: readonly ManifestEntry[]): void {
  const seen = new Set<string>()
  for (const [at, { MA_LK }] of entries.entries()) {
    if (seen.has(MA_LK)) throw new Refusal('row-invalid', { row: at + 1, field: 'MA_LK', expected: ONCE })
    seen.add(MA_LK)
  }
}

const ONCE = { vi: 'mỗi MA_LK một dòng', en: 'each MA_LK once' }

function digestOf(entries: readonly ManifestEntry[]): string {
  const lines = entries.map(({ MA_LK, hash }) => `${MA_LK}\t${hash ?? ''}`)
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}
