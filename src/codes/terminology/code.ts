import { and, desc, eq, sql } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { codes, decisions } from '../../../db/reference/schema.ts'
import { listedCode, type ListedCode } from '../../store/reference/listed-code.ts'
import { Refusal } from '../refusals.ts'
import type { LegalDecision } from './catalogues.ts'
import {
  answered,
  headOf,
  headQuery,
  ROW,
  standingOf,
  standingQueries,
  standsIn,
  type Asked,
  type ServedCatalogue,
  type ReleaseInForce,
} from './scope.ts'

export type CodeAnswer = {
  readonly standing: ReleaseInForce
  readonly head: ServedCatalogue
  /** In force on the day; the latest where two generations are accepted. */
  readonly row: ListedCode | null
  /** All periods, the earliest first; empty: the code is not known. */
  readonly history: readonly ListedCode[]
  /** The decision behind `row`, else behind the latest period. */
  readonly decision: LegalDecision | null
}

export const isInForce = ({ validFrom, validTo }: ListedCode, day: string): boolean =>
  validFrom <= day && (validTo === null || validTo >= day)

/** The codes that took the place of one. */
export const successorsOf = ({ replacedBy }: ListedCode): string[] =>
  replacedBy === null ? [] : replacedBy.split(';').filter((code) => code !== '')

/**
 * What is known of several codes of a catalogue on a day, in the order asked. Throws catalogue-unknown, release-unknown,
 * lists-unavailable; a code that is not known has an empty history.
 */
export async function findCodes(
  replica: Reference,
  asked: Asked & { catalogue: string; codes: readonly string[]; day: string },
): Promise<CodeAnswer[]> {
  const { catalogue, day } = asked
  const [release, beats, heads, rows, resting] = await answered(
    replica.batch([
      ...standingQueries(replica, asked),
      headQuery(replica, asked, catalogue),
      replica
        .select(ROW)
        .from(codes)
        .where(
          and(
            eq(codes.catalogue, catalogue),
            sql`${codes.code} IN (SELECT value FROM json_each(${JSON.stringify(asked.codes)}))`,
            standsIn(replica, asked),
          ),
        )
        .orderBy(codes.validFrom),
      replica.select().from(decisions).where(eq(decisions.catalogue, catalogue)),
    ]),
  )
  const standing = standingOf(asked, release, beats)
  const head = headOf(heads, catalogue)
  const listed = rows.map(listedCode)
  return asked.codes.map((code) => {
    const history = listed.filter((row) => row.code === code)
    const row = history.findLast((period) => isInForce(period, day)) ?? null
    const document = (row ?? history.at(-1))?.sourceDocument
    const decision = resting.find((known) => known.document === document)
    return { standing, head, row, history, decision: decision === undefined ? null : withoutCatalogue(decision) }
  })
}

const withoutCatalogue = ({ catalogue: _, ...decision }: LegalDecision & { catalogue: string }): LegalDecision =>
  decision

/** As `findCodes` for one code; throws code-unknown too. */
export async function findCode(
  replica: Reference,
  { code, ...asked }: Asked & { catalogue: string; code: string; day: string },
): Promise<CodeAnswer> {
  const [answer] = await findCodes(replica, { ...asked, codes: [code] })
  if (answer === undefined || answer.history.length === 0)
    throw new Refusal('code-unknown', { catalogue: asked.catalogue })
  return answer
}

/** The rows whose place one of these codes took, the latest first. Throws lists-unavailable. */
export async function findReplaced(
  replica: Reference,
  asked: Asked & { catalogue: string; code: string },
): Promise<ListedCode[]> {
  const rows = await answered(
    replica
      .select(ROW)
      .from(codes)
      .where(
        and(
          eq(codes.catalogue, asked.catalogue),
          sql`instr(';' || ${codes.replacedBy} || ';', ${`;${asked.code};`}) > 0`,
          standsIn(replica, asked),
        ),
      )
      .orderBy(desc(codes.validFrom), codes.code),
  )
  return rows.map(listedCode)
}
