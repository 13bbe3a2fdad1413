/** What a signature comes to, in one word and with its reasons. */
import type { Text } from '../../kernel/text.ts'
import { Unproven } from '../signed.ts'
import { standingOf, type Trust } from './certificates.ts'
import type { SignedFile } from './read-signed.ts'
import { checkSignature, type HeldSignature } from './signature.ts'

/** none: not signed · valid · unknown-signer: it holds, by nobody who is trusted · weak: it holds, by what is not safe any more · expired: by a certificate that was not valid then · broken. */
export type SignatureState = 'none' | 'valid' | 'unknown-signer' | 'weak' | 'expired' | 'broken'

export type SignatureJudgement = {
  readonly state: SignatureState
  readonly reasons: readonly Text[]
  /** null: there is none that holds. */
  readonly held: HeldSignature | null
}

const NOT_SIGNED: Text = { vi: 'Tệp không có chữ ký.', en: 'The file is not signed.' }

/** The worst that holds of it is its state; all that holds is said. */
export function judgeSignature(file: SignedFile, trust: Trust): SignatureJudgement {
  if (file.signature === null) return { state: 'none', reasons: [NOT_SIGNED], held: null }
  try {
    const held = checkSignature(file, file.signature)
    const { state, reason } = standingOf(held.certificate, held.others, held.claimedAt, trust)
    const reasons = [reason, ...held.weaknesses]
    if (state === 'expired') return { state, reasons, held }
    if (state === 'unknown') return { state: 'unknown-signer', reasons, held }
    return { state: held.weaknesses.length > 0 ? 'weak' : 'valid', reasons, held }
  } catch (error) {
    if (!(error instanceof Unproven)) throw error
    return { state: 'broken', reasons: [error.reason], held: null }
  }
}
