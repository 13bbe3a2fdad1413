import { createHash } from 'node:crypto'
import type { Purpose } from '../identity/caller.ts'
import type { StoredReceipt } from './stored-receipt.ts'

/** Why a file changes dossiers that were accepted before: one of `corrections` (`src/edge/earlier/corrections.ts`), and words that name no patient. */
export type Correction = { readonly code: string; readonly reason: string }

/**
 * What lasts of a submission, in names of its own: the answer to the sender is made of it (`src/http/routes/submissions/answers.ts`), so that
 * a renamed member of the API changes nothing that is stored. How it lies in the store, and lay there before, `stored-receipt.ts` says.
 */
export type Receipt = StoredReceipt

/** A dossier that was accepted before with the same content, and where. */
export type IdenticalDossier = Receipt['identical'][number]

/** Dossiers that a receipt names as identical; the true number is kept beside them, and the centre says it of each. */
export const NAMED_IDENTICAL = 200

/**
 * Whether the edge rejected the dossier of that number. null: the receipt, of an older version, does not say which of its dossiers it
 * rejected.
 */
export function wasRejected({ rejectedDossiers, dossiers }: Receipt, dossier: number): boolean | null {
  if (rejectedDossiers !== null) return isWithin(rejectedDossiers, dossier)
  if (dossiers.rejected === 0) return false
  return dossiers.rejected === dossiers.counted ? true : null
}

/** By halves: a file may have tens of thousands of ranges, and each dossier is asked for. */
function isWithin(ranges: readonly (readonly [first: number, last: number])[], number: number): boolean {
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = ranges[middle] ?? [0, 0]
    if (number < first) high = middle - 1
    else if (number > last) low = middle + 1
    else return true
  }
  return false
}

/**
 * The id of a submission is made of what makes it the same: facility, purpose, the bytes, and why they change what was sent
 * before. So the same file has the same id however often and at whatever moment it arrives, without anybody asking anybody.
 * 32 hexadecimal digits.
 */
export function submissionId(
  facility: string,
  purpose: Purpose,
  sha256: string,
  correction: Correction | null = null,
): string {
  const parts = [facility, purpose, sha256, ...(correction ? [correction.code, correction.reason] : [])]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)
}

export const isSubmissionId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text)
