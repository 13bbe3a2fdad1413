import { and, asc, desc, eq } from 'drizzle-orm'
import { papers } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { available } from '../../store/reference/available.ts'
import type { PaperNote } from '../receipt/paper-note.ts'

export type Paper = typeof papers.$inferSelect

/** Enters notes as versions of their facility and kind, in the order of receipt; one that is there already stays. */
export async function addPapers(primary: Reference, notes: readonly PaperNote[]): Promise<void> {
  for (const note of notes.toSorted((a, b) => a.receivedAtMs - b.receivedAtMs)) {
    // By hand: the number follows from the rows that are there, in the same statement.
    await primary.write([
      {
        sql: `INSERT OR IGNORE INTO papers (id, facility, kind, version, period, received_at, account, person, raw_key, bytes, sha256, rows, errors, warnings, problems)
          SELECT :id, :facility, :kind, coalesce((SELECT max(version) FROM papers WHERE facility = :facility AND kind = :kind), 0) + 1, :period,
            :receivedAtMs, :account, :person, :rawKey, :bytes, :sha256, :rows, :errors, :warnings, :problems`,
        args: { ...note, problems: JSON.stringify(note.problems) },
      },
    ])
  }
}

/** A page is as much as anybody reads. */
const MOST_PAPERS = 200

/** Of a facility, the newest version of each kind first. Throws `reference-unavailable`. */
export const listPapers = (database: Reference, facility: string, kind: string | null): Promise<Paper[]> =>
  available(() =>
    database
      .select()
      .from(papers)
      .where(and(eq(papers.facility, facility), kind === null ? undefined : eq(papers.kind, kind)))
      .orderBy(asc(papers.kind), desc(papers.version))
      .limit(MOST_PAPERS),
  )
