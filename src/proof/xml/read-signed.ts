/**
 * One pass over a file that may be signed: what its signature could be about is digested while the bytes come, as nobody knows before the end,
 * where the signature is, by which form it was canonicalised. Held are the depth, one text between two tags, and the signature itself.
 */
import { createHash } from 'node:crypto'
import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes'
import type { Text } from '../../kernel/text.ts'
import { Unproven } from '../signed.ts'
import {
  createCanonicaliser,
  DOCUMENT,
  type CanonicalAttribute,
  type CanonicalForm,
  type Canonicaliser,
  type StartTag,
  type Surroundings,
} from './canonical.ts'

export const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const XMLNS = 'http://www.w3.org/2000/xmlns/'
const XML = 'http://www.w3.org/XML/1998/namespace'
const FORMS = ['inclusive', 'exclusive'] as const
const HASHES = ['sha256', 'sha1'] as const
export type DigestName = (typeof HASHES)[number]

/** Signed elements that may lie within each other: each is digested by itself. */
const MOST_OPEN_IDS = 8
const MOST_IDS = 1000
/** With some certificates and the properties of XAdES a signature has some 20 KB. */
const MOST_SIGNATURE_EVENTS = 2000
const MOST_SIGNATURE_CHARACTERS = 256 * 1024
const MOST_DEPTH = 100

/** Base64, by form and hash. */
export type Digests = Readonly<Record<CanonicalForm, Readonly<Record<DigestName, string>>>>

/** What happened within a signature, to be canonicalised once more. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly tag: StartTag; readonly uri: string; readonly local: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

export type SignatureElement = {
  readonly events: readonly XmlEvent[]
  /** Around the signature. */
  readonly surroundings: Surroundings
  /** Names of the elements that it lies in, from the root on. */
  readonly path: readonly string[]
}

export type IdDigests = {
  readonly digests: Digests
  readonly path: readonly string[]
  readonly isWithinSignature: boolean
}

/** What a signature may be about. */
export type SignedFile = {
  readonly root: string
  /** The whole file without its signature. */
  readonly document: Digests
  /** By Id; null: the file has it twice. */
  readonly byId: ReadonlyMap<string, IdDigests | null>
  readonly signature: SignatureElement | null
  /** Where the empty CHUKYDONVI below the root ends its start tag, in characters of the text; null: there is none, or it is not empty. */
  readonly place: { readonly at: number; readonly isSelfClosing: boolean } | null
}

export type SignedFileReader = {
  /** The next characters. Throws Unproven. */
  readonly push: (text: string) => void
  /** Throws Unproven. */
  readonly end: () => SignedFile
}

const NOT_XML: Text = { vi: 'Tệp không phải XML đúng chuẩn.', en: 'The file is not well-formed XML.' }
const NOT_UTF8: Text = {
  vi: 'Khai báo XML nêu bảng mã khác UTF-8.',
  en: 'The XML declaration names another encoding than UTF-8.',
}
const HAS_DOCTYPE: Text = { vi: 'Tệp có DOCTYPE.', en: 'The file has a DOCTYPE.' }
const TOO_MUCH: Text = {
  vi: 'Chữ ký quá lớn, quá nhiều Id lồng nhau, hoặc thẻ lồng quá sâu.',
  en: 'The signature is too large, too many Ids lie within each other, or elements lie too deep.',
}
const TWO_SIGNATURES: Text = {
  vi: 'Tệp có nhiều hơn một chữ ký (Signature).',
  en: 'The file has more than one Signature.',
}

type Digesting = { readonly canonicalisers: readonly Canonicaliser[]; readonly end: () => Digests }

function createDigesting(surroundings: Surroundings): Digesting {
  const hashes = FORMS.map((form) => ({ form, by: HASHES.map((name) => ({ name, hash: createHash(name) })) }))
  const canonicalisers = hashes.map(({ form, by }) =>
    createCanonicaliser(
      form,
      (piece) => {
        for (const { hash } of by) hash.update(piece)
      },
      surroundings,
    ),
  )
  const digestsOf = (form: CanonicalForm): Record<DigestName, string> => {
    const by = hashes.find((each) => each.form === form)?.by ?? []
    const of = (name: DigestName): string => by.find((each) => each.name === name)?.hash.digest('base64') ?? ''
    return { sha256: of('sha256'), sha1: of('sha1') }
  }
  return {
    canonicalisers,
    end: () => ({ inclusive: digestsOf('inclusive'), exclusive: digestsOf('exclusive') }),
  }
}

type OpenId = Digesting & { readonly id: string; readonly depth: number; readonly isWithinSignature: boolean }

export function createSignedFileReader(): SignedFileReader {
  return new Reader()
}

const ID_NAMES: ReadonlySet<string> = new Set(['Id', 'ID', 'id'])

class Reader implements SignedFileReader {
  readonly #parser = new SaxesParser({ xmlns: true, position: true })
  readonly #document = createDigesting(DOCUMENT)
  readonly #path: string[] = []
  readonly #scopes: ReadonlyMap<string, string>[] = [new Map()]
  readonly #xml: (readonly CanonicalAttribute[])[] = [[]]
  readonly #openIds: OpenId[] = []
  readonly #byId = new Map<string, IdDigests | null>()
  #signature: { events: XmlEvent[]; surroundings: Surroundings; path: string[]; depth: number } | null = null
  #isInSignature = false
  #characters = 0
  #root = ''
  #place: { at: number; isSelfClosing: boolean } | null = null
  /** Depth of the CHUKYDONVI that nothing has come in so far. */
  #emptyAt = 0

  constructor() {
    const parser = this.#parser
    parser.on('error', (cause) => {
      throw new Unproven(NOT_XML, { cause })
    })
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && !/^utf-8$/i.test(encoding)) throw new Unproven(NOT_UTF8)
    })
    parser.on('doctype', () => {
      throw new Unproven(HAS_DOCTYPE)
    })
    parser.on('opentag', (tag) => {
      this.#open(tag)
    })
    parser.on('closetag', ({ name }) => {
      this.#close(name)
    })
    parser.on('text', (text) => {
      this.#text(text)
    })
    parser.on('cdata', (text) => {
      this.#text(text)
    })
    parser.on('processinginstruction', ({ target, body }) => {
      if (this.#isInSignature) throw new Unproven(NOT_XML)
      for (const one of this.#outside()) one.instruction(target, body)
    })
  }

  push(text: string): void {
    this.#parser.write(text)
  }

  end(): SignedFile {
    this.#parser.close()
    return {
      root: this.#root,
      document: this.#document.end(),
      byId: this.#byId,
      signature: this.#signature,
      place: this.#place,
    }
  }

  /** Who hears of what lies outside the signature. */
  #outside(): Canonicaliser[] {
    return [this.#document, ...this.#openIds].flatMap(({ canonicalisers }) => canonicalisers)
  }

  /** Who hears of what lies within it. */
  #within(): Canonicaliser[] {
    return this.#openIds.flatMap(({ canonicalisers, isWithinSignature }) => (isWithinSignature ? canonicalisers : []))
  }

  #open(tag: SaxesTagNS): void {
    if (this.#path.length >= MOST_DEPTH) throw new Unproven(TOO_MUCH)
    const start = startTagOf(tag)
    const around = this.#surroundings()
    if (this.#root === '') this.#root = tag.local
    if (tag.uri === DSIG && tag.local === 'Signature' && !this.#isInSignature) this.#beginSignature(around)
    this.#emptyAt = 0
    if (tag.local === 'CHUKYDONVI' && this.#path.length === 1) {
      this.#place = { at: this.#parser.position, isSelfClosing: tag.isSelfClosing }
      this.#emptyAt = 2
    } else if (this.#place !== null && this.#path.length === 2 && this.#path[1] === 'CHUKYDONVI') {
      this.#place = null
    }
    this.#path.push(tag.local)
    const scope = this.#scopes.at(-1) ?? new Map<string, string>()
    this.#scopes.push(start.declared.size === 0 ? scope : new Map([...scope, ...start.declared]))
    this.#xml.push(inherited(this.#xml.at(-1) ?? [], start.attributes))
    const id = start.attributes.find(({ name }) => ID_NAMES.has(name))?.value
    if (id !== undefined) this.#beginId(id, around)
    for (const one of this.#isInSignature ? this.#within() : this.#outside()) one.open(start)
    this.#record({ kind: 'open', tag: start, uri: tag.uri, local: tag.local }, tag.name.length)
  }

  #close(name: string): void {
    for (const one of this.#isInSignature ? this.#within() : this.#outside()) one.close(name)
    this.#record({ kind: 'close', name }, 0)
    const depth = this.#path.length
    for (let last = this.#openIds.at(-1); last?.depth === depth; last = this.#openIds.at(-1)) {
      this.#openIds.pop()
      const { id, isWithinSignature } = last
      this.#byId.set(id, this.#byId.has(id) ? null : { digests: last.end(), path: [...this.#path], isWithinSignature })
    }
    this.#path.pop()
    this.#scopes.pop()
    this.#xml.pop()
    if (this.#isInSignature && this.#signature?.depth === depth) this.#isInSignature = false
  }

  #text(text: string): void {
    if (this.#emptyAt !== 0 && this.#path.length === this.#emptyAt && text.trim() !== '') this.#place = null
    for (const one of this.#isInSignature ? this.#within() : this.#outside()) one.text(text)
    this.#record({ kind: 'text', text }, text.length)
  }

  #surroundings(): Surroundings {
    return { namespaces: this.#scopes.at(-1) ?? new Map(), xml: this.#xml.at(-1) ?? [], isDocument: false }
  }

  #beginSignature(surroundings: Surroundings): void {
    if (this.#signature !== null) throw new Unproven(TWO_SIGNATURES)
    this.#signature = { events: [], surroundings, path: [...this.#path], depth: this.#path.length + 1 }
    this.#isInSignature = true
  }

  #beginId(id: string, around: Surroundings): void {
    if (this.#openIds.length >= MOST_OPEN_IDS || this.#byId.size >= MOST_IDS) throw new Unproven(TOO_MUCH)
    const isWithinSignature = this.#isInSignature
    this.#openIds.push({ ...createDigesting(around), id, depth: this.#path.length, isWithinSignature })
  }

  #record(event: XmlEvent, characters: number): void {
    if (!this.#isInSignature || this.#signature === null) return
    this.#characters += characters
    this.#signature.events.push(event)
    if (this.#signature.events.length > MOST_SIGNATURE_EVENTS || this.#characters > MOST_SIGNATURE_CHARACTERS)
      throw new Unproven(TOO_MUCH)
  }
}

export function startTagOf({ name, prefix, attributes, ns }: SaxesTagNS): StartTag {
  const own: CanonicalAttribute[] = []
  for (const attribute of Object.values<SaxesAttributeNS>(attributes)) {
    if (attribute.uri === XMLNS) continue
    const { prefix: of, local, uri, value } = attribute
    own.push({ name: attribute.name, prefix: of, local, uri, value })
  }
  return { name, prefix, attributes: own, declared: new Map(Object.entries(ns)) }
}

/** The `xml:` attributes that an element has for what lies below it. */
function inherited(above: readonly CanonicalAttribute[], own: readonly CanonicalAttribute[]): CanonicalAttribute[] {
  const mine = own.filter(({ uri }) => uri === XML)
  return [...mine, ...above.filter(({ name }) => mine.every((each) => each.name !== name))]
}
