import { createHash } from 'node:crypto'
import { codecs } from '../../edge/codecs.ts'
import { vietnamDay, vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { wasRejected, type Receipt } from '../../edge/receipt/receipt.ts'
import { resultDue } from '../deadlines/due.ts'
import { inspectFile, isoDay, type DossierResult, type RulePack } from '../../engine/index.ts'
import { ASSUMED } from '../../store/warehouse/dossier-versions.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { placeOfWords, sealWords } from '../../store/warehouse/identity/words.ts'
import type { FoundSubmission } from '../../store/warehouse/write-batch.ts'
import type { Gatherer, SubmissionFacts } from './gather-rows.ts'
import { judgedAgain } from './judged-again.ts'
import type { Lists } from './lists.ts'

/** Whose file it is, as its receipt says. */
export function factsOf({ id, facility, purpose, receivedAtMs, correction, otherwise }: Receipt): SubmissionFacts {
  const receivedOn = isoDay(vietnamDay(receivedAtMs))
  return {
    submissionId: id,
    facility,
    purpose,
    receivedAt: receivedAtMs,
    receivedOn,
    correctionCode: correction?.code ?? (otherwise === null ? null : ASSUMED),
  }
}

/** What the row of a submission says before anything is judged. Without keys (`vault` null) it says no words. */
export async function identityOf(receipt: Receipt, vault: Vault | null) {
  const { id, facility, purpose, standard, bytes, sha256, correction, otherwise, authenticatedBy, receivedAtMs } =
    receipt
  const words = (correction ?? otherwise)?.reason ?? null
  const correctionReason = vault && (await sealWords(vault, placeOfWords.correction(id), words))
  const why = { correctionCode: correction?.code ?? null, correctionReason }
  const resultDueOn = resultDue(purpose, vietnamIsoDay(receivedAtMs))
  const receivedAt = receivedAtMs
  return { id, facility, purpose, standard, bytes, sha256, receivedAt, resultDueOn, authenticatedBy, ...why }
}

export type JudgedFile = {
  readonly submission: FoundSubmission
  /** Dossiers that the edge accepted and the centre rejects. */
  readonly wrong: readonly number[]
}

type Hearing = Pick<Gatherer, 'onFinding' | 'onRow' | 'onDossier'>

export type JudgeOptions = {
  readonly lists: Lists
  readonly pack: RulePack
  readonly vault: Vault
  readonly raw: AsyncIterable<Uint8Array>
  readonly into: Hearing
  /** Behind each piece of the file; false: that is enough, nobody wants the rest. */
  readonly behindPiece: () => Promise<boolean>
}

/** Reads the bytes of a file again and judges them by these lists. null: it was broken off. */
export async function judgeFile(receipt: Receipt, options: JudgeOptions): Promise<JudgedFile | null> {
  const { lists, pack, vault, raw, into, behindPiece } = options
  const judged = judgedAgain(receipt)
  const wrong: number[] = []
  const inspection = inspectFile({
    facility: receipt.facility,
    stated: receipt.stated,
    received: vietnamDay(receipt.receivedAtMs),
    codes: lists,
    codecs,
    pack,
    onFinding: into.onFinding,
    onRow: into.onRow,
    onDossier: (result: DossierResult) => {
      const settled = judged.settled(result)
      if (settled.outcome === 'rejected' && wasRejected(receipt, result.index) === false) wrong.push(result.index)
      into.onDossier(settled)
    },
  })
  const digest = createHash('sha256')
  for await (const bytes of raw) {
    digest.update(bytes)
    inspection.push(bytes)
    if (!(await behindPiece())) return null
  }
  const { standard, dossiers } = inspection.end()
  // Whoever can write to the store could have put others in their place. Out of some, erased dossiers were taken since.
  if (receipt.erased === undefined && digest.digest('hex') !== receipt.sha256)
    throw new Error('the stored bytes of this submission are not those that were received')
  const submission = {
    ...(await identityOf(receipt, vault)),
    standard,
    ...dossiers,
    ...judged.tally(),
    dmdcRelease: lists.snapshot.release.id,
    rulesVersion: pack.version,
    failedDossiers: 0,
  }
  return { submission, wrong }
}
