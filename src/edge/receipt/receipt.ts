import { createHash } from 'node:crypto'
import type { StoredReceipt } from './stored-receipt.ts'

/** Management data goes at once, payment data within 7 working days (Circular 48/2017/TT-BYT, articles 6 and 7). */
export type Purpose = 'management' | 'payment'

/** Why a file changes dossiers that were accepted before: one of `corrections` (`src/edge/earlier/corrections.ts`), and words that name no patient. */
export type Correction = { readonly code: string; readonly reason: string }

/**
 * What lasts of a submission, in names of its own: the answer to the sender is made of it (`src/http/routes/submissions/answers.ts`), so that
 * a renamed member of the API changes nothing that is stored. How it lies in the store, and lay there before, `stored-receipt.ts` says.
 */
export type Receipt = StoredReceipt

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
