/**
 * The elements that most of a table is made of: a name, plain text, the closing tag. Found by comparing with names that
 * saxes has taken before, so that nothing is left for it to judge. `markup.ts` tells when this may be asked.
 */

/** An element whose name saxes has taken, with its tags as they stand in the file, and the one that followed it last. */
export type PlainElement = {
  readonly name: string
  /** `<NAME`, `<NAME>`, `</NAME>` */
  readonly start: string
  readonly opening: string
  readonly closing: string
  next: PlainElement | null
}

/** The plain elements of a file by name; its parsers share them. */
export type PlainElements = Map<string, PlainElement>

/** What was found: filled anew by each search, as a file holds millions. Positions in the characters searched. */
export type PlainMatch = {
  element: PlainElement | null
  /** Line breaks before the tag, and the last of them. */
  breaks: number
  lastBreak: number
  tag: number
  /** The text; both ends are the same where there is none. */
  textFrom: number
  textTo: number
  /** Behind the element, and how much of that is the closing tag. */
  end: number
  closingLength: number
}

export const createMatch = (): PlainMatch => ({
  element: null,
  breaks: 0,
  lastBreak: -1,
  tag: 0,
  textFrom: 0,
  textTo: 0,
  end: 0,
  closingLength: 0,
})

const TAB = 0x09
const LINE_FEED = 0x0a
const SPACE = 0x20
const AMPERSAND = 0x26
const SLASH = 0x2f
const OPENING = 0x3c
const CLOSING = 0x3e
const CLOSING_BRACKET = 0x5d
const NEXT_LINE = 0x85
const LINE_SEPARATOR = 0x2028
const FIRST_SURROGATE = 0xd800

/** All standards together have some 400 names. */
const REMEMBERED_NAMES = 1000
const PLAIN_NAME = /^[A-Za-z_]\w{0,63}$/

/** Takes note of a name that saxes has taken. */
export function rememberElement(elements: PlainElements, name: string): void {
  if (elements.has(name) || elements.size >= REMEMBERED_NAMES || !PLAIN_NAME.test(name)) return
  // A key is a string of its own, not a slice that keeps alive what it was cut from.
  const [own = ''] = Object.keys({ [name]: true })
  elements.set(own, { name: own, start: `<${own}`, opening: `<${own}>`, closing: `</${own}>`, next: null })
}

/**
 * Whether, behind white space at most, a whole plain element stands at `from`. Rows repeat, so `guess`, what followed
 * the last time, is compared first.
 */
export function matchPlainElement(
  characters: string,
  from: number,
  elements: PlainElements,
  guess: PlainElement | null,
  match: PlainMatch,
): boolean {
  passSpace(characters, from, match)
  const { tag } = match
  const element = guess && startsTag(characters, tag, guess) ? guess : elementAt(characters, tag, elements)
  if (!element) return false
  match.element = element
  match.textFrom = tag + element.opening.length
  return characters.charCodeAt(match.textFrom - 1) === CLOSING
    ? matchText(characters, element, match)
    : matchEmpty(characters, match)
}

function passSpace(characters: string, from: number, match: PlainMatch): void {
  let at = from
  match.breaks = 0
  for (let code = characters.charCodeAt(at); isSpace(code); code = characters.charCodeAt(at)) {
    if (code === LINE_FEED) {
      match.breaks += 1
      match.lastBreak = at
    }
    at += 1
  }
  match.tag = at
}

function matchText(characters: string, { closing }: PlainElement, match: PlainMatch): boolean {
  const textTo = plainTextEnd(characters, match.textFrom)
  if (textTo < 0 || !characters.startsWith(closing, textTo)) return false
  match.textTo = textTo
  match.closingLength = closing.length
  match.end = textTo + closing.length
  return true
}

/** `<NAME/>` and `<NAME />`, the forms that exporters write. */
function matchEmpty(characters: string, match: PlainMatch): boolean {
  const at = match.textFrom - 1
  const slash = characters.charCodeAt(at) === SPACE ? at + 1 : at
  if (characters.charCodeAt(slash) !== SLASH || characters.charCodeAt(slash + 1) !== CLOSING) return false
  match.end = slash + 2
  match.closingLength = 0
  match.textFrom = match.end
  match.textTo = match.end
  return true
}

function elementAt(characters: string, tag: number, elements: PlainElements): PlainElement | undefined {
  if (characters.charCodeAt(tag) !== OPENING) return undefined
  let end = tag + 1
  while (isNameCharacter(characters.charCodeAt(end))) end += 1
  const element = elements.get(characters.slice(tag + 1, end))
  return element && startsTag(characters, tag, element) ? element : undefined
}

function startsTag(characters: string, tag: number, { start }: PlainElement): boolean {
  if (!characters.startsWith(start, tag)) return false
  const behind = characters.charCodeAt(tag + start.length)
  return behind === CLOSING || behind === SLASH || behind === SPACE
}

/** The next `<`; -1 where a character stands before it that is not plain, or the characters end. */
function plainTextEnd(characters: string, from: number): number {
  for (let at = from; at < characters.length; at += 1) {
    const code = characters.charCodeAt(at)
    if (code === OPENING) return at
    if (!isPlain(code)) return -1
  }
  return -1
}

/**
 * Not plain is what saxes reads otherwise than as it stands, or does not take: control characters and line ends,
 * references, the end of a CDATA section, surrogates and what lies behind them.
 */
const isPlain = (code: number): boolean =>
  code < 0x80
    ? (code >= SPACE && code !== AMPERSAND && code !== CLOSING_BRACKET) || code === TAB
    : code !== NEXT_LINE && code !== LINE_SEPARATOR && code < FIRST_SURROGATE

const isSpace = (code: number): boolean => code === SPACE || code === LINE_FEED || code === TAB

/** A to Z, a to z, 0 to 9, _ */
const isNameCharacter = (code: number): boolean =>
  (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f
