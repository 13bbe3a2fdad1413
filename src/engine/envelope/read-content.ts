import { CHARACTER_ENTITIES } from './characters.ts'
import { codeOfReference, isXmlCharacter, malformedReference, refusalOf } from './malformed-xml.ts'
import type { Markup } from './markup.ts'

const LONGEST_ENTITY = 32
const CDATA = '<![CDATA['
const CDATA_END = ']]>'
const COMMENT = '<!--'
const COMMENT_END = '-->'
const INSTRUCTION = '<?'
const INSTRUCTION_END = '?>'

export type ContentNeeds = {
  /** The parser of the file, which learns of the markup and of the place, not of the characters. */
  markup: Pick<Markup, 'write' | 'skip' | 'place'>
  /** Takes the content, references resolved. */
  feed: (characters: string) => void
  /** Keeps what cannot be decided yet until more has come; returns the end of the piece. */
  hold: (piece: string, from: number) => number
  /** A tag begins here: from it on the markup is the caller's. */
  leave: () => void
}

/**
 * The characters of NOIDUNGFILE, routed around saxes, which would deliver them as one string of up to hundreds of
 * megabytes. Returns a function that passes over as much as the piece holds and says how far it came.
 */
export function createContentReader({
  markup,
  feed,
  hold,
  leave,
}: ContentNeeds): (piece: string, from: number) => number {
  /** The section being passed: what ends it, and whether its characters are content (CDATA) or markup (comment). */
  let section: { until: string; isContent: boolean } | null = null

  const take = (run: string): void => {
    markup.skip(run)
    feed(run)
  }

  function passRuns(piece: string, from: number): number {
    const tag = piece.indexOf('<', from)
    // Searched in this run alone: in the whole piece `&` would be sought as often as there are tables.
    const run = piece.slice(from, tag < 0 ? piece.length : tag)
    const end = from + run.length
    let at = from
    while (at < end) {
      const entity = run.indexOf('&', at - from)
      const to = entity < 0 ? end : from + entity
      if (to > at) take(piece.slice(at, to))
      at = to < end ? passEntity(piece, to) : end
    }
    return at === end && tag >= 0 ? passTag(piece, tag) : at
  }

  function passEntity(piece: string, at: number): number {
    const end = piece.indexOf(';', at)
    if (end < 0 && piece.length - at < LONGEST_ENTITY) return hold(piece, at)
    const name = end < 0 || end - at > LONGEST_ENTITY ? '' : piece.slice(at + 1, end)
    const character = entityValue(name)
    if (character === null) throw refusalOf(malformedReference(name, markup.place()))
    markup.skip(piece.slice(at, end + 1))
    feed(character)
    return end + 1
  }

  function passTag(piece: string, at: number): number {
    const rest = piece.slice(at, at + CDATA.length)
    if (rest === CDATA) {
      markup.skip(CDATA)
      return enter(CDATA_END, true, at + CDATA.length)
    }
    if (CDATA.startsWith(rest) || COMMENT.startsWith(rest)) {
      if (rest !== COMMENT) return hold(piece, at)
    }
    if (rest.startsWith(COMMENT)) return enterMarkup(at, COMMENT, COMMENT_END)
    if (rest.startsWith(INSTRUCTION)) return enterMarkup(at, INSTRUCTION, INSTRUCTION_END)
    leave()
    return at
  }

  /** A comment or processing instruction inside the content goes to saxes, up to its own end. */
  function enterMarkup(at: number, opening: string, until: string): number {
    markup.write(opening)
    return enter(until, false, at + opening.length)
  }

  function enter(until: string, isContent: boolean, from: number): number {
    section = { until, isContent }
    return from
  }

  function passSection(piece: string, from: number, until: string, isContent: boolean): number {
    const end = piece.indexOf(until, from)
    const to = end >= 0 ? end : Math.max(from, piece.length - (until.length - 1))
    const run = piece.slice(from, to)
    if (isContent) take(run)
    else markup.write(run)
    if (end < 0) return hold(piece, to)
    if (isContent) markup.skip(until)
    else markup.write(until)
    section = null
    return end + until.length
  }

  return (piece, from) => (section ? passSection(piece, from, section.until, section.isContent) : passRuns(piece, from))
}

function entityValue(name: string): string | null {
  const known = Object.hasOwn(CHARACTER_ENTITIES, name) ? CHARACTER_ENTITIES[name] : undefined
  if (known !== undefined) return known
  const code = codeOfReference(name)
  return code === null || !isXmlCharacter(code) ? null : String.fromCodePoint(code)
}
