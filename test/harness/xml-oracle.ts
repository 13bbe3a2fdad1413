/** Another implementation of XML signatures, which holds the document as a tree. Its own types would bring those of a browser into every test. */
import { createRequire } from 'node:module'

type Tree = {
  readonly documentElement: object
  getElementsByTagNameNS(uri: string, name: string): { item(at: number): object | null }
}
type Canonicalization = { process(node: object, options: object): { toString(): string } }
type Signature = { loadSignature(node: object): void; checkSignature(xml: string): boolean }

const require = createRequire(import.meta.url)
const {
  DOMParser,
}: { DOMParser: new () => { parseFromString(xml: string, type: string): Tree } } = require('@xmldom/xmldom')
const {
  C14nCanonicalization,
  ExclusiveCanonicalization,
  SignedXml,
}: {
  C14nCanonicalization: new () => Canonicalization
  ExclusiveCanonicalization: new () => Canonicalization
  SignedXml: new (options: { publicCert: string; getCertFromKeyInfo: () => null }) => Signature
} = require('xml-crypto')

const parsed = (xml: string): Tree => new DOMParser().parseFromString(xml, 'text/xml')
const forms = { inclusive: new C14nCanonicalization(), exclusive: new ExclusiveCanonicalization() }

/** The canonical form of the document element. */
export const canonicalByTree = (xml: string, form: keyof typeof forms): string =>
  forms[form].process(parsed(xml).documentElement, {}).toString()

/** Whether the signature of a file holds by that certificate (PEM). */
export function holdsByTree(xml: string, certificate: string): boolean {
  const node = parsed(xml).getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature').item(0)
  if (node === null) return false
  const signature = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null })
  signature.loadSignature(node)
  return signature.checkSignature(xml)
}
