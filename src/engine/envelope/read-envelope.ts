import type { Place } from '../../kernel/refusal.ts'
import { Refusal } from '../refusals.ts'
import type { Codecs } from './codecs.ts'
import { MAX_DOSSIERS } from './limits.ts'
import { MalformedXml, refusalOf } from './malformed-xml.ts'
import { createMarkup } from './markup.ts'
import { plainElements } from './plain-elements.ts'
import type { PlainNames } from './plain-names.ts'
import { createContentReader } from './read-content.ts'
import { createPayload, type Payload, type TableHandler, type TableParsers } from './read-payload.ts'
import { BadText, createTextReader } from './read-text.ts'
import { shownName } from './shown-name.ts'

/** The envelope of all standards (QĐ 4210 to QĐ 3176): which element may stand in which, in any order. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  GIAMDINHHS: ['THONGTINDONVI', 'THONGTINHOSO', 'CHUKYDONVI'],
  THONGTINDONVI: ['MACSKCB', 'CHUKYDONVI'],
  THONGTINHOSO: ['NGAYLAP', 'SOLUONGHOSO', 'DANHSACHHOSO'],
  DANHSACHHOSO: ['HOSO'],
  HOSO: ['FILEHOSO'],
  FILEHOSO: ['LOAIHOSO', 'NOIDUNGFILE'],
}
const ENVELOPE_ROOT = 'GIAMDINHHS'
const CONTENT = 'NOIDUNGFILE'
const CLOSING = '>'.charCodeAt(0)

export type HeaderName = 'MACSKCB' | 'NGAYLAP' | 'SOLUONGHOSO'
const HEADERS: ReadonlySet<string> = new Set<HeaderName>(['MACSKCB', 'NGAYLAP', 'SOLUONGHOSO'])
const isHeader = (name: string): name is HeaderName => HEADERS.has(name)

/** Takes the envelope as it arrives. Places are 1-based in the file as sent; those of a table in its decoded XML. */
export type EnvelopeHandler = {
  /** Whether a root is a document of its own (check-in, XML12), whose rows stand in no envelope. */
  isDocument: (root: string) => boolean
  header: (name: HeaderName, value: string, place: Place) => void
  openDossier: (place: Place) => void
  /**
   * A table begins: one NOIDUNGFILE that holds something, or the document itself. `place` tells where its reader stands;
   * `at` is where its content begins in the file as sent.
   */
  openTable: (place: () => Place, at: Place) => TableHandler
  /** A FILEHOSO has ended: what LOAIHOSO said, and how many tables its NOIDUNGFILE held (0: empty; null: none there). */
  closeFile: (declared: string | null, tables: number | null, place: Place) => void
  closeDossier: (place: Place) => void
  /** An element that the envelope does not know; what stands in it is passed over. */
  unexpected: (name: string, parent: string, place: Place) => void
}

export type Envelope = {
  /** Throws a Refusal where the file as a whole cannot be taken. */
  push: (bytes: Uint8Array) => void
  end: () => void
}

/** What the reader is in the middle of: `document` is a file without an envelope, `content` the inside of NOIDUNGFILE. */
type Mode = 'start' | 'markup' | 'document' | 'content'

/** MACSKCB, NGAYLAP, SOLUONGHOSO and LOAIHOSO have a few characters; of what is longer, the beginning shows it wrong. */
const LONGEST_LEAF = 1000

/**
 * Bytes → header, dossiers and tables, in one pass. saxes judges the markup; the characters of NOIDUNGFILE, which it
 * would deliver as one string of up to hundreds of megabytes, are routed around it into the table's own reader. `known`
 * are the names that most elements have: without them each would be learnt anew from every file.
 */
export function createEnvelope(handler: EnvelopeHandler, codecs: Codecs, known: PlainNames = new Map()): Envelope {
  const text = createTextReader()
  const path: string[] = []
  let mode: Mode = 'start'
  let held = ''
  /** The last piece of markup stopped inside a tag, or in text. */
  let inTag = false

  let passedOver = 0
  let leaf = ''
  let declared: string | null = null
  let tables: number | null = null
  let dossiers = 0
  let payload: Payload | null = null
  /** The table that stands in the file as plain XML, and how many of its elements are open. */
  let inline: TableHandler | null = null
  let inlineDepth = 0

  const parsers: TableParsers = { elements: plainElements(known), codecs, spare: null, decoder: null }
  const markup = createMarkup({ open, text: characters, close, declaredEncoding }, parsers.elements, codecs)

  function declaredEncoding(encoding: string): void {
    if (!/^(utf-?8|us-ascii)$/i.test(encoding)) {
      throw new Refusal('encoding-wrong', { found: encoding.slice(0, 20) }, markup.place())
    }
  }

  function open(name: string): void {
    const parent = path.at(-1)
    path.push(name)
    if (inline) openInInline(inline, name)
    else if (passedOver > 0) passedOver += 1
    else if (parent === undefined) openRoot(name)
    else if (parent === 'NOIDUNGFILE') openInline(name)
    else if (parent === 'CHUKYDONVI') passedOver = 1
    else if (CHILDREN[parent]?.includes(name)) openKnown(name)
    else {
      handler.unexpected(name, parent, markup.place())
      passedOver = 1
    }
  }

  function openRoot(name: string): void {
    if (name === ENVELOPE_ROOT) return
    if (!handler.isDocument(name)) throw new Refusal('root-unknown', { root: shownName(name) }, markup.place())
    inline = handler.openTable(markup.place, markup.place())
    openInInline(inline, name)
    mode = 'document'
  }

  function openInInline(table: TableHandler, name: string): void {
    inlineDepth += 1
    table.open(name)
  }

  function openInline(name: string): void {
    payload?.end()
    payload = null
    tables = (tables ?? 0) + 1
    inline = handler.openTable(markup.place, markup.place())
    openInInline(inline, name)
  }

  function openKnown(name: string): void {
    leaf = ''
    if (name === 'HOSO') {
      dossiers += 1
      if (dossiers > MAX_DOSSIERS) throw new Refusal('dossiers-too-many', { limit: MAX_DOSSIERS }, markup.place())
      handler.openDossier(markup.place())
    } else if (name === 'FILEHOSO') {
      declared = null
      tables = null
    } else if (name === 'NOIDUNGFILE') {
      mode = 'content'
      tables ??= 0
      const at = markup.place()
      payload = createPayload((place) => {
        tables = (tables ?? 0) + 1
        return handler.openTable(place, at)
      }, parsers)
    }
  }

  function characters(run: string): void {
    if (inline) inline.text(run)
    else if (passedOver === 0 && leaf.length < LONGEST_LEAF) leaf += run
  }

  function close(name: string): void {
    path.pop()
    if (inline && inlineDepth > 0) {
      inlineDepth -= 1
      inline.close(name)
      if (path.length === 0) inline.end()
    } else if (passedOver > 0) {
      passedOver -= 1
    } else {
      closeKnown(name)
    }
  }

  function closeKnown(name: string): void {
    if (isHeader(name)) handler.header(name, leaf.trim(), markup.place())
    else if (name === 'LOAIHOSO') declared = leaf.trim()
    else if (name === 'NOIDUNGFILE') closeContent()
    else if (name === 'FILEHOSO') handler.closeFile(declared, tables, markup.place())
    else if (name === 'HOSO') handler.closeDossier(markup.place())
  }

  function closeContent(): void {
    inline?.end()
    inline = null
    payload?.end()
    payload = null
    mode = 'markup'
  }

  /** Feeds the markup so that a tag that changes the mode is the last thing it has seen. */
  function passMarkup(piece: string, from: number): number {
    const to = markupEnd(piece, from)
    markup.write(piece.slice(from, to))
    inTag = piece.charCodeAt(to - 1) !== CLOSING
    return to
  }

  /** Only the root and NOIDUNGFILE change it: all before them is fed at once, and so are most tags between two tables. */
  function markupEnd(piece: string, from: number): number {
    const isSure = path.length > 0 && !inTag
    const content = isSure ? piece.indexOf(CONTENT, from) : from
    const end = content < 0 ? piece.lastIndexOf('>') : piece.indexOf('>', content)
    return end < from ? piece.length : end + 1
  }

  /** What refuses the file inside a table is placed in that table. */
  function feed(run: string): void {
    try {
      payload?.push(run)
    } catch (error) {
      if (!(error instanceof Refusal) || !error.place || error.place.table !== undefined) throw error
      throw error.at({ ...error.place, table: declaredTable() })
    }
  }

  /** LOAIHOSO where it came first and is one; nothing else of the file is repeated. */
  const declaredTable = (): string => (/^XML\d{1,2}$/.test(declared ?? '') ? (declared ?? '') : 'NOIDUNGFILE')

  function hold(piece: string, from: number): number {
    held = piece.slice(from)
    return piece.length
  }

  function passStart(piece: string, from: number): number {
    const first = piece.search(/\S/)
    const to = first < 0 ? piece.length : first
    markup.write(piece.slice(from, to))
    if (first < 0) return to
    if (piece[first] !== '<') throw new Refusal('xml-missing', {}, markup.place())
    mode = 'markup'
    return to
  }

  function passDocument(piece: string, from: number): number {
    markup.write(piece.slice(from))
    return piece.length
  }

  const passContent = createContentReader({
    markup,
    feed,
    hold,
    leave: () => {
      mode = 'markup'
    },
  })

  /** Each passes over as much of the piece as its mode lasts, and returns how far it came. */
  const pass: Readonly<Record<Mode, (piece: string, from: number) => number>> = {
    start: passStart,
    markup: passMarkup,
    document: passDocument,
    content: passContent,
  }

  function consume(characters: string): void {
    const piece = held === '' ? characters : held + characters
    held = ''
    let at = 0
    while (at < piece.length) at = pass[mode](piece, at)
  }

  /** What is wrong with the file's own XML refuses the file. */
  function refusing(step: () => void): void {
    try {
      step()
    } catch (error) {
      throw error instanceof MalformedXml ? refusalOf(error) : error
    }
  }

  return {
    push(bytes) {
      refusing(() => {
        try {
          consume(text.push(bytes))
        } catch (error) {
          if (!(error instanceof BadText)) throw error
          consume(error.before)
          throw refusalOfText(error, markup.place())
        }
      })
    },
    end() {
      refusing(() => {
        try {
          consume(text.end())
        } catch (error) {
          throw error instanceof BadText ? refusalOfText(error, markup.place()) : error
        }
        if (mode === 'start') throw new Refusal('xml-missing')
        markup.write(held)
        markup.end()
      })
    },
  }
}

const refusalOfText = (error: BadText, place: Place): Refusal =>
  error.kind === 'utf16'
    ? new Refusal('encoding-wrong', { found: 'UTF-16' }, place, { cause: error })
    : new Refusal('utf8-invalid', {}, place, { cause: error })
