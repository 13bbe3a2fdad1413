import { Refusal } from '../refusals.ts'
import type { AgreementDecision } from '../../edge/earlier/chain.ts'
import { unsettleWaiting } from '../../store/warehouse/dossier-versions.ts'
import { announcingAll } from '../../store/warehouse/events.ts'
import { placeOfWords, sealWords, type KeyedWarehouse } from '../../store/warehouse/identity/words.ts'
import { readVersions, type Version } from './read.ts'
import type { ChainKey } from '../../edge/earlier/read-chains.ts'
import { settleChains } from './settle-versions.ts'

/** The correction that is decided on: a submission holds an MA_LK once. */
export type Corrected = ChainKey & { readonly MA_LK: string; readonly submission: string }

export type AgreementAnswer = {
  readonly decision: AgreementDecision
  readonly reason: string
  /** The account. */
  readonly by: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** What is recorded, and not what was said: of two who decide at the same moment one is heard. */
const DECIDED = `SELECT 'corrected' AS kind, :facility AS facility, submission_id, dossier, decision AS occasion
  FROM agreements WHERE submission_id = :submission AND dossier = :dossier`

/**
 * Records whether BHXH agrees to a correction that waits, and settles the chain by it. Said again it is the same; a decision remains. The
 * one place where agreements are written. Throws dossier-unknown, agreement-state, agreement-given.
 */
export async function decideCorrection(
  { warehouse, vault }: KeyedWarehouse,
  corrected: Corrected,
  { decision, reason, by, now }: AgreementAnswer,
): Promise<Version> {
  const { MA_LK, submission, facility } = corrected
  const read = async (): Promise<Version> => {
    const versions = await readVersions({ warehouse, vault }, corrected, MA_LK)
    const found = versions.find((version) => version.submission === submission)
    if (!found) throw new Refusal('dossier-unknown')
    return found
  }
  const before = await read()
  if (before.agreement === null && before.state !== 'waiting')
    throw new Refusal('agreement-state', { state: before.state ?? 'received', MA_LK: '{MA_LK}' })
  if (before.agreement === null) {
    const place = { submission, dossier: before.dossier }
    const words = await sealWords(vault, placeOfWords.agreement(submission, before.dossier), reason)
    await warehouse.write([
      {
        sql: `INSERT INTO agreements (submission_id, dossier, decision, reason, by, at)
                SELECT submission_id, dossier, :decision, :reason, :by, :now FROM dossiers
                WHERE submission_id = :submission AND dossier = :dossier AND state = 'waiting' ON CONFLICT DO NOTHING`,
        args: { ...place, decision, reason: words, by, now },
      },
      unsettleWaiting(place),
      // In the feed the facility learns that it has been decided on.
      ...announcingAll(DECIDED, { ...place, facility, at: now }),
    ])
  }
  await settleChains(warehouse, corrected, [MA_LK])
  const after = await read()
  if (after.agreement === null)
    throw new Refusal('agreement-state', { state: after.state ?? 'received', MA_LK: '{MA_LK}' })
  if (after.agreement.decision !== decision)
    throw new Refusal('agreement-given', { decision: after.agreement.decision })
  return after
}
