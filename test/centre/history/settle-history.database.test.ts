/** What the centre finds among dossiers, on real servers: whatever happens on the way, the warehouses end the same. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cards, encounters, registerState, unsettled } from '../../../db/register/schema.ts'
import { dossierHistories } from '../../../db/warehouse/schema.ts'
import { forgetPerson } from '../../../src/centre/history/forget.ts'
import { MOST_OF_ONE } from '../../../src/store/register/encounters.ts'
import { settleHistory, settleWaiting, type HistoryNeeds } from '../../../src/centre/history/settle-history.ts'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { createPack } from '../../../src/engine/index.ts'
import { cardHash } from '../../../src/store/warehouse/identity/numbers.ts'
import { removeFindingsBehind, writeDossiers } from '../../../src/store/warehouse/write.ts'
import { testVault } from '../../store/warehouse/keys.ts'
import { startWorld, type Dossier, type Submission, type World } from './world.ts'
import { propertyRuns } from '../../harness/runs.ts'
import { sha256 } from '../../../src/store/reference/listed-code.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(async () => {
  await world?.dispose()
})

let lastCard = 0
/** A card that nobody else in this file has. */
const newCard = (): string => `GD4010${String((lastCard += 1)).padStart(9, '0')}`

const stay = (card: string, more: Partial<Dossier> = {}): Dossier => ({
  MA_LK: 'LK-1',
  card,
  NGAY_VAO: '202610010800',
  NGAY_RA: '202610071000',
  MA_LOAI_KCB: '03',
  ...more,
})

const from = (id: string, facility: string, receivedAt: number, ...dossiers: Dossier[]): Submission => ({
  id,
  facility,
  receivedAt,
  dossiers,
})

/** The first dossier of a submission, and whose it is. */
const sent = ({ id, facility, receivedAt, purpose = 'payment' }: Submission) => ({
  submissionId: id,
  dossier: 1,
  facility,
  purpose,
  receivedAt,
  receivedOn: vietnamIsoDay(receivedAt),
})

async function deliver(...submissions: Submission[]): Promise<void> {
  for (const each of submissions) {
    await world.write(each)
    await world.settle(each)
  }
}

const ELSEWHERE = 'XML1.NGAY_VAO.no-stay-elsewhere'

test('a card in two provinces at once is reported of the dossier received later, also where that was verified first', async () => {
  const card = newCard()
  const early = from('two-a', '01001', 1, stay(card))
  const late = from('two-b', '79001', 2, stay(card, { MA_LK: 'LK-2', NGAY_VAO: '202610050800' }))
  await deliver(late)
  expect(await world.reported('two-')).toEqual([])
  await deliver(early)
  expect(await world.reported('two-')).toMatchObject([{ submission: 'two-b', dossier: 1, rule: ELSEWHERE }])
  expect((await world.reported('two-'))[0]?.message).toContain('at 01001, from 2026-10-01 08:00')
})

test('a dossier that is replaced, refused or without identity takes what was said because of it away', async () => {
  for (const [nth, change] of [{ isCurrent: false }, { outcome: 'rejected' as const }, { erasedAt: 1 }].entries()) {
    const card = newCard()
    const early = from(`gone-${nth}-a`, '01001', 1, stay(card))
    await deliver(early, from(`gone-${nth}-b`, '79001', 2, stay(card, { MA_LK: 'LK-2' })))
    expect(await world.reported(`gone-${nth}`)).toHaveLength(1)
    const row = { ...sent(early), outcome: 'accepted' as const, errors: 0, warnings: 0 }
    await writeDossiers(world.warehouseOf('01001'), [{ ...row, ...change }])
    await world.settle(early)
    expect(await world.reported(`gone-${nth}`)).toEqual([])
  }
})

/** The warehouse can be read once, and is away when something is to be written. */
const awayAfterReading = (): ((facility: string) => ReturnType<World['warehouseOf']>) => {
  let opened = 0
  return (facility) => {
    if ((opened += 1) > 1) throw new Error('cut off')
    return world.warehouseOf(facility)
  }
}

/** The register, away after so many exchanges of our own statements. */
function registerFor(exchanges: number): World['register'] {
  let left = exchanges
  const client = new Proxy(world.register.$client, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      if ((left -= 1) < 0) throw new Error('cut off')
      return member.bind(target) as unknown
    },
  })
  return new Proxy(world.register, {
    get: (target, name) => (name === '$client' ? client : Reflect.get(target, name)),
  })
}

test('what was said because of a dossier that left is taken back, also where the centre was cut off behind that', async () => {
  const card = newCard()
  const early = from('left-a', '01001', 1, stay(card, { MA_LK: 'LEFT-1' }))
  await deliver(early, from('left-b', '79001', 2, stay(card, { MA_LK: 'LEFT-2' })))
  expect(await world.reported('left-')).toHaveLength(1)
  const row = { ...sent(early), outcome: 'rejected' as const, errors: 1, warnings: 0 }
  await writeDossiers(world.warehouseOf('01001'), [row])
  await expect(world.settle(early, { openWarehouse: awayAfterReading() })).rejects.toThrow('cut off')
  expect(await world.register.select().from(unsettled)).toHaveLength(2)
  await world.settle(early)
  await world.settleWaiting()
  expect(await world.reported('left-')).toEqual([])
  expect(await world.register.select().from(unsettled)).toEqual([])
})

test('who was told at once does not wait for the clock as well', async () => {
  const card = newCard()
  const early = from('told-a', '01001', 1, stay(card, { MA_LK: 'TOLD-1' }))
  await deliver(early, from('told-b', '79001', 2, stay(card, { MA_LK: 'TOLD-2' })))
  const row = { ...sent(early), outcome: 'rejected' as const, errors: 1, warnings: 0 }
  await writeDossiers(world.warehouseOf('01001'), [row])
  await world.settle(early)
  expect(await world.reported('told-')).toEqual([])
  expect(await world.register.select().from(unsettled)).toEqual([])
})

test('what was said of a forgotten person is taken back, also where the centre was cut off when they had left', async () => {
  const card = newCard()
  await deliver(from('forgot-a', '01001', 1, stay(card)), from('forgot-b', '79001', 2, stay(card, { MA_LK: 'LK-2' })))
  expect(await world.reported('forgot-')).toHaveLength(1)
  await forgetPerson(registerFor(1), [cardHash(testVault, card)]).catch(() => {})
  const left = await world.register.select().from(encounters)
  expect(left.filter(({ submissionId }) => submissionId.startsWith('forgot-'))).toEqual([])
  await world.settleWaiting()
  expect(await world.reported('forgot-')).toEqual([])
})

test('a version takes the place of the one before, in whichever submission that is', async () => {
  const card = newCard()
  const early = from('version-a', '01001', 1, stay(card))
  const other = from('version-b', '79001', 2, stay(card, { MA_LK: 'LK-2' }))
  await deliver(early, other)
  const corrected = from('version-c', '01001', 3, stay(card, { NGAY_VAO: '202609010800', NGAY_RA: '202609051000' }))
  await world.write(corrected)
  const row = { ...sent(early), outcome: 'accepted' as const, errors: 0, warnings: 0 }
  await writeDossiers(world.warehouseOf('01001'), [{ ...row, isCurrent: false }])
  await world.settle(corrected)
  expect(await world.reported('version-')).toEqual([])
})

test('management data is compared with management data, payment data against payment data', async () => {
  const card = newCard()
  await deliver(
    { ...from('purpose-a', '01001', 1, stay(card)), purpose: 'management' },
    from('purpose-b', '79001', 2, stay(card, { MA_LK: 'LK-2' })),
  )
  expect(await world.reported('purpose-')).toEqual([])
  await deliver({ ...from('purpose-c', '79001', 3, stay(card, { MA_LK: 'LK-2' })), purpose: 'management' })
  expect(await world.reported('purpose-')).toMatchObject([{ submission: 'purpose-c', rule: ELSEWHERE }])
})

test('a rule that the deployment switched off says nothing', async () => {
  const card = newCard()
  const submissions = [from('off-a', '01001', 1, stay(card)), from('off-b', '79001', 2, stay(card, { MA_LK: 'LK-2' }))]
  const pack = createPack({ [ELSEWHERE]: { state: 'off', reason: 'thử nghiệm' } }, sha256)
  for (const each of submissions) {
    await world.write(each)
    await world.settle(each, { pack })
  }
  expect(await world.reported('off-')).toEqual([])
})

test('without a register nothing is evaluated, and that is said', async () => {
  const submission = from('without', '01001', 1, stay(newCard()))
  await world.write(submission)
  expect(await settleHistory(submission, { ...world.needs, openRegister: null })).toBe('not-evaluated')
})

test('a file checked again keeps what was found among others; its own findings end where they end', async () => {
  const card = newCard()
  await deliver(from('again-a', '01001', 1, stay(card)), from('again-b', '79001', 2, stay(card, { MA_LK: 'LK-2' })))
  await removeFindingsBehind(world.warehouseOf('79001'), 'again-b', 0)
  expect(await world.reported('again-')).toHaveLength(1)
})

test('a card that too many share is nobody: nothing is said because of it, whichever came last', async () => {
  const card = newCard()
  const dossier = (at: number): Dossier => ({
    MA_LK: `C-${at}`,
    card,
    NGAY_VAO: '202610010800',
    NGAY_RA: '202610010900',
    name: `THỬ NGHIỆM ${at}`,
  })
  const half = MOST_OF_ONE / 2
  const many = (start: number): Dossier[] => Array.from({ length: half }, (_, at) => dossier(start + at))
  await deliver(from('crowd-a', '01001', 1, ...many(0)), from('crowd-b', '01001', 2, ...many(half)))
  expect(await world.reported('crowd-')).not.toEqual([])
  await deliver(from('crowd-c', '01001', 3, dossier(2 * half)))
  expect(await world.reported('crowd-')).toEqual([])
}, 120_000)

describe('a province that is away', () => {
  test('holds up nobody else, and is reported by the clock when it is back', async () => {
    const card = newCard()
    const early = from('away-a', '01001', 1, stay(card))
    const late = from('away-b', '79001', 2, stay(card, { MA_LK: 'LK-2' }))
    await world.write(late)
    await world.settle(late)
    await world.write(early)
    await world.settle(early, {
      openWarehouse: (facility) => {
        if (facility.startsWith('79')) throw new Error('away')
        return world.warehouseOf(facility)
      },
    })
    expect(await world.reported('away-')).toEqual([])
    const waiting = async (): Promise<string[]> =>
      (await world.register.select().from(unsettled)).map(({ submissionId }) => submissionId)
    expect(await waiting()).toContain('away-b')
    // Still away, and the clock is cut off behind the last thing but one that it writes.
    const stillAway: HistoryNeeds = {
      ...world.needs,
      openRegister: () => register,
      openWarehouse: () => {
        throw new Error('away')
      },
    }
    const register = registerFor(3)
    await settleWaiting(stillAway).catch(() => {})
    expect(await waiting()).toContain('away-b')
    await world.settleWaiting()
    expect(await world.reported('away-')).toMatchObject([{ submission: 'away-b', rule: ELSEWHERE }])
    expect(await waiting()).toEqual([])
  })

  test('its own submissions are tried again', async () => {
    const submission = from('away-own', '79001', 1, stay(newCard()))
    await world.write(submission)
    const broken = new Proxy(world.warehouseOf('79001'), {
      get: (target, name) =>
        name === '$client'
          ? { execute: target.$client.execute.bind(target.$client), batch: () => Promise.reject(new Error('away')) }
          : Reflect.get(target, name),
    })
    await expect(world.settle(submission, { openWarehouse: () => broken })).rejects.toThrow('away')
  })
})

test('the card of a dossier is compared with the register: name, birth, validity, first facility', async () => {
  const submission = from('card-a', '01001', 1, stay(newCard(), { name: 'trần  văn kiểm thử', birth: '198002030000' }))
  await deliver(submission)
  expect(await world.reported('card-')).toEqual([])
  await world.register.update(registerState).set({ cardsComplete: true })
  await world.settle(submission)
  expect(await world.reported('card-')).toMatchObject([{ rule: 'HOSO.card.known' }])
  await world.register.update(registerState).set({ cardsComplete: false })
  const entered = (await world.register.select().from(encounters)).find(({ submissionId }) => submissionId === 'card-a')
  const { nameHash, birthHash, birthYearHash, cardHash } = entered ?? {}
  if (!nameHash || !birthHash || !birthYearHash || !cardHash) throw new Error('no hashes were entered')
  const period = { cardHash, validFrom: '2026-01-01', validTo: '2026-12-31', status: 'active' as const, updatedAt: 1 }
  const right = { ...period, nameHash, birthHash, birthYearHash, initialFacility: '01001' }
  await world.register.insert(cards).values(right)
  await world.settle(submission)
  expect(await world.reported('card-')).toEqual([])
  await world.register
    .update(cards)
    .set({ nameHash: 'x', birthHash: 'x', initialFacility: '79001', validTo: '2026-09-30' })
  await world.settle(submission)
  const rules = (await world.reported('card-')).map(({ rule }) => rule)
  expect(rules).toEqual(['HOSO.card.valid', 'HOSO.card.name', 'HOSO.card.birth', 'XML1.MA_DKBD.as-registered'])
  await world.register.delete(cards)
})

test('an earlier reading never writes over a later one', async () => {
  const { register } = world
  await register.update(registerState).set({ revision: 500_000 })
  const card = newCard()
  await deliver(from('late-a', '01001', 1, stay(card)), from('late-b', '79001', 2, stay(card, { MA_LK: 'LK-2' })))
  const before = await world.reported('late-')
  expect(before).toHaveLength(1)
  // As one who read the register long ago, when only the second was there.
  const { writeHistories } = await import('../../../src/store/warehouse/history-findings.ts')
  const place = { submissionId: 'late-b', dossier: 1, facility: '79001', receivedOn: '2026-11-02' }
  await writeHistories(world.warehouseOf('79001'), 3, [{ ...place, findings: [] }], 0)
  expect(await world.reported('late-')).toEqual(before)
})

/** Encounters of three persons in two provinces, some of them in one file, some replaced by a later version. */
const scenario = (run: string, cardOf: (person: number) => string): Submission[] => {
  const visit = (
    person: number,
    MA_LK: string,
    NGAY_VAO: string,
    NGAY_RA: string,
    more: Partial<Dossier> = {},
  ): Dossier => ({
    MA_LK,
    card: cardOf(person),
    NGAY_VAO,
    NGAY_RA,
    ...more,
  })
  const death = { MA_LOAI_KCB: '03', KET_QUA_DTRI: '5' }
  return [
    from(
      `${run}-a`,
      '01001',
      1,
      visit(0, 'A1', '202610010800', '202610071000', { MA_LOAI_KCB: '03' }),
      visit(1, 'A2', '202610020800', '202610020900'),
    ),
    from(
      `${run}-b`,
      '79001',
      2,
      visit(0, 'B1', '202610050800', '202610091000', { MA_LOAI_KCB: '03' }),
      visit(2, 'B2', '202610010800', '202610031000', death),
    ),
    from(
      `${run}-c`,
      '01001',
      3,
      visit(1, 'C1', '202610021400', '202610021500'),
      visit(2, 'C2', '202610100800', '202610100900'),
    ),
    from(
      `${run}-d`,
      '01001',
      3,
      visit(0, 'D1', '202610060800', '202610060900'),
      visit(1, 'D2', '202610020800', '202610020900'),
    ),
    from(
      `${run}-e`,
      '79001',
      4,
      visit(0, 'B1', '202611050800', '202611091000', { MA_LOAI_KCB: '03', isCurrent: false }),
    ),
  ]
}

let lastRun = 0

/** Delivers the scenario in that order; `breaks` are the deliveries that fail behind entering the register, and come again at the end. */
async function run(order: readonly number[], breaks: readonly number[], atOnce: boolean): Promise<unknown> {
  const prefix = `run${(lastRun += 1)}`
  const own = [newCard(), newCard(), newCard()]
  const submissions = scenario(prefix, (person) => own[person] ?? '')
  const again: Submission[] = []
  const settle = async (at: number, nth: number): Promise<void> => {
    const submission = submissions[at]
    if (!submission) return
    await world.write(submission)
    if (!breaks.includes(nth)) return world.settle(submission)
    again.push(submission)
    await world.settle(submission, { openWarehouse: awayAfterReading() }).catch(() => {})
  }
  if (atOnce) await Promise.all(order.map(settle))
  else for (const [nth, at] of order.entries()) await settle(at, nth)
  for (const submission of again) await world.settle(submission)
  await world.settleWaiting()
  return world.reportedIn(prefix)
}

test('deliveries in any order, twice, at once or broken off in the middle leave the same findings', async () => {
  const expected = await run([0, 1, 2, 3, 4], [], false)
  expect(expected).toMatchObject([
    { submission: 'run-c', dossier: 1, rule: 'XML1.NGAY_VAO.one-visit-a-day' },
    { submission: 'run-c', dossier: 2, rule: 'XML1.NGAY_RA.not-after-death' },
    { submission: 'run-d', dossier: 1, rule: 'XML1.NGAY_VAO.no-visit-during-stay' },
    { submission: 'run-d', dossier: 2, rule: 'XML1.MA_LK.one-per-encounter' },
    { submission: 'run-d', dossier: 2, rule: 'XML1.NGAY_VAO.one-visit-a-day' },
    { submission: 'run-b', dossier: 1, rule: ELSEWHERE },
  ])
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5, maxLength: 5 }),
      fc.array(fc.nat(4), { maxLength: 3 }),
      fc.array(fc.nat(7), { maxLength: 2 }),
      fc.boolean(),
      async (order, repeats, breaks, atOnce) => {
        expect(await run([...order, ...repeats], breaks, atOnce)).toEqual(expected)
      },
    ),
    { numRuns: propertyRuns(5) },
  )
  const rows = await world.warehouseOf('01001').select().from(dossierHistories)
  expect(rows.length).toBeGreaterThan(0)
}, 180_000)
