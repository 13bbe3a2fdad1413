import { and, countDistinct, eq, max } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { codes } from '../../../db/reference/schema.ts'
import { listedCode, type ListedCode } from '../../store/reference/listed-code.ts'
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
import { matching } from './search.ts'

export type Expansion = {
  readonly standing: ReleaseInForce
  readonly head: ServedCatalogue
  readonly total: number
  readonly rows: readonly ListedCode[]
}

/**
 * The codes of a catalogue in force on a day, each once (of two generations the later), those that begin with what was typed first.
 * Throws catalogue-unknown, release-unknown, lists-unavailable.
 */
export async function expandCatalogue(
  replica: Reference,
  asked: Asked & { catalogue: string; words: string; day: string; offset: number; count: number },
): Promise<Expansion> {
  const { catalogue, words, day, offset, count } = asked
  const match = matching(words)
  const wanted = and(eq(codes.catalogue, catalogue), standsIn(replica, asked), inForceOn(day), match?.holds)
  const [release, beats, heads, counted, rows] = await answered(
    replica.batch([
      ...standingQueries(replica, asked),
      headQuery(replica, asked, catalogue),
      replica
        .select({ total: countDistinct(codes.code) })
        .from(codes)
        .where(wanted),
      replica
        // SQLite takes the other columns from the row that has the highest first day.
        .select({ ...ROW, latest: max(codes.validFrom) })
        .from(codes)
        .where(wanted)
        .groupBy(codes.code)
        .orderBy(...(match === null ? [] : [match.rank]), codes.code)
        .limit(count)
        .offset(offset),
    ]),
  )
  return {
    standing: standingOf(asked, release, beats),
    head: headOf(heads, catalogue),
    total: counted[0]?.total ?? 0,
    rows: rows.map(listedCode),
  }
}
