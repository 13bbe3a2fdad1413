/**
 * The tags and elements that most of a file is made of: a known name without attributes, plain text, the closing tag.
 * Found by comparing with names of the standards and names that saxes has taken before, so that nothing is left for it to
 * judge. `markup.ts` decides when this may be asked.
 */
import { createCharacters, layOut, standsAt, takeWord, type Characters } from './characters.ts'
import type { Codecs } from './codecs.ts'
import { asKey, isPlainName, plainName, type PlainName, type PlainNames } from './plain-names.ts'
import type { Prologs } from './prologs.ts'
import {
  matchEmpty,
  nameEnd,
  passSpace,
  plainTextEnd,
  resolved,
  startsTag,
  type PlainElement,
  type PlainMatch,
} from './scan-plain.ts'

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

export type PlainFinder = {
  /** Takes the text that is searched from now on. */
  search: (text: string) => void
  /** What is at `from`; of closing tags only that of the last of `open` is found. Valid until the next search. */
  find: (from: number, open: readonly PlainName[]) => PlainMatch | null
  /** Begins anew, inside a root of this name. */
  enter: (root: string) => void
}

const SLASH = 0x2f
const OPENING = 0x3c
const CLOSING = 0x3e

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

/** The search through one document after the other. */
type Search = {
  readonly elements: PlainElements
  readonly characters: Characters
  readonly match: PlainMatch
  text: string
  /** The elements met under the root that is open, and the last one found. */
  met: Map<string, PlainElement>
  last: PlainElement | null
}

/** Finds one plain element or tag after the other. */
export function createPlainFinder(elements: PlainElements, codecs: Pick<Codecs, 'writeCodes'>): PlainFinder {
  const characters = createCharacters()
  const search: Search = { elements, characters, match: emptyMatch(), text: '', met: new Map(), last: null }
  const ofRoot = elements.met
  return {
    search(text) {
      search.text = text
      layOut(text, characters, codecs)
    },
    find(from, open) {
      const tag = passSpace(characters, from, search.match)
      if (characters.codes[tag] !== OPENING) return null
      return characters.codes[tag + 1] === SLASH ? findClosing(search, tag, open.at(-1)) : findOpening(search, tag)
    },
    enter(root) {
      search.last = null
      search.met = ofRoot.get(root) ?? new Map()
      if (!ofRoot.has(root) && ofRoot.size < REMEMBERED_ROOTS) ofRoot.set(asKey(root), search.met)
    },
  }
}

const emptyMatch = (): PlainMatch => ({
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
})

function findOpening(search: Search, tag: number): PlainMatch | null {
  const { characters, match, last } = search
  const element = elementAt(search, tag)
  if (!element) return null
  const behindName = tag + element.start.length
  match.isOneLine = true
  if (characters.codes[behindName] === CLOSING) matchText(search, element, behindName + 1)
  else if (!matchEmpty(characters, behindName, match)) return null
  match.element = element
  if (last) last.next = element
  search.last = element
  return match
}

function findClosing({ characters, match }: Search, tag: number, open: PlainName | undefined): PlainMatch | null {
  if (!open || !standsAt(characters, tag, open.closing)) return null
  match.kind = 'close'
  match.element = open
  match.end = tag + open.closing.length
  return match
}

/** Rows repeat, so what followed the last time is compared first. */
function elementAt(search: Search, tag: number): PlainElement | undefined {
  const { characters, last, text } = search
  const guess = last && last.next
  if (guess && startsTag(characters, tag, guess)) return guess
  const element = elementNamed(search, text.slice(tag + 1, nameEnd(characters, tag + 1)))
  return element && startsTag(characters, tag, element) ? element : undefined
}

function elementNamed({ elements: { known, learnt }, met }: Search, name: string): PlainElement | undefined {
  const seen = met.get(name)
  const found = seen ? undefined : (known.get(name) ?? learnt.get(name))
  if (!found) return seen
  const element = makeElement(found)
  met.set(found.name, element)
  return element
}

/** The whole element, else its opening tag alone. */
function matchText(search: Search, element: PlainElement, from: number): void {
  const { characters, match } = search
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
  if (isWhole) takeText(search, element, from, textTo)
}

function takeText({ characters, match, text }: Search, element: PlainElement, from: number, to: number): void {
  match.text = from === to ? '' : text.slice(from, to)
  if (match.hasReferences) match.text = resolved(match.text)
  else if (match.isOneLine && to - from <= LONGEST_COPIED) {
    element.lastText = match.text
    takeWord(characters, from, match.end - from, element.lastRest)
  }
}
