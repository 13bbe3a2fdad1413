import { and, desc, eq, gte, inArray, isNotNull, or } from 'drizzle-orm'
import type { Register } from '../../store/database.ts'
import { cards, encounters } from '../../../db/register/schema.ts'
import type { CardPeriod, Encounter } from '../../engine/index.ts'
import { cardHash, citizenHash } from '../../store/warehouse/identity/numbers.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { readCards } from '../../store/register/encounters.ts'
import { Refusal } from '../refusals.ts'
import { birthHashes, nameHash } from './hashes.ts'
import { CARD_STATUSES, noteAnswer, noteCardCheck } from './card-check-log.ts'
import { isCitizenNumber } from './card-line.ts'

/** unknown: the register has no card with this number, name and birth; which of them is another one is not said. */
export type CardStatus = (typeof CARD_STATUSES)[number]

/** `card`: its number, or the 12 digits of its citizen. */
export type CardQuestion = { readonly card: string; readonly name: string; readonly birth: string }

/** Who asks: `id` names the check, `at` is epoch milliseconds. */
export type CardAsker = {
  readonly id: string
  readonly at: number
  readonly account: string
  readonly facility: string
}
export type CardAlarm = (alarm: { readonly event: string } & Readonly<Record<string, string>>) => void

export type FoundCard = Person & {
  /** The hashes under which encounters and checks of the number lie. */
  readonly hashes: readonly string[]
  readonly citizen: string | null
  readonly status: CardStatus
  /** null: no card has this number, name and birth. */
  readonly period: CardPeriod | null
  /** The card is in the register under another name or birth: then nothing is shown. Of one that is not there, what was sent under all three. */
  readonly isWithheld: boolean
  readonly isComplete: boolean
}

/**
 * Finds the card of a question. The question is noted before anything is looked up; past the limits of its facility it is noted and refused,
 * which is reported to `onAlarm`; of one card once in a day. Throws `card-checks-too-many`.
 */
export async function findCard(
  register: Register,
  vault: Vault,
  { card, name, birth }: CardQuestion,
  asked: CardAsker,
  onAlarm: CardAlarm,
): Promise<FoundCard> {
  const citizen = isCitizenNumber(card) ? citizenHash(vault, card) : null
  const hashes = citizen === null ? [cardHash(vault, card)] : await cardsOf(register, citizen)
  // Where a number leads to one card, tries by either number count as tries of that card.
  const [only = '', ...others] = hashes
  const noted = citizen !== null && (only === '' || others.length > 0) ? citizen : only
  await assertWithin(register, noted, asked, onAlarm)
  const person = { nameHash: nameHash(vault, name), ...birthHashes(vault, birth) }
  const today = vietnamIsoDay(asked.at)
  const { isComplete, periodsOf } = await readCards(register, hashes)
  const periods = hashes.flatMap((hash) => periodAt(periodsOf(hash), today) ?? [])
  const own = periods.map((period) => ({ period, status: statusOf(period, person, today) }))
  const shown = own.filter(({ status }) => status !== 'unknown').sort(byUse)[0] ?? null
  return {
    ...person,
    hashes: [...new Set([...hashes, noted])],
    citizen,
    status: shown?.status ?? 'unknown',
    period: shown?.period ?? null,
    isWithheld: shown === null && periods.length > 0,
    isComplete,
  }
}

/** The card that is valid, else the one that began last. */
const byUse = (a: { status: CardStatus; period: CardPeriod }, b: { status: CardStatus; period: CardPeriod }): number =>
  Number(b.status === 'valid') - Number(a.status === 'valid') || (a.period.validFrom < b.period.validFrom ? 1 : -1)

/** Notes the check. Throws `card-checks-too-many`. */
async function assertWithin(register: Register, noted: string, asked: CardAsker, onAlarm: CardAlarm): Promise<void> {
  const limit = await noteCardCheck(register, { ...asked, card: noted })
  if (limit === null) return
  await noteAnswer(register, asked.id, 'refused', 0)
  if (!limit.isKnown)
    onAlarm({ event: 'card-check-alarm', of: limit.of, facility: asked.facility, account: asked.account })
  throw new Refusal('card-checks-too-many', {}, undefined, { retryAfterSeconds: limit.retryAfterSeconds })
}

/** The cards of a citizen: as the fund's register names them, else as accepted dossiers do. */
async function cardsOf(register: Register, citizen: string): Promise<string[]> {
  const [registered, sent] = await register.batch([
    register.selectDistinct({ hash: cards.cardHash }).from(cards).where(eq(cards.citizenHash, citizen)),
    register
      .selectDistinct({ hash: encounters.cardHash })
      .from(encounters)
      .where(and(eq(encounters.citizenHash, citizen), isNotNull(encounters.cardHash)))
      .limit(MOST_CARDS),
  ])
  return (registered.length > 0 ? registered : sent).flatMap(({ hash }) => hash ?? [])
}

/** Nobody has more cards; a number that has is a placeholder. */
const MOST_CARDS = 20

type Person = Pick<CardPeriod, 'birthHash'> & {
  readonly nameHash: string | null
  readonly birthYearHash: string | null
}

/** A birth of which only the year is known on one side is compared by its year. */
const hasSameBirth = (a: Omit<Person, 'nameHash'>, b: Omit<Person, 'nameHash'>): boolean =>
  a.birthHash !== null && b.birthHash !== null ? a.birthHash === b.birthHash : a.birthYearHash === b.birthYearHash

const isOf = (person: Person, encounter: Person): boolean =>
  person.nameHash !== null && person.nameHash === encounter.nameHash && hasSameBirth(person, encounter)

/** The period of a day, else the last that began before it, else the first one to come. */
function periodAt(periods: readonly CardPeriod[], day: string): CardPeriod | undefined {
  const byBegin = periods.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  return byBegin.findLast(({ validFrom }) => validFrom <= day) ?? byBegin[0]
}

function statusOf(period: CardPeriod, person: Person, day: string): CardStatus {
  if (period.nameHash !== person.nameHash || !hasSameBirth(period, person)) return 'unknown'
  if (period.status !== 'active') return period.status
  if (period.validFrom > day) return 'not-yet-valid'
  return period.validTo !== null && period.validTo < day ? 'expired' : 'valid'
}

/** Encounters under this number that have the name and birth asked for, from a moment (`yyyymmddHHMM`, or less) on, the latest first. */
export async function ownEncounters(
  register: Register,
  { hashes, citizen, ...person }: Pick<FoundCard, 'hashes' | 'citizen'> & Person,
  since: string,
  most: number,
  purpose?: Encounter['purpose'],
): Promise<Encounter[]> {
  const found = await register
    .select()
    .from(encounters)
    .where(
      and(
        or(
          inArray(encounters.cardHash, [...hashes]),
          citizen === null ? undefined : eq(encounters.citizenHash, citizen),
        ),
        gte(encounters.NGAY_RA, since),
        purpose === undefined ? undefined : eq(encounters.purpose, purpose),
      ),
    )
    .orderBy(desc(encounters.NGAY_RA), desc(encounters.receivedAt))
    .limit(most)
  return once(found.filter((each) => isOf(person, each)))
}

/** An encounter that was sent for management and for payment is one: what came last says the most. */
function once(found: readonly Encounter[]): Encounter[] {
  const byKey = new Map<string, Encounter>()
  for (const each of found.toSorted((a, b) => a.receivedAt - b.receivedAt))
    byKey.set(`${each.facility}\n${each.MA_LK}`, each)
  return [...byKey.values()].sort((a, b) => (a.NGAY_RA < b.NGAY_RA ? 1 : -1))
}
