import { and, asc, eq, gt, gte, isNull, like, lte, or, sql, type SQL } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { codes } from '../../../db/reference/schema.ts'
import { mappings } from '../../../db/reference/workflow.ts'
import { parseAttributes } from '../../store/reference/listed-code.ts'
import { provincesOf, type Caller } from '../../edge/identity/caller.ts'
import { NEXT_OF_PAGE, Refusal } from '../refusals.ts'
import { findSimilarCodes, type SimilarCode } from '../likeness/find-similar.ts'
import { rank, type Likeness } from '../likeness/compare-entries.ts'
import { readAll } from '../pieces.ts'
import type { MappingRow } from './local-code.ts'
import type { MappingState } from './transitions.ts'

/** A facility's own, a province's facilities (their codes begin with its), or all. */
function scopeOf(caller: Caller, facility: string | undefined): SQL | undefined {
  const asked = facility === undefined ? undefined : eq(mappings.facility, facility)
  if (caller.role === 'facility') return and(eq(mappings.facility, caller.facility), asked)
  const provinces = provincesOf(caller)
  if (provinces !== null) return and(or(...provinces.map((province) => like(mappings.facility, `${province}%`))), asked)
  return asked
}

/** Where a page ends; written and read here only. */
type Cursor = readonly [facility: string, localCode: string, validFrom: string]

const cursorOf = ({ facility, localCode, validFrom }: MappingRow): string =>
  JSON.stringify([facility, localCode, validFrom] satisfies Cursor)

const badCursor = (): Refusal => new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })

function readCursor(after: string): Cursor {
  try {
    const read: unknown = JSON.parse(after)
    if (Array.isArray(read) && read.length === 3) {
      const [facility, localCode, validFrom]: unknown[] = read
      if (typeof facility === 'string' && typeof localCode === 'string' && typeof validFrom === 'string')
        return [facility, localCode, validFrom]
    }
  } catch {
    throw badCursor()
  }
  throw badCursor()
}

export type MappingQuery = {
  readonly catalogue: string
  readonly facility?: string | undefined
  readonly state?: MappingState | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** What the caller may see, by facility and local code. Throws parameter-invalid on a cursor that is none. */
export async function listMappings(
  database: Reference,
  caller: Caller,
  { catalogue, facility, state, after, limit }: MappingQuery,
): Promise<{ rows: MappingRow[]; next: string | null }> {
  const cursor = after === undefined ? null : readCursor(after)
  const rows = await database
    .select()
    .from(mappings)
    .where(
      and(
        eq(mappings.catalogue, catalogue),
        scopeOf(caller, facility),
        state === undefined ? undefined : eq(mappings.state, state),
        cursor === null
          ? undefined
          : sql`(${mappings.facility}, ${mappings.localCode}, ${mappings.validFrom}) > (${cursor[0]}, ${cursor[1]}, ${cursor[2]})`,
      ),
    )
    .orderBy(asc(mappings.facility), asc(mappings.localCode), asc(mappings.validFrom))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last !== undefined ? cursorOf(last) : null
  return { rows: page, next }
}

/** All mappings of a facility in a catalogue, whom the caller may see. */
export function allMappings(
  database: Reference,
  caller: Caller,
  query: { catalogue: string; facility: string },
): Promise<MappingRow[]> {
  return readAll<MappingRow>(async (last, limit) => {
    const after = last === null ? undefined : cursorOf(last)
    return (await listMappings(database, caller, { ...query, after, limit })).rows
  })
}

/** Approved mappings of a facility that hold on a day (ISO), by local code. */
export const approvedOn = (
  database: Reference,
  facility: string,
  catalogue: string,
  day: string,
): Promise<MappingRow[]> =>
  database
    .select()
    .from(mappings)
    .where(
      and(
        eq(mappings.facility, facility),
        eq(mappings.catalogue, catalogue),
        eq(mappings.state, 'approved'),
        lte(mappings.validFrom, day),
        or(isNull(mappings.validTo), gte(mappings.validTo, day)),
      ),
    )
    .orderBy(asc(mappings.localCode))

/** Names of codes in the newest release; of several rows of a code the youngest. */
export async function namesOf(
  database: Reference,
  catalogue: string,
  wanted: readonly string[],
): Promise<Map<string, string>> {
  const rows = await database
    .select({ code: codes.code, name: codes.name })
    .from(codes)
    .where(
      and(
        eq(codes.catalogue, catalogue),
        isNull(codes.untilRelease),
        // One parameter, however many codes.
        sql`${codes.code} IN (SELECT value FROM json_each(${JSON.stringify(wanted)}))`,
      ),
    )
    .orderBy(asc(codes.validFrom))
  return new Map(rows.map(({ code, name }) => [code, name]))
}

/** Below, there is a word in common at most. */
const LEAST_ALIKE = 0.3
const MOST_CANDIDATES = 20

export type Candidate = SimilarCode & Likeness

/** National codes that a local code may stand for, the most alike first. `today`: ISO. */
export async function candidatesFor(
  database: Reference,
  {
    catalogue,
    localCode,
    localName,
    attributes,
  }: Pick<MappingRow, 'catalogue' | 'localCode' | 'localName' | 'attributes'>,
  today: string,
): Promise<Candidate[]> {
  const local = { code: localCode, name: localName, attributes: parseAttributes(attributes) }
  const similar = await findSimilarCodes(database, catalogue, local, today)
  return rank(local, similar, { least: LEAST_ALIKE, most: MOST_CANDIDATES }).map(({ entry, likeness }) => ({
    ...entry,
    ...likeness,
  }))
}

export type Coverage = {
  readonly facility: string
  readonly catalogue: string
  /** Local codes in force; of these used at least once; of these approved. */
  readonly codes: {
    readonly listed: number
    readonly used: number
    readonly mapped: number
    readonly share: number | null
  }
  /** The same weighted by how often each was used. */
  readonly uses: { readonly total: number; readonly mapped: number; readonly share: number | null }
}

const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000

/** `facility/catalogue`, as `next` writes it. Throws parameter-invalid on anything else. */
function placeBehind(after: string): string {
  if (!/^\w{1,20}\/[a-z0-9-]{1,60}$/.test(after)) throw badCursor()
  return after
}

/** Per facility and catalogue, as of a day (ISO). `after`: `facility/catalogue` of the last one seen. */
export async function coverageOf(
  database: Reference,
  caller: Caller,
  {
    day,
    catalogue,
    after,
    limit,
  }: { day: string; catalogue?: string | undefined; after?: string | undefined; limit: number },
): Promise<{ coverage: Coverage[]; next: string | null }> {
  const place = sql<string>`${mappings.facility} || '/' || ${mappings.catalogue}`
  const approved = sql`${mappings.state} = 'approved'`
  const rows = await database
    .select({
      facility: mappings.facility,
      catalogue: mappings.catalogue,
      listed: sql<number>`count(*)`,
      used: sql<number>`sum(${mappings.used} > 0)`,
      mapped: sql<number>`sum(${mappings.used} > 0 AND ${approved})`,
      uses: sql<number>`sum(${mappings.used})`,
      mappedUses: sql<number>`sum(${mappings.used} * (${approved}))`,
    })
    .from(mappings)
    .where(
      and(
        scopeOf(caller, undefined),
        catalogue === undefined ? undefined : eq(mappings.catalogue, catalogue),
        lte(mappings.validFrom, day),
        or(isNull(mappings.validTo), gte(mappings.validTo, day)),
        after === undefined ? undefined : gt(place, placeBehind(after)),
      ),
    )
    .groupBy(mappings.facility, mappings.catalogue)
    .orderBy(asc(place))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    coverage: page.map(({ facility, catalogue: list, listed, used, mapped, uses, mappedUses }) => ({
      facility,
      catalogue: list,
      codes: { listed, used, mapped, share: shareOf(mapped, used) },
      uses: { total: uses, mapped: mappedUses, share: shareOf(mappedUses, uses) },
    })),
    next: rows.length > limit && last !== undefined ? `${last.facility}/${last.catalogue}` : null,
  }
}
