import type { Place } from '../../kernel/refusal.ts'
import type { Text } from '../../kernel/text.ts'
import type { Markup } from './markup.ts'
import type { Payload, TableHandler, TableParsers } from './read-payload.ts'

export type HeaderName = 'MACSKCB' | 'NGAYLAP' | 'SOLUONGHOSO'

/** Takes the envelope as it arrives. Places are 1-based in the file as sent; those of a table in its decoded XML. */
export type EnvelopeHandler = {
  /** Whether a root is a document of its own (check-in, XML12), whose rows are in no envelope. */
  isDocument: (root: string) => boolean
  header: (name: HeaderName, value: string, place: Place) => void
  openDossier: (place: Place) => void
  /**
   * A table begins: one NOIDUNGFILE that holds something, or the document itself. `place` returns where its reader is;
   * `at` is where its content begins in the file as sent.
   */
  openTable: (place: () => Place, at: Place) => TableHandler
  /** A FILEHOSO has ended: what LOAIHOSO said, and how many tables its NOIDUNGFILE held (0: empty; null: none there). */
  closeFile: (declared: string | null, tables: number | null, place: Place) => void
  closeDossier: (place: Place) => void
  /** An element that the envelope does not know; what is in it is passed over. */
  unexpected: (name: string, parent: string, place: Place) => void
  /** The first tag of the file's own XML that breaks Namespaces in XML 1.0. */
  wrongNamespace: (fault: Text, place: Place) => void
}

/** What the reader is in the middle of: `document` is a file without an envelope, `content` the inside of NOIDUNGFILE. */
export type Mode = 'start' | 'markup' | 'document' | 'content'

/** The reading of one file, in the middle of it. */
export type EnvelopeState = {
  readonly handler: EnvelopeHandler
  readonly markup: Markup
  readonly parsers: TableParsers
  /** The elements that are open, the innermost last. */
  readonly path: string[]
  mode: Mode
  /** Characters that mean nothing until more have come. */
  held: string
  /** The last piece of markup stopped inside a tag, or in text. */
  inTag: boolean
  /** How many elements are open whose content is passed over. */
  passedOver: number
  /** The text of the element that is open. */
  leaf: string
  /** LOAIHOSO of the FILEHOSO that is open, and how many tables it held so far. */
  declared: string | null
  tables: number | null
  dossiers: number
  /** The content of the NOIDUNGFILE that is open. */
  payload: Payload | null
  /** The table that is in the file as plain XML, and how many of its elements are open. */
  inline: TableHandler | null
  inlineDepth: number
}
