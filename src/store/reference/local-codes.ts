/**
 * A facility's own codes and the national ones they stand for, as approved by its province: an isolate holds those of the facilities
 * whose files it meets. They only make a remedy clearer, so a file waits for them a second at most and is never refused without them.
 */
import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { json } from '../columns.ts'
import type { Reference } from '../database.ts'
import { mappings } from '../../../db/reference/workflow.ts'
import type { WaitUntil } from './code-lists.ts'
import { createRenewal, type Renewal } from './renewal.ts'
import { createLocalCodes, NO_LOCAL_CODES, type LocalCodes } from '../../engine/index.ts'

/** What the query below packs; of a mapping without a first or last day the facility has not said one. */
const PACKED = json(z.array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.string().nullable()])))

/** The approved mappings of a facility, as one value: one exchange, and no row by row. */
export async function loadLocalCodes(replica: Reference, facility: string): Promise<LocalCodes> {
  const { catalogue, localCode, code, validFrom, validTo } = mappings
  const [row] = await replica
    .select({
      packed: sql<string>`json_group_array(json_array(${catalogue}, ${localCode}, ${code}, ${validFrom}, ${validTo}))`,
    })
    .from(mappings)
    .where(and(eq(mappings.facility, facility), eq(mappings.state, 'approved')))
  if (!row) throw new Error('an aggregate has no row')
  return createLocalCodes(PACKED(row.packed, 'packed'))
}

/** An isolate meets the facilities near it; beyond, the one not asked for longest goes. */
const MOST_FACILITIES = 20

export type LocalCodesOptions = {
  /** Reads from the nearest replica; bounds its own time. */
  load: (facility: string) => Promise<LocalCodes>
  /** Epoch milliseconds. */
  now: () => number
  refreshAfterMs: number
  /** Hears of every load that failed. */
  report?: (error: unknown) => void
}

export type LocalCodesHolder = {
  /**
   * Those of a facility: renewed behind the caller when they are old, and first when they are past their limit (`renewal.ts`); none where they
   * cannot be read. Never throws.
   */
  of: (facility: string, waitUntil: WaitUntil) => Promise<LocalCodes>
}

/** `codes` null: the first load is under way. */
type Held = { codes: LocalCodes | null; startedAt: number; renewal: Renewal }

/** Keeps the local codes of the facilities met last. */
export function createLocalCodesHolder({
  load,
  now,
  refreshAfterMs,
  report = () => {},
}: LocalCodesOptions): LocalCodesHolder {
  const held = new Map<string, Held>()

  /** After a failure what was held goes on, or nothing, until the next attempt is due. */
  async function refresh(facility: string, entry: Held): Promise<LocalCodes> {
    entry.startedAt = now()
    try {
      entry.codes = await load(facility)
      entry.renewal.renewed(entry.startedAt)
    } catch (error) {
      entry.renewal.failed()
      report(error)
      entry.codes ??= NO_LOCAL_CODES
    }
    return entry.codes
  }

  function entryOf(facility: string): Held {
    const entry = held.get(facility) ?? { codes: null, startedAt: 0, renewal: createRenewal({ now, refreshAfterMs }) }
    held.delete(facility)
    held.set(facility, entry)
    for (const [oldest] of held) if (held.size > MOST_FACILITIES) held.delete(oldest)
    return entry
  }

  return {
    async of(facility, waitUntil) {
      const entry = entryOf(facility)
      // Each for itself: in Workers one request must not wait for what another one asked.
      if (entry.codes === null || entry.renewal.mustWait()) return refresh(facility, entry)
      if (now() - entry.startedAt >= refreshAfterMs) waitUntil(refresh(facility, entry))
      return entry.codes
    },
  }
}
