import { vietnamTime } from '../../kernel/vietnam-time.ts'
import { outcomesClaim, type ReceiptClaims } from '../../proof/receipt-claims.ts'
import type { SignStatement } from '../../proof/signed.ts'
import type { Receipt } from './receipt.ts'

/** The clock of this deployment, as its operator states it. */
export type StatedClock = ReceiptClaims['clock']

export type ReceiptSignerNeeds = {
  readonly sign: SignStatement
  readonly issuer: string
  readonly statedClock: StatedClock
  readonly clock: () => number
}

/** Signs what a receipt says before it is kept. Returns the compact JWS. */
export type SignReceipt = (receipt: Receipt, outcomes: string) => Promise<string>

export const createReceiptSigner =
  ({ sign, issuer, statedClock, clock }: ReceiptSignerNeeds): SignReceipt =>
  (receipt, outcomes) =>
    sign('receipt', claimsOf(receipt, outcomes, { issuer, statedClock, signedAt: Math.floor(clock() / 1000) }))

type Signing = { readonly issuer: string; readonly statedClock: StatedClock; readonly signedAt: number }

function claimsOf(receipt: Receipt, outcomes: string, { issuer, statedClock, signedAt }: Signing): ReceiptClaims {
  const { facility, purpose, standard, dossiers, judgedBy } = receipt
  return {
    version: 1,
    iss: issuer,
    jti: receipt.id,
    iat: signedAt,
    facility,
    purpose,
    person: receipt.authenticatedBy,
    correction: receipt.correction?.code ?? null,
    receivedAt: vietnamTime(receipt.receivedAtMs),
    clock: statedClock,
    file: { sha256: receipt.sha256, bytes: receipt.bytes },
    standard,
    dossiers: {
      declared: dossiers.declared,
      counted: dossiers.counted,
      accepted: dossiers.accepted,
      acceptedWithWarnings: dossiers.acceptedWithWarnings,
      rejected: dossiers.rejected,
    },
    outcomes: outcomesClaim(outcomes),
    identical: receipt.identicalTotal,
    findings: receipt.findingsTotal,
    codeLists: { release: judgedBy.release, lagSeconds: judgedBy.replicaLagSeconds, stale: judgedBy.stale },
    rules: judgedBy.rulesVersion,
  }
}
