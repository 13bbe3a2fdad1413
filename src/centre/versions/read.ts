import { integer, oneOf, orNull, text, type RowOf } from '../../store/columns.ts'
import { Refusal } from '../refusals.ts'
import { AGREEMENT_DECISIONS, ASSESSMENT_DECISIONS, VERSION_STATES } from '../../../db/warehouse/versions.ts'
import type { AgreementDecision, VersionState } from '../../edge/earlier/chain.ts'
import { ASSUMED } from '../../store/warehouse/dossier-versions.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { openWords, placeOfWords, type KeyedWarehouse } from '../../store/warehouse/identity/words.ts'
import type { ChainKey } from '../../edge/earlier/read-chains.ts'

export type Agreement = {
  readonly decision: AgreementDecision
  readonly reason: string
  readonly by: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** One accepted version of a dossier. Times are epoch milliseconds. */
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

/** Every accepted version of a dossier in the order of receipt. Throws Refusal('dossier-unknown') where there is none. */
export async function readVersions(stored: KeyedWarehouse, key: ChainKey, MA_LK: string): Promise<readonly Version[]> {
  const versions = await readAnyVersions(stored, key, MA_LK)
  if (versions.length === 0) throw new Refusal('dossier-unknown')
  return versions
}

/** The same; none where nothing was accepted. */
export async function readAnyVersions(
  { warehouse, vault }: KeyedWarehouse,
  { facility, purpose }: ChainKey,
  MA_LK: string,
): Promise<readonly Version[]> {
  const rows = await warehouse.ask({
    sql: `SELECT d.submission_id AS submission, d.dossier, d.state, d.version, d.replaces_submission AS replacesSubmission,
            d.replaces_dossier AS replacesDossier, d.received_at AS receivedAt, d.correction_code AS correctionCode, d.assessment,
            d.assessed_at AS assessedAt, s.correction_reason AS correctionReason, a.decision, a.reason, a.by, a.at FROM dossiers d
          LEFT JOIN submissions s ON s.id = d.submission_id
          LEFT JOIN agreements a ON a.submission_id = d.submission_id AND a.dossier = d.dossier
          WHERE d.MA_LK = :MA_LK AND d.facility = :facility AND d.purpose = :purpose AND d.kind = 'dossier' AND d.outcome <> 'rejected'
          ORDER BY d.received_at, d.submission_id, d.dossier LIMIT ${MOST_VERSIONS}`,
    args: { MA_LK, facility, purpose },
    shape: SHAPE,
  })
  return Promise.all(rows.map(async (row) => versionFrom(await opened(vault, row))))
}

/** Its number, which identical and conflicting ones do not have of their own; or `submission-dossier`, which each has. */
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

const SHAPE = {
  submission: text,
  dossier: integer,
  state: orNull(oneOf(VERSION_STATES)),
  version: integer,
  replacesSubmission: orNull(text),
  replacesDossier: orNull(integer),
  receivedAt: integer,
  correctionCode: orNull(text),
  correctionReason: orNull(text),
  assessment: orNull(oneOf(ASSESSMENT_DECISIONS)),
  assessedAt: orNull(integer),
  decision: orNull(oneOf(AGREEMENT_DECISIONS)),
  reason: orNull(text),
  by: orNull(text),
  at: orNull(integer),
}

async function opened(vault: Vault, row: RowOf<typeof SHAPE>): Promise<RowOf<typeof SHAPE>> {
  const { submission, dossier, correctionReason, reason } = row
  return {
    ...row,
    correctionReason: await openWords(vault, placeOfWords.correction(submission), correctionReason),
    reason: await openWords(vault, placeOfWords.agreement(submission, dossier), reason),
  }
}

function versionFrom(row: RowOf<typeof SHAPE>): Version {
  const { submission, dossier, state, version, receivedAt, assessment, assessedAt } = row
  const { replacesSubmission, replacesDossier, decision, reason, by, at } = row
  const isDecided = decision !== null && reason !== null && by !== null && at !== null
  return {
    submission,
    dossier,
    state,
    version,
    follows:
      replacesSubmission === null || replacesDossier === null
        ? null
        : { submission: replacesSubmission, dossier: replacesDossier },
    receivedAt,
    correction: correctionOf(row),
    agreement: isDecided ? { decision, reason, by, at } : null,
    assessment,
    assessedAt,
  }
}

/** One that is assumed is a reason only where there is something that it changes. */
function correctionOf({
  correctionCode,
  correctionReason,
  state,
  version,
}: RowOf<typeof SHAPE>): Version['correction'] {
  if (correctionCode === null) return null
  const reason = correctionReason ?? ''
  if (correctionCode !== ASSUMED) return { code: correctionCode, reason }
  return version > 1 && state !== 'identical' ? { code: 'other', reason } : null
}
