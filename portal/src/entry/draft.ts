/** A dossier that is entered by hand, before it is a file. Values are those of the wire: what is shown is made of them. */
import { isDocumentTable, standards, type Field, type StandardId, type Table } from '../../../src/engine/index.ts'
import { vietnamTime } from '../../../src/kernel/vietnam-time.ts'

/** visit: a HOSO with XML1 and its tables · the others are documents of their own, as the standards have them. */
export const KINDS = ['visit', 'check-in', 'assessment'] as const
export type Kind = (typeof KINDS)[number]
export type Purpose = 'management' | 'payment'
export type Values = Readonly<Record<string, string>>

export type EntryRow = {
  /** Of this page; the wire has STT. */
  readonly id: string
  readonly values: Values
  /** Fields that are computed and were typed all the same: what was typed stays. */
  readonly byHand: readonly string[]
}

export type Sent = {
  /** The submission. */
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly outcome: 'accepted' | 'accepted-with-warnings' | 'rejected'
}

/** Why the service took nothing of it, in its own words. */
export type Refusal = {
  readonly message: { readonly vi: string; readonly en: string }
  readonly remedy: { readonly vi: string; readonly en: string }
}

export type Draft = {
  readonly id: string
  readonly facility: string
  readonly kind: Kind
  readonly standard: StandardId
  readonly purpose: Purpose
  readonly tables: Readonly<Record<string, readonly EntryRow[]>>
  /** open: somebody types · waiting: is sent as soon as the line is there · sent: has been received. */
  readonly state: 'open' | 'waiting' | 'sent'
  /** Epoch milliseconds. */
  readonly changedAt: number
  readonly sent: Sent | null
  readonly refusal: Refusal | null
}

const DOCUMENT_OF: Readonly<Record<Exclude<Kind, 'visit'>, string>> = { 'check-in': 'CHECKIN', assessment: 'XML12' }
/** Tables of which a dossier has one row at most by the standards' form: a root that is its only row, and the summary. */
const SUMMARY = 'XML1'
/** Lines of a visit; what follows them are papers. */
const LINES: ReadonlySet<string> = new Set(['XML2', 'XML3', 'XML4', 'XML5'])

/** The first table of a kind: whoever is treated, and when. */
export const headTable = (kind: Kind): string => (kind === 'visit' ? SUMMARY : DOCUMENT_OF[kind])

export function tableOf(standard: StandardId, id: string): Table {
  const table = standards[standard].tables[id]
  if (!table) throw new Error(`QĐ ${standard} has no ${id}`)
  return table
}

/** Tables that a draft of this kind may have, in the order of the decision. */
export const tablesOf = (kind: Kind, standard: StandardId): readonly Table[] =>
  kind === 'visit'
    ? Object.values(standards[standard].tables).filter(({ id }) => !isDocumentTable(id))
    : [tableOf(standard, DOCUMENT_OF[kind])]

const isPaper = (table: string): boolean => table !== SUMMARY && !LINES.has(table) && !isDocumentTable(table)
export const hasOneRow = ({ id, row }: Table): boolean => id === SUMMARY || row === undefined || isDocumentTable(id)

/** Fields that nobody types: they tie the rows together. */
export const isKey = (name: string): boolean => name === 'MA_LK' || name === 'STT'

/** What a new visit takes from the one before: what a station rarely changes, and nothing about a person. */
const KEPT_FIELDS = [
  'MA_QUOCTICH',
  'MA_DANTOC',
  'MATINH_CU_TRU',
  'MAXA_CU_TRU',
  'MA_DOITUONG_KCB',
  'MA_LOAI_KCB',
  'MA_KHOA',
  'MA_TTDV',
  'PHAM_VI',
  'MA_PTTT',
  'MUC_HUONG',
  'MA_BAC_SI',
  'NGUON_CTRA',
] as const

type New = {
  readonly kind: Kind
  readonly facility: string
  readonly standard: StandardId
  /** Epoch milliseconds. */
  readonly now: number
  readonly newId: () => string
  /** The draft before it, of the same facility. */
  readonly last?: Draft | undefined
}

/** An empty dossier: its key, its facility, what the one before it had, and the moment at which it was begun. */
export function newDraft({ kind, facility, standard, now, newId, last }: New): Draft {
  const head = headTable(kind)
  const id = newId()
  const MA_LK = `${facility}.${wireMoment(now)}.${id.slice(0, 6).toUpperCase()}`
  const before = last === undefined ? {} : (last.tables[headTable(last.kind)]?.[0]?.values ?? {})
  const own: Values = { MA_LK, STT: '1', MA_CSKCB: facility, NGAY_VAO: wireMoment(now) }
  const values = present(tableOf(standard, head), { ...pick(before, KEPT_FIELDS), ...own })
  return {
    id,
    facility,
    kind,
    standard,
    purpose: 'management',
    tables: { [head]: [{ id: newId(), values, byHand: [] }] },
    state: 'open',
    changedAt: now,
    sent: null,
    refusal: null,
  }
}

/** yyyymmddHHMM in Việt Nam. */
const wireMoment = (moment: number): string => vietnamTime(moment).replaceAll(/\D/g, '').slice(0, 12)

const pick = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(names.flatMap((name) => (values[name] ? [[name, values[name]]] : [])))

/** Those of the values that the table has a field for. */
const present = ({ fields }: Table, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(fields, name)))

/** What a new row of a table begins with: a line with what the one before had, a paper with what it repeats of the summary. */
export function newRow(draft: Draft, id: string, newId: () => string): EntryRow {
  const table = tableOf(draft.standard, id)
  const head = draft.tables[headTable(draft.kind)]?.[0]?.values ?? {}
  const before = draft.tables[id]?.at(-1)?.values ?? {}
  const values = LINES.has(id)
    ? { ...pick(head, ['MA_KHOA', 'MA_BENH']), ...pick(before, [...KEPT_FIELDS, 'NGAY_YL', 'NGAY_TH_YL']) }
    : isPaper(id)
      ? repeated(head)
      : {}
  return { id: newId(), values: present(table, values), byHand: [] }
}

/** What a paper repeats of the summary: fields of the same name, money apart. */
const repeated = (head: Values): Values =>
  Object.fromEntries(
    Object.entries(head).filter(([name, value]) => value !== '' && !name.startsWith('T_') && !isKey(name)),
  )

type Change = (rows: readonly EntryRow[]) => readonly EntryRow[]

/** The draft with other rows in one table; a table without rows is left out. A draft that was sent is open again. */
export function changeTable(draft: Draft, table: string, change: Change, now: number): Draft {
  const rows = change(draft.tables[table] ?? [])
  const { [table]: _before, ...others } = draft.tables
  const tables = rows.length === 0 ? others : { ...others, [table]: rows }
  return { ...draft, tables, state: 'open', changedAt: now, refusal: null }
}

/** One value of a row. Of a field that is computed, what is typed stays until it is emptied. */
export function setValue(row: EntryRow, name: string, value: string, isComputed: boolean): EntryRow {
  const byHand = row.byHand.filter((each) => each !== name)
  return {
    ...row,
    values: { ...row.values, [name]: value },
    byHand: isComputed && value !== '' ? [...byHand, name] : byHand,
  }
}

/** The same person comes again: their fields of the earlier draft, in a new one. */
export function againFor(earlier: Draft, draft: Draft): Draft {
  const { fields } = tableOf(earlier.standard, headTable(earlier.kind))
  const ofPerson = Object.entries(fields).flatMap(([name, { identifies }]) =>
    isAboutPerson(name, identifies) ? [name] : [],
  )
  const head = headTable(draft.kind)
  const [row] = draft.tables[head] ?? []
  const before = earlier.tables[headTable(earlier.kind)]?.[0]?.values ?? {}
  if (!row) return draft
  const values = { ...row.values, ...present(tableOf(draft.standard, head), pick(before, ofPerson)) }
  return { ...draft, tables: { ...draft.tables, [head]: [{ ...row, values }] } }
}

const ABOUT_PERSON: ReadonlySet<string> = new Set(
  'GIOI_TINH MA_QUOCTICH MA_DANTOC MA_NGHE_NGHIEP MATINH_CU_TRU MAXA_CU_TRU MA_DKBD GT_THE_TU GT_THE_DEN MA_KHUVUC NAM_NAM_LIEN_TUC'.split(
    ' ',
  ),
)
const OF_ONE_VISIT: ReadonlySet<string> = new Set(['MA_LK', 'MA_HSBA', 'MA_TTDV', 'MA_BAC_SI'])

const isAboutPerson = (name: string, identifies: Field['identifies']): boolean =>
  ABOUT_PERSON.has(name) || (identifies === true && !OF_ONE_VISIT.has(name))
