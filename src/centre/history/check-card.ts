import type { Register } from '../../store/database.ts'
import { shownMoment, type Encounter } from '../../engine/index.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { dayBegins, vietnamIsoDay, vietnamTime } from '../../kernel/vietnam-time.ts'
import { latestChecks, noteAnswer } from './card-check-log.ts'
import {
  findCard,
  ownEncounters,
  type CardAlarm,
  type CardAsker,
  type CardQuestion,
  type CardStatus,
} from './find-card.ts'

/** Where, when and with what result somebody was treated; secondary diagnoses joined by `;`. */
export type EarlierEncounter = {
  facility: string
  from: string
  to: string
  mainDiagnosis: string | null
  otherDiagnoses: string | null
  traditionalDiagnoses: string | null
  result: string | null
  /** MA_LOAI_RV: how the encounter ended. */
  discharge: string | null
  /** MA_DOITUONG_KCB: by which right the patient came. */
  entitlement: string | null
}

/** Who asked about the card before, and what was answered. */
export type EarlierCheck = { facility: string; at: string; answer: CardStatus }

export type CardAnswer = {
  status: CardStatus
  validFrom: string | null
  validTo: string | null
  initialFacility: string | null
  /** Whether every card in use is in the register; if not, an unknown card may be one that is not there yet. */
  registerComplete: boolean
  encounters: EarlierEncounter[]
  /** Of the last six months, the latest first. */
  checks: EarlierCheck[]
}

const MONTHS = 6
const MOST_ENCOUNTERS = 200

/**
 * Card status and the encounters of the last six months (Circular 48/2017/TT-BYT, article 6), by card, name and birth together: whoever
 * knows a number alone learns nothing of the person, nor whether it was the name or the birth that is another one. Encounters are those whose
 * own name and birth are the ones asked for. The question is noted, by whom and with which answer, before it is answered. Throws
 * `card-checks-too-many`.
 */
export async function checkCard(
  register: Register,
  vault: Vault,
  question: CardQuestion,
  asked: CardAsker,
  onAlarm: CardAlarm,
): Promise<CardAnswer> {
  const found = await findCard(register, vault, question, asked, onAlarm)
  const { period, status, isComplete } = found
  const since = monthsBefore(vietnamIsoDay(asked.at), MONTHS)
  const [own, checks] = await Promise.all([
    found.isWithheld ? [] : ownEncounters(register, found, since.replaceAll('-', ''), MOST_ENCOUNTERS),
    period === null ? [] : latestChecks(register, found.hashes, { since: dayBegins(since), besides: asked.id }),
  ])
  const answer: CardAnswer = {
    status,
    validFrom: period?.validFrom ?? null,
    validTo: period?.validTo ?? null,
    initialFacility: period?.initialFacility ?? null,
    registerComplete: isComplete,
    encounters: own.map(shownEncounter),
    checks: checks.map(({ at, ...check }) => ({ ...check, at: vietnamTime(at) })),
  }
  await noteAnswer(register, asked.id, status, answer.encounters.length)
  return answer
}

const shownEncounter = (each: Encounter): EarlierEncounter => ({
  facility: each.facility,
  from: shownMoment(each.NGAY_VAO),
  to: shownMoment(each.NGAY_RA),
  mainDiagnosis: each.MA_BENH_CHINH,
  otherDiagnoses: each.MA_BENH_KT,
  traditionalDiagnoses: each.MA_BENH_YHCT,
  result: each.KET_QUA_DTRI,
  discharge: each.MA_LOAI_RV,
  entitlement: each.MA_DOITUONG_KCB,
})

/** ISO day so many months earlier; of a day that the month does not have, the first of the next. */
function monthsBefore(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  const dayOfMonth = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() - months)
  if (date.getUTCDate() !== dayOfMonth) date.setUTCDate(1)
  return date.toISOString().slice(0, 10)
}
