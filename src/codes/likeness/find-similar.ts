import { and, desc, eq, gte, inArray, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Reference } from '../../store/database.ts'
import { codes } from '../../../db/reference/schema.ts'
import { proposals } from '../../../db/reference/workflow.ts'
import { parseAttributes } from '../../store/reference/listed-code.ts'
import { fold, foldIdentifier, wordsOf } from './fold.ts'
import { attributeOf, type Named } from './compare-entries.ts'
import { splitStrengths } from './strength.ts'

/** Compared one by one; the database puts those with most in common first. */
const COMPARED = 300
/** Of a longer name the first words are enough to find it. */
const MOST_PIECES = 24
const PIECE = 4

/** Beginning and end of each word, so that one wrong letter still leaves one of both. */
function piecesOf({ name, attributes }: Named): string[] {
  const { rest } = splitStrengths(`${name} ${attributeOf(attributes, 'substance')}`)
  const words = wordsOf(fold(rest)).filter((word) => word.length > 1)
  const pieces = words.flatMap((word) => (word.length <= PIECE ? [word] : [word.slice(0, PIECE), word.slice(-PIECE)]))
  return [...new Set(pieces)].slice(0, MOST_PIECES)
}

/** How much of what is wanted a row's texts hold: a number that only puts rows in order. */
function hitsOf(wanted: Named, searchText: SQLiteColumn, attributes: SQLiteColumn): SQL<number> {
  const parts = piecesOf(wanted).map((piece) => sql`${piece.length} * (instr(${searchText}, ${piece}) > 0)`)
  const registration = foldIdentifier(attributeOf(wanted.attributes, 'registration'))
  // Outweighs any name: it is rare, and it names the product.
  if (registration !== '')
    parts.push(
      sql`1000 * (instr(replace(replace(replace(lower(${attributes}), '-', ''), ' ', ''), '.', ''), ${registration}) > 0)`,
    )
  const code = wanted.code?.trim().toLowerCase() ?? ''
  if (code !== '') parts.push(sql`1000 * (instr(${searchText}, ${code}) = 1)`)
  return parts.length === 0 ? sql<number>`0` : sql<number>`(${sql.join(parts, sql` + `)})`
}

export type SimilarCode = Named & { readonly code: string; readonly validFrom: string; readonly validTo: string | null }

/** Codes of the newest release that have not ended before a day (ISO), and whose name or registration number has something in common. */
export async function findSimilarCodes(
  database: Reference,
  catalogue: string,
  wanted: Named,
  today: string,
): Promise<SimilarCode[]> {
  const hits = hitsOf(wanted, codes.searchText, codes.attributes)
  const rows = await database
    .select({
      code: codes.code,
      name: codes.name,
      attributes: codes.attributes,
      validFrom: codes.validFrom,
      validTo: codes.validTo,
      hits,
    })
    .from(codes)
    .where(
      and(
        eq(codes.catalogue, catalogue),
        isNull(codes.untilRelease),
        or(isNull(codes.validTo), gte(codes.validTo, today)),
        sql`${hits} > 0`,
      ),
    )
    .orderBy(desc(hits), codes.code)
    .limit(COMPARED)
  return rows.map(({ hits: _, ...row }) => ({ ...row, attributes: parseAttributes(row.attributes) }))
}

export type SimilarProposal = Named & {
  readonly code: string | null
  readonly id: string
  readonly state: typeof proposals.$inferSelect.state
  readonly facility: string
}

/** Proposals not decided yet that have something in common with this one. */
export async function findSimilarProposals(
  database: Reference,
  catalogue: string,
  wanted: Named,
): Promise<SimilarProposal[]> {
  const hits = hitsOf(wanted, proposals.searchText, proposals.attributes)
  const rows = await database
    .select({
      id: proposals.id,
      state: proposals.state,
      facility: proposals.facility,
      code: proposals.code,
      name: proposals.name,
      attributes: proposals.attributes,
      hits,
    })
    .from(proposals)
    .where(
      and(
        eq(proposals.catalogue, catalogue),
        inArray(proposals.state, ['open', 'returned', 'forwarded']),
        sql`${hits} > 0`,
      ),
    )
    .orderBy(desc(hits), proposals.proposedAt)
    .limit(COMPARED)
  return rows.map(({ hits: _, ...row }) => ({ ...row, attributes: parseAttributes(row.attributes) }))
}
