import type { Row } from '@libsql/client/web'
import type { Warehouse } from '../../store/database.ts'
import type { ASSESSMENT_DECISIONS } from '../../../db/warehouse/versions.ts'
import { Refusal } from '../refusals.ts'
import { textIn } from '../../store/text-in.ts'
import type { AgreementDecision, VersionState } from '../../edge/earlier/chain.ts'
import type { ChainKey } from '../../edge/earlier/deliveries.ts'

export type Agreement = {
  readonly decision: AgreementDecision
  readonly reason: string
  readonly by: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** One accepted delivery of a dossier. Times are epoch milliseconds. */
export type Version = {
  readonly submission: string
  readonly dossier: number
  /** null: the centre has not settled it yet. */
  readonly state: VersionState | null
  readonly version: number
  readonly follows: { readonly submission: string; readonly dossier: number } | null
  readonly receivedAt: number
  readonly correction: { readonly code: string; readonly reason: string } | null
  readonly agreement: Agreement | null
  readonly assessment: (typeof ASSESSMENT_DECISIONS)[number] | null
  readonly assessedAt: number | null
}

/** A facility repeats a dossier a few times; more than this nobody reads. */
const MOST_VERSIONS = 1000

/** Every accepted delivery of a dossier in the order of receipt. Throws Refusal('dossier-unknown') where there is none. */
export async function readVersions(
  warehouse: Warehouse,
  { facility, purpose }: ChainKey,
  MA_LK: string,
): Promise<readonly Version[]> {
  const { rows } = await warehouse.$client.execute({
    sql: `SELECT d.*, s.correction_reason, a.decision, a.reason, a.by, a.at FROM dossiers d
          LEFT JOIN submissions s ON s.id = d.submission_id
          LEFT JOIN agreements a ON a.submission_id = d.submission_id AND a.dossier = d.dossier
          WHERE d.MA_LK = :MA_LK AND d.facility = :facility AND d.purpose = :purpose AND d.kind = 'dossier' AND d.outcome <> 'rejected'
          ORDER BY d.received_at, d.submission_id, d.dossier LIMIT ${MOST_VERSIONS}`,
    args: { MA_LK, facility, purpose },
  })
  if (rows.length === 0) throw new Refusal('dossier-unknown')
  return rows.map(versionFrom)
}

/** Its number, which identical and conflicting deliveries do not have of their own; or `submission-dossier`, which each has. */
export const VERSION_NAME = /^(?:\d{1,6}|[0-9a-f]{32}-\d{1,6})$/

/** The version of that name. Throws Refusal('dossier-unknown'). */
export function versionNamed(versions: readonly Version[], name: string): Version {
  const found = versions.find(
    ({ submission, dossier, version, state }) =>
      `${submission}-${dossier}` === name ||
      (String(version) === name && state !== null && state !== 'identical' && state !== 'conflicting'),
  )
  if (!found) throw new Refusal('dossier-unknown')
  return found
}

const numberOrNull = (value: Row[string] | undefined): number | null => (typeof value === 'number' ? value : null)
const textOrNull = (value: Row[string] | undefined): string | null => textIn(value) || null

/** The columns hold what their lists allow. */
function versionFrom(row: Row): Version {
  const follows = numberOrNull(row['replaces_dossier'])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const decision = textOrNull(row['decision']) as AgreementDecision | null
  const code = textOrNull(row['correction_code'])
  return {
    submission: textIn(row['submission_id']),
    dossier: Number(row['dossier']),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    state: textOrNull(row['state']) as VersionState | null,
    version: Number(row['version']),
    follows: follows === null ? null : { submission: textIn(row['replaces_submission']), dossier: follows },
    receivedAt: Number(row['received_at']),
    correction: code === null ? null : { code, reason: textIn(row['correction_reason']) },
    agreement:
      decision === null
        ? null
        : { decision, reason: textIn(row['reason']), by: textIn(row['by']), at: Number(row['at']) },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    assessment: textOrNull(row['assessment']) as Version['assessment'],
    assessedAt: numberOrNull(row['assessed_at']),
  }
}
