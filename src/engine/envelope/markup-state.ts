import type { SaxesParser } from 'saxes'
import type { Place } from '../../kernel/refusal.ts'
import type { Text } from '../../kernel/text.ts'
import type { Namespaces } from './namespaces.ts'
import { placeBehind } from './places.ts'
import type { PlainElements, PlainFinder } from './plain-elements.ts'
import type { PlainName } from './plain-names.ts'
import type { References } from './references.ts'

/** What is in a table: elements and their characters. Places are read from the markup when they are needed. */
export type MarkupHandler = {
  open: (name: string) => void
  /** White space right behind a tag is left out: in a table it means nothing. */
  text: (characters: string) => void
  close: (name: string) => void
  /** A whole element that holds only text, with the place of that text; a handler without it gets open, text and close. */
  element?: (name: string, text: string, line: number, column: number) => void
  /** The encoding that the XML declaration names, if it names one. */
  declaredEncoding?: (encoding: string) => void
  /** The first tag of the document that breaks Namespaces in XML 1.0, and how. */
  wrongNamespace?: (fault: Text) => void
}

/** The reading of one document, in the middle of it. */
export type MarkupState = {
  handler: MarkupHandler
  readonly parser: SaxesParser
  readonly elements: PlainElements
  readonly plain: PlainFinder
  readonly namespaces: Namespaces
  readonly references: References
  /** The elements that are open and that saxes has not seen, the innermost last. */
  readonly unseen: PlainName[]
  /** The root, once a document has ended of which saxes has seen nothing. */
  passed: PlainName | null
  /** What saxes was given before the root's tag ended. */
  prolog: string
  isAtStart: boolean
  /** saxes is given what was passed by it, and its events are no news. */
  catchingUp: boolean
  depth: number
  attributes: number
  /** Characters that saxes was given since its last event. */
  pending: number
  /** The last character, while saxes would keep it to see the next: CR, or half of a pair. */
  held: string
  /** What saxes was given last ended with a tag. */
  betweenTags: boolean
  /** Its last event was a tag. */
  behindTag: boolean
  hasWrongNamespace: boolean
  line: number
  column: number
  /** What saxes is being given, and how much it was given before. */
  given: string | null
  givenBefore: number
  /** The start, then behind the root element. */
  outside: Place
}

/** What a document begins with, whatever was read before. */
export const atStart = () => ({
  passed: null,
  prolog: '',
  isAtStart: true,
  catchingUp: false,
  depth: 0,
  attributes: 0,
  pending: 0,
  held: '',
  betweenTags: false,
  behindTag: false,
  hasWrongNamespace: false,
  line: 1,
  column: 1,
  given: null,
  givenBefore: 0,
  outside: { line: 1, column: 1 },
})

/** 1-based, just behind the tag or text whose event is being handled. */
export const placeIn = ({ given, line, column, parser, givenBefore }: MarkupState): Place =>
  given === null ? { line, column } : placeBehind(line, column, given.slice(0, parser.position - givenBefore))

/** Moves the place behind these characters. */
export function skip(state: MarkupState, characters: string): void {
  if (characters.includes('\n')) {
    const { line, column } = placeBehind(state.line, state.column, characters)
    state.line = line
    state.column = column
  } else state.column += characters.length
}
