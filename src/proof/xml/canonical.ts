/**
 * Canonical XML from the events of a parser, piece by piece, so that a file of any size is digested with the memory of its depth: Canonical XML
 * 1.0 (W3C, 15/03/2001) and Exclusive XML Canonicalization 1.0 (W3C, 18/07/2002), both without comments. A document without DOCTYPE has no
 * default attributes and no entities of its own, so what the parser says is all there is.
 */
export type CanonicalForm = 'inclusive' | 'exclusive'

export type CanonicalAttribute = {
  readonly name: string
  readonly prefix: string
  readonly local: string
  /** Of its namespace; '' for none. */
  readonly uri: string
  readonly value: string
}

/** An element as its start tag says it. */
export type StartTag = {
  readonly name: string
  readonly prefix: string
  /** Without declarations of namespaces. */
  readonly attributes: readonly CanonicalAttribute[]
  /** Prefix (`''`: the default one) → URI, as this tag declares them; an empty URI takes the default one back. */
  readonly declared: ReadonlyMap<string, string>
}

export type Canonicaliser = {
  readonly open: (tag: StartTag) => void
  readonly close: (name: string) => void
  readonly text: (text: string) => void
  readonly instruction: (target: string, body: string) => void
}

/** What is in scope above the first element: for a part of a document, that of its ancestors. */
export type Surroundings = {
  readonly namespaces: ReadonlyMap<string, string>
  /** The `xml:` attributes of the nearest ancestors that have them: the inclusive form takes them over (section 2.4). */
  readonly xml: readonly CanonicalAttribute[]
  /** Whether what follows is a whole document: then instructions around the root have lines of their own. */
  readonly isDocument: boolean
}

export const DOCUMENT: Surroundings = { namespaces: new Map(), xml: [], isDocument: true }

const XML_PREFIX = 'xml'

type Level = {
  /** Everything in scope. */
  readonly scope: ReadonlyMap<string, string>
  /** What was written for it so far on the way down. */
  readonly rendered: ReadonlyMap<string, string>
}

const NONE: ReadonlyMap<string, string> = new Map()

/**
 * Writes the canonical form to `write`, in pieces. `inclusivePrefixes` are those of InclusiveNamespaces, `''` for `#default`; the exclusive
 * form treats them as the inclusive one does.
 */
export function createCanonicaliser(
  form: CanonicalForm,
  write: (piece: string) => void,
  { namespaces, xml, isDocument }: Surroundings = DOCUMENT,
  inclusivePrefixes: readonly string[] = [],
): Canonicaliser {
  const levels: Level[] = [{ scope: namespaces, rendered: NONE }]
  let hasRoot = false
  const forced = new Set(inclusivePrefixes)

  const declarations = (tag: StartTag, { scope, rendered }: Level): Map<string, string> => {
    const wanted = form === 'inclusive' ? scope : usedOf(tag, scope, forced)
    const written = new Map<string, string>()
    for (const [prefix, uri] of wanted) {
      if (prefix === XML_PREFIX) continue
      const before = rendered.get(prefix)
      // An empty default namespace is only written where it takes another one back.
      if (uri === '' ? before !== undefined && before !== '' : before !== uri) written.set(prefix, uri)
    }
    return written
  }

  return {
    open(tag) {
      const above = levels.at(-1) ?? { scope: NONE, rendered: NONE }
      const scope = tag.declared.size === 0 ? above.scope : new Map([...above.scope, ...tag.declared])
      const level = { scope, rendered: above.rendered }
      const written = declarations(tag, level)
      const rendered = written.size === 0 ? above.rendered : new Map([...above.rendered, ...written])
      const isApex = levels.length === 1
      const attributes = isApex && form === 'inclusive' ? withInherited(tag.attributes, xml) : tag.attributes
      hasRoot = true
      levels.push({ scope, rendered })
      write(`<${tag.name}${namespaceText(written)}${attributeText(attributes)}>`)
    },
    close(name) {
      levels.pop()
      write(`</${name}>`)
    },
    text(text) {
      if (levels.length > 1) write(escapeText(text))
    },
    instruction(target, body) {
      const text = body === '' ? `<?${target}?>` : `<?${target} ${body}?>`
      if (levels.length > 1) write(text)
      else if (isDocument) write(hasRoot ? `\n${text}` : `${text}\n`)
    },
  }
}

/** The namespaces that a tag uses itself (Exclusive XML Canonicalization, section 3), and those that are treated as inclusive. */
function usedOf(tag: StartTag, scope: ReadonlyMap<string, string>, forced: ReadonlySet<string>): Map<string, string> {
  const used = new Map<string, string>()
  const use = (prefix: string): void => {
    const uri = scope.get(prefix)
    if (uri !== undefined) used.set(prefix, uri)
    else if (prefix === '') used.set('', '')
  }
  use(tag.prefix)
  for (const { prefix } of tag.attributes) if (prefix !== '') use(prefix)
  for (const prefix of forced) if (scope.has(prefix)) use(prefix)
  return used
}

const withInherited = (
  own: readonly CanonicalAttribute[],
  inherited: readonly CanonicalAttribute[],
): readonly CanonicalAttribute[] => [
  ...own,
  ...inherited.filter(({ name }) => own.every((attribute) => attribute.name !== name)),
]

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function namespaceText(written: ReadonlyMap<string, string>): string {
  if (written.size === 0) return ''
  return [...written]
    .sort(([one], [other]) => byCodePoints(one, other))
    .map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(uri)}"`)
    .join('')
}

function attributeText(attributes: readonly CanonicalAttribute[]): string {
  if (attributes.length === 0) return ''
  return [...attributes]
    .sort((one, other) => byCodePoints(one.uri, other.uri) || byCodePoints(one.local, other.local))
    .map(({ name, value }) => ` ${name}="${escapeAttribute(value)}"`)
    .join('')
}

/** JavaScript compares units of UTF-16, the standard code points: they differ where one of them lies beyond U+FFFF. */
function byCodePoints(one: string, other: string): number {
  if (one === other) return 0
  const [left, right] = [[...one], [...other]]
  for (const [at, character] of left.entries()) {
    const compared = right[at]
    if (compared === undefined) return 1
    if (character !== compared) return order(pointOf(character), pointOf(compared))
  }
  return -1
}
/** Of equal width, so that they compare as texts. */
const pointOf = (character: string): string => (character.codePointAt(0) ?? 0).toString(16).padStart(6, '0')

const IN_TEXT = /[&<>\r]/g
const IN_ATTRIBUTE = /[&<"\t\n\r]/g
const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
const escaped = (character: string): string => ESCAPED[character] ?? character
const escapeText = (text: string): string => text.replaceAll(IN_TEXT, escaped)
const escapeAttribute = (text: string): string => text.replaceAll(IN_ATTRIBUTE, escaped)
