import { and, desc, eq, gte, isNull, lte, or, sql } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { codes, releases } from '../../../db/reference/schema.ts'
import { foreignCodes, foreignViews } from '../../../db/reference/workflow.ts'
import {
  attributesText,
  byCode,
  listedCode,
  OPEN_START,
  parseAttributes,
  sha256,
  type ListedCode,
} from '../../store/reference/listed-code.ts'
import { Refusal } from '../refusals.ts'
import { ownerOf } from '../proposals/propose.ts'
import { cutBySize, readAll } from '../pieces.ts'
import {
  deltaOf,
  differencesOf,
  pairsOf,
  type DeltaEntry,
  type CodeDifference,
  type Direction,
  type ForeignCode,
} from './compare.ts'

export type ForeignView = typeof foreignViews.$inferSelect

/** A row as it is handed over; an open first day may be left out. */
export type HandedRow = {
  readonly code: string
  readonly name: string
  readonly attributes?: Readonly<Record<string, string>> | undefined
  readonly validFrom?: string | null | undefined
  readonly validTo?: string | null | undefined
}

/**
 * Keeps another side's copy of a catalogue beside the earlier ones; nothing of ours is touched. Throws catalogue-unknown, and row-invalid
 * for a code that is there twice from the same day or a period that ends before it begins. `id` is random, `now` epoch ms.
 */
export async function keepView(
  primary: Reference,
  view: { id: string; party: string; catalogue: string; by: string; now: number; fileHash: string },
  handed: readonly HandedRow[],
): Promise<ForeignView> {
  await ownerOf(primary, view.catalogue)
  const seen = new Set<string>()
  const rows = handed.map(({ code, name, attributes = {}, validFrom, validTo }, at) => {
    const from = validFrom ?? OPEN_START
    const invalid = (field: string, vi: string, en: string): Refusal =>
      new Refusal('row-invalid', { row: at + 1, field, expected: { vi, en } })
    if (seen.has(`${code}\n${from}`))
      throw invalid('code', 'mỗi mã và ngày bắt đầu một dòng', 'one row per code and first day')
    if (typeof validTo === 'string' && validTo < from)
      throw invalid('validTo', 'ngày không trước validFrom', 'a day not before validFrom')
    seen.add(`${code}\n${from}`)
    return [code, from, validTo ?? null, name, attributesText(attributes)]
  })
  const { id, party, catalogue, by: importedBy, now: importedAt, fileHash } = view
  const kept: ForeignView = { id, party, catalogue, importedBy, importedAt, rows: rows.length, fileHash }
  await primary.batch([
    primary.insert(foreignViews).values(kept),
    ...cutBySize(rows).map((piece) =>
      primary.run(sql`
        INSERT INTO ${foreignCodes} (view, code, valid_from, valid_to, name, attributes)
        SELECT ${id}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(${JSON.stringify(piece)})`),
    ),
  ])
  return kept
}

/** The newest first; of one party and catalogue where they are named. */
export const listViews = (
  database: Reference,
  { party, catalogue }: { party?: string | undefined; catalogue?: string | undefined } = {},
): Promise<ForeignView[]> =>
  database
    .select()
    .from(foreignViews)
    .where(
      and(
        party === undefined ? undefined : eq(foreignViews.party, party),
        catalogue === undefined ? undefined : eq(foreignViews.catalogue, catalogue),
      ),
    )
    .orderBy(desc(foreignViews.importedAt), desc(foreignViews.id))

export type ComparedView = {
  readonly view: ForeignView
  /** Id of the release that theirs is compared with: the newest. */
  readonly release: string
  readonly differences: readonly CodeDifference[]
}

/**
 * The newest release and their newest copy of a catalogue (or the one named) side by side. `day` (ISO): only rows in force on it.
 * Throws Refusal('view-unknown').
 */
export async function compareWith(
  database: Reference,
  {
    party,
    catalogue,
    view: asked,
    day,
  }: { party: string; catalogue: string; view?: string | undefined; day?: string | undefined },
): Promise<ComparedView> {
  const views = await listViews(database, { party, catalogue })
  const view = asked === undefined ? views[0] : views.find(({ id }) => id === asked)
  if (view === undefined) throw new Refusal('view-unknown', { catalogue })
  const holds = (
    from: typeof codes.validFrom | typeof foreignCodes.validFrom,
    to: typeof codes.validTo | typeof foreignCodes.validTo,
  ) => (day === undefined ? undefined : and(lte(from, day), or(isNull(to), gte(to, day))))
  const [newest] = await database.select({ id: releases.id }).from(releases).orderBy(desc(releases.number)).limit(1)
  const own = await readAll<typeof codes.$inferSelect>((last, limit) =>
    database
      .select()
      .from(codes)
      .where(
        and(
          eq(codes.catalogue, catalogue),
          isNull(codes.untilRelease),
          holds(codes.validFrom, codes.validTo),
          last === null ? undefined : sql`(${codes.code}, ${codes.validFrom}) > (${last.code}, ${last.validFrom})`,
        ),
      )
      .orderBy(codes.code, codes.validFrom)
      .limit(limit),
  )
  const handed = await readAll<typeof foreignCodes.$inferSelect>((last, limit) =>
    database
      .select()
      .from(foreignCodes)
      .where(
        and(
          eq(foreignCodes.view, view.id),
          holds(foreignCodes.validFrom, foreignCodes.validTo),
          last === null
            ? undefined
            : sql`(${foreignCodes.code}, ${foreignCodes.validFrom}) > (${last.code}, ${last.validFrom})`,
        ),
      )
      .orderBy(foreignCodes.code, foreignCodes.validFrom)
      .limit(limit),
  )
  const ours: ListedCode[] = own.map(listedCode)
  const theirs: ForeignCode[] = handed.map(({ view: _, attributes, ...row }) => ({
    ...row,
    attributes: parseAttributes(attributes),
  }))
  const columns = [...new Set(theirs.flatMap(({ attributes }) => Object.keys(attributes)))].sort()
  return { view, release: newest?.id ?? '', differences: differencesOf(pairsOf(ours, theirs), columns) }
}

/** As it is shown and hashed: an open first day is null. */
type ShownEntry = {
  readonly kind: DeltaEntry['kind']
  readonly row: Omit<ForeignCode, 'validFrom'> & { readonly validFrom: string | null }
}

const shown = ({ kind, row: { code, validFrom, validTo, name, attributes } }: DeltaEntry): ShownEntry => ({
  kind,
  row: { code, validFrom: validFrom === OPEN_START ? null : validFrom, validTo, name, attributes },
})

/** A page of a delta as it is signed. */
export type DeltaPage = {
  readonly party: string
  readonly catalogue: string
  readonly direction: Direction
  readonly view: string
  readonly fileHash: string
  readonly release: string
  /** ISO day that was compared; null: all periods. */
  readonly day: string | null
  readonly entriesTotal: number
  /** SHA-256 of all entries, one JSON text a line: the same on every page. */
  readonly entriesHash: string
  /** How many entries lie before this page. */
  readonly after: number
  readonly entries: readonly ShownEntry[]
}

/** One page of what a side would have to change. */
export function deltaPage(
  { view, release, differences }: ComparedView,
  { direction, day, after, limit }: { direction: Direction; day?: string | undefined; after: number; limit: number },
): DeltaPage {
  const entries = deltaOf(differences, direction).map(shown)
  const { party, catalogue, id, fileHash } = view
  return {
    party,
    catalogue,
    direction,
    view: id,
    fileHash,
    release,
    day: day ?? null,
    entriesTotal: entries.length,
    entriesHash: sha256(entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')),
    after,
    entries: entries.slice(after, after + limit),
  }
}

/** What distinguishes files when rows come as JSON: their content in order. */
export const rowsHash = (rows: readonly HandedRow[]): string =>
  sha256(
    rows
      .map(({ code, name, attributes = {}, validFrom, validTo }) => ({
        code,
        validFrom: validFrom ?? OPEN_START,
        validTo: validTo ?? null,
        name,
        attributes,
        sourceDocument: '',
        replacedBy: null,
      }))
      .sort(byCode)
      .map(
        ({ attributes, ...row }) =>
          `${JSON.stringify([row.code, row.validFrom, row.validTo, row.name, attributesText(attributes)])}\n`,
      )
      .join(''),
  )
