import { createHash } from 'node:crypto'
import type { RenderedFinding } from '../../engine/index.ts'

/** Management data goes at once, payment data within 7 working days (Circular 48/2017/TT-BYT, articles 6 and 7). */
export type Purpose = 'management' | 'payment'

/** Why a file changes dossiers that were accepted before: one of `corrections` (`src/edge/earlier/corrections.ts`), and words that name no patient. */
export type Correction = { readonly code: string; readonly reason: string }

/** What the sender is told at once, and again for the same bytes. Public: its members are the API. */
export type Acknowledgement = {
  id: string
  status: 'received'
  /** Time of Việt Nam, ISO 8601 with +07:00. */
  receivedAt: string
  facility: string
  purpose: Purpose
  /** Code of the facility's person who authenticated it; absent in receipts of before there were any. */
  authenticatedBy?: string | null
  standard: string
  /** Absent in receipts of a time that knew none. */
  correction?: Correction | null
  /** Of the XML file, after any Content-Encoding was undone; what `sha256sum` says of the file. */
  bytes: number
  sha256: string
  dossiers: {
    declared: number | null
    counted: number
    accepted: number
    acceptedWithWarnings: number
    rejected: number
  }
  dmdc: { release: string; replicaLagSeconds: number | null; stale: boolean }
  rules: { version: string }
  findings: RenderedFinding[]
  findingsTotal: number
  /** A facility that gets "none" must not send again; rejected dossiers are mended and sent in a new file. */
  resend: 'none' | 'rejected-dossiers'
}

/** What lasts of a submission: the acknowledgement as it was given, and where the bytes lie. */
export type Receipt = {
  readonly version: 1
  readonly rawKey: string
  /** The standard the sender stated, which the centre's reading starts from as the edge's did. */
  readonly stated: string | null
  /** Epoch milliseconds. */
  readonly receivedAtMs: number
  readonly acknowledgement: Acknowledgement
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
