/** What a card check tells, on a real register. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encounters } from '../../../db/register/schema.ts'
import { checkCard } from '../../../src/centre/history/check-card.ts'
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
