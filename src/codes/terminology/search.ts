import { and, count, eq, sql, type SQL } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { codes } from '../../../db/reference/schema.ts'
import { listedCode, searchable, type ListedCode } from '../../store/reference/listed-code.ts'
import {
  answered,
  headOf,
  headQuery,
  inForceOn,
  ROW,
  standingOf,
  standingQueries,
  standsIn,
  type Asked,
  type ServedCatalogue,
  type ReleaseInForce,
} from './scope.ts'

/** Where a page ended: rows that begin with what was typed (0) come before the others (1), both by code and first day. */
export type SearchPageEnd = { readonly rank: 0 | 1; readonly code: string; readonly validFrom: string }

export type Search = Asked & {
  readonly catalogue: string
  /** Words of code or name, accents optional; empty: everything. */
  readonly words: string
  /** ISO day on which a code must be in force; null: all periods. */
  readonly day: string | null
  readonly after: SearchPageEnd | null
  readonly limit: number
}

export type SearchResult = {
  readonly standing: ReleaseInForce
  readonly head: ServedCatalogue
  readonly total: number
  readonly rows: readonly ListedCode[]
  readonly next: SearchPageEnd | null
}

/** More words than this make a question slower, not sharper. */
const MOST_WORDS = 12

/** What a row must hold, and whether it begins with it: `search_text` begins with the code. `%` and `_` mean themselves. */
export function matching(words: string): { holds: SQL | undefined; rank: SQL<0 | 1> } | null {
  const whole = searchable(words)
  if (whole === '') return null
  const each = whole.split(' ').slice(0, MOST_WORDS)
  return {
    holds: and(...each.map((word) => sql`instr(${codes.searchText}, ${word}) > 0`)),
    rank: sql<0 | 1>`(instr(${codes.searchText}, ${whole}) <> 1)`,
  }
}

/** Searches a catalogue, page by page. Throws catalogue-unknown, release-unknown, lists-unavailable. */
export async function searchCatalogue(replica: Reference, search: Search): Promise<SearchResult> {
  const { catalogue, words, day, after, limit } = search
  const match = matching(words)
  const rank = match?.rank ?? sql<0 | 1>`0`
  const wanted = and(
    eq(codes.catalogue, catalogue),
    standsIn(replica, search),
    day === null ? undefined : inForceOn(day),
    match?.holds,
  )
  const beyond = match === null ? beyondCode(after) : beyondRank(rank, after)
  const page = replica
    .select({ ...ROW, rank })
    .from(codes)
    .where(and(wanted, beyond))
    .orderBy(...(match === null ? [] : [rank]), codes.code, codes.validFrom)
    .limit(limit + 1)
  const [release, beats, heads, counted, rows] = await answered(
    replica.batch([
      ...standingQueries(replica, search),
      headQuery(replica, search, catalogue),
      replica.select({ total: count() }).from(codes).where(wanted),
      page,
    ]),
  )
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    standing: standingOf(search, release, beats),
    head: headOf(heads, catalogue),
    total: counted[0]?.total ?? 0,
    rows: shown.map(listedCode),
    next: last === undefined ? null : { rank: last.rank, code: last.code, validFrom: last.validFrom },
  }
}

/** Without words the order is that of the key, and a page begins where the last one ended without looking at what is before. */
const beyondCode = (after: SearchPageEnd | null): SQL | undefined =>
  after === null ? undefined : sql`(${codes.code}, ${codes.validFrom}) > (${after.code}, ${after.validFrom})`

const beyondRank = (rank: SQL, after: SearchPageEnd | null): SQL | undefined =>
  after === null
    ? undefined
    : sql`(${rank}, ${codes.code}, ${codes.validFrom}) > (${after.rank}, ${after.code}, ${after.validFrom})`
