import { SaxesParser } from 'saxes'
import type { Place } from '../../kernel/refusal.ts'
import type { Codecs } from './codecs.ts'
import { catchUp, give, giveTag, listen, SPACE_ALONE } from './judged-markup.ts'
import { atStart, placeIn, skip, type MarkupHandler, type MarkupState } from './markup-state.ts'
import { createNamespaces } from './namespaces.ts'
import { createPlainFinder, type PlainElements } from './plain-elements.ts'
import { passPlain, passProlog } from './plain-markup.ts'
import { createReferences } from './references.ts'

export type { MarkupHandler } from './markup-state.ts'

export type Markup = {
  write: (characters: string) => void
  end: () => void
  /** Where the parser is, 1-based: just behind the tag or text whose event is being handled. */
  place: () => Place
  /** Characters that passed by the parser: they only move the place. */
  skip: (characters: string) => void
  /** Begins anew, with another document and its handler; only behind an `end` that did not throw. */
  reset: (handler: MarkupHandler) => void
}

/**
 * saxes behind the limits of `limits.ts`, and past it where nothing is left to judge: a plain element, or the plain tags
 * around some, are reported directly. That is most of a file. Everything else goes to saxes, tag by tag, and saxes alone
 * decides what is well-formed. `elements` are those of the whole file.
 *
 * Throws MalformedXml where the text is not XML, and a Refusal for what no dossier contains: DOCTYPE, depth, attributes,
 * endless text.
 */
export function createMarkup(handler: MarkupHandler, elements: PlainElements, codecs: Codecs): Markup {
  const state = createState(handler, elements, codecs)
  return {
    place: () => placeIn(state),
    skip(characters) {
      skip(state, characters)
    },
    write(characters) {
      write(state, characters)
    },
    end() {
      if (state.held !== '') give(state, state.held)
      if (state.passed) return
      catchUp(state)
      state.given = ''
      state.givenBefore = state.parser.position
      state.parser.close()
    },
    reset(next) {
      Object.assign(state, atStart(), { handler: next })
      state.references.reset()
      state.namespaces.reset()
    },
  }
}

function createState(handler: MarkupHandler, elements: PlainElements, codecs: Codecs): MarkupState {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const state: MarkupState = {
    handler,
    parser,
    elements,
    plain: createPlainFinder(elements, codecs),
    namespaces: createNamespaces(),
    references: createReferences(
      parser,
      (characters) => {
        give(state, characters)
      },
      () => placeIn(state),
    ),
    unseen: [],
    ...atStart(),
  }
  listen(parser, state)
  return state
}

function write(state: MarkupState, characters: string): void {
  const all = state.held === '' ? characters : state.held + characters
  state.held = isKeptBySaxes(all.charCodeAt(all.length - 1)) ? all.slice(-1) : ''
  const piece = state.held === '' ? all : all.slice(0, -1)
  if (piece === '') return
  state.plain.search(piece)
  let at = state.isAtStart ? passProlog(state, piece) : 0
  while (at < piece.length) {
    if (state.betweenTags) at = passPlain(state, piece, at)
    if (at === piece.length) return
    if (state.passed && SPACE_ALONE.test(piece.slice(at))) {
      skip(state, piece.slice(at))
      return
    }
    at = giveTag(state, piece, at)
  }
}

const CARRIAGE_RETURN = 0x0d
const isKeptBySaxes = (last: number): boolean => last === CARRIAGE_RETURN || (last >= 0xd800 && last <= 0xdbff)
