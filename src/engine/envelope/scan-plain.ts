/** Plain markup character by character: where a tag begins, where plain text ends. `plain-elements.ts` puts it together. */
import { CHARACTER_ENTITIES, standsAt, wordOf, type Characters, type Word } from './characters.ts'
import type { PlainName } from './plain-names.ts'

/** An element of the tables with one root: what they contain repeats from table to table. */
export type PlainElement = PlainName & {
  /** The one that followed it last. */
  next: PlainElement | null
  /** Its last text, if that was short, and that text with the closing tag; no length: none yet. */
  lastText: string
  readonly lastRest: Word
}

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

export function passSpace({ codes }: Characters, from: number, match: PlainMatch): number {
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

/** Whether a tag of this name begins there: `<NAME` and what may follow a name. */
export function startsTag(characters: Characters, tag: number, { start }: PlainElement): boolean {
  if (!standsAt(characters, tag, start)) return false
  const behind = characters.codes[tag + start.length]
  return behind === CLOSING || behind === SLASH || behind === SPACE
}

export function nameEnd({ codes }: Characters, from: number): number {
  let at = from
  while (isNameCharacter(codes[at] ?? 0)) at += 1
  return at
}

/** `<NAME/>` and `<NAME />`, the forms that exporters write. */
export function matchEmpty({ codes }: Characters, behindName: number, match: PlainMatch): boolean {
  const slash = codes[behindName] === SPACE ? behindName + 1 : behindName
  if (codes[slash] !== SLASH || codes[slash + 1] !== CLOSING) return false
  match.kind = 'element'
  match.end = slash + 2
  match.textFrom = match.end
  match.text = ''
  return true
}

/** Where the text stops, or what only saxes can judge begins. */
export function plainTextEnd(characters: Characters, from: number, match: PlainMatch): number {
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

export const resolved = (text: string): string =>
  text.replaceAll(/&(\w+);/g, (whole, name: string) => CHARACTER_ENTITIES[name] ?? whole)

/**
 * By code, 1 for a plain character. Not plain is what saxes reads otherwise than as it is written, or does not take: tags,
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
