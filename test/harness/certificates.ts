/** Certificates of made-up signers, for one run. */
import 'reflect-metadata'
import { KeyObject, X509Certificate, type webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
  type X509Certificate as Made,
} from '@peculiar/x509'

export type Signer = {
  readonly key: KeyObject
  readonly certificate: X509Certificate
  readonly pem: string
  readonly keyPem: string
}
type Issuer = { readonly made: Made; readonly keys: CryptoKeyPair; readonly signer: Signer }

const ALGORITHMS = {
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 },
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const

export type Validity = {
  readonly from?: string
  readonly until?: string
  readonly kind?: keyof typeof ALGORITHMS
  readonly isAuthority?: boolean
}

/** Issued by `issuer`, or by itself. */
export async function makeSigner(name: string, issuer: Issuer | null, options: Validity = {}): Promise<Issuer> {
  const { from = '2026-01-01', until = '2030-01-01', kind = 'ec', isAuthority = false } = options
  const algorithm = ALGORITHMS[kind]
  // Of algorithms that sign there are two.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
  const made = await X509CertificateGenerator.create({
    serialNumber: '01',
    subject: `CN=${name}`,
    issuer: issuer?.made.subject ?? `CN=${name}`,
    notBefore: new Date(from),
    notAfter: new Date(until),
    signingKey: (issuer?.keys ?? keys).privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new BasicConstraintsExtension(isAuthority, undefined, true),
      new KeyUsagesExtension(isAuthority ? KeyUsageFlags.keyCertSign : KeyUsageFlags.digitalSignature, true),
    ],
  })
  // The same key by the types of Node.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const key = KeyObject.from(keys.privateKey as webcrypto.CryptoKey)
  const pem = `${made.toString('pem')}\n`
  const keyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { made, keys, signer: { key, certificate: new X509Certificate(pem), pem, keyPem } }
}
