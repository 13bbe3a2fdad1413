import type { Timed } from '../kernel/metrics.ts'
import { vietnamDay } from '../kernel/vietnam-time.ts'
import {
  collectFindings,
  inspectFile,
  renderFinding,
  type LocalCodes,
  type RulePack,
  type Severity,
  type StandardId,
} from '../engine/index.ts'
import type { CurrentLists } from '../store/reference/code-lists.ts'
import type { Purpose } from './identity/caller.ts'
import { laneOfSize, type ChooseLane } from './queue/lanes.ts'
import type { ToCentre } from './queue/shards.ts'
import type { AssertRoom } from './receipt/room.ts'
import type { SignReceipt } from './receipt/sign-receipt.ts'
import type { Store } from './receipt/store.ts'
import { createRawWriter } from './receipt/raw-writer.ts'
import { NAMED_IDENTICAL, submissionId, type Correction, type Receipt } from './receipt/receipt.ts'
import { markPending, renewPending, sendMarked } from './receipt/pending.ts'
import { putReceipt, readReceipt } from './receipt/receipts.ts'
import type { EarlierLookUp } from './earlier/look-up.ts'
import { collectOutcomes } from './collect-outcomes.ts'
import { identicalDossiers } from './earlier/identical-dossiers.ts'
import { codecs } from './codecs.ts'
import { inspectBody } from './inspect-body.ts'

export type IncomingFile = {
  /** The facility of the token. */
  facility: string
  purpose: Purpose
  /** Code of the facility's person behind payment data; null: nobody has to be. */
  authenticatedBy: string | null
  stated: StandardId | null
  /** Why it changes what was accepted before; null: no reason was given. */
  correction: Correction | null
  /** The reason that holds where it is found to change something and none was given; null: such a file is refused. */
  otherwise: Correction | null
  /** The file, piece by piece; a piece is valid until the next one is asked for. */
  body: AsyncIterable<Uint8Array>
  /** Its size in bytes as announced; null: nobody has said, or it comes packed. */
  length: number | null
}

export type ReceiveNeeds = {
  store: Store
  assertRoom: AssertRoom
  signReceipt: SignReceipt
  toCentre: ToCentre
  laneOf: ChooseLane
  /** How long a message is waited for before it is sent again. */
  sendAgainAfterMs: number
  /** The name of the queue that there is now; empty: it is kept for good. */
  queue: string
  reference: CurrentLists
  /** What the sender's own codes stand for. */
  localCodes: LocalCodes
  pack: RulePack
  /** What was accepted before. */
  earlier: EarlierLookUp
  /** When the file began to come, in epoch milliseconds. */
  now: number
  /** What time it is by now: a large file comes for minutes. */
  clock: () => number
  /** Names the bytes of a large file until its id is known. */
  uploadName: string
  /** Hears how long each stage takes. */
  timed: Timed
}

export type Received = {
  readonly receipt: Receipt
  /** The same bytes came before. */
  readonly isReplay: boolean
  /** How many findings there are of each severity; null: the file was not judged again. */
  readonly bySeverity: Readonly<Record<Severity, number>> | null
}

/**
 * The whole way of one file at the edge:
 *
 * 1. While its bytes arrive they are stored, hashed, read and judged, in one pass. By hash, facility, purpose and correction it has its id.
 * 2. A receipt of that id: the same bytes came before. The sender gets that receipt again, and nothing else happens.
 * 3. Otherwise the edge asks the warehouse of the province (its nearest copy; one exchange for 5000 MA_LKs, two seconds at most) which of the
 *    accepted dossiers were accepted before. Usually none was. Of those that were, the content is computed: **the bytes are read a second
 *    time**, from memory, or from the store where the file is large. Other content without a reason refuses the file; the same content makes
 *    the dossier identical, which the receipt says with the id of the earlier submission. What the edge cannot learn here the centre settles.
 * 4. Bytes and pending marker, then the signed receipt, then the message to the centre; only then the sender is answered.
 *
 * Two who send the same bytes at the same moment both come to step 4; the store decides, and both get the receipt of the first. Throws a
 * Refusal when the file as a whole cannot be taken, or changes what was accepted before without a reason; then nothing of it is kept.
 */
export async function receive(
  { facility, purpose, authenticatedBy, stated, correction, otherwise, body, length }: IncomingFile,
  needs: ReceiveNeeds,
): Promise<Received> {
  const { store, toCentre, reference, localCodes, pack, now, timed } = needs
  await needs.assertRoom(length)
  const raw = createRawWriter(store, needs.uploadName, length)
  const findings = collectFindings()
  const outcomes = collectOutcomes()
  const codes = { snapshot: reference.snapshot, stale: reference.stale, local: localCodes }
  const checks = { facility, stated, received: vietnamDay(now), codes, codecs, pack }
  const inspection = inspectFile({ ...checks, ...outcomes, onFinding: findings.add })
  try {
    const { standard, dossiers, bytes, sha256 } = await timed(
      'read',
      inspectBody(body, inspection, (piece) => raw.write(piece)),
    )
    const idWith = (reason: Correction | null): string => submissionId(facility, purpose, sha256, reason)
    const submission = idWith(correction)

    const known = (await readReceipt(store, submission)) ?? (otherwise && (await readReceipt(store, idWith(otherwise))))
    if (known) {
      await raw.abort()
      const pace = { now: needs.clock(), afterMs: needs.sendAgainAfterMs, queue: needs.queue }
      await renewPending(store.bucket, toCentre, { id: known.id, facility, lane: laneOfSize(known) }, pace)
      return { receipt: known, isReplay: true, bySeverity: null }
    }

    const sent = { submission, facility, purpose, correction, otherwise, accepted: outcomes.accepted(), checks }
    const reread = (): AsyncIterable<Uint8Array> => raw.reread(submission)
    const before = identicalDossiers({ ...sent, reread }, needs.earlier)
    const { identical, correction: reason, behind } = await timed('earlier', before)
    const id = idWith(reason)
    const waiting = { id, facility, lane: needs.laneOf({ facility, bytes, dossiers }) }
    const since = needs.clock()
    const stored = Promise.all([raw.commit(id), markPending(store.bucket, waiting, since, needs.queue)])
    const [rawKey] = await timed('store', stored)
    const { first, total, bySeverity } = findings.collected()
    const { release, replicaLagSeconds, stale } = reference
    const receipt: Receipt = {
      version: 2,
      id,
      facility,
      purpose,
      authenticatedBy,
      correction: reason,
      otherwise: reason === null ? otherwise : null,
      // What follows something came after it, also where the clock was set back in between: the order of versions is that of these moments.
      receivedAtMs: behind === null ? now : Math.max(now, behind + 1),
      rawKey,
      sealedBy: store.seals.files.current,
      bytes,
      sha256,
      stated,
      standard,
      dossiers,
      rejectedDossiers: outcomes.rejected(),
      identical: identical.slice(0, NAMED_IDENTICAL),
      identicalTotal: identical.length,
      judgedBy: { release, replicaLagSeconds, stale, rulesVersion: pack.version },
      findings: first.map(renderFinding),
      findingsTotal: total,
    }
    const runs = outcomes.runs()
    const signed = { jws: await timed('sign', needs.signReceipt(receipt, runs)), outcomes: runs }
    const kept = await timed('keep', putReceipt(store, { ...receipt, signed }))
    await sendMarked(store.bucket, toCentre, waiting, since)
    return { receipt: kept.receipt, isReplay: !kept.isNew, bySeverity }
  } catch (error) {
    await raw.abort()
    throw error
  }
}
