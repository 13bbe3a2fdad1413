/**
 * The tags and elements that most of a file is made of: a known name without attributes, plain text, the closing tag.
 * Found by comparing with names of the standards and names that saxes has taken before, so that nothing is left for it to
 * judge. `markup.ts` tells when this may be asked.
 */
import {
  CHARACTER_ENTITIES,
  createCharacters,
  layOut,
  standsAt,
  takeWord,
  wordOf,
  type Characters,
  type Word,
} from './characters.ts'
import type { Codecs } from './codecs.ts'
import { asKey, isPlainName, plainName, type PlainName, type PlainNames } from './plain-names.ts'
import type { Prologs } from './prologs.ts'

/** An element of the tables with one root: what stands in them repeats from table to table. */
export type PlainElement = PlainName & {
  /** The one that followed it last. */
  next: PlainElement | null
  /** Its last text, if that was short, and that text with the closing tag; no length: none yet. */
  lastText: string
  readonly lastRest: Word
}

/** What is known of the plain elements of a file, shared by its parsers. */
export type PlainElements = {
  /** Names that are known without it, and those that saxes has taken. */
  readonly known: PlainNames
  readonly learnt: Map<string, PlainName>
  /** The elements met, by root and name. */
  readonly met: Map<string, Map<string, PlainElement>>
  /** How its documents began. */
  readonly prologs: Prologs
}
export const plainElements = (known: PlainNames): PlainElements => ({
  known,
  learnt: new Map(),
  met: new Map(),
  prologs: [],
})

/** What was found, behind white space at most: filled anew by each search, as a file holds millions. */
export type PlainMatch = {
  /** A whole element that holds plain text or nothing, or one tag of another. */
  kind: 'element' | 'open' | 'close'
  element: PlainName
  /** Line breaks before the tag, and the last of them. Positions in the characters searched. */
  breaks: number
  lastBreak: number
  /** Where it begins, where the text of a whole element begins, and where all ends. */
  tag: number
  textFrom: number
  end: number
  /** Of a whole element: its text with references resolved, whether there were any, and whether it has no line break. */
  text: string
  hasReferences: boolean
  isOneLine: boolean
}

export type PlainFinder = {
  /** Takes the text that is searched from now on. */
  search: (text: string) => void
  /** What stands at `from`; of closing tags only that of the last of `open` is found. Valid until the next search. */
  find: (from: number, open: readonly PlainName[]) => PlainMatch | null
  /** Begins anew, inside a root of this name. */
  enter: (root: string) => void
}

const TAB = 0x09
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const AMPERSAND = 0x26
const SLASH = 0x2f
const OPENING = 0x3c
const CLOSING = 0x3e
const CLOSING_BRACKET = 0x5d
const NEXT_LINE = 0x85
const LINE_SEPARATOR = 0x2028
const FIRST_SURROGATE = 0xd800

/** All standards together have some 600 names, an XMLDSig some 20. */
const REMEMBERED_NAMES = 1000
/** The standards have some 20. */
const REMEMBERED_ROOTS = 50
/** V8 copies what it cuts out up to this length; what is longer keeps alive what it was cut from. */
const LONGEST_COPIED = 12

/** Takes note of a name that saxes has taken. */
export function rememberElement({ known, learnt }: PlainElements, name: string): void {
  if (known.has(name) || learnt.has(name) || learnt.size >= REMEMBERED_NAMES || !isPlainName(name)) return
  const own = asKey(name)
  learnt.set(own, plainName(own))
}

const makeElement = (name: PlainName): PlainElement => ({
  ...name,
  next: null,
  lastText: '',
  lastRest: { length: 0, quads: [] },
})

/** Finds one plain element or tag after the other. */
export function createPlainFinder(
  { known, learnt, met: ofRoot }: PlainElements,
  codecs: Pick<Codecs, 'writeCodes'>,
): PlainFinder {
  const characters = createCharacters()
  const match: PlainMatch = {
    kind: 'element',
    element: plainName('none'),
    breaks: 0,
    lastBreak: 0,
    tag: 0,
    textFrom: 0,
    end: 0,
    text: '',
    hasReferences: false,
    isOneLine: true,
  }
  let searched = ''
  let met = new Map<string, PlainElement>()
  let last: PlainElement | null = null

  const elementOf = (name: string): PlainElement | undefined => {
    const seen = met.get(name)
    const found = seen ? undefined : (known.get(name) ?? learnt.get(name))
    if (!found) return seen
    const element = makeElement(found)
    met.set(found.name, element)
    return element
  }

  /** Rows repeat, so what followed the last time is compared first. */
  const elementAt = (tag: number): PlainElement | undefined => {
    const guess = last && last.next
    if (guess && startsTag(characters, tag, guess)) return guess
    const element = elementOf(searched.slice(tag + 1, nameEnd(characters, tag + 1)))
    return element && startsTag(characters, tag, element) ? element : undefined
  }

  const findOpening = (tag: number): PlainMatch | null => {
    const element = elementAt(tag)
    if (!element) return null
    const behindName = tag + element.start.length
    match.isOneLine = true
    if (characters.codes[behindName] === CLOSING) matchText(element, behindName + 1)
    else if (!matchEmpty(characters, behindName, match)) return null
    match.element = element
    if (last) last.next = element
    last = element
    return match
  }

  /** The whole element, else its opening tag alone. */
  const matchText = (element: PlainElement, from: number): void => {
    const { closing, lastRest } = element
    match.textFrom = from
    if (lastRest.length > 0 && standsAt(characters, from, lastRest)) {
      match.kind = 'element'
      match.end = from + lastRest.length
      match.text = element.lastText
      return
    }
    const textTo = plainTextEnd(characters, from, match)
    const isWhole = standsAt(characters, textTo, closing)
    match.kind = isWhole ? 'element' : 'open'
    match.end = isWhole ? textTo + closing.length : from
    if (isWhole) takeText(element, from, textTo)
  }

  const takeText = (element: PlainElement, from: number, to: number): void => {
    match.text = from === to ? '' : searched.slice(from, to)
    if (match.hasReferences) match.text = resolved(match.text)
    else if (match.isOneLine && to - from <= LONGEST_COPIED) {
      element.lastText = match.text
      takeWord(characters, from, match.end - from, element.lastRest)
    }
  }

  const findClosing = (tag: number, open: PlainName | undefined): PlainMatch | null => {
    if (!open || !standsAt(characters, tag, open.closing)) return null
    match.kind = 'close'
    match.element = open
    match.end = tag + open.closing.length
    return match
  }

  return {
    search(text) {
      searched = text
      layOut(text, characters, codecs)
    },
    find(from, open) {
      const tag = passSpace(characters, from, match)
      if (characters.codes[tag] !== OPENING) return null
      return characters.codes[tag + 1] === SLASH ? findClosing(tag, open.at(-1)) : findOpening(tag)
    },
    enter(root) {
      last = null
      met = ofRoot.get(root) ?? new Map()
      if (!ofRoot.has(root) && ofRoot.size < REMEMBERED_ROOTS) ofRoot.set(asKey(root), met)
    },
  }
}

function passSpace({ codes }: Characters, from: number, match: PlainMatch): number {
  let at = from
  match.breaks = 0
  for (let code = codes[at] ?? 0; isSpace(code); code = codes[at] ?? 0) {
    if (code === LINE_FEED) {
      match.breaks += 1
      match.lastBreak = at
    }
    at += 1
  }
  match.tag = at
  return at
}

/** Whether a tag of this name begins there: `<NAME` and what may stand behind a name. */
function startsTag(characters: Characters, tag: number, { start }: PlainElement): boolean {
  if (!standsAt(characters, tag, start)) return false
  const behind = characters.codes[tag + start.length]
  return behind === CLOSING || behind === SLASH || behind === SPACE
}

function nameEnd({ codes }: Characters, from: number): number {
  let at = from
  while (isNameCharacter(codes[at] ?? 0)) at += 1
  return at
}

/** `<NAME/>` and `<NAME />`, the forms that exporters write. */
function matchEmpty({ codes }: Characters, behindName: number, match: PlainMatch): boolean {
  const slash = codes[behindName] === SPACE ? behindName + 1 : behindName
  if (codes[slash] !== SLASH || codes[slash + 1] !== CLOSING) return false
  match.kind = 'element'
  match.end = slash + 2
  match.textFrom = match.end
  match.text = ''
  return true
}

/** Where the text stops, or what only saxes can judge begins. */
function plainTextEnd(characters: Characters, from: number, match: PlainMatch): number {
  const { codes } = characters
  match.hasReferences = false
  let at = from
  for (;;) {
    while (IS_PLAIN[codes[at] ?? 0] === 1) at += 1
    const behind = behindRare(characters, at, match)
    if (behind === at) return at
    at = behind
  }
}

/** A line break, a bracket that ends no CDATA section, a reference that XML defines: rare, and still nothing to judge. */
function behindRare(characters: Characters, at: number, match: PlainMatch): number {
  const code = characters.codes[at]
  if (code === LINE_FEED) {
    match.isOneLine = false
    return at + 1
  }
  if (code === CLOSING_BRACKET) return characters.codes[at + 1] === CLOSING_BRACKET ? at : at + 1
  if (code !== AMPERSAND) return at
  const reference = REFERENCES.find((word) => standsAt(characters, at, word))
  match.hasReferences ||= reference !== undefined
  return at + (reference?.length ?? 0)
}

const REFERENCES: readonly Word[] = Object.keys(CHARACTER_ENTITIES).map((name) => wordOf(`&${name};`))

const resolved = (text: string): string =>
  text.replaceAll(/&(\w+);/g, (whole, name: string) => CHARACTER_ENTITIES[name] ?? whole)

/**
 * By code, 1 for a plain character. Not plain is what saxes reads otherwise than as it stands, or does not take: tags,
 * control characters and line ends, references, the end of a CDATA section, surrogates and what lies behind them.
 */
const IS_PLAIN: Uint8Array = (() => {
  const plain = new Uint8Array(0x1_00_00)
  plain.fill(1, SPACE, FIRST_SURROGATE)
  plain[TAB] = 1
  for (const code of [OPENING, AMPERSAND, CLOSING_BRACKET, NEXT_LINE, LINE_SEPARATOR]) plain[code] = 0
  return plain
})()

const isSpace = (code: number): boolean =>
  code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB

/** A to Z, a to z, 0 to 9, _ */
const isNameCharacter = (code: number): boolean =>
  (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f
