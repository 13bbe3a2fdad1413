/** Who signed: a chain from the signer's certificate to one that is trusted by configuration, each valid at the time of signing. */
import type { X509Certificate } from 'node:crypto'
import type { Text } from '../../kernel/text.ts'

/** Root, two levels of authorities, signer: more than anybody issues. */
const LONGEST_CHAIN = 6

export type Trust = {
  /** The national root and licensed authorities, as the operator names them. */
  readonly anchors: readonly X509Certificate[]
  /** When it is judged, epoch milliseconds; the certificates must be valid at the time of signing, or now where none is claimed. */
  readonly now: number
}

export type SignerStanding = { readonly state: 'trusted' | 'unknown' | 'expired'; readonly reason: Text }

const TRUSTED: Text = { vi: 'Chứng thư dẫn tới gốc tin cậy.', en: 'The certificate leads to a trusted root.' }
const UNKNOWN: Text = {
  vi: 'Không có chuỗi chứng thư nào dẫn tới gốc tin cậy đã cấu hình.',
  en: 'No chain of certificates leads to a trusted root of the configuration.',
}
const expired = (subject: string): Text => ({
  vi: `Chứng thư không có hiệu lực tại thời điểm ký: ${subject}`,
  en: `A certificate was not valid at the time of signing: ${subject}`,
})
const FROM_THE_FUTURE: Text = {
  vi: 'Thời điểm ký nằm ở tương lai.',
  en: 'The time of signing lies in the future.',
}

/** Clocks of signers differ by minutes. */
const CLOCK_MS = 15 * 60 * 1000

/** Common name, or all of the subject; one line. */
export const subjectOf = ({ subject }: X509Certificate): string =>
  /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ')

/** `claimedAt`: epoch milliseconds, or null. */
export function standingOf(
  signer: X509Certificate,
  others: readonly X509Certificate[],
  claimedAt: number | null,
  { anchors, now }: Trust,
): SignerStanding {
  if (claimedAt !== null && claimedAt > now + CLOCK_MS) return { state: 'expired', reason: FROM_THE_FUTURE }
  const at = claimedAt ?? now
  let current = signer
  for (let length = 0; length < LONGEST_CHAIN; length += 1) {
    if (!isValidAt(current, at)) return { state: 'expired', reason: expired(subjectOf(current)) }
    if (anchors.some(({ fingerprint256 }) => fingerprint256 === current.fingerprint256))
      return { state: 'trusted', reason: TRUSTED }
    const issued = current
    const issuer = [...anchors, ...others].find((each) => isIssuer(each, issued))
    if (issuer === undefined) break
    current = issuer
  }
  return { state: 'unknown', reason: UNKNOWN }
}

const isValidAt = ({ validFrom, validTo }: X509Certificate, at: number): boolean =>
  at >= Date.parse(validFrom) && at <= Date.parse(validTo)

/** An authority whose key signed the certificate. */
const isIssuer = (issuer: X509Certificate, issued: X509Certificate): boolean =>
  issuer.ca &&
  issuer.fingerprint256 !== issued.fingerprint256 &&
  issued.checkIssued(issuer) &&
  issued.verify(issuer.publicKey)
