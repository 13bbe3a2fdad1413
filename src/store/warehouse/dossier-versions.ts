/** The columns of `dossiers` that say which version a dossier is: state, version, is_current, and which one it follows. Only this file writes them. */
import { integer, text } from '../columns.ts'
import type { Command, Question } from '../database.ts'

/** Another accepted dossier of the chain of `d`. */
const HAS_OTHERS = `EXISTS (SELECT 1 FROM dossiers o WHERE o.MA_LK = d.MA_LK AND o.facility = d.facility AND o.purpose = d.purpose
  AND o.kind = d.kind AND o.outcome <> 'rejected' AND (o.submission_id, o.dossier) <> (d.submission_id, d.dossier))`

/** SQL: the accepted dossiers of one chain, in a fixed order; asks for `:facility` and `:purpose`. */
export const acceptedOf = (MA_LK: string, kind: string): string =>
  `FROM dossiers WHERE MA_LK = ${MA_LK} AND facility = :facility AND purpose = :purpose AND kind = ${kind} AND outcome <> 'rejected'
   ORDER BY submission_id, dossier`

/** In `dossiers.correction_code`: the way of the file has no place for a reason, so one is assumed where it is found to change something. */
export const ASSUMED = 'assumed'

/** SQL: what a chain follows from, as one JSON text; asks for `:facility` and `:purpose`. */
export const entriesOf = (MA_LK: string, kind: string): string =>
  `(SELECT json_group_array(json_array(c.submission_id, c.dossier, c.received_at, c.content_hash, c.correction_code IS NOT NULL,
      c.assessed_at, (SELECT a.decision FROM agreements a WHERE a.submission_id = c.submission_id AND a.dossier = c.dossier)))
    FROM (SELECT * ${acceptedOf(MA_LK, kind)}) c)`

/** A chain is named by these. */
const CHAIN = { MA_LK: text, facility: text, purpose: text }

/** Numbers of dossiers of one submission, from the first to before the last. */
export type Stretch = { readonly submission: string; readonly first: number; readonly behind: number }

const OWN = 'd.submission_id = :submission AND d.dossier >= :first AND d.dossier < :behind'

/** Dossiers that are alone in their chains are its first version. */
export const standAlone = (stretch: Stretch): Command => ({
  sql: `UPDATE dossiers AS d SET state = 'standing', version = 1, is_current = 1, replaces_submission = NULL, replaces_dossier = NULL
        WHERE ${OWN} AND d.outcome <> 'rejected' AND (d.state IS NOT 'standing' OR d.version <> 1 OR d.is_current = 0)
          AND (d.MA_LK IS NULL OR NOT ${HAS_OTHERS})`,
  args: stretch,
})

/** What is written of a dossier that is taken to be alone in its chain; `settleChains` says of the others what they are. */
export const STANDS_ALONE = {
  state: 'standing',
  version: 1,
  isCurrent: true,
  replacesSubmission: null,
  replacesDossier: null,
} as const

/**
 * Takes the state back from dossiers of these submissions (`ids`, JSON) that were taken to be alone and are not, so that their chains are
 * settled: another of the same MA_LK came in between. Of any kind: by when a dossier was due follows from the first of its encounter.
 */
export const unsettleContested = (ids: string): Command => ({
  sql: `UPDATE dossiers AS d SET state = NULL WHERE d.submission_id IN (SELECT value FROM json_each(:ids)) AND d.state = 'standing'
          AND d.version = 1 AND d.MA_LK IS NOT NULL AND EXISTS (SELECT 1 FROM dossiers o WHERE o.MA_LK = d.MA_LK AND o.facility = d.facility
            AND o.purpose = d.purpose AND o.outcome <> 'rejected' AND (o.submission_id, o.dossier) <> (d.submission_id, d.dossier))`,
  args: { ids },
})

/** Rejected ones have no state: an earlier verification, which was broken off, may have accepted them. */
export const unsettleRejected = (stretch: Stretch): Command => ({
  sql: `UPDATE dossiers AS d SET state = NULL WHERE ${OWN} AND d.outcome = 'rejected' AND d.state IS NOT NULL`,
  args: stretch,
})

/** The chains of dossiers that are not alone in theirs. */
export const contestedChains = (stretch: Stretch): Question<typeof CHAIN> => ({
  sql: `SELECT DISTINCT d.MA_LK, d.facility, d.purpose FROM dossiers d WHERE ${OWN} AND d.MA_LK IS NOT NULL AND ${HAS_OTHERS}`,
  args: stretch,
  shape: CHAIN,
})

/** The number of the last dossier of a submission; 0 where it has none. */
export const lastDossier = (submission: string) => ({
  sql: 'SELECT coalesce(max(dossier), 0) AS last FROM dossiers WHERE submission_id = ?',
  args: [submission],
  shape: { last: integer },
})

const UNSETTLED = "state IS NULL AND outcome <> 'rejected'"

/** What has no MA_LK has no chain, and is current. */
export const settleWithoutChain: Command = {
  sql: `UPDATE dossiers INDEXED BY dossiers_unsettled SET state = 'standing' WHERE ${UNSETTLED} AND MA_LK IS NULL`,
}

/** Some chains that have a dossier without a state. */
export const unsettledChains = (limit: number): Question<typeof CHAIN> => ({
  sql: `SELECT DISTINCT MA_LK, facility, purpose FROM dossiers INDEXED BY dossiers_unsettled
        WHERE ${UNSETTLED} AND MA_LK IS NOT NULL LIMIT ?`,
  args: [limit],
  shape: CHAIN,
})

/** A correction that has been decided on has no state until its chain is settled, so that the clock settles what a crash leaves. */
export const unsettleWaiting = (place: { readonly submission: string; readonly dossier: number }): Command => ({
  sql: `UPDATE dossiers SET state = NULL WHERE submission_id = :submission AND dossier = :dossier AND state = 'waiting'`,
  args: place,
})

/** What a dossier is in its chain; `seen` is `entriesOf` the chain as it was read. */
export type SettledVersion = {
  readonly submission: string
  readonly dossier: number
  readonly state: string
  readonly version: number
  readonly isCurrent: boolean
  readonly follows: { readonly submission: string; readonly dossier: number } | null
  readonly MA_LK: string
  readonly kind: string
  readonly seen: string
}

/** One statement, so that all of it is written or nothing: each row only while its chain is the one that was read. */
export function writeVersions(
  { facility, purpose }: { readonly facility: string; readonly purpose: string },
  settled: readonly SettledVersion[],
): Command {
  const rows = settled.map(({ submission, dossier, state, version, isCurrent, follows, MA_LK, kind, seen }) => [
    submission,
    dossier,
    state,
    version,
    isCurrent ? 1 : 0,
    follows?.submission ?? null,
    follows?.dossier ?? null,
    MA_LK,
    kind,
    seen,
  ])
  const member = (at: number): string => `json_extract(j.value, '$[${at}]')`
  return {
    sql: `UPDATE dossiers AS d SET state = w.state, version = w.version, is_current = w.is_current,
            replaces_submission = w.follows_submission, replaces_dossier = w.follows_dossier
          FROM (SELECT ${member(0)} AS submission, ${member(1)} AS dossier, ${member(2)} AS state, ${member(3)} AS version,
            ${member(4)} AS is_current, ${member(5)} AS follows_submission, ${member(6)} AS follows_dossier, ${member(7)} AS MA_LK,
            ${member(8)} AS kind, ${member(9)} AS seen FROM json_each(:rows) j) w
          WHERE d.submission_id = w.submission AND d.dossier = w.dossier AND ${entriesOf('w.MA_LK', 'w.kind')} = w.seen`,
    args: { facility, purpose, rows: JSON.stringify(rows) },
  }
}
