/**
 * What a receipt says: which bytes came when, from whom and for what, what became of each dossier, and by what it was judged. It names no
 * patient: neither MA_LK nor finding.
 */
import { createHash } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Text } from '../kernel/text.ts'
import { countsOf } from './outcomes.ts'
import { assertInTime, Unproven, verifyStatement } from './signed.ts'

const hex = z.string().regex(/^[0-9a-f]{64}$/)

export const receiptClaims = z.object({
  version: z.literal(1),
  /** Who signs: the issuer of this deployment. */
  iss: z.string(),
  /** Id of the submission. */
  jti: z.string(),
  /** When it was signed, epoch seconds. */
  iat: z.int(),
  facility: z.string(),
  purpose: z.enum(['management', 'payment']),
  /** Code of the facility's person behind payment data; null: nobody has to be. */
  person: z.string().nullable(),
  /** Code of the reason for which it changes what was accepted before; null: there is none. */
  correction: z.string().nullable(),
  /** When the first byte came, ISO with the offset of Việt Nam. */
  receivedAt: z.string(),
  /** By which clock, as the operator states it; `offsetMs`: how far it is from UTC at most, null: not stated. */
  clock: z.object({ source: z.string(), offsetMs: z.number().nullable() }),
  /** Of the XML file, any Content-Encoding and old wrapper undone: what `sha256sum` says of it. */
  file: z.object({ sha256: hex, bytes: z.int() }),
  standard: z.string(),
  dossiers: z.object({
    declared: z.int().nullable(),
    counted: z.int(),
    accepted: z.int(),
    acceptedWithWarnings: z.int(),
    rejected: z.int(),
  }),
  /** What became of each dossier (outcomes.ts), or the SHA-256 of that text where it is long. */
  outcomes: z.union([z.string(), z.object({ sha256: hex })]),
  /** How many were accepted before with the same content. */
  identical: z.int(),
  /** How many findings there are. */
  findings: z.int(),
  codeLists: z.object({ release: z.string(), lagSeconds: z.number().nullable(), stale: z.boolean() }),
  rules: z.string(),
})
export type ReceiptClaims = z.infer<typeof receiptClaims>

/** So much of the outcomes lies in the receipt itself: as a header it passes proxies that take 4 KB of headers in all. */
const OUTCOMES_INSIDE = 200

/** Characters of JSON and base64url around them come to less than 1.5 KB. */
export const outcomesClaim = (text: string): ReceiptClaims['outcomes'] =>
  text.length <= OUTCOMES_INSIDE ? text : { sha256: sha256Of(text) }

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')

const OTHER_FORM: Text = {
  vi: 'Nội dung đã ký không có dạng biên nhận mà chương trình này biết.',
  en: 'What was signed has no form of a receipt that this program knows.',
}
const NOT_OF_COUNTS: Text = {
  vi: 'Kết quả từng hồ sơ không khớp với số đếm trong biên nhận.',
  en: 'The outcomes of the dossiers do not add up to the counts of the receipt.',
}
const OTHER_OUTCOMES: Text = {
  vi: 'Kết quả từng hồ sơ không phải là kết quả đã ký.',
  en: 'These outcomes of dossiers are not those that were signed.',
}
const OTHER_BYTES: Text = {
  vi: 'Tệp này không phải tệp đã nhận: mã băm SHA-256 hoặc độ dài khác với biên nhận.',
  en: 'This file is not the one that was received: its SHA-256 or its length differs from the receipt.',
}

/** The claims of a receipt whose signature holds, also when the time of its key is over since. Throws Unproven. */
export async function verifyReceipt(jws: string, keys: JSONWebKeySet): Promise<ReceiptClaims> {
  const { claims, key } = await verifyStatement('receipt', jws, keys)
  const parsed = receiptClaims.safeParse(claims)
  if (!parsed.success) throw new Unproven(OTHER_FORM)
  assertInTime(key, parsed.data.iat)
  if (typeof parsed.data.outcomes === 'string') assertOutcomes(parsed.data, parsed.data.outcomes)
  return parsed.data
}

/** Throws Unproven where the file is another one. */
export function assertBytes({ file }: ReceiptClaims, { sha256, bytes }: ReceiptClaims['file']): void {
  if (file.sha256 !== sha256 || file.bytes !== bytes) throw new Unproven(OTHER_BYTES)
}

/** Throws Unproven where what became of the dossiers is not what the receipt says. */
export function assertOutcomes({ outcomes, dossiers }: ReceiptClaims, text: string): void {
  if (typeof outcomes === 'string' ? outcomes !== text : outcomes.sha256 !== sha256Of(text))
    throw new Unproven(OTHER_OUTCOMES)
  const counts = countsOf(text)
  const isOfCounts =
    counts !== null &&
    counts.accepted === dossiers.accepted &&
    counts['accepted-with-warnings'] === dossiers.acceptedWithWarnings &&
    counts.rejected === dossiers.rejected
  if (!isOfCounts) throw new Unproven(NOT_OF_COUNTS)
}
