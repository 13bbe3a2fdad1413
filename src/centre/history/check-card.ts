import { and, desc, eq, gte } from 'drizzle-orm'
import type { Register } from '../../store/database.ts'
import { encounters } from '../../../db/register/schema.ts'
import { shownMoment, type CardPeriod } from '../../engine/index.ts'
import { cardHash } from '../../store/warehouse/identity/numbers.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { birthHashes, nameHash } from './hashes.ts'
import { readCards } from '../../store/register/encounters.ts'
import { Refusal } from '../refusals.ts'
import { noteAnswer, noteCardCheck } from './card-check-log.ts'

/** unknown: the register has no card with this number, name and birth; which of them is another one is not said. */
export type CardStatus = 'valid' | 'expired' | 'not-yet-valid' | 'locked' | 'withdrawn' | 'unknown'

export type CardQuestion = { readonly card: string; readonly name: string; readonly birth: string }

/** Where, when and with what result somebody was treated; secondary diagnoses joined by `;`. */
export type EarlierEncounter = {
  facility: string
  from: string
  to: string
  mainDiagnosis: string | null
  otherDiagnoses: string | null
  result: string | null
}

export type CardAnswer = {
  status: CardStatus
  validFrom: string | null
  validTo: string | null
  initialFacility: string | null
  /** Whether every card in use is in the register; if not, an unknown card may be one that is not there yet. */
  registerComplete: boolean
  encounters: EarlierEncounter[]
}

const MONTHS = 6
const MOST_ENCOUNTERS = 200

/**
 * Card status and the encounters of the last six months (Circular 48/2017/TT-BYT, article 6), by card, name and birth together: whoever
 * knows a number alone learns nothing of the person, nor whether it was the name or the birth that is another one. Encounters are those whose
 * own name and birth are the ones asked for. The question is noted, by whom and with which answer, before it is answered; past the limits of
 * its facility it is noted and refused, which is reported to `onAlarm`; of one card once in a day. Throws `card-checks-too-many`.
 */
export async function checkCard(
  register: Register,
  vault: Vault,
  { card, name, birth }: CardQuestion,
  asked: { readonly id: string; readonly at: number; readonly account: string; readonly facility: string },
  onAlarm: (alarm: { readonly event: string } & Readonly<Record<string, string>>) => void,
): Promise<CardAnswer> {
  const hash = cardHash(vault, card)
  const person = { nameHash: nameHash(vault, name), ...birthHashes(vault, birth) }
  const today = vietnamIsoDay(asked.at)
  const limit = await noteCardCheck(register, { ...asked, card: hash })
  if (limit !== null) {
    await noteAnswer(register, asked.id, 'refused', 0)
    if (!limit.isKnown)
      onAlarm({ event: 'card-check-alarm', of: limit.of, facility: asked.facility, account: asked.account })
    throw new Refusal('card-checks-too-many', {}, undefined, { retryAfterSeconds: limit.retryAfterSeconds })
  }
  const [{ isComplete, periodsOf }, found] = await Promise.all([
    readCards(register, [hash]),
    readLatest(register, hash, monthsBefore(today, MONTHS)),
  ])
  const period = periodAt(periodsOf(hash), today)
  const status = statusOf(period, person, today)
  const isShown = period !== undefined && status !== 'unknown'
  // Of a card that is in the register under another name or birth nothing is shown; of one that is not there what was sent under all three.
  const own = period !== undefined && !isShown ? [] : found.filter((each) => isOf(person, each))
  const answer: CardAnswer = {
    status,
    validFrom: isShown ? period.validFrom : null,
    validTo: isShown ? period.validTo : null,
    initialFacility: isShown ? period.initialFacility : null,
    registerComplete: isComplete,
    encounters: once(own).map(({ facility, NGAY_VAO, NGAY_RA, MA_BENH_CHINH, MA_BENH_KT, KET_QUA_DTRI }) => ({
      facility,
      from: shownMoment(NGAY_VAO),
      to: shownMoment(NGAY_RA),
      mainDiagnosis: MA_BENH_CHINH,
      otherDiagnoses: MA_BENH_KT,
      result: KET_QUA_DTRI,
    })),
  }
  await noteAnswer(register, asked.id, status, answer.encounters.length)
  return answer
}

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

function statusOf(period: CardPeriod | undefined, person: Person, day: string): CardStatus {
  if (period === undefined || period.nameHash !== person.nameHash || !hasSameBirth(period, person)) return 'unknown'
  if (period.status !== 'active') return period.status
  if (period.validFrom > day) return 'not-yet-valid'
  return period.validTo !== null && period.validTo < day ? 'expired' : 'valid'
}

const readLatest = (register: Register, hash: string, since: string) =>
  register
    .select()
    .from(encounters)
    .where(and(eq(encounters.cardHash, hash), gte(encounters.NGAY_RA, since.replaceAll('-', ''))))
    .orderBy(desc(encounters.NGAY_RA), desc(encounters.receivedAt))
    .limit(MOST_ENCOUNTERS)

/** An encounter that was sent for management and for payment is one. */
function once<T extends { facility: string; MA_LK: string }>(found: readonly T[]): T[] {
  return [...new Map(found.map((each) => [`${each.facility}\n${each.MA_LK}`, each])).values()]
}

/** ISO day so many months earlier; of a day that the month does not have, the first of the next. */
function monthsBefore(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  const dayOfMonth = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() - months)
  if (date.getUTCDate() !== dayOfMonth) date.setUTCDate(1)
  return date.toISOString().slice(0, 10)
}
