import { and, eq, gte, inArray, isNull, lte, or } from 'drizzle-orm'
import { codes } from '../../db/reference/schema.ts'
import { ruleCatalogue, standards } from '../engine/index.ts'
import type { Text } from '../kernel/text.ts'
import type { Reference } from '../store/database.ts'
import { available } from '../store/reference/available.ts'
import { icdChapters } from '../store/warehouse/icd-chapters.ts'
import type { DimensionId } from './figures.ts'

/** Names of the values of a dimension: of a facility, a disease, a rule. A value without a name is not there. */
export type Labels = ReadonlyMap<string, Text>

/** The code list that names the values of a dimension. */
const CATALOGUES: Readonly<Partial<Record<DimensionId, string>>> = {
  facility: 'facilities',
  'encounter-type': 'encounter-types',
  'cost-group': 'cost-groups',
  diagnosis: 'icd10',
}

/** Codes that one statement asks for. */
const CODES_AT_ONCE = 500

/**
 * What the values of a dimension are called, the names of code lists as of that ISO day. Code lists have Vietnamese names only, so both
 * languages show them. Throws Refusal('reference-unavailable').
 */
export async function labelsOf(
  reference: Reference,
  by: DimensionId,
  keys: readonly string[],
  day: string,
): Promise<Labels> {
  const catalogue = CATALOGUES[by]
  const names =
    by === 'rule' ? ruleNames() : catalogue === undefined ? new Map() : await namesOf(reference, catalogue, keys, day)
  return new Map(
    keys.flatMap((key): [string, Text][] => {
      const label = plainLabel(by, key) ?? names.get(key)
      // What has a name, such as a table, has more members, which are no part of it.
      return label === undefined ? [] : [[key, { vi: label.vi, en: label.en }]]
    }),
  )
}

/** What each rule finds, in the words of the newest standard that has it. */
const ruleNames = (): Labels =>
  new Map(
    ruleCatalogue().flatMap(({ id, variants }): [string, Text][] =>
      variants.slice(-1).map(({ problem }) => [id, problem]),
    ),
  )

/** Names that follow from the code alone. */
function plainLabel(by: DimensionId, key: string): Text | undefined {
  if (by === 'total') return { vi: 'Toàn bộ', en: 'All' }
  if (key === '') return { vi: 'Không ghi', en: 'Not stated' }
  if (by === 'chapter') return icdChapters.find(({ id }) => id === key)
  if (by === 'table') return tableOf(key)
  if (by === 'field') {
    const [table = '', field = ''] = key.split('.')
    const vi = tableOf(table)?.fields[field]?.vi
    return vi === undefined ? undefined : { vi, en: field }
  }
  return undefined
}

/** A table as the newest standard has it that knows it. */
const NEWEST_FIRST = Object.values(standards).sort((a, b) => b.validFrom.localeCompare(a.validFrom))
const tableOf = (id: string) => NEWEST_FIRST.map(({ tables }) => tables[id]).find((table) => table !== undefined)

async function namesOf(
  reference: Reference,
  catalogue: string,
  keys: readonly string[],
  day: string,
): Promise<Map<string, Text>> {
  const found = new Map<string, Text>()
  for (let at = 0; at < keys.length; at += CODES_AT_ONCE) {
    const some = keys.slice(at, at + CODES_AT_ONCE)
    const rows = await available(() =>
      reference
        .select({ code: codes.code, name: codes.name })
        .from(codes)
        .where(
          and(
            eq(codes.catalogue, catalogue),
            inArray(codes.code, some),
            isNull(codes.untilRelease),
            lte(codes.validFrom, day),
            or(isNull(codes.validTo), gte(codes.validTo, day)),
          ),
        )
        .orderBy(codes.validFrom),
    )
    for (const { code, name } of rows) found.set(code, { vi: name, en: name })
  }
  return found
}
