import { SaxesParser } from 'saxes'
import type { Place } from '../../kernel/refusal.ts'
import { Refusal } from '../refusals.ts'
import type { Codecs } from './codecs.ts'
import { malformedBy } from './malformed-xml.ts'
import { MAX_ATTRIBUTES, MAX_DEPTH, MAX_TEXT_CHARACTERS } from './limits.ts'
import { placeBehind } from './places.ts'
import { createPlainFinder, rememberElement, type PlainElements, type PlainMatch } from './plain-elements.ts'
import type { PlainName } from './plain-names.ts'
import { LONGEST_PROLOG, prologOf, rememberProlog } from './prologs.ts'
import { createReferences } from './references.ts'

/** What stands in a table: elements and their characters. Places are read from the markup when they are needed. */
export type MarkupHandler = {
  open: (name: string) => void
  /** White space right behind a tag is left out: in a table it means nothing. */
  text: (characters: string) => void
  close: (name: string) => void
  /** A whole element that holds only text, with the place of that text; who has no such method is told its parts. */
  element?: (name: string, text: string, line: number, column: number) => void
  /** The encoding that the XML declaration names, if it names one. */
  declaredEncoding?: (encoding: string) => void
}

export type Markup = {
  write: (characters: string) => void
  end: () => void
  /** Where the parser stands, 1-based: just behind the tag or text whose event is being handled. */
  place: () => Place
  /** Characters that passed by the parser: only the place learns of them. */
  skip: (characters: string) => void
  /** Begins anew, for another document and who takes it; only behind an `end` that did not throw. */
  reset: (handler: MarkupHandler) => void
}

/**
 * saxes behind the limits of `limits.ts`, and past it where nothing is left to judge: a plain element, or the plain tags
 * around some, are told of directly. That is most of a file. Everything else goes to saxes, tag by tag, and saxes alone
 * says what is well-formed: before it is given anything it learns of the tags that are open. `elements` are those of the
 * whole file.
 *
 * Throws MalformedXml where the text is not XML, and a Refusal for what no dossier contains: DOCTYPE, depth, attributes,
 * endless text.
 */
export function createMarkup(first: MarkupHandler, elements: PlainElements, codecs: Codecs): Markup {
  let handler = first
  // Seven handlers and no more: saxes sets each by a computed name, and from the eighth on V8 keeps the parser's properties
  // in a dictionary, which makes the whole parser six times slower (measured).
  const parser = new SaxesParser({ xmlns: false, position: true })
  const plain = createPlainFinder(elements, codecs)
  /** The elements that are open and that saxes has not seen, the innermost last. */
  const unseen: PlainName[] = []
  /** The root, once a document has ended of which saxes has seen nothing. */
  let passed: PlainName | null = null
  /** What saxes was given before the root's tag ended. */
  let prolog = ''
  let isAtStart = true
  /** saxes is learning of what has been told. */
  let catchingUp = false
  let depth = 0
  let attributes = 0
  let pending = 0
  /** The last character, while saxes would keep it to see the next: CR, or half of a pair. */
  let held = ''
  /** What saxes was given last ended with a tag. */
  let betweenTags = false
  /** Its last event was a tag. */
  let behindTag = false

  let line = 1
  let column = 1
  /** What saxes is being given, and how much it was given before. */
  let given: string | null = null
  let givenBefore = 0
  /** The start, then behind the root element. */
  let outside: Place = { line: 1, column: 1 }

  const place = (): Place =>
    given === null ? { line, column } : placeBehind(line, column, given.slice(0, parser.position - givenBefore))

  const skip = (characters: string): void => {
    if (characters.includes('\n')) ({ line, column } = placeBehind(line, column, characters))
    else column += characters.length
  }

  /** Each once: an element is not passed again once saxes knows that it is open. */
  const catchUp = (): void => {
    catchingUp = true
    for (const { opening } of unseen) teach(opening)
    if (passed) teach(`${passed.opening}</${passed.name}>`)
    unseen.length = 0
    passed = null
    catchingUp = false
  }

  const teach = (characters: string): void => {
    parser.write(characters)
    givenBefore += characters.length
  }

  const give = (characters: string): void => {
    if (unseen.length > 0 || passed) catchUp()
    if (depth === 0 && prolog.length <= LONGEST_PROLOG) prolog += characters
    betweenTags = false
    given = characters
    pending += characters.length
    parser.write(characters)
    given = null
    givenBefore += characters.length
    skip(characters)
    // What saxes holds back is at most what was written since its last event.
    if (pending > MAX_TEXT_CHARACTERS) throw new Refusal('text-too-long', { limit: MAX_TEXT_CHARACTERS }, place())
  }

  const references = createReferences(parser, give, place)

  /** Gives saxes all up to the next `>` or behind the next reference, so that a tag is the last thing it has seen; returns how far it came. */
  const giveTag = (characters: string, from: number): number => {
    const at = references.pass(characters, from)
    const end = characters.indexOf('>', at)
    const to = end < 0 ? characters.length : end + 1
    const tag = characters.slice(at, to)
    // Looked for in this tag alone: in the whole piece it would be sought as often as there are tags.
    const mark = tag.indexOf('&')
    if (mark >= 0) {
      give(tag.slice(0, mark + 1))
      return references.pass(characters, at + mark + 1)
    }
    if (tag !== '') give(tag)
    return to
  }

  const tellElement = ({ element: { name }, text, isOneLine, textFrom, end }: PlainMatch, characters: string): void => {
    if (handler.element) handler.element(name, text, line, column)
    else {
      handler.open(name)
      if (text !== '') handler.text(text)
    }
    if (isOneLine) column += end - textFrom
    else skip(characters.slice(textFrom, end))
    if (!handler.element) handler.close(name)
  }

  const tellTag = ({ kind, element }: PlainMatch): void => {
    if (kind === 'open') {
      depth += 1
      unseen.push(element)
      handler.open(element.name)
    } else {
      depth -= 1
      unseen.pop()
      if (depth === 0) {
        passed = element
        outside = place()
      }
      handler.close(element.name)
    }
  }

  /** Tells of the root where the document begins as another did; returns how far that reaches. */
  const passProlog = (characters: string): number => {
    isAtStart = false
    const known = prologOf(elements.prologs, characters)
    if (!known) return 0
    skip(known.opening)
    depth = 1
    betweenTags = true
    behindTag = true
    unseen.push(known)
    plain.enter(known.name)
    if (known.encoding !== undefined) handler.declaredEncoding?.(known.encoding)
    handler.open(known.name)
    return known.opening.length
  }

  /** Tells of the plain elements and tags from here on; returns how far they reach. */
  const passPlain = (characters: string, from: number): number => {
    let at = from
    for (;;) {
      const match = depth > 0 && depth < MAX_DEPTH ? plain.find(at, unseen) : null
      if (!match) return at
      const { kind, breaks, lastBreak, tag } = match
      const behind = kind === 'element' ? match.textFrom : match.end
      line += breaks
      column = (breaks > 0 ? tag - lastBreak : column + tag - at) + behind - tag
      at = match.end
      behindTag = true
      if (kind === 'element') tellElement(match, characters)
      else tellTag(match)
    }
  }

  parser.on('error', (error) => {
    const message = error.message.replace(/^\d+:\d+: /, '')
    // saxes tells of text outside the root wherever the piece ends that it was given, so that place means nothing.
    const at = /outside of root/.test(message) ? outside : place()
    throw malformedBy(message, at)
  })
  parser.on('doctype', () => {
    throw new Refusal('doctype-forbidden', {}, place())
  })
  parser.on('attribute', () => {
    if (catchingUp) return
    pending = 0
    attributes += 1
    if (attributes > MAX_ATTRIBUTES) throw new Refusal('attributes-too-many', { limit: MAX_ATTRIBUTES }, place())
  })
  parser.on('opentag', (tag) => {
    if (catchingUp) return
    pending = 0
    attributes = 0
    depth += 1
    betweenTags = true
    behindTag = true
    if (depth > MAX_DEPTH) throw new Refusal('nesting-too-deep', { limit: MAX_DEPTH }, place())
    const { encoding } = parser.xmlDecl
    if (depth === 1 && encoding !== undefined) handler.declaredEncoding?.(encoding)
    rememberElement(elements, tag.name)
    if (depth === 1) {
      plain.enter(tag.name)
      // Only where the piece that saxes is given ends with the tag is the beginning known to be all of it.
      const isWhole = parser.position - givenBefore === given?.length
      if (isWhole && !tag.isSelfClosing) rememberProlog(elements.prologs, prolog, tag.name, encoding)
    }
    handler.open(tag.name)
  })
  parser.on('closetag', (tag) => {
    if (catchingUp) return
    pending = 0
    depth -= 1
    betweenTags = true
    behindTag = true
    if (depth === 0) outside = place()
    handler.close(tag.name)
  })
  parser.on('text', (text) => {
    if (catchingUp) return
    pending = 0
    if (!(behindTag && SPACE_ALONE.test(text))) handler.text(text)
    behindTag = false
  })
  parser.on('cdata', (text) => {
    pending = 0
    behindTag = false
    handler.text(text)
  })

  return {
    place,
    skip,
    write(characters) {
      const all = held === '' ? characters : held + characters
      held = isKeptBySaxes(all.charCodeAt(all.length - 1)) ? all.slice(-1) : ''
      const piece = held === '' ? all : all.slice(0, -1)
      if (piece === '') return
      plain.search(piece)
      let at = isAtStart ? passProlog(piece) : 0
      while (at < piece.length) {
        if (betweenTags) at = passPlain(piece, at)
        if (at === piece.length) return
        if (!passed || !SPACE_ALONE.test(piece.slice(at))) at = giveTag(piece, at)
        else {
          skip(piece.slice(at))
          return
        }
      }
    },
    end() {
      if (held !== '') give(held)
      if (passed) return
      catchUp()
      given = ''
      givenBefore = parser.position
      parser.close()
    },
    reset(next) {
      handler = next
      passed = null
      prolog = ''
      isAtStart = true
      depth = 0
      attributes = 0
      pending = 0
      held = ''
      betweenTags = false
      behindTag = false
      line = 1
      column = 1
      given = null
      givenBefore = 0
      outside = { line: 1, column: 1 }
      references.reset()
    },
  }
}

const SPACE_ALONE = /^[ \t\r\n]*$/
const CARRIAGE_RETURN = 0x0d
const isKeptBySaxes = (last: number): boolean => last === CARRIAGE_RETURN || (last >= 0xd800 && last <= 0xdbff)
