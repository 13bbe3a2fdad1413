/** Makes the signature of a whole file, as signers of facilities do: enveloped, with the time of signing under the same signature. */
import { createHash, sign, type KeyObject, type X509Certificate } from 'node:crypto'
import type { Text } from '../../kernel/text.ts'
import { Unproven } from '../signed.ts'
import { DSIG, type SignedFile } from './read-signed.ts'
import { ECDSA_SHA256, ENVELOPED, EXCLUSIVE, INCLUSIVE, RSA_SHA256, SHA256 } from './signature.ts'

export type Signing = {
  readonly key: KeyObject
  /** The signer's, then those of the authorities between it and the root. */
  readonly certificates: readonly [X509Certificate, ...X509Certificate[]]
  /** Epoch milliseconds. */
  readonly at: number
}

const SIGNATURE_ID = 'ChuKyDonVi'
const TIME_ID = 'ThoiDiemKy'

const METHODS: Readonly<Record<string, string>> = { rsa: RSA_SHA256, ec: ECDSA_SHA256 }

const HAS_SIGNATURE: Text = { vi: 'Tệp đã có chữ ký.', en: 'The file is signed already.' }
const NO_PLACE: Text = {
  vi: 'Tệp không có thẻ CHUKYDONVI rỗng ngay dưới thẻ gốc để đặt chữ ký.',
  en: 'The file has no empty CHUKYDONVI below its root to put a signature in.',
}
const OTHER_KEY: Text = {
  vi: 'Khoá không thuộc chứng thư này, hoặc không phải RSA hay EC.',
  en: 'The key is not that of the certificate, or neither RSA nor EC.',
}

export type MadeSignature = {
  /** What comes in place of so many characters before `at`. */
  readonly text: string
  readonly at: number
  readonly replaced: number
}

/** The signature of a file that was read, and where it goes. Throws Unproven where it cannot be signed. */
export function makeSignature(file: SignedFile, signing: Signing): MadeSignature {
  const { signature, place } = file
  if (signature !== null) throw new Unproven(HAS_SIGNATURE)
  if (place === null) throw new Unproven(NO_PLACE)
  const element = signatureElement(file, signing)
  return place.isSelfClosing
    ? { text: `>${element}</CHUKYDONVI>`, at: place.at, replaced: '/>'.length }
    : { text: element, at: place.at, replaced: 0 }
}

/** Everything in it is written in its canonical form, which then is what is digested and signed: it declares one namespace and has no text to escape. */
function signatureElement(file: SignedFile, { key, certificates, at }: Signing): string {
  const [certificate] = certificates
  const method = METHODS[key.asymmetricKeyType ?? '']
  if (method === undefined || !certificate.checkPrivateKey(key)) throw new Unproven(OTHER_KEY)
  const time = new Date(at).toISOString()
  const property = `<SignatureProperties><SignatureProperty Target="#${SIGNATURE_ID}"><SigningTime>${time}</SigningTime></SignatureProperty></SignatureProperties>`
  const object = (declaration: string): string => `<Object${declaration} Id="${TIME_ID}">${property}</Object>`
  const inNamespace = ` xmlns="${DSIG}"`
  const references =
    reference('', [ENVELOPED, INCLUSIVE], file.document.inclusive.sha256) +
    reference(`#${TIME_ID}`, [EXCLUSIVE], createHash('sha256').update(object(inNamespace)).digest('base64'))
  const info = (declaration: string): string =>
    `<SignedInfo${declaration}><CanonicalizationMethod Algorithm="${EXCLUSIVE}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${method}"></SignatureMethod>${references}</SignedInfo>`
  const value = sign('sha256', Buffer.from(info(inNamespace)), { key, dsaEncoding: 'ieee-p1363' }).toString('base64')
  const shownCertificates = certificates
    .map(({ raw }) => `<X509Certificate>${raw.toString('base64')}</X509Certificate>`)
    .join('')
  return (
    `<Signature${inNamespace} Id="${SIGNATURE_ID}">${info('')}<SignatureValue>${value}</SignatureValue>` +
    `<KeyInfo><X509Data>${shownCertificates}</X509Data></KeyInfo>${object('')}</Signature>`
  )
}

const reference = (uri: string, transforms: readonly string[], digest: string): string =>
  `<Reference URI="${uri}"><Transforms>${transforms.map((name) => `<Transform Algorithm="${name}"></Transform>`).join('')}</Transforms>` +
  `<DigestMethod Algorithm="${SHA256}"></DigestMethod><DigestValue>${digest}</DigestValue></Reference>`
