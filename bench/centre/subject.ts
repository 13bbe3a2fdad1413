/** One build under measurement: a whole local stack of it, whose queues can be held. */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { demoToken } from '../../scripts/stack/demo-token.ts'
import { prepareDatabases, type Prepare } from '../../scripts/stack/prepare.ts'
import type { Stack, StackOptions } from '../../scripts/stack/stack.ts'
import { until } from '../../scripts/stack/until.ts'
import { cacheDirectory } from '../files.ts'
import { keptConnections, sendWell } from '../send.ts'
import { together, usageOf, type Usage } from './usage.ts'

const ENTRY = 'bench/held-worker.ts'
const TIMEOUT_MS = 120_000
const VERIFIED_WITHIN_MS = 1_800_000

/** What each process of a stack has used. */
export type StackUsage = {
  readonly worker: Usage
  readonly warehouses: Usage
  readonly replicas: Usage
  readonly register: Usage
}

export type Sent = { readonly seconds: number; readonly ids: readonly string[] }

/** A province whose facility has an account beside those of the demo. */
export const NEIGHBOUR_PROVINCE = '48'

export type Subject = {
  /** Whether that account is there. */
  readonly hasNeighbour: boolean
  readonly stack: Stack
  /** Warehouses that have received something are asked; each of its own number. */
  readonly warehouses: readonly Opened<'warehouse'>[]
  readonly register: Opened<'register'>
  hold: () => Promise<void>
  release: () => Promise<void>
  /** Sends files by so many senders, each waiting for its answer. */
  send: (facility: string, files: readonly Buffer[], senders: number) => Promise<Sent>
  /** From here on `verified` counts. */
  begin: () => Promise<void>
  /** How many files have been verified since then. */
  verified: () => Promise<number>
  /** Resolves once so many are, with the seconds that took from now. */
  verifiedAre: (count: number) => Promise<number>
  usage: () => Promise<StackUsage>
  stop: () => Promise<void>
}

const ownRoot = fileURLToPath(new URL('../../', import.meta.url))

/** The `startStack` of a folder that holds a build; our own where none is named. */
async function starterOf(root: string | undefined): Promise<(options: StackOptions) => Promise<Stack>> {
  if (root === undefined) return (await import('../../scripts/stack/stack.ts')).startStack
  await copyFile(join(ownRoot, ENTRY), join(root, ENTRY))
  // Another build of this project, which has the same function in the same place.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const other = (await import(join(root, 'scripts/stack/stack.ts'))) as {
    startStack: (options: StackOptions) => Promise<Stack>
  }
  return other.startStack
}

/** Starts a stack. `root`: the folder of another build of this project; none: this one. */
export async function startSubject(root?: string): Promise<Subject> {
  await mkdir(cacheDirectory, { recursive: true })
  const directory = await mkdtemp(join(cacheDirectory, 'run-centre-'))
  const startStack = await starterOf(root)
  const hasNeighbour = root === undefined
  const prepare: Prepare = {
    ...prepareDatabases,
    reference: (at, signingKey) => prepareDatabases.reference(at, signingKey, [NEIGHBOUR_PROVINCE]),
  }
  const stack = await startStack({
    directory: join(directory, 'stack'),
    entry: ENTRY,
    runsClock: false,
    ...(hasNeighbour ? { prepare } : {}),
  })
  const all = [{ warehouse: stack.warehouse, warehouseReplica: stack.warehouseReplica }, ...stack.warehouses]
  const warehouses = all.map(({ warehouse }) =>
    openDatabase('warehouse', { url: warehouse.url, timeoutMs: TIMEOUT_MS }),
  )
  const register = openDatabase('register', { url: stack.register.url, timeoutMs: TIMEOUT_MS })
  const tokens = new Map<string, string>()

  const tokenOf = async (facility: string): Promise<string> => {
    const known = tokens.get(facility)
    if (known !== undefined) return known
    const token = await demoToken(stack.url, facility)
    tokens.set(facility, token)
    return token
  }

  const begun = new Map<Opened<'warehouse'>, number>()
  const countOf = async (warehouse: Opened<'warehouse'>, sql: string): Promise<number> => {
    const { rows } = await warehouse.$client.execute({
      sql,
      args: sql.includes('?') ? [begun.get(warehouse) ?? 0] : [],
    })
    return Number(rows[0]?.['count'] ?? 0)
  }
  const verified = async (): Promise<number> => {
    const counts = warehouses.map((each) =>
      countOf(each, `SELECT count(*) AS count FROM events WHERE seq > ? AND kind = 'verified'`),
    )
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
  }

  return {
    hasNeighbour,
    stack,
    warehouses,
    register,
    hold: async () => void (await fetch(`${stack.url}/-/hold`)),
    release: async () => void (await fetch(`${stack.url}/-/release`)),
    async send(facility, files, senders) {
      const token = await tokenOf(facility)
      const agent = keptConnections(senders)
      const url = `${stack.url}/v1/submissions?purpose=management`
      const waiting = [...files]
      const ids: string[] = []
      const started = performance.now()
      await Promise.all(
        Array.from({ length: senders }, async () => {
          for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
            const { text } = await sendWell(url, { method: 'POST', token, agent, body: [file] }, 202)
            ids.push(/"id":"(\w+)"/.exec(text)?.[1] ?? '')
          }
        }),
      )
      agent.destroy()
      return { seconds: (performance.now() - started) / 1000, ids }
    },
    async begin() {
      for (const each of warehouses)
        begun.set(each, await countOf(each, 'SELECT coalesce(max(seq), 0) AS count FROM events'))
    },
    verified,
    async verifiedAre(count) {
      const started = performance.now()
      await until(`${count} files to be verified`, VERIFIED_WITHIN_MS, async () =>
        (await verified()) >= count ? true : undefined,
      )
      return (performance.now() - started) / 1000
    },
    usage: async () => ({
      worker: await usageOf(stack.workerPid()),
      warehouses: together(await Promise.all(all.map(({ warehouse }) => usageOf(warehouse.pid)))),
      replicas: together(await Promise.all(all.map(({ warehouseReplica }) => usageOf(warehouseReplica?.pid)))),
      register: await usageOf(stack.register.pid),
    }),
    async stop() {
      await stack.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
