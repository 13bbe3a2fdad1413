import { Refusal, type Place } from '../refusals.ts'
import type { Codecs } from './codecs.ts'
import { addCharacters, closeElement, openElement } from './envelope-elements.ts'
import type { EnvelopeHandler, EnvelopeState, Mode } from './envelope-state.ts'
import { MalformedXml, refusalOf } from './malformed-xml.ts'
import { createMarkup } from './markup.ts'
import { plainElements } from './plain-elements.ts'
import type { PlainNames } from './plain-names.ts'
import { createContentReader } from './read-content.ts'
import type { TableParsers } from './read-payload.ts'
import { BadText, createTextReader } from './read-text.ts'

export type { EnvelopeHandler, HeaderName } from './envelope-state.ts'

export type Envelope = {
  /** Throws a Refusal where the file as a whole cannot be taken. */
  push: (bytes: Uint8Array) => void
  end: () => void
}

const CONTENT = 'NOIDUNGFILE'
const CLOSING = '>'.charCodeAt(0)

/**
 * Bytes → header, dossiers and tables, in one pass. saxes judges the markup; the characters of NOIDUNGFILE, which it
 * would deliver as one string of up to hundreds of megabytes, are routed around it into the table's own reader. `known`
 * are the names that most elements have: without them each would be learnt anew from every file.
 */
export function createEnvelope(handler: EnvelopeHandler, codecs: Codecs, known: PlainNames = new Map()): Envelope {
  const text = createTextReader()
  const state = createState(handler, codecs, known)
  const pass = passesOf(state)
  const consume = (characters: string): void => {
    const piece = state.held === '' ? characters : state.held + characters
    state.held = ''
    let at = 0
    while (at < piece.length) at = pass[state.mode](piece, at)
  }
  return {
    push(bytes) {
      refusing(() => {
        try {
          consume(text.push(bytes))
        } catch (error) {
          if (!(error instanceof BadText)) throw error
          consume(error.before)
          throw refusalOfText(error, state.markup.place())
        }
      })
    },
    end() {
      refusing(() => {
        try {
          consume(text.end())
        } catch (error) {
          throw error instanceof BadText ? refusalOfText(error, state.markup.place()) : error
        }
        if (state.mode === 'start') throw new Refusal('xml-missing')
        state.markup.write(state.held)
        state.markup.end()
      })
    },
  }
}

function createState(handler: EnvelopeHandler, codecs: Codecs, known: PlainNames): EnvelopeState {
  const parsers: TableParsers = { elements: plainElements(known), codecs, spare: null, decoder: null }
  const markup = createMarkup(
    {
      open(name) {
        openElement(state, name)
      },
      text(characters) {
        addCharacters(state, characters)
      },
      close(name) {
        closeElement(state, name)
      },
      declaredEncoding(encoding) {
        if (/^(utf-?8|us-ascii)$/i.test(encoding)) return
        throw new Refusal('encoding-wrong', { found: encoding.slice(0, 20) }, markup.place())
      },
      wrongNamespace(fault) {
        handler.wrongNamespace(fault, markup.place())
      },
    },
    parsers.elements,
    codecs,
  )
  const state: EnvelopeState = {
    handler,
    markup,
    parsers,
    path: [],
    mode: 'start',
    held: '',
    inTag: false,
    passedOver: 0,
    leaf: '',
    declared: null,
    tables: null,
    dossiers: 0,
    payload: null,
    inline: null,
    inlineDepth: 0,
  }
  return state
}

/** Each passes over as much of the piece as its mode lasts, and returns how far it came. */
function passesOf(state: EnvelopeState): Readonly<Record<Mode, (piece: string, from: number) => number>> {
  const { markup } = state
  return {
    start: (piece, from) => passStart(state, piece, from),
    markup: (piece, from) => passMarkup(state, piece, from),
    document(piece, from) {
      markup.write(piece.slice(from))
      return piece.length
    },
    content: createContentReader({
      markup,
      feed(run) {
        feed(state, run)
      },
      hold(piece, from) {
        state.held = piece.slice(from)
        return piece.length
      },
      leave() {
        state.mode = 'markup'
      },
    }),
  }
}

function passStart(state: EnvelopeState, piece: string, from: number): number {
  const { markup } = state
  const first = piece.search(/\S/)
  const to = first < 0 ? piece.length : first
  markup.write(piece.slice(from, to))
  if (first < 0) return to
  if (piece[first] !== '<') throw new Refusal('xml-missing', {}, markup.place())
  state.mode = 'markup'
  return to
}

/** Feeds the markup so that a tag that changes the mode is the last thing it has seen. */
function passMarkup(state: EnvelopeState, piece: string, from: number): number {
  const to = markupEnd(state, piece, from)
  state.markup.write(piece.slice(from, to))
  state.inTag = piece.charCodeAt(to - 1) !== CLOSING
  return to
}

/** Only the root and NOIDUNGFILE change it: all before them is fed at once, and so are most tags between two tables. */
function markupEnd({ path, inTag }: EnvelopeState, piece: string, from: number): number {
  const isSure = path.length > 0 && !inTag
  const content = isSure ? piece.indexOf(CONTENT, from) : from
  const end = content < 0 ? piece.lastIndexOf('>') : piece.indexOf('>', content)
  return end < from ? piece.length : end + 1
}

/** What refuses the file inside a table is placed in that table. */
function feed({ payload, declared }: EnvelopeState, run: string): void {
  try {
    payload?.push(run)
  } catch (error) {
    if (!(error instanceof Refusal) || !error.place || error.place.table !== undefined) throw error
    throw error.at({ ...error.place, table: tableOf(declared) })
  }
}

/** LOAIHOSO where it came first and is one; nothing else of the file is repeated. */
const tableOf = (declared: string | null): string =>
  declared !== null && /^XML\d{1,2}$/.test(declared) ? declared : 'NOIDUNGFILE'

/** What is wrong with the file's own XML refuses the file. */
function refusing(step: () => void): void {
  try {
    step()
  } catch (error) {
    throw error instanceof MalformedXml ? refusalOf(error) : error
  }
}

const refusalOfText = (error: BadText, place: Place): Refusal =>
  error.kind === 'utf16'
    ? new Refusal('encoding-wrong', { found: 'UTF-16' }, place, { cause: error })
    : new Refusal('utf8-invalid', {}, place, { cause: error })
