import type { Context } from 'hono'
import { checkCard } from '../../centre/history/check-card.ts'
import { isCitizenNumber } from '../../centre/history/card-line.ts'
import { checkCopayments } from '../../centre/history/copayments.ts'
import { nameHash } from '../../centre/history/hashes.ts'
import { cardNumber, isBirth } from '../../engine/index.ts'
import type { LegacyAnswer } from '../../edge/facade/answers.ts'
import {
  birthIn,
  cardAnswer,
  copaymentsAnswer,
  withoutFacts,
  type CardOutcome,
  type CardQuestionAsSent,
} from '../../edge/facade/cards.ts'
import { copaymentAnswer } from '../../edge/facade/failures.ts'
import type { LegacyCaller } from '../../edge/facade/legacy-token.ts'
import { officersOf } from '../../edge/facade/legacy-users.ts'
import type { CardEra } from '../../edge/facade/operations.ts'
import { assertOwnFacility } from '../../edge/facade/submit.ts'
import { citizenHash } from '../../store/warehouse/identity/numbers.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { available } from '../../store/register/available.ts'
import { Refusal } from '../refusals.ts'
import { registerOf } from '../routes/cards/routes.ts'
import type { AppEnv } from '../services.ts'
import { firstOf, legacyCaller, parametersBeside, parametersInside } from './request.ts'

const CARD = new RegExp(cardNumber.regex)
const WHOLE_CARD = /^[A-Z]{2}\d{13}$/
/** Since the guide of 2024 the officer who asks is named. */
const NAMES_OFFICER: ReadonlySet<CardEra> = new Set(['2024', 'history'])

type Asked = {
  readonly caller: LegacyCaller
  readonly asSent: CardQuestionAsSent
  readonly question: { readonly card: string; readonly name: string; readonly birth: string }
  readonly ask: (...names: readonly string[]) => string
}

/** Card and history (Circular 48/2017/TT-BYT, article 6), by the same check as POST /v1/card-checks; at the centre, as it writes who asked. */
export async function legacyCard(c: Context<AppEnv>, era: CardEra): Promise<LegacyAnswer> {
  const { caller, asSent, question, ask } = await askedIn(c)
  const { register, vault } = registerOf(c)
  const officer = { name: ask('hoTenCb'), number: ask('cccdCb') }
  const outcome =
    (NAMES_OFFICER.has(era) ? await officerFault(c, vault, caller, officer) : null) ?? formFault(asSent.maThe)
  if (outcome !== null) return cardAnswer(era, asSent, withoutFacts(outcome))
  const { alarm } = c.get('services')
  const found = await available(() => checkCard(register, vault, question, askerOf(c, caller), alarm))
  const { status, encounters, ...facts } = found
  return cardAnswer(era, asSent, { ...facts, outcome: status, visits: encounters })
}

/** What the caller's patient has paid as co-payment this year (CV 1839/CNTT-PM), by the same check. */
export async function legacyCopayments(c: Context<AppEnv>): Promise<LegacyAnswer> {
  const { caller, asSent, question } = await askedIn(c)
  const { register, vault } = registerOf(c)
  const fault = formFault(asSent.maThe)
  if (fault !== null)
    throw new Refusal('parameter-invalid', {
      parameter: 'maThe',
      expected: '15 ký tự thẻ, 10 chữ số mã số BHXH, 12 chữ số CCCD',
    })
  const { alarm, now } = c.get('services')
  const found = await available(() => checkCopayments(register, vault, question, askerOf(c, caller), alarm))
  if (found === null) return copaymentAnswer(NOT_FOUND, NO_SUCH_CARD)
  return found.encounters.length === 0
    ? copaymentAnswer(NOT_FOUND, NOTHING_PAID)
    : copaymentsAnswer(asSent, found, now())
}

/** What is not there (CV 1839/CNTT-PM; medium). */
const NOT_FOUND = '204'
const NO_SUCH_CARD = 'Không thấy thẻ có số thẻ, họ tên và ngày sinh này. Đối chiếu cả ba với giấy tờ của người bệnh.'
const NOTHING_PAID = 'Trong năm chưa có hồ sơ nào được tiếp nhận có tiền cùng chi trả của thẻ này.'

/** Who asks about whom. Throws token faults, `sender-mismatch`, `parameter-invalid`. */
async function askedIn(c: Context<AppEnv>): Promise<Asked> {
  const parameters = [await parametersInside(c), parametersBeside(c)]
  const caller = await legacyCaller(c, parameters)
  for (const fields of parameters) assertOwnFacility(fields, caller)
  const ask = (...names: readonly string[]): string => firstOf(parameters, ...names)
  const asSent = {
    maThe: ask('maThe', 'ma_the').toUpperCase(),
    hoTen: ask('hoTen', 'ho_ten'),
    ngaySinh: ask('ngaySinh', 'ngay_sinh'),
  }
  const birth = birthIn(asSent.ngaySinh)
  if (asSent.maThe === '' || asSent.hoTen === '') throw missing(asSent.maThe === '' ? 'maThe' : 'hoTen')
  if (birth === null || !isBirth(birth.replaceAll('-', '')))
    throw new Refusal('parameter-invalid', { parameter: 'ngaySinh', expected: 'dd/MM/yyyy, MM/yyyy, yyyy' })
  return { caller, asSent, question: { card: asSent.maThe, name: asSent.hoTen, birth }, ask }
}

function askerOf(c: Context<AppEnv>, { account, facility }: LegacyCaller) {
  const { now, randomName } = c.get('services')
  return { id: randomName(), at: now(), account, facility }
}

/** As clients know it: "Null hoTenCb". */
const missing = (parameter: string): Refusal =>
  new Refusal('parameter-invalid', { parameter, expected: `≠ '' (Null ${parameter})` })

/** What the form of a number alone says; null: nothing. */
function formFault(card: string): CardOutcome | null {
  if (CARD.test(card) || isCitizenNumber(card)) return null
  return WHOLE_CARD.test(card) && !/^..[1-5]/.test(card) ? 'benefit-wrong' : 'form-wrong'
}

/** Whether the officer is a registered user of the facility; a facility that has registered none is not asked yet. */
async function officerFault(
  c: Context<AppEnv>,
  vault: Vault,
  { facility }: LegacyCaller,
  { name, number }: { name: string; number: string },
): Promise<CardOutcome | null> {
  if (name === '') throw missing('hoTenCb')
  if (number === '') throw missing('cccdCb')
  const officers = await officersOf(c.get('services').openReplica(), facility)
  if (officers.length === 0) return null
  const own = officers.filter((officer) => officer.citizenHash === citizenHash(vault, number))
  if (own.length === 0) return 'officer-unknown'
  return own.some((officer) => officer.nameHash === nameHash(vault, name)) ? null : 'officer-name-wrong'
}
