/**
 * XML signatures (W3C XML Signature Syntax and Processing 1.1) within a closed profile: one signature, references to the whole file or to an Id in
 * it, the enveloped transform and one canonical form, algorithms by the kind of key, the key by its certificate alone. What is outside the
 * profile is not guessed at. Signed is what was digested, by the very events that were read: there is no second parser.
 */
import { Buffer } from 'node:buffer'
import { createHash, verify, X509Certificate } from 'node:crypto'
import type { Text } from '../../kernel/text.ts'
import { Unproven } from '../signed.ts'
import { createCanonicaliser, type CanonicalForm, type Surroundings } from './canonical.ts'
import { DSIG, type DigestName, type Digests, type SignatureElement, type SignedFile } from './read-signed.ts'
import { childOf, childrenOf, treeOf, type XmlNode } from './signature-tree.ts'

export const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const ENVELOPED = `${DSIG}enveloped-signature`
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
export const ECDSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'

const FORMS: Readonly<Record<string, CanonicalForm>> = { [INCLUSIVE]: 'inclusive', [EXCLUSIVE]: 'exclusive' }
const DIGESTS: Readonly<Record<string, DigestName>> = { [SHA256]: 'sha256', [`${DSIG}sha1`]: 'sha1' }

type Method = { readonly hash: string; readonly key: 'rsa' | 'ec'; readonly isWeak: boolean }
const METHODS: Readonly<Record<string, Method>> = {
  [RSA_SHA256]: { hash: 'sha256', key: 'rsa', isWeak: false },
  [ECDSA_SHA256]: { hash: 'sha256', key: 'ec', isWeak: false },
  [`${DSIG}rsa-sha1`]: { hash: 'sha1', key: 'rsa', isWeak: true },
}
/** One to the data, one to the properties within the signature; a third for whoever signs two parts. */
const MOST_REFERENCES = 3
/** NIST SP 800-131A: RSA below that is no protection any more. */
const LEAST_RSA_BITS = 2048

/** A signature whose digests and value hold; who signed is another question (`certificates.ts`). */
export type HeldSignature = {
  readonly certificate: X509Certificate
  /** The others that came with it. */
  readonly others: readonly X509Certificate[]
  /** Paths of the elements that it covers, below the root; an empty one is the whole file. */
  readonly covers: readonly (readonly string[])[]
  /** Epoch milliseconds, as the signer claims under its signature; null: it does not say. */
  readonly claimedAt: number | null
  readonly method: string
  /** Why it is weak, though it holds. */
  readonly weaknesses: readonly Text[]
}

const outside = (vi: string, en: string): Unproven =>
  new Unproven({ vi: `Chữ ký ngoài phạm vi hỗ trợ: ${vi}`, en: `The signature is outside the profile: ${en}` })

/** Throws Unproven with what does not hold. */
export function checkSignature(file: SignedFile, signature: SignatureElement): HeldSignature {
  const tree = treeOf(signature.events)
  const info = only(tree, 'SignedInfo')
  const references = childrenOf(info, DSIG, 'Reference')
  if (references.length === 0 || references.length > MOST_REFERENCES)
    throw outside('số Reference phải từ 1 đến 3', 'it has none, or more than three References')
  const isWeak: Text[] = []
  const covers = references.flatMap((reference) => checkReference(reference, file, signature, isWeak))
  if (covers.length === 0)
    throw outside(
      'không Reference nào trỏ tới dữ liệu ngoài chữ ký',
      'no Reference is about anything outside the signature',
    )
  const [certificate, ...others] = certificatesIn(tree)
  if (certificate === undefined) throw outside('không có X509Certificate', 'there is no X509Certificate')
  const name = algorithmOf(only(info, 'SignatureMethod'))
  const method = METHODS[name]
  if (method === undefined) throw outside(`SignatureMethod ${shown(name)}`, `SignatureMethod ${shown(name)}`)
  checkValue(signature, { tree, info, certificate, method })
  if (method.isWeak) isWeak.push(WEAK_SHA1)
  const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength
  if (bits !== undefined && bits < LEAST_RSA_BITS) isWeak.push(weakKey(bits))
  return { certificate, others, covers, claimedAt: claimedTime(tree, references), method: name, weaknesses: isWeak }
}

const WEAK_SHA1: Text = {
  vi: 'SHA-1 không còn an toàn; ký lại bằng SHA-256.',
  en: 'SHA-1 is not safe any more; sign again by SHA-256.',
}
const weakKey = (bits: number): Text => ({
  vi: `Khoá RSA ${bits} bit không còn an toàn; cần từ ${LEAST_RSA_BITS} bit.`,
  en: `An RSA key of ${bits} bits is not safe any more; it takes ${LEAST_RSA_BITS} or more.`,
})
const CHANGED: Text = {
  vi: 'Dữ liệu đã bị sửa sau khi ký: mã băm khác với mã băm trong chữ ký.',
  en: 'The data was changed after it was signed: its digest is not the one in the signature.',
}
const VALUE_WRONG: Text = {
  vi: 'Giá trị chữ ký không đúng: SignedInfo đã bị sửa, hoặc chứng thư không phải của người ký.',
  en: 'The value of the signature does not hold: SignedInfo was changed, or the certificate is not the signer’s.',
}

/** From a sender: never more of it than a name has. */
const shown = (text: string): string => text.replaceAll(/[^\w:/.#-]/g, '?').slice(0, 100)

function only(parent: XmlNode, local: string): XmlNode {
  const found = childrenOf(parent, DSIG, local)
  const [first] = found
  if (first === undefined || found.length > 1) throw outside(`cần đúng một ${local}`, `it takes exactly one ${local}`)
  return first
}

const algorithmOf = (node: XmlNode): string => node.attributes.get('Algorithm') ?? ''

/** The path that a reference covers; none where it is about the signature itself. Throws Unproven where its digest differs. */
function checkReference(
  reference: XmlNode,
  file: SignedFile,
  signature: SignatureElement,
  weaknesses: Text[],
): (readonly string[])[] {
  const { form, isEnveloped } = transformsOf(reference)
  const name = algorithmOf(only(reference, 'DigestMethod'))
  const digest = DIGESTS[name]
  if (digest === undefined) throw outside(`DigestMethod ${shown(name)}`, `DigestMethod ${shown(name)}`)
  if (digest === 'sha1') weaknesses.push(WEAK_SHA1)
  const { digests, path, isWithinSignature } = targetOf(reference, file)
  const holdsSignature = !isWithinSignature && path.every((step, at) => signature.path[at] === step)
  if (holdsSignature && path.length <= signature.path.length && !isEnveloped)
    throw outside('thiếu transform enveloped-signature', 'the enveloped-signature transform is missing')
  if (digests[form][digest] !== base64In(only(reference, 'DigestValue'))) throw new Unproven(CHANGED)
  return isWithinSignature ? [] : [path]
}

type Target = { readonly digests: Digests; readonly path: readonly string[]; readonly isWithinSignature: boolean }

function targetOf(reference: XmlNode, file: SignedFile): Target {
  const uri = reference.attributes.get('URI')
  if (uri === '') return { digests: file.document, path: [], isWithinSignature: false }
  if (uri === undefined || !/^#[\w.-]+$/.test(uri)) throw outside(`URI ${shown(uri ?? '')}`, `URI ${shown(uri ?? '')}`)
  const found = file.byId.get(uri.slice(1))
  if (found === null) throw outside(`hai phần tử cùng Id ${shown(uri)}`, `two elements have the Id ${shown(uri)}`)
  if (found === undefined) throw outside(`không có phần tử Id ${shown(uri)}`, `no element has the Id ${shown(uri)}`)
  return found
}

function transformsOf(reference: XmlNode): { form: CanonicalForm; isEnveloped: boolean } {
  const list = childOf(reference, DSIG, 'Transforms')
  const transforms = list === null ? [] : childrenOf(list, DSIG, 'Transform')
  let form: CanonicalForm | null = null
  let isEnveloped = false
  for (const transform of transforms) {
    const name = algorithmOf(transform)
    const known = FORMS[name]
    if (name === ENVELOPED && form === null && !isEnveloped) isEnveloped = true
    else if (known !== undefined && form === null && transform.children.length === 0) form = known
    else throw outside(`Transform ${shown(name)}`, `Transform ${shown(name)}`)
  }
  return { form: form ?? 'inclusive', isEnveloped }
}

function certificatesIn(tree: XmlNode): X509Certificate[] {
  const info = childOf(tree, DSIG, 'KeyInfo')
  const data = info === null ? [] : childrenOf(info, DSIG, 'X509Data')
  return data.flatMap((each) =>
    childrenOf(each, DSIG, 'X509Certificate').map((node) => {
      try {
        return new X509Certificate(Buffer.from(base64In(node), 'base64'))
      } catch {
        throw outside('X509Certificate không đọc được', 'an X509Certificate cannot be read')
      }
    }),
  )
}

const base64In = (node: XmlNode): string => node.text.replaceAll(/\s/g, '')

type Signed = {
  readonly tree: XmlNode
  readonly info: XmlNode
  readonly certificate: X509Certificate
  readonly method: Method
}

function checkValue(signature: SignatureElement, { tree, info, certificate, method }: Signed): void {
  const how = only(info, 'CanonicalizationMethod')
  const form = FORMS[algorithmOf(how)]
  if (form === undefined || how.children.length > 0) throw outside('CanonicalizationMethod', 'CanonicalizationMethod')
  const { publicKey } = certificate
  if (publicKey.asymmetricKeyType !== method.key)
    throw outside('khoá và thuật toán khác loại', 'key and algorithm are of different kinds')
  const value = Buffer.from(base64In(only(tree, 'SignatureValue')), 'base64')
  const signed = Buffer.from(canonicalInfo(signature, form))
  if (!verify(method.hash, signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, value))
    throw new Unproven(VALUE_WRONG)
}

/** SignedInfo as it is signed, in the namespaces around it. */
function canonicalInfo({ events, surroundings }: SignatureElement, form: CanonicalForm): string {
  const [first] = events
  const declared = first?.kind === 'open' ? first.tag.declared : new Map<string, string>()
  const own = first?.kind === 'open' ? first.tag.attributes.filter(({ prefix }) => prefix === 'xml') : []
  const inside: Surroundings = {
    namespaces: new Map([...surroundings.namespaces, ...declared]),
    xml: [...own, ...surroundings.xml.filter(({ name }) => own.every((each) => each.name !== name))],
    isDocument: false,
  }
  let text = ''
  const canonicaliser = createCanonicaliser(
    form,
    (piece) => {
      text += piece
    },
    inside,
  )
  let depth = 0
  let isWithin = false
  for (const event of events) {
    if (event.kind === 'open') {
      depth += 1
      isWithin ||= depth === 2 && event.local === 'SignedInfo' && event.uri === DSIG
      if (isWithin) canonicaliser.open(event.tag)
    } else if (event.kind === 'text') {
      if (isWithin) canonicaliser.text(event.text)
    } else {
      if (isWithin) canonicaliser.close(event.name)
      if (depth === 2) isWithin = false
      depth -= 1
    }
  }
  return text
}

/** The time that the signer states where its signature covers it: a SigningTime within an element of the signature that a reference names. */
function claimedTime(tree: XmlNode, references: readonly XmlNode[]): number | null {
  const signed = new Set(references.map((reference) => reference.attributes.get('URI')?.slice(1)))
  const look = (node: XmlNode, isSigned: boolean): number | null => {
    const id = node.attributes.get('Id') ?? node.attributes.get('ID') ?? node.attributes.get('id')
    const covered = isSigned || (id !== undefined && signed.has(id))
    if (covered && node.local === 'SigningTime') {
      const moment = Date.parse(node.text.trim())
      return Number.isNaN(moment) ? null : moment
    }
    for (const child of node.children) {
      const found = look(child, covered)
      if (found !== null) return found
    }
    return null
  }
  return look(tree, false)
}

/** Hexadecimal SHA-256 of a certificate, by which people compare it. */
export const fingerprintOf = ({ raw }: X509Certificate): string => createHash('sha256').update(raw).digest('hex')
