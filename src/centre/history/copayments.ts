import type { YearOfCopayments } from '../../edge/facade/cards.ts'
import type { Register } from '../../store/database.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { noteAnswer } from './card-check-log.ts'
import { findCard, ownEncounters, type CardAlarm, type CardAsker, type CardQuestion } from './find-card.ts'

/** A co-payment counts in its calendar year: a patient on dialysis comes three times a week. */
const MOST_OF_YEAR = 400

/**
 * What a person has paid as co-payment this year (T_BNCCT of accepted payment data, every facility), in the order of the ends of encounters,
 * found as a card check finds it, noted as one and within its limits. null: there is no such card. Throws `card-checks-too-many`.
 */
export async function checkCopayments(
  register: Register,
  vault: Vault,
  question: CardQuestion,
  asked: CardAsker,
  onAlarm: CardAlarm,
): Promise<YearOfCopayments | null> {
  const found = await findCard(register, vault, question, asked, onAlarm)
  const year = vietnamIsoDay(asked.at).slice(0, 4)
  const own =
    found.period === null ? [] : await ownEncounters(register, found, `${year}00000000`, MOST_OF_YEAR, 'payment')
  await noteAnswer(register, asked.id, found.status, own.length)
  if (found.period === null) return null
  let sum = 0
  const counted = own
    .filter(({ NGAY_RA, T_BNCCT }) => NGAY_RA.startsWith(year) && (T_BNCCT ?? 0) > 0)
    .sort((a, b) => (a.NGAY_RA < b.NGAY_RA ? -1 : 1))
    .map(({ facility, NGAY_VAO, NGAY_RA, MA_DOITUONG_KCB, receivedAt, T_BNCCT }) => {
      const amount = T_BNCCT ?? 0
      sum += amount
      return { facility, from: NGAY_VAO, to: NGAY_RA, entitlement: MA_DOITUONG_KCB, receivedAt, amount, sum }
    })
  return { validTo: found.period.validTo, encounters: counted }
}
