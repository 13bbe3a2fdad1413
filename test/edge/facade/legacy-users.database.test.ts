/** Who signs in by the old wire, out of a real reference database: nobody whose account is not in force. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '../../../db/reference/schema.ts'
import { addLegacyUser, signInLegacy } from '../../../src/edge/facade/legacy-users.ts'
import { secretMatches } from '../../../src/edge/identity/secret.ts'
import { openDatabase, type Opened } from '../../../src/store/database.ts'
import { startReferencePrimary } from '../../harness/sqld.ts'

const PASSWORD = 'an old password'
const FACILITY = '01001'

let primary: Opened<'reference'>
let stop: () => Promise<void>
beforeAll(async () => {
  const sqld = await startReferencePrimary()
  stop = () => sqld.stop()
  primary = openDatabase('reference', { url: sqld.url, timeoutMs: 20_000 })
  const row = { id: FACILITY, role: 'facility', facility: FACILITY, secretHash: '-', duties: '["sender"]' } as const
  await primary.insert(accounts).values(row).onConflictDoNothing()
  const user = { username: FACILITY, facility: FACILITY, person: null, password: PASSWORD, officer: null }
  await addLegacyUser(primary, user, { by: 'province-01', now: 0 })
}, 60_000)
afterAll(async () => {
  primary?.$client.close()
  await stop?.()
})

const signIn = () => signInLegacy(primary, { username: FACILITY, password: PASSWORD }, '2026-11-30', secretMatches)
const set = (change: Partial<typeof accounts.$inferInsert>) =>
  primary.update(accounts).set(change).where(eq(accounts.id, FACILITY))

test('the account is in force', async () => {
  expect(await signIn()).toMatchObject({ caller: { account: FACILITY, facility: FACILITY } })
})

test.each([
  ['waits for a second person', { pendingBy: 'operator' }, { pendingBy: null }],
  ['is disabled', { disabledAt: 1 }, { disabledAt: null }],
  ['may not send', { duties: '["auditor"]' }, { duties: '["sender"]' }],
])('nobody signs in whose account %s', async (_, change, back) => {
  await set(change)
  expect(await signIn()).toEqual({ fault: 'closed' })
  await set(back)
  expect(await signIn()).toHaveProperty('caller')
})
