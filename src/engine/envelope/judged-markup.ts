/**
 * The part of the markup that saxes judges, behind the limits of `limits.ts`. Before saxes is given anything it is given
 * the tags that are open and that it has not seen.
 */
import type { SaxesParser, SaxesTagPlain } from 'saxes'
import type { Text } from '../../kernel/text.ts'
import { Refusal } from '../refusals.ts'
import { MAX_ATTRIBUTES, MAX_DEPTH, MAX_TEXT_CHARACTERS } from './limits.ts'
import { malformedBy } from './malformed-xml.ts'
import { COLONS } from './namespaces.ts'
import { placeIn, skip, type MarkupState } from './markup-state.ts'
import { rememberElement } from './plain-elements.ts'
import { LONGEST_PROLOG, rememberProlog } from './prologs.ts'

/**
 * Takes what saxes says. Seven handlers by `on` and no more: saxes sets each by a computed name, and from the eighth on V8
 * keeps the parser's properties in a dictionary, which makes the whole parser six times slower (measured). One that is set
 * by a name of its own does not count.
 */
export function listen(parser: SaxesParser, state: MarkupState): void {
  parser.on('error', ({ message }) => {
    onError(state, message.replace(/^\d+:\d+: /, ''))
  })
  parser.on('doctype', () => {
    throw new Refusal('doctype-forbidden', {}, placeIn(state))
  })
  parser.on('attribute', () => {
    onAttribute(state)
  })
  parser.on('opentag', (tag) => {
    onOpenTag(state, tag)
  })
  parser.on('closetag', ({ name }) => {
    onCloseTag(state, name)
  })
  parser.on('text', (text) => {
    if (state.catchingUp) return
    state.pending = 0
    if (!(state.behindTag && SPACE_ALONE.test(text))) state.handler.text(text)
    state.behindTag = false
  })
  parser.on('cdata', (text) => {
    state.pending = 0
    state.behindTag = false
    state.handler.text(text)
  })
  parser['piHandler'] = ({ target }: { readonly target: string }) => {
    onInstruction(state, target)
  }
}

export const SPACE_ALONE = /^[ \t\r\n]*$/

function onError(state: MarkupState, message: string): never {
  // saxes reports text outside the root wherever the piece ends that it was given, so that place means nothing.
  const at = /outside of root/.test(message) ? state.outside : placeIn(state)
  throw malformedBy(message, at, state.references.current())
}

function onAttribute(state: MarkupState): void {
  if (state.catchingUp) return
  state.pending = 0
  state.attributes += 1
  if (state.attributes > MAX_ATTRIBUTES) {
    throw new Refusal('attributes-too-many', { limit: MAX_ATTRIBUTES }, placeIn(state))
  }
}

function onOpenTag(state: MarkupState, tag: SaxesTagPlain): void {
  const fault = state.namespaces.open(tag.name, tag.attributes)
  if (state.catchingUp) return
  const { handler, elements, plain, parser } = state
  state.pending = 0
  state.attributes = 0
  state.depth += 1
  state.betweenTags = true
  state.behindTag = true
  if (state.depth > MAX_DEPTH) throw new Refusal('nesting-too-deep', { limit: MAX_DEPTH }, placeIn(state))
  const { encoding } = parser.xmlDecl
  if (state.depth === 1 && encoding !== undefined) handler.declaredEncoding?.(encoding)
  if (fault) reportNamespace(state, fault)
  rememberElement(elements, tag.name)
  if (state.depth === 1) {
    plain.enter(tag.name)
    // Only where the piece that saxes is given ends with the tag is the beginning known to be all of it. A beginning that
    // must be reported is not remembered: what is remembered is passed by without a look at its names.
    const isWhole = parser.position - state.givenBefore === state.given?.length
    if (isWhole && !tag.isSelfClosing && !state.hasWrongNamespace)
      rememberProlog(elements.prologs, state.prolog, tag.name, encoding)
  }
  handler.open(tag.name)
}

/** Namespaces in XML 1.0, section 7: the name of a processing instruction has no colon. */
function onInstruction(state: MarkupState, target: string): void {
  if (state.catchingUp) return
  state.pending = 0
  if (target.includes(':')) reportNamespace(state, COLONS)
}

/** The first of a document: the others follow from the same program. */
function reportNamespace(state: MarkupState, fault: Text): void {
  if (state.hasWrongNamespace) return
  state.hasWrongNamespace = true
  state.handler.wrongNamespace?.(fault)
}

function onCloseTag(state: MarkupState, name: string): void {
  state.namespaces.close()
  if (state.catchingUp) return
  state.pending = 0
  state.depth -= 1
  state.betweenTags = true
  state.behindTag = true
  if (state.depth === 0) state.outside = placeIn(state)
  state.handler.close(name)
}

/** Each once: an element is not passed again once saxes knows that it is open. */
export function catchUp(state: MarkupState): void {
  const { unseen, passed } = state
  state.catchingUp = true
  for (const { opening } of unseen) teach(state, opening)
  if (passed) teach(state, `${passed.opening}</${passed.name}>`)
  unseen.length = 0
  state.passed = null
  state.catchingUp = false
}

function teach(state: MarkupState, characters: string): void {
  state.parser.write(characters)
  state.givenBefore += characters.length
}

/** Gives saxes the characters, whatever they are. */
export function give(state: MarkupState, characters: string): void {
  if (state.unseen.length > 0 || state.passed) catchUp(state)
  if (state.depth === 0 && state.prolog.length <= LONGEST_PROLOG) state.prolog += characters
  state.betweenTags = false
  state.given = characters
  state.pending += characters.length
  state.parser.write(characters)
  state.given = null
  state.givenBefore += characters.length
  skip(state, characters)
  // What saxes holds back is at most what was written since its last event.
  if (state.pending > MAX_TEXT_CHARACTERS) {
    throw new Refusal('text-too-long', { limit: MAX_TEXT_CHARACTERS }, placeIn(state))
  }
}

/**
 * Gives saxes all up to the next `>` or behind the next reference, so that a tag is the last thing it has seen; returns
 * how far it came.
 */
export function giveTag(state: MarkupState, characters: string, from: number): number {
  const { references } = state
  const at = references.pass(characters, from)
  const end = characters.indexOf('>', at)
  const to = end < 0 ? characters.length : end + 1
  const tag = characters.slice(at, to)
  // Searched in this tag alone: in the whole piece it would be sought as often as there are tags.
  const mark = tag.indexOf('&')
  if (mark >= 0) {
    give(state, tag.slice(0, mark + 1))
    return references.pass(characters, at + mark + 1)
  }
  if (tag !== '') give(state, tag)
  return to
}
