/** The part of the markup that is passed by saxes, as nothing is left to judge: known beginnings, plain elements and tags. */
import { MAX_DEPTH } from './limits.ts'
import { placeIn, skip, type MarkupState } from './markup-state.ts'
import type { PlainMatch } from './scan-plain.ts'
import { prologOf } from './prologs.ts'

/** Reports the root where the document begins as another did; returns how far that reaches. */
export function passProlog(state: MarkupState, characters: string): number {
  state.isAtStart = false
  const { handler, elements, plain, unseen } = state
  const known = prologOf(elements.prologs, characters)
  if (!known) return 0
  skip(state, known.opening)
  state.depth = 1
  state.betweenTags = true
  state.behindTag = true
  unseen.push(known)
  plain.enter(known.name)
  if (known.encoding !== undefined) handler.declaredEncoding?.(known.encoding)
  handler.open(known.name)
  return known.opening.length
}

/** Reports the plain elements and tags from here on; returns how far they reach. */
export function passPlain(state: MarkupState, characters: string, from: number): number {
  const { plain, unseen } = state
  let at = from
  for (;;) {
    const match = state.depth > 0 && state.depth < MAX_DEPTH ? plain.find(at, unseen) : null
    if (!match) return at
    const { kind, breaks, lastBreak, tag } = match
    const behind = kind === 'element' ? match.textFrom : match.end
    state.line += breaks
    state.column = (breaks > 0 ? tag - lastBreak : state.column + tag - at) + behind - tag
    at = match.end
    state.behindTag = true
    if (kind === 'element') passElement(state, match, characters)
    else passTag(state, match)
  }
}

function passElement(state: MarkupState, match: PlainMatch, characters: string): void {
  const { handler } = state
  const { text, isOneLine, textFrom, end } = match
  const { name } = match.element
  if (handler.element) handler.element(name, text, state.line, state.column)
  else {
    handler.open(name)
    if (text !== '') handler.text(text)
  }
  if (isOneLine) state.column += end - textFrom
  else skip(state, characters.slice(textFrom, end))
  if (!handler.element) handler.close(name)
}

function passTag(state: MarkupState, { kind, element }: PlainMatch): void {
  const { handler, unseen } = state
  if (kind === 'open') {
    state.depth += 1
    unseen.push(element)
    handler.open(element.name)
    return
  }
  state.depth -= 1
  unseen.pop()
  if (state.depth === 0) {
    state.passed = element
    state.outside = placeIn(state)
  }
  handler.close(element.name)
}
