/** What a database must hold before the worker may meet it. Every step is safe to repeat: it runs at each start. */
import { join } from 'node:path'
import { inArray } from 'drizzle-orm'
import { migrate } from 'drizzle-orm/libsql/migrator'
import type { JWK } from 'jose'
import {
  openDatabase,
  type Database,
  type DatabaseName,
  type Opened,
  type Reference,
} from '../../src/store/database.ts'
import { accounts, authorisedPersons, legacyUsers } from '../../db/reference/schema.ts'
import { loadSeed } from '../../dmdc-seed/load.ts'
import { createSigner } from '../../src/codes/release/signature.ts'
import { addLegacyUser } from '../../src/edge/facade/legacy-users.ts'
import { hashSecret } from '../../src/edge/identity/secret.ts'
import { demoAccountsOf, demoFacilitiesOf, demoPeople, demoPerson, demoSecret } from './accounts.ts'
import { projectRoot } from './bundle.ts'
import { StackProblem } from './problem.ts'

/** A migration may rewrite a table; loading the catalogues is one large batch. */
const PREPARE_TIMEOUT_MS = 60_000

export type Prepare = {
  /**
   * `signingKey`: private JWK as JSON, by which the first release is signed. `provinces`: two-digit codes, for whose people there are
   * accounts to try things with.
   */
  reference(url: string, signingKey: string, provinces?: readonly string[]): Promise<void>
  warehouse(url: string): Promise<void>
  register(url: string): Promise<void>
}

const migrateTo = (database: Database, folder: string): Promise<void> =>
  migrate(database, { migrationsFolder: join(projectRoot, folder) })

const addDemoAccounts = async (database: Reference, provinces: readonly string[]): Promise<void> => {
  const wanted = [
    ...demoAccountsOf(provinces).map((account) => ({ ...account, holder: 'software' as const })),
    ...demoPeople.map((account) => ({ ...account, holder: 'person' as const })),
  ]
  const ids = wanted.map(({ id }) => id)
  const present = await database.select({ id: accounts.id }).from(accounts).where(inArray(accounts.id, ids))
  const missing = wanted.filter(({ id }) => !present.some((account) => account.id === id))
  if (missing.length === 0) return
  const rows = missing.map(async ({ id, duties, provinces, ...rest }) =>
    Object.assign(rest, {
      id,
      duties: JSON.stringify(duties),
      provinces: provinces === undefined ? null : JSON.stringify(provinces),
      title: 'Tài khoản thử',
      secretHash: await hashSecret(demoSecret(id)),
    }),
  )
  await database.insert(accounts).values(await Promise.all(rows))
}

/** Since the circular is in force, so that files of any day may be tried. */
const PERSONS_SINCE = '2018-03-01'

const addDemoPersons = async (database: Reference, provinces: readonly string[]): Promise<void> => {
  const facilities = demoFacilitiesOf(provinces)
  const known = await database.select({ facility: authorisedPersons.facility }).from(authorisedPersons)
  const missing = facilities.filter((code) => !known.some(({ facility }) => facility === code))
  if (missing.length === 0) return
  const rows = missing.map(async (facility) => ({
    facility,
    id: demoPerson(facility),
    title: 'Kế toán trưởng (dữ liệu thử)',
    secretHash: await hashSecret(demoSecret(demoPerson(facility))),
    validFrom: PERSONS_SINCE,
  }))
  await database.insert(authorisedPersons).values(await Promise.all(rows))
}

/** The user of the old web services that each demo facility has: the name of its account, and the person who authenticates its payment data. */
const addDemoLegacyUsers = async (database: Reference, provinces: readonly string[]): Promise<void> => {
  const known = await database.select({ username: legacyUsers.username }).from(legacyUsers)
  for (const { id, facility } of demoAccountsOf(provinces)) {
    if (facility === undefined || known.some(({ username }) => username === id)) continue
    const user = { username: id, facility, person: demoPerson(facility), password: demoSecret(id), officer: null }
    await addLegacyUser(database, user, { by: 'demo', now: 0 })
  }
}

const withDatabase = async <Name extends DatabaseName>(
  name: Name,
  url: string,
  work: (database: Opened<Name>) => Promise<void>,
): Promise<void> => {
  const database = openDatabase(name, { url, timeoutMs: PREPARE_TIMEOUT_MS })
  try {
    await work(database)
  } finally {
    database.$client.close()
  }
}

/** A warehouse of before 30/11/2026 had a table for each of the law's: its migrations are no longer there, and its rows were readable. */
async function assertNotOlder(database: Opened<'warehouse'>): Promise<void> {
  const { rows } = await database.$client.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'XML1'")
  if (rows.length > 0)
    throw new StackProblem(
      'This data folder is of an older version, whose warehouse cannot be taken over. Remove the folder or name another one with --data; files are sent again.',
    )
}

/** Migrations, catalogues and demo accounts, as the project has them. */
export const prepareDatabases: Prepare = {
  reference: (url, signingKey, provinces = []) =>
    withDatabase('reference', url, async (database) => {
      await migrateTo(database, 'db/reference/migrations')
      // Our own keys.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const sign = await createSigner(JSON.parse(signingKey) as JWK)
      await loadSeed(database, { now: Date.now(), sign })
      await addDemoAccounts(database, provinces)
      await addDemoPersons(database, provinces)
      await addDemoLegacyUsers(database, provinces)
    }),
  warehouse: (url) =>
    withDatabase('warehouse', url, async (database) => {
      await assertNotOlder(database)
      await migrateTo(database, 'db/warehouse/migrations')
    }),
  register: (url) => withDatabase('register', url, (database) => migrateTo(database, 'db/register/migrations')),
}
