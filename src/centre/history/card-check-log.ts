import { and, desc, eq, gte, inArray, ne, sql } from 'drizzle-orm'
import { cardChecks } from '../../../db/register/schema.ts'
import { provincesOf, type Caller } from '../../edge/identity/caller.ts'
import { behind, pageEndOf, pageOf } from '../../edge/page-end.ts'
import { flag, integer } from '../../store/columns.ts'
import type { Register } from '../../store/database.ts'
import { Refusal } from '../refusals.ts'

/**
 * Who checked which card, and how often a facility may: a card check answers at once who was treated where, so whoever guesses must not come
 * far. By hand: what is noted and counted in one transaction; Drizzle does the rest.
 */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A reception desk asks of every patient: the largest hospitals receive some thousand in an hour. */
const MOST_IN_HOUR = 3000
/** What is mistyped at the desks of a large hospital in an hour; whoever guesses needs more. */
const MOST_UNKNOWN_IN_HOUR = 100
/** A birth date was found with 34 tries: nobody mistypes one card so often. */
export const MOST_UNKNOWN_OF_CARD = 5

export const CARD_STATUSES = ['valid', 'expired', 'not-yet-valid', 'locked', 'withdrawn', 'unknown'] as const

/** As it is noted: the answer, or that none was given. */
export type NotedAnswer = (typeof CARD_STATUSES)[number] | 'refused'

/** Which limit was reached, and after how many seconds it is worth to ask again. `isKnown`: of this card that was reported within the day. */
export type ReachedLimit = {
  readonly of: 'card' | 'facility'
  readonly isKnown: boolean
  readonly retryAfterSeconds: number
}

type Asked = {
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly account: string
  readonly facility: string
}

/**
 * Notes a check as one without an answer, and returns the limit that its facility has reached with it, in one transaction: of many asked at
 * once each counts. The facility's own questions count, and nobody else's, so that none can keep another one from checking a card. `card` is
 * its keyed hash. Throws what the register throws.
 */
export async function noteCardCheck(
  register: Register,
  { card, ...asked }: Asked & { readonly card: string },
): Promise<ReachedLimit | null> {
  const { facility, at } = asked
  const [, [found]] = await register.write([
    {
      sql: `INSERT INTO card_checks (id, at, account, facility, card_hash, answer, encounters)
            VALUES (:id, :at, :account, :facility, :card, 'unknown', 0)`,
      args: { ...asked, card },
    },
    {
      sql: `SELECT
          (SELECT count(*) FROM card_checks WHERE card_hash = :card AND at > :sinceDay AND facility = :facility AND answer = 'unknown') AS ofCard,
          EXISTS (SELECT 1 FROM card_checks WHERE card_hash = :card AND at > :sinceDay AND facility = :facility AND answer = 'refused') AS isKnown,
          (SELECT count(*) FROM (SELECT 1 FROM card_checks WHERE facility = :facility AND at > :sinceHour LIMIT :most)) AS inHour,
          (SELECT count(*) FROM card_checks WHERE facility = :facility AND at > :sinceHour AND answer = 'unknown') AS unknown`,
      args: { facility, card, sinceDay: at - DAY_MS, sinceHour: at - HOUR_MS, most: MOST_IN_HOUR + 1 },
      shape: { ofCard: integer, isKnown: flag, inHour: integer, unknown: integer },
    },
  ])
  if (found === undefined) throw new Error('a count has no row')
  const { ofCard, isKnown, inHour, unknown } = found
  if (ofCard > MOST_UNKNOWN_OF_CARD) return { of: 'card', isKnown, retryAfterSeconds: DAY_MS / 1000 }
  if (inHour > MOST_IN_HOUR || unknown > MOST_UNKNOWN_IN_HOUR)
    return { of: 'facility', isKnown: false, retryAfterSeconds: HOUR_MS / 1000 }
  return null
}

/** What was answered to a check that is noted, before it is answered. */
export async function noteAnswer(
  register: Register,
  id: string,
  answer: NotedAnswer,
  encounters: number,
): Promise<void> {
  await register.update(cardChecks).set({ answer, encounters }).where(eq(cardChecks.id, id))
}

/** A screen of them. */
const MOST_SHOWN = 50

/** Checks of these cards that were answered, since a moment (epoch milliseconds), the latest first; without the one that asks. */
export async function latestChecks(
  register: Register,
  hashes: readonly string[],
  { since, besides }: { since: number; besides: string },
): Promise<{ facility: string; at: number; answer: Exclude<NotedAnswer, 'refused'> }[]> {
  const found = await register
    .select({ facility: cardChecks.facility, at: cardChecks.at, answer: cardChecks.answer })
    .from(cardChecks)
    .where(
      and(
        inArray(cardChecks.cardHash, [...hashes]),
        gte(cardChecks.at, since),
        ne(cardChecks.id, besides),
        ne(cardChecks.answer, 'refused'),
      ),
    )
    .orderBy(desc(cardChecks.at))
    .limit(MOST_SHOWN)
  return found.map(({ answer, ...check }) => ({
    ...check,
    answer: CARD_STATUSES.find((known) => known === answer) ?? 'unknown',
  }))
}

export type CardCheckFilters = {
  readonly facility?: string | undefined
  readonly answer?: NotedAnswer | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** One check: by whom, of which card (a mark that is the same for the same card), with which answer. */
export type CardCheck = {
  readonly id: string
  readonly at: number
  readonly account: string
  readonly facility: string
  readonly card: string
  readonly answer: string
  readonly encounters: number
}

/** Of the keyed hash: enough to see that two checks were of one card. */
const MARK_LENGTH = 12

/**
 * The checks of a facility (its own auditor), of the facilities of a province (its Sở Y tế), or all (the insurer, the nation's auditor), the
 * latest first. Throws `not-yours`, `parameter-invalid`.
 */
export async function listCardChecks(
  register: Register,
  caller: Caller,
  { facility, answer, after, limit }: CardCheckFilters,
): Promise<{ checks: CardCheck[]; next: string | null }> {
  const own = caller.role === 'facility' ? caller.facility : null
  if (own !== null && facility !== undefined && facility !== own) throw new Refusal('not-yours')
  const provinces = provincesOf(caller)
  const end = pageEndOf(after)
  const rows = await register
    .select()
    .from(cardChecks)
    .where(
      and(
        own === null ? undefined : eq(cardChecks.facility, own),
        own !== null || provinces === null
          ? undefined
          : inArray(sql`substr(${cardChecks.facility}, 1, 2)`, [...provinces]),
        facility === undefined ? undefined : eq(cardChecks.facility, facility),
        answer === undefined ? undefined : eq(cardChecks.answer, answer),
        behind(cardChecks.at, cardChecks.id, end),
      ),
    )
    .orderBy(desc(cardChecks.at), desc(cardChecks.id))
    .limit(limit + 1)
  const { page, next } = pageOf(rows, limit, (row) => row)
  const checks = page.map(({ cardHash, ...row }): CardCheck => ({ ...row, card: cardHash.slice(0, MARK_LENGTH) }))
  return { checks, next }
}
