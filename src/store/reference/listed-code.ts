import { createHash } from 'node:crypto'
import { documentOf, isObject, isTexts, texts } from '../documents.ts'
import { OPEN_START, type codes } from '../../../db/reference/schema.ts'

/** A code of a catalogue with one period of validity, and everything that is known of it. ISO days, both inclusive. */
export type ListedCode = {
  readonly code: string
  /** `0001-01-01`: open. */
  readonly validFrom: string
  /** null: open. */
  readonly validTo: string | null
  readonly name: string
  /** What only this catalogue knows. */
  readonly attributes: Readonly<Record<string, string>>
  /** Decision and annex it rests on. */
  readonly sourceDocument: string
  /** The code, or the codes joined by `;`, that took its place. */
  readonly replacedBy: string | null
}

export { OPEN_START }

type StoredCode = Omit<typeof codes.$inferSelect, 'catalogue' | 'sinceRelease' | 'untilRelease' | 'searchText'>

/** A row of the database as the rest of the code knows it. */
export function listedCode(row: StoredCode): ListedCode {
  const { code, validFrom, validTo, name, sourceDocument, replacedBy } = row
  return { code, validFrom, validTo, name, attributes: parseAttributes(row.attributes), sourceDocument, replacedBy }
}

/** Written by `attributesText` only. */
export const parseAttributes = (text: string): Record<string, string> => texts.parse(JSON.parse(text))

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string'

const isListedCode = (value: unknown): value is ListedCode =>
  isObject(value) &&
  [value['code'], value['validFrom'], value['name'], value['sourceDocument']].every(
    (each) => typeof each === 'string',
  ) &&
  isTextOrNull(value['validTo']) &&
  isTextOrNull(value['replacedBy']) &&
  isTexts(value['attributes'])

const storedCode = documentOf('listed code', isListedCode)

/** A code as a draft keeps it, whole, in one column. */
export const parseListedCode = (text: string): ListedCode => storedCode.parse(JSON.parse(text))

/** JSON with sorted keys: the same attributes are always the same text. */
export const attributesText = (attributes: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))))

/**
 * One text per content, the same wherever it is made: a JSON array of code, first day, last day, name, attributes (as an array of
 * pairs, sorted), document, successor. What a follower hashes to prove that it holds the same.
 */
export function canonicalText({
  code,
  validFrom,
  validTo,
  name,
  attributes,
  sourceDocument,
  replacedBy,
}: ListedCode): string {
  const pairs = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([code, validFrom, validTo, name, pairs, sourceDocument, replacedBy])
}

/** By code, then first day, in the order of UTF-16 units: the order in which a catalogue's content is hashed. */
export const byCode = (a: ListedCode, b: ListedCode): number =>
  a.code < b.code ? -1 : a.code > b.code ? 1 : a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0

/** SHA-256, hexadecimal, of all rows of a catalogue in order, one canonical text a line. */
export function contentHash(rows: readonly ListedCode[]): string {
  const hash = createHash('sha256')
  for (const row of [...rows].sort(byCode)) hash.update(`${canonicalText(row)}\n`)
  return hash.digest('hex')
}

/** SHA-256 of a text's UTF-8, hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Lower case, without accents, blanks in a row made one: what is compared when somebody searches. `đ` is no d with an accent. */
export const searchable = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').replaceAll(/\s+/g, ' ').trim()

/** What a search of a code looks into. */
export const searchTextOf = ({ code, name }: Pick<ListedCode, 'code' | 'name'>): string => searchable(`${code} ${name}`)
