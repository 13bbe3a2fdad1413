import type { Context } from 'hono'
import { checkCard } from '../../centre/history/check-card.ts'
import { nameHash } from '../../centre/history/hashes.ts'
import { cardNumber, isBirth } from '../../engine/index.ts'
import type { LegacyAnswer } from '../../edge/facade/answers.ts'
import {
  birthIn,
  cardAnswer,
  isCardOutcome,
  withoutFacts,
  type CardFacts,
  type CardOutcome,
} from '../../edge/facade/cards.ts'
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
const CITIZEN_NUMBER = /^\d{12}$/
const WHOLE_CARD = /^[A-Z]{2}\d{13}$/
/** Since the guide of 2024 the officer who asks is named. */
const NAMES_OFFICER: ReadonlySet<CardEra> = new Set(['2024', 'history'])

/** Card and history (Circular 48/2017/TT-BYT, article 6), by the same check as POST /v1/card-checks; at the centre, as it writes who asked. */
export async function legacyCard(c: Context<AppEnv>, era: CardEra): Promise<LegacyAnswer> {
  const parameters = [await parametersInside(c), parametersBeside(c)]
  const caller = await legacyCaller(c, parameters)
  for (const fields of parameters) assertOwnFacility(fields, caller)
  const ask = (...names: readonly string[]): string => firstOf(parameters, ...names)
  const asked = {
    maThe: ask('maThe', 'ma_the').toUpperCase(),
    hoTen: ask('hoTen', 'ho_ten'),
    ngaySinh: ask('ngaySinh', 'ngay_sinh'),
  }
  const birth = birthIn(asked.ngaySinh)
  if (asked.maThe === '' || asked.hoTen === '') throw missing(asked.maThe === '' ? 'maThe' : 'hoTen')
  if (birth === null || !isBirth(birth.replaceAll('-', '')))
    throw new Refusal('parameter-invalid', { parameter: 'ngaySinh', expected: 'dd/MM/yyyy, MM/yyyy, yyyy' })
  const { register, vault } = registerOf(c)
  const officer = { name: ask('hoTenCb'), number: ask('cccdCb') }
  const outcome =
    (NAMES_OFFICER.has(era) ? await officerFault(c, vault, caller, officer) : null) ?? formFault(asked.maThe)
  if (outcome !== null) return cardAnswer(era, asked, withoutFacts(outcome))
  const { now, randomName, alarm } = c.get('services')
  const by = { id: randomName(), at: now(), account: caller.account, facility: caller.facility }
  const question = { card: asked.maThe, name: asked.hoTen, birth }
  const found = await available(() => checkCard(register, vault, question, by, alarm))
  const facts: CardFacts = {
    outcome: isCardOutcome(found.status) ? found.status : 'unknown',
    validFrom: found.validFrom,
    validTo: found.validTo,
    initialFacility: found.initialFacility,
    visits: found.encounters,
    checks: [],
  }
  return cardAnswer(era, asked, facts)
}

/** As clients know it: "Null hoTenCb". */
const missing = (parameter: string): Refusal =>
  new Refusal('parameter-invalid', { parameter, expected: `≠ '' (Null ${parameter})` })

/** What the form of a number alone says; null: nothing. */
function formFault(card: string): CardOutcome | null {
  if (CARD.test(card)) return null
  if (CITIZEN_NUMBER.test(card)) return 'citizen-number'
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
