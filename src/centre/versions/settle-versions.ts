import type { InStatement } from '@libsql/client/web'
import type { Warehouse } from '../../store/database.ts'
import { chainOf, type Link } from '../../edge/earlier/chain.ts'
import { DELIVERIES, readDeliveries, type Chain, type ChainKey } from '../../edge/earlier/deliveries.ts'

/** Dossiers of a submission looked at in one exchange: a second. Where others wait, sqld takes the lock away after five. */
const DOSSIERS_AT_ONCE = 5000
/** Chains read and written in one exchange: some 100 KB where each has a few deliveries. */
const CHAINS_AT_ONCE = 500
/** Somebody else wrote to one of the chains in between; more often than this in a row nobody does. */
const MOST_TRIES = 20
/** Of what was left unsettled, in one minute. */
const UNSETTLED_AT_ONCE = 5000

/** Another accepted dossier of the chain of `d`. */
const HAS_OTHERS = `EXISTS (SELECT 1 FROM dossiers o WHERE o.MA_LK = d.MA_LK AND o.facility = d.facility AND o.purpose = d.purpose
  AND o.kind = d.kind AND o.outcome <> 'rejected' AND (o.submission_id, o.dossier) <> (d.submission_id, d.dossier))`

/**
 * Settles the chains that the dossiers of a submission belong to: state, version, what each follows, which is current. Safe to repeat,
 * and beside others who settle the same chains. Nearly all dossiers are alone in theirs, which is one statement for all of them.
 */
export async function settleVersions(warehouse: Warehouse, submissionId: string): Promise<void> {
  for (let first = 1, last = 1; first <= last; first += DOSSIERS_AT_ONCE) {
    const args = { submission: submissionId, first, behind: first + DOSSIERS_AT_ONCE }
    const own = 'd.submission_id = :submission AND d.dossier >= :first AND d.dossier < :behind'
    const [, , contested, all] = await warehouse.$client.batch(
      [
        {
          sql: `UPDATE dossiers AS d SET state = 'standing', version = 1, is_current = 1, replaces_submission = NULL, replaces_dossier = NULL
                WHERE ${own} AND d.outcome <> 'rejected' AND (d.state IS NOT 'standing' OR d.version <> 1 OR d.is_current = 0)
                  AND (d.MA_LK IS NULL OR NOT ${HAS_OTHERS})`,
          args,
        },
        // Accepted by an earlier verification, which was broken off.
        {
          sql: `UPDATE dossiers AS d SET state = NULL WHERE ${own} AND d.outcome = 'rejected' AND d.state IS NOT NULL`,
          args,
        },
        {
          sql: `SELECT DISTINCT d.MA_LK, d.facility, d.purpose FROM dossiers d WHERE ${own} AND d.MA_LK IS NOT NULL AND ${HAS_OTHERS}`,
          args,
        },
        { sql: 'SELECT max(dossier) AS last FROM dossiers WHERE submission_id = ?', args: [submissionId] },
      ],
      'write',
    )
    await settleRows(warehouse, contested?.rows ?? [])
    last = Number(all?.rows[0]?.['last'] ?? 0)
  }
}

/** Settles what a crash, or a time before there were versions, has left. Returns whether more is waiting. */
export async function settleUnsettled(warehouse: Warehouse): Promise<boolean> {
  const unsettled = "state IS NULL AND outcome <> 'rejected'"
  const [, found] = await warehouse.$client.batch(
    [
      `UPDATE dossiers INDEXED BY dossiers_unsettled SET state = 'standing' WHERE ${unsettled} AND MA_LK IS NULL`,
      `SELECT DISTINCT MA_LK, facility, purpose FROM dossiers INDEXED BY dossiers_unsettled WHERE ${unsettled} AND MA_LK IS NOT NULL LIMIT ${UNSETTLED_AT_ONCE}`,
    ],
    'write',
  )
  await settleRows(warehouse, found?.rows ?? [])
  return found?.rows.length === UNSETTLED_AT_ONCE
}

async function settleRows(warehouse: Warehouse, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const keysOf = new Map<string, { key: ChainKey; MA_LKs: string[] }>()
  for (const { MA_LK, facility, purpose } of rows) {
    const key = { facility: String(facility), purpose: String(purpose) }
    const name = `${key.facility} ${key.purpose}`
    const known = keysOf.get(name) ?? { key, MA_LKs: [] }
    keysOf.set(name, known)
    known.MA_LKs.push(String(MA_LK))
  }
  for (const { key, MA_LKs } of keysOf.values()) await settleChains(warehouse, key, MA_LKs)
}

/** Settles the chains of these MA_LKs of a facility, whatever they are now. Throws where others never cease to write to them. */
export async function settleChains(warehouse: Warehouse, key: ChainKey, MA_LKs: readonly string[]): Promise<void> {
  for (let from = 0; from < MA_LKs.length; from += CHAINS_AT_ONCE) {
    await settleSome(warehouse, key, MA_LKs.slice(from, from + CHAINS_AT_ONCE))
  }
}

/** What is written holds for what was read: where that has changed nothing is written, and all is read again until it is as it should be. */
async function settleSome(warehouse: Warehouse, key: ChainKey, MA_LKs: readonly string[]): Promise<void> {
  let open = MA_LKs
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const changed = (await readDeliveries(warehouse, key, open)).flatMap((chain) => {
      const links = changesOf(chain)
      return links.length === 0 ? [] : [{ chain, links }]
    })
    if (changed.length === 0) return
    // A transaction that writes from its beginning: one that only becomes a writer after it has read finds the database locked.
    await warehouse.$client.batch([writing(key, changed)], 'write')
    open = [...new Set(changed.map(({ chain }) => chain.MA_LK))]
  }
  throw new Error('a chain of versions changed whenever it was settled')
}

/** The links that are not stored as they should be. */
function changesOf({ deliveries, kind, stored }: Chain): Link[] {
  return chainOf(deliveries, kind).filter(({ delivery, state, version, follows }) => {
    const [wasState, wasVersion, wasCurrent, submission, dossier] =
      stored.get(`${delivery.submission} ${delivery.dossier}`) ?? []
    const isCurrent = state === 'standing' ? 1 : 0
    return (
      wasState !== state ||
      wasVersion !== version ||
      wasCurrent !== isCurrent ||
      submission !== (follows?.submission ?? null) ||
      dossier !== (follows?.dossier ?? null)
    )
  })
}

/** One statement, so that it stands or falls as a whole: each row only while its chain is the one that was read. */
function writing(
  { facility, purpose }: ChainKey,
  changed: readonly { chain: Chain; links: readonly Link[] }[],
): InStatement {
  const rows = changed.flatMap(({ chain: { MA_LK, kind, seen }, links }) =>
    links.map(({ delivery, state, version, follows }) => [
      delivery.submission,
      delivery.dossier,
      state,
      version,
      state === 'standing' ? 1 : 0,
      follows?.submission ?? null,
      follows?.dossier ?? null,
      MA_LK,
      kind,
      seen,
    ]),
  )
  const member = (at: number): string => `json_extract(j.value, '$[${at}]')`
  return {
    sql: `UPDATE dossiers AS d SET state = w.state, version = w.version, is_current = w.is_current,
            replaces_submission = w.follows_submission, replaces_dossier = w.follows_dossier
          FROM (SELECT ${member(0)} AS submission, ${member(1)} AS dossier, ${member(2)} AS state, ${member(3)} AS version,
            ${member(4)} AS is_current, ${member(5)} AS follows_submission, ${member(6)} AS follows_dossier, ${member(7)} AS MA_LK,
            ${member(8)} AS kind, ${member(9)} AS seen FROM json_each(:rows) j) w
          WHERE d.submission_id = w.submission AND d.dossier = w.dossier AND ${DELIVERIES('w.MA_LK', 'w.kind')} = w.seen`,
    args: { facility, purpose, rows: JSON.stringify(rows) },
  }
}
