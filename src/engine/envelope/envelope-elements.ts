/** The elements of the envelope as they open and close, and what each of them means. */
import { Refusal } from '../refusals.ts'
import type { EnvelopeState, HeaderName } from './envelope-state.ts'
import { MAX_DOSSIERS } from './limits.ts'
import { createPayload, type TableHandler } from './read-payload.ts'
import { shownName } from './shown-name.ts'

/** The envelope of all standards (QĐ 4210 to QĐ 3176): which element may be in which, in any order. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  GIAMDINHHS: ['THONGTINDONVI', 'THONGTINHOSO', 'CHUKYDONVI'],
  THONGTINDONVI: ['MACSKCB', 'CHUKYDONVI'],
  THONGTINHOSO: ['NGAYLAP', 'SOLUONGHOSO', 'DANHSACHHOSO'],
  DANHSACHHOSO: ['HOSO'],
  HOSO: ['FILEHOSO'],
  FILEHOSO: ['LOAIHOSO', 'NOIDUNGFILE'],
}
const ENVELOPE_ROOT = 'GIAMDINHHS'

const HEADERS: ReadonlySet<string> = new Set<HeaderName>(['MACSKCB', 'NGAYLAP', 'SOLUONGHOSO'])
const isHeader = (name: string): name is HeaderName => HEADERS.has(name)

/** MACSKCB, NGAYLAP, SOLUONGHOSO and LOAIHOSO have a few characters; of what is longer, the beginning shows it wrong. */
const LONGEST_LEAF = 1000

/** An element opens. Throws `root-unknown` and `dossiers-too-many`. */
export function openElement(state: EnvelopeState, name: string): void {
  const { path, inline } = state
  const parent = path.at(-1)
  path.push(name)
  if (inline) openInInline(state, inline, name)
  else if (state.passedOver > 0) state.passedOver += 1
  else if (parent === undefined) openRoot(state, name)
  else if (parent === 'NOIDUNGFILE') openInline(state, name)
  else if (parent === 'CHUKYDONVI') state.passedOver = 1
  else if (CHILDREN[parent]?.includes(name)) openKnown(state, name)
  else {
    state.handler.unexpected(name, parent, state.markup.place())
    state.passedOver = 1
  }
}

function openRoot(state: EnvelopeState, name: string): void {
  const { handler, markup } = state
  if (name === ENVELOPE_ROOT) return
  if (!handler.isDocument(name)) throw new Refusal('root-unknown', { root: shownName(name) }, markup.place())
  state.inline = handler.openTable(markup.place, markup.place())
  openInInline(state, state.inline, name)
  state.mode = 'document'
}

function openInInline(state: EnvelopeState, table: TableHandler, name: string): void {
  state.inlineDepth += 1
  table.open(name)
}

function openInline(state: EnvelopeState, name: string): void {
  const { handler, markup } = state
  state.payload?.end()
  state.payload = null
  state.tables = (state.tables ?? 0) + 1
  state.inline = handler.openTable(markup.place, markup.place())
  openInInline(state, state.inline, name)
}

function openKnown(state: EnvelopeState, name: string): void {
  const { handler, markup } = state
  state.leaf = ''
  if (name === 'HOSO') {
    state.dossiers += 1
    if (state.dossiers > MAX_DOSSIERS) {
      throw new Refusal('dossiers-too-many', { limit: MAX_DOSSIERS }, markup.place())
    }
    handler.openDossier(markup.place())
  } else if (name === 'FILEHOSO') {
    state.declared = null
    state.tables = null
  } else if (name === 'NOIDUNGFILE') openContent(state)
}

function openContent(state: EnvelopeState): void {
  const { handler, markup, parsers } = state
  state.mode = 'content'
  state.tables ??= 0
  const at = markup.place()
  state.payload = createPayload((place) => {
    state.tables = (state.tables ?? 0) + 1
    return handler.openTable(place, at)
  }, parsers)
}

/** Characters between two tags. */
export function addCharacters(state: EnvelopeState, run: string): void {
  if (state.inline) state.inline.text(run)
  else if (state.passedOver === 0 && state.leaf.length < LONGEST_LEAF) state.leaf += run
}

/** An element closes. */
export function closeElement(state: EnvelopeState, name: string): void {
  const { path, inline } = state
  path.pop()
  if (inline && state.inlineDepth > 0) {
    state.inlineDepth -= 1
    inline.close(name)
    if (path.length === 0) inline.end()
  } else if (state.passedOver > 0) {
    state.passedOver -= 1
  } else {
    closeKnown(state, name)
  }
}

function closeKnown(state: EnvelopeState, name: string): void {
  const { handler, markup } = state
  if (isHeader(name)) handler.header(name, state.leaf.trim(), markup.place())
  else if (name === 'LOAIHOSO') state.declared = state.leaf.trim()
  else if (name === 'NOIDUNGFILE') closeContent(state)
  else if (name === 'FILEHOSO') handler.closeFile(state.declared, state.tables, markup.place())
  else if (name === 'HOSO') handler.closeDossier(markup.place())
}

function closeContent(state: EnvelopeState): void {
  state.inline?.end()
  state.inline = null
  state.payload?.end()
  state.payload = null
  state.mode = 'markup'
}
