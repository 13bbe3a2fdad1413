import { Buffer } from 'node:buffer'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import * as z from 'zod'
import { identifyingFields } from '../../../../db/warehouse/legal-tables.ts'
import type { RawRow } from '../../../engine/index.ts'

/**
 * How the rows of a dossier lie in one BLOB: JSON, deflated (RFC 1951). Rows of a table that follow each other with the same elements share
 * the list of names. Texts are as sent; an empty one says the same as none.
 */
type Group = [table: string, names: string[], rows: [ordinal: number, ...texts: string[]][]]

const GROUPS = z.array(
  z.tuple([z.string(), z.array(z.string()), z.array(z.tuple([z.number()], z.string()))]),
) satisfies z.ZodType<Group[]>

/** A row of a table of the law: its place among the rows of its dossier, and what it holds by field. Empty fields are absent. */
export type ContentRow = {
  readonly table: string
  readonly ordinal: number
  readonly texts: ReadonlyMap<string, string>
}

/** Rows on their way into the warehouse, not yet sealed. */
export type ContentPart = { readonly part: number; readonly bytes: Uint8Array; readonly isIdentified: boolean }

/** Tables whose one row speaks of the whole dossier: it alone is part 0, wherever the file had it, so that lists read a kilobyte of a dossier. */
export const HEADS: ReadonlySet<string> = new Set(['XML1', 'CHECKIN'])
/** Levels above win a few per cent for twice the time. */
const LEVEL = 3

export type ContentBuilder = {
  /** Takes a row, which is the caller's again afterwards. */
  add: (table: string, row: RawRow) => void
  /** Characters that wait. */
  readonly held: number
  /** The rows that wait, but for the heads, as a part of their own. */
  takePart: () => ContentPart
  /** The heads as part 0, and the rest; the next row is another dossier's. */
  takeLast: () => ContentPart[]
}

/** Gathers the rows of one dossier after the other. */
export function createContentBuilder(): ContentBuilder {
  let heads: Group[] = []
  let groups: Group[] = []
  let ordinal = 0
  let part = 0
  let held = 0
  const takePart = (): ContentPart => {
    const taken = partOf((part += 1), groups)
    groups = []
    held = 0
    return taken
  }
  return {
    add(table, row) {
      ordinal += 1
      const into = HEADS.has(table) ? heads : groups
      const last = into.at(-1)
      const group: Group = last && last[0] === table && hasNames(last[1], row) ? last : [table, namesOf(row), []]
      if (group !== last) into.push(group)
      const texts = row.texts.slice(0, row.length)
      group[2].push([ordinal, ...texts])
      for (const text of texts) held += text.length
    },
    get held() {
      return held
    },
    takePart,
    takeLast() {
      const last = [partOf(0, heads), ...(groups.length === 0 ? [] : [takePart()])]
      heads = []
      ordinal = 0
      part = 0
      return last
    },
  }
}

const partOf = (part: number, groups: readonly Group[]): ContentPart => ({
  part,
  bytes: encode(groups),
  isIdentified: groups.some(identifies),
})

const namesOf = (row: RawRow): string[] => row.names.slice(0, row.length)

function hasNames(names: readonly string[], row: RawRow): boolean {
  if (names.length !== row.length) return false
  for (let at = 0; at < row.length; at += 1) if (names[at] !== row.names[at]) return false
  return true
}

const encode = (groups: readonly Group[]): Uint8Array =>
  deflateRawSync(Buffer.from(JSON.stringify(groups)), { level: LEVEL })

/** Whether a group holds anything in a field that identifies a person. */
function identifies([table, names, rows]: Group): boolean {
  const fields = new Set(identifyingFields[table])
  return names.some((name, at) => fields.has(name) && rows.some((row) => row[at + 1] !== ''))
}

const decode = (bytes: Uint8Array): Group[] => GROUPS.parse(JSON.parse(new TextDecoder().decode(inflateRawSync(bytes))))

/** The rows that lie in these bytes. Of a doubled element, which refuses the dossier anyway, the first counts. */
export const rowsIn = (bytes: Uint8Array): ContentRow[] =>
  decode(bytes).flatMap(([table, names, rows]) =>
    rows.map(([ordinal, ...texts]): ContentRow => {
      const held = new Map<string, string>()
      for (let at = names.length - 1; at >= 0; at -= 1) {
        const text = texts[at] ?? ''
        if (text !== '') held.set(names[at] ?? '', text)
      }
      return { table, ordinal, texts: held }
    }),
  )

/** The same bytes without what identifies a person, and in how many rows that was. */
export function withoutIdentity(bytes: Uint8Array): { bytes: Uint8Array; rows: number } {
  let rows = 0
  const groups = decode(bytes).map(([table, names, all]): Group => {
    const fields = new Set(identifyingFields[table])
    const places = names.flatMap((name, at) => (fields.has(name) ? [at + 1] : []))
    return [
      table,
      names,
      all.map((row) => {
        if (places.some((at) => row[at] !== '')) rows += 1
        const [ordinal, ...texts] = row
        return [ordinal, ...texts.map((text, at) => (places.includes(at + 1) ? '' : text))]
      }),
    ]
  })
  return { bytes: encode(groups), rows }
}
