/** What a card check tells, on a real register. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cardChecks, encounters } from '../../../db/register/schema.ts'
import { checkCard } from '../../../src/centre/history/check-card.ts'
import type { CardQuestion } from '../../../src/centre/history/find-card.ts'
import { MOST_UNKNOWN_OF_CARD } from '../../../src/centre/history/card-check-log.ts'
import { birthHashes, nameHash } from '../../../src/centre/history/hashes.ts'
import { EXAMPLE_ENCOUNTER } from '../../../src/engine/index.ts'
import { cardHash } from '../../../src/store/warehouse/identity/numbers.ts'
import { testVault } from '../../store/warehouse/keys.ts'
import { startRegister, type TestRegister } from '../../store/warehouse/sqld.ts'

const QUESTION = { card: 'GD4010000000001', name: 'Nguyễn Văn Thử', birth: '1980-01-01' }

let register: TestRegister
beforeAll(async () => {
  register = await startRegister()
}, 60_000)
afterAll(async () => {
  await register?.dispose()
})

test.each([
  ['2026-08-31', '202603010000', '202602282359'],
  ['2028-08-31', '202803010000', '202802292359'],
  ['2026-07-31', '202601310000', '202601302359'],
  ['2026-03-30', '202509300000', '202509292359'],
])('the six months before %s begin at %s', async (day, first, before) => {
  await register.database.delete(encounters)
  const hash = cardHash(testVault, QUESTION.card)
  const person = { nameHash: nameHash(testVault, QUESTION.name), ...birthHashes(testVault, QUESTION.birth) }
  await register.database.insert(encounters).values(
    [first, before].map((NGAY_RA, at) => ({
      ...EXAMPLE_ENCOUNTER,
      ...person,
      cardHash: hash,
      submissionId: `e${at}`,
      MA_LK: `LK-${at}`,
      NGAY_VAO: NGAY_RA,
      NGAY_RA,
    })),
  )
  const asked = { id: day, at: Date.parse(`${day}T12:00:00+07:00`), account: '01001', facility: '01001' }
  const answer = await checkCard(register.database, testVault, QUESTION, asked, () => {})
  expect(answer.encounters.map(({ to }) => to.replaceAll(/\D/g, ''))).toEqual([first])
})

describe('a limit', () => {
  const NOON = Date.parse('2026-10-05T12:00:00+07:00')
  let alarms: object[] = []
  let number = 0
  const ask = (facility: string, question: CardQuestion, at = NOON) => {
    number += 1
    const asked = { id: `q-${number}`, at, account: facility, facility }
    return checkCard(register.database, testVault, question, asked, (alarm) => alarms.push(alarm))
  }
  const refused = async (facility: string, question: CardQuestion, at?: number): Promise<boolean> =>
    ask(facility, question, at).then(
      () => false,
      () => true,
    )
  const card = (at: number): CardQuestion => ({ ...QUESTION, card: `GD4010000000${String(at).padStart(3, '0')}` })

  beforeEach(async () => {
    alarms = []
    await register.database.delete(cardChecks)
  })

  test('of a card that was reached is reported once in a day, and of each card by itself', async () => {
    const many = async (question: CardQuestion, at?: number) => {
      for (let tries = 1; tries <= MOST_UNKNOWN_OF_CARD + 3; tries += 1)
        expect(await refused('01001', question, at)).toBe(tries > MOST_UNKNOWN_OF_CARD)
    }
    const alarm = { event: 'card-check-alarm', of: 'card', facility: '01001', account: '01001' }
    await many(card(1))
    expect(alarms).toEqual([alarm])
    await many(card(2))
    expect(alarms).toEqual([alarm, alarm])
    await many(card(1), NOON + 25 * 3_600_000)
    expect(alarms).toEqual([alarm, alarm, alarm])
  })

  test('of a facility that was reached is reported with every check that it refuses', async () => {
    for (let at = 1; at <= 100; at += 1) expect(await refused('01001', card(at))).toBe(false)
    for (let at = 101; at <= 103; at += 1) expect(await refused('01001', card(at))).toBe(true)
    const alarm = { event: 'card-check-alarm', of: 'facility', facility: '01001', account: '01001' }
    expect(alarms).toEqual([alarm, alarm, alarm])
    expect(await refused('01001', card(104), NOON + 2 * 3_600_000)).toBe(false)
    expect(await refused('79001', card(105))).toBe(false)
  }, 60_000)
})
