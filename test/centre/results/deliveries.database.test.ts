/** Messages on their way to a real HTTP receiver, from a real warehouse; only the clock is ours. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { announce } from '../../../src/centre/results/announce.ts'
import { readFeed } from '../../../src/centre/results/feed.ts'
import { resultScopeOf } from '../../../src/centre/results/scope.ts'
import { deliverDue, wakeDue, type DeliveryNeeds } from '../../../src/centre/results/webhooks/deliver.ts'
import { listDeliveries, type ListedDelivery } from '../../../src/centre/results/webhooks/deliveries.ts'
import {
  type Webhook,
  enableWebhook,
  forgetSecrets,
  listWebhooks,
  makeWebhook,
  readWebhook,
  removeWebhook,
  resealSecrets,
  rotateSecret,
  secretsOf,
} from '../../../src/centre/results/webhooks/register.ts'
import { replay } from '../../../src/centre/results/webhooks/replay.ts'
import { isSigned, startReceiver, type Receiver } from '../../harness/receiver.ts'
import { testVault, vaultWith } from '../../store/warehouse/keys.ts'
import { startWarehouse, type TestWarehouse } from '../../store/warehouse/sqld.ts'

const FACILITY = '01001'
const DAY_MS = 86_400_000
const ministry = { role: 'ministry', account: 'm', department: null } as const
const scope = resultScopeOf(ministry, { facility: FACILITY })

let warehouse: TestWarehouse
let receiver: Receiver
let now: number
let woken: { webhook: string; delaySeconds: number }[]
let needs: DeliveryNeeds
beforeAll(async () => {
  warehouse = await startWarehouse()
}, 30_000)
afterAll(async () => {
  await warehouse?.dispose()
})
/** Accounts that were disabled. */
let ended: Set<string>
beforeEach(async () => {
  ended = new Set()
  const tables = ['events', 'webhooks', 'webhook_deliveries', 'webhook_secrets']
  await warehouse.database.$client.batch(
    tables.map((table) => `DELETE FROM ${table}`),
    'write',
  )
  receiver = await startReceiver()
  now = Date.parse('2026-11-22T01:00:00Z')
  woken = []
  needs = {
    openWarehouse: () => warehouse.database,
    vault: testVault,
    wake: ({ webhook }, delaySeconds = 0) => {
      woken.push({ webhook, delaySeconds })
      return Promise.resolve()
    },
    send: (request) => fetch(request),
    insecureHosts: ['127.0.0.1'],
    resolve: () => Promise.reject(new Error('no name is looked up here')),
    isAccountInForce: (account) => Promise.resolve(!ended.has(account)),
    now: () => now,
  }
})
afterEach(async () => {
  await receiver?.stop()
})

const make = async (facility = FACILITY): Promise<{ webhook: Webhook; secret: string }> => {
  const id = `w${Math.random().toString(36).slice(2)}`
  return makeWebhook(warehouse.database, testVault, { id, facility, url: receiver.url, account: facility, now })
}
const say = (submissionId: string, facility = FACILITY): Promise<void> =>
  announce(warehouse.database, [{ kind: 'verified', facility, submissionId }], now, needs.wake)
const deliver = ({ id, facility }: Webhook): Promise<void> => deliverDue({ facility, webhook: id }, needs)
const deliveriesOf = ({ id }: Webhook): Promise<ListedDelivery[]> =>
  listDeliveries(warehouse.database, id, { before: undefined, state: undefined, limit: 1000 })
const arrived = (): string[] => receiver.received.map(({ headers }) => String(headers['webhook-id']))

/** Lets every attempt come due until none follows. */
async function exhaust(webhook: Webhook): Promise<void> {
  for (;;) {
    await deliver(webhook)
    const [next] = (await deliveriesOf(webhook)).flatMap(({ nextAt }) => nextAt ?? [])
    if (next === undefined) return
    now = next
  }
}

test('of an account that was disabled nothing is sent any more; a test by another account of the facility enables them', async () => {
  const { webhook } = await make()
  await say('s1')
  ended.add(FACILITY)
  await deliver(webhook)
  expect(arrived()).toEqual([])
  expect(await readWebhook(warehouse.database, FACILITY, webhook.id)).toMatchObject({ disabledReason: 'account' })
  await say('s2')
  await deliver(webhook)
  expect(arrived()).toEqual([])
  await enableWebhook(warehouse.database, webhook.id, 'its-successor')
  await say('s3')
  await deliver(webhook)
  expect(arrived()).toHaveLength(1)
})

describe('a message', () => {
  test('arrives signed, with an id, and holds what happened', async () => {
    const { webhook, secret } = await make()
    await say('a')
    expect(woken).toEqual([{ webhook: webhook.id, delaySeconds: 0 }])
    await deliver(webhook)
    const [message] = receiver.received
    if (!message) throw new Error('nothing came')
    expect(isSigned(message, secret)).toBe(true)
    expect(isSigned(message, (await make()).secret)).toBe(false)
    expect(isSigned({ ...message, body: `${message.body} ` }, secret)).toBe(false)
    expect(message.headers['webhook-timestamp']).toBe(String(now / 1000))
    expect(JSON.parse(message.body)).toMatchObject({ type: 'submission.verified', data: { submission: 'a' } })
    expect(await deliveriesOf(webhook)).toMatchObject([
      { id: 'verified_a', state: 'delivered', attempts: 1, lastStatus: 204, lastFailure: null, nextAt: null },
    ])
  })

  test('comes once to each webhook of its facility, and to nobody else’s', async () => {
    const [one, two, other] = [await make(), await make(), await make('79001')]
    await say('a')
    await say('a')
    for (const { webhook } of [one, two, other]) await deliver(webhook)
    expect(receiver.received.map((message) => [isSigned(message, one.secret), isSigned(message, two.secret)])).toEqual([
      [true, false],
      [false, true],
    ])
    expect(await deliveriesOf(other.webhook)).toEqual([])
  })

  test('that is announced again after a break-off is on its way all the same', async () => {
    const { webhook } = await make()
    await say('a')
    woken = []
    await say('a')
    expect(woken).toEqual([{ webhook: webhook.id, delaySeconds: 0 }])
  })

  test('from before a webhook was made is not sent to it', async () => {
    await say('a')
    now += 1
    const { webhook } = await make()
    await say('a')
    expect(await deliveriesOf(webhook)).toEqual([])
  })
})

describe('a receiver that fails', () => {
  test('is asked again after five seconds, under the same id, until it takes the message', async () => {
    const { webhook, secret } = await make()
    await say('a')
    receiver.answer(500)
    woken = []
    await deliver(webhook)
    expect(await deliveriesOf(webhook)).toMatchObject([
      { state: 'pending', attempts: 1, nextAt: now + 5000, lastStatus: 500, lastFailure: 'status' },
    ])
    expect(woken).toEqual([{ webhook: webhook.id, delaySeconds: 5 }])
    await deliver(webhook)
    expect(receiver.received).toHaveLength(1)

    now += 5000
    receiver.answer(204)
    await deliver(webhook)
    expect(arrived()).toEqual(['verified_a', 'verified_a'])
    const [first, second] = receiver.received
    expect(first?.headers['webhook-signature']).not.toBe(second?.headers['webhook-signature'])
    expect(receiver.received.every((message) => isSigned(message, secret))).toBe(true)
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'delivered', attempts: 2 }])
  })

  test('by a redirect has its message sent nowhere else', async () => {
    const { webhook } = await make()
    await say('a')
    receiver.answer(302)
    await deliver(webhook)
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook'])
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'pending', lastStatus: 302, lastFailure: 'redirect' }])
  })

  test('by not being there has no status', async () => {
    const { webhook } = await make()
    await say('a')
    await receiver.stop()
    await deliver(webhook)
    expect(await deliveriesOf(webhook)).toMatchObject([
      { state: 'pending', lastStatus: null, lastFailure: 'unreachable' },
    ])
  })

  test('to the end is marked failing, after days more disabled, and says so', async () => {
    const { webhook } = await make()
    receiver.answer(500)
    await say('a')
    await exhaust(webhook)
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'failed', attempts: 10, nextAt: null }])
    const failing = await readWebhook(warehouse.database, FACILITY, webhook.id)
    expect(failing).toMatchObject({ failingSince: now, disabledAt: null })

    now += DAY_MS
    await say('b')
    await exhaust(webhook)
    await say('c')
    await exhaust(webhook)
    const disabled = await readWebhook(warehouse.database, FACILITY, webhook.id)
    expect(disabled).toMatchObject({ failingSince: failing.failingSince, disabledReason: 'failing' })
    expect((disabled.disabledAt ?? 0) - (failing.failingSince ?? 0)).toBeGreaterThanOrEqual(5 * DAY_MS)

    const before = receiver.received.length
    await say('d')
    await deliver(webhook)
    expect(receiver.received).toHaveLength(before)
  })

  test('and then takes a message is failing no more', async () => {
    const { webhook } = await make()
    receiver.answer(500)
    await say('a')
    await exhaust(webhook)
    receiver.answer(204)
    await say('b')
    await deliver(webhook)
    expect(await readWebhook(warehouse.database, FACILITY, webhook.id)).toMatchObject({ failingSince: null })
  })

  test('with 410 Gone is asked nothing more, also not what waited', async () => {
    const { webhook } = await make()
    for (let at = 0; at < 30; at += 1) await say(`s${at}`)
    receiver.answer(410)
    await deliver(webhook)
    const asked = receiver.received.length
    expect(asked).toBeLessThan(30)
    expect(await readWebhook(warehouse.database, FACILITY, webhook.id)).toMatchObject({
      disabledAt: now,
      disabledReason: 'gone',
    })
    now += DAY_MS
    await deliver(webhook)
    expect(receiver.received).toHaveLength(asked)
    expect((await deliveriesOf(webhook)).map(({ state }) => state)).toEqual(Array.from({ length: 30 }, () => 'failed'))
  })
})

describe('a receiver that asks for a pause', () => {
  test.each([
    ['in seconds', '3600'],
    ['by a date', 'Sun, 22 Nov 2026 02:00:00 GMT'],
  ])('%s is left alone until then, by every message', async (_, header) => {
    const { webhook } = await make()
    for (let at = 0; at < 12; at += 1) await say(`s${at}`)
    receiver.answer(503, { 'retry-after': header })
    woken = []
    await deliver(webhook)
    const asked = receiver.received.length
    expect(asked).toBeLessThan(12)
    const until = now + 3_600_000
    expect(await listWebhooks(warehouse.database, FACILITY, now)).toMatchObject([{ pausedUntil: until, pending: 12 }])
    expect((await deliveriesOf(webhook)).reduce((sum, { attempts }) => sum + attempts, 0)).toBe(asked)

    await say('later')
    now = until - 1
    woken = []
    await wakeDue(warehouse.database, needs.wake, now)
    await deliver(webhook)
    expect([receiver.received.length, woken]).toEqual([asked, []])

    now = until
    receiver.answer(204)
    await wakeDue(warehouse.database, needs.wake, now)
    expect(woken).toEqual([{ webhook: webhook.id, delaySeconds: 0 }])
    await deliver(webhook)
    expect(new Set(arrived()).size).toBe(13)
    expect((await deliveriesOf(webhook)).map(({ state }) => state)).toEqual(
      Array.from({ length: 13 }, () => 'delivered'),
    )
  })

  test('that is shorter than our own is asked no sooner', async () => {
    const { webhook } = await make()
    await say('a')
    receiver.answer(500)
    await deliver(webhook)
    now += 5000
    receiver.answer(429, { 'retry-after': '1' })
    await deliver(webhook)
    expect(await deliveriesOf(webhook)).toMatchObject([{ attempts: 2, nextAt: now + 300_000 }])
  })
})

describe('a secret that is rotated', () => {
  const rotate = (webhook: Webhook, hours: number): Promise<string> =>
    rotateSecret(warehouse.database, testVault, webhook, { until: now + hours * 3_600_000, now })
  const signedBy = async (webhook: Webhook, event: string, secrets: readonly string[]): Promise<boolean[]> => {
    await say(event)
    await deliver(webhook)
    const message = receiver.received.at(-1)
    if (!message) throw new Error('nothing came')
    return secrets.map((secret) => isSigned(message, secret))
  }

  test('signs beside the one before until the overlap ends, then alone', async () => {
    const { webhook, secret: old } = await make()
    const fresh = await rotate(webhook, 24)
    expect(fresh).not.toBe(old)
    expect(await signedBy(webhook, 'a', [fresh, old])).toEqual([true, true])
    // As Standard Webhooks writes several: by spaces, in one header.
    expect(receiver.received.at(-1)?.headers['webhook-signature']).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/)
    expect(await listWebhooks(warehouse.database, FACILITY, now)).toMatchObject([{ previousUntil: now + DAY_MS }])

    now += DAY_MS
    expect(await signedBy(webhook, 'b', [fresh, old])).toEqual([true, false])
    expect(await listWebhooks(warehouse.database, FACILITY, now)).toMatchObject([{ previousUntil: null }])
    await forgetSecrets(warehouse.database, now)
    const { rows } = await warehouse.database.$client.execute('SELECT * FROM webhook_secrets')
    expect(rows).toEqual([])
  })

  test('and whose answer was lost, can be rotated again: what the receiver knows still signs', async () => {
    const { webhook, secret: known } = await make()
    const lost = await rotate(webhook, 24)
    const fresh = await rotate(webhook, 24)
    expect(await signedBy(webhook, 'a', [known, lost, fresh])).toEqual([true, true, true])
    await expect(rotate(webhook, 24)).rejects.toMatchObject({ code: 'webhook-secrets' })
    expect(await signedBy(webhook, 'b', [known, lost, fresh])).toEqual([true, true, true])
  })

  test('without an overlap ends all before it at once', async () => {
    const { webhook, secret: leaked } = await make()
    const second = await rotate(webhook, 24)
    const fresh = await rotate(webhook, 0)
    expect(await signedBy(webhook, 'a', [leaked, second, fresh])).toEqual([false, false, true])
  })

  test('is sealed anew under a new key together with the one before', async () => {
    const { webhook, secret: old } = await make()
    const fresh = await rotate(webhook, 24)
    await resealSecrets(warehouse.database, vaultWith(2))
    const resealed = await readWebhook(warehouse.database, FACILITY, webhook.id)
    expect(await secretsOf(warehouse.database, vaultWith(2), resealed, now)).toEqual([fresh, old])
    const { rows } = await warehouse.database.$client.execute('SELECT secret FROM webhook_secrets')
    expect(rows).toMatchObject([{ secret: expect.stringMatching(/^k2\./) }])
  })
})

describe('a run', () => {
  test('takes some of many messages and asks for the next at once, until all have come, each once', async () => {
    const { webhook } = await make()
    for (let at = 0; at < 50; at += 1) await say(`s${at}`)
    let runs = 0
    for (woken = [{ webhook: webhook.id, delaySeconds: 0 }]; woken.length > 0; runs += 1) {
      woken = []
      await deliver(webhook)
      expect(woken.every(({ delaySeconds }) => delaySeconds === 0)).toBe(true)
    }
    expect(runs).toBeGreaterThan(1)
    expect(arrived().sort()).toEqual(Array.from({ length: 50 }, (_, at) => `verified_s${at}`).sort())
  })

  test('at the same moment as another sends nothing that the other sends', async () => {
    const { webhook } = await make()
    for (let at = 0; at < 30; at += 1) await say(`s${at}`)
    await Promise.all([deliver(webhook), deliver(webhook), deliver(webhook)])
    expect(arrived()).toHaveLength(30)
    expect(new Set(arrived()).size).toBe(30)
  })

  test('that was killed has its messages sent again by a later one', async () => {
    const { webhook } = await make()
    await say('a')
    const killed: DeliveryNeeds = { ...needs, openWarehouse: () => withoutNotes(warehouse) }
    await expect(deliverDue({ facility: FACILITY, webhook: webhook.id }, killed)).rejects.toThrow('killed')
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'pending', attempts: 1 }])
    now += 3 * 60 * 1000
    await deliver(webhook)
    expect(arrived()).toEqual(['verified_a', 'verified_a'])
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'delivered', attempts: 2 }])
  })
})

/** A warehouse whose second batch, which would note what became of a message, never happens. */
function withoutNotes({ database }: TestWarehouse): TestWarehouse['database'] {
  let batches = 0
  const client = new Proxy(database.$client, {
    get(target, name) {
      if (name === 'batch' && (batches += 1) > 1) return () => Promise.reject(new Error('killed'))
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  return new Proxy(database, {
    get: (target, name) => (name === '$client' ? client : Reflect.get(target, name, target)),
  })
}

test('the clock wakes whoever has something due, and nobody else', async () => {
  const { webhook } = await make()
  await make('01002')
  await say('a')
  woken = []
  await wakeDue(warehouse.database, needs.wake, now)
  expect(woken).toEqual([{ webhook: webhook.id, delaySeconds: 0 }])
  await deliver(webhook)
  woken = []
  await wakeDue(warehouse.database, needs.wake, now)
  expect(woken).toEqual([])
})

describe('a replay', () => {
  test('sends what is behind a cursor again, under the ids it had, and what came before the webhook', async () => {
    await say('early')
    const { next } = await readFeed(warehouse.database, scope, { since: undefined, limit: 100 })
    now += 1
    const { webhook } = await make()
    await say('a')
    await deliver(webhook)
    expect(await replay(warehouse.database, scope, webhook, { since: next, now })).toEqual({
      deliveries: 1,
      next: null,
    })
    await deliver(webhook)
    expect(arrived()).toEqual(['verified_a', 'verified_a'])
    expect(await replay(warehouse.database, scope, webhook, { since: undefined, now })).toEqual({
      deliveries: 2,
      next: null,
    })
    await deliver(webhook)
    expect(arrived().slice(2).sort()).toEqual(['verified_a', 'verified_early'])
  })

  test('of a disabled webhook is refused', async () => {
    const { webhook } = await make()
    const disabled = { ...webhook, disabledAt: now }
    await expect(replay(warehouse.database, scope, disabled, { since: undefined, now })).rejects.toMatchObject({
      code: 'webhook-disabled',
    })
  })
})

describe('a webhook', () => {
  test('has its secret sealed, opened by the vault alone, and sealed anew under a new key', async () => {
    const { webhook, secret } = await make()
    expect(webhook.secret).toMatch(/^k1\./)
    expect(webhook.secret).not.toContain(secret.slice(6))
    await resealSecrets(warehouse.database, vaultWith(2))
    const resealed = await readWebhook(warehouse.database, FACILITY, webhook.id)
    expect(resealed.secret).toMatch(/^k2\./)
    expect(await secretsOf(warehouse.database, vaultWith(2), resealed, now)).toEqual([secret])
    await resealSecrets(warehouse.database, vaultWith(2))
    expect((await readWebhook(warehouse.database, FACILITY, webhook.id)).secret).toBe(resealed.secret)
  })

  test('is one of five at most, also when many are made at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 12 }, () => make()))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    const refused = made.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
    for (const reason of refused) expect(reason).toMatchObject({ code: 'webhook-limit' })
    await make('01002')
  })

  test('that is taken away takes its deliveries with it, and is its facility’s alone', async () => {
    const { webhook } = await make()
    await say('a')
    await expect(removeWebhook(warehouse.database, '01002', webhook.id)).rejects.toMatchObject({
      code: 'webhook-unknown',
    })
    await rotateSecret(warehouse.database, testVault, webhook, { until: now + DAY_MS, now })
    expect(await listWebhooks(warehouse.database, FACILITY, now)).toMatchObject([{ id: webhook.id, pending: 1 }])
    await removeWebhook(warehouse.database, FACILITY, webhook.id)
    expect(await listWebhooks(warehouse.database, FACILITY, now)).toEqual([])
    const { rows } = await warehouse.database.$client.execute('SELECT * FROM webhook_secrets')
    expect(rows).toEqual([])
    expect(await deliveriesOf(webhook)).toEqual([])
    await deliver(webhook)
    expect(receiver.received).toEqual([])
  })
})
