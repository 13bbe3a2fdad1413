import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPerson, demoSecret } from '../../scripts/stack/accounts.ts'
import { demoToken } from '../../scripts/stack/demo-token.ts'
import { startStack, type Stack, type StackOptions } from '../../scripts/stack/stack.ts'
import { copyTemplate } from './copy-template.ts'
import { quickQueues } from './quick-queues.ts'

/** Requests to a service in the name of its demo accounts. */
export type Accounts = {
  /** A token of a demo account, fetched once; a facility's names its person, so that payment data may be sent with it. */
  token(account: string): Promise<string>
  /** Fetches tokens anew from now on: the service's clock has moved, and they live ten minutes. */
  forgetTokens(): void
  /** Sends as that account, or as nobody when it is undefined. */
  get(account: string | undefined, path: string): Promise<Response>
  post(account: string | undefined, path: string, body: BodyInit, headers?: Record<string, string>): Promise<Response>
}

export type TestStack = Stack &
  Accounts & {
    /** Stops everything and removes the data. */
    dispose(): Promise<void>
  }

/** Databases, bundle and workerd are up in some fifteen seconds; beside others, on two cores, it takes several times that. */
export const START_TIMEOUT_MS = 180_000

const FACILITY = /^\d{2}[0-9A-Z]\d{2}$/
const personOf = (account: string): Record<string, string> => {
  if (!FACILITY.test(account)) return {}
  const person = demoPerson(account)
  return { person, person_secret: demoSecret(person) }
}

/** A folder as of a stack that was stopped: nothing is migrated, seeded or signed at its start. */
const copiedStack = async (provinces: readonly string[]): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'bhyt-stack-'))
  await copyTemplate('stack', directory)
  for (const code of provinces) await copyTemplate('stack/warehouse', join(directory, `warehouse-${code}`))
  return directory
}

export const accountsOf = (url: string): Accounts => {
  const tokens = new Map<string, Promise<string>>()
  const token = (account: string): Promise<string> => {
    const known = tokens.get(account) ?? demoToken(url, account, { fields: personOf(account) })
    tokens.set(account, known)
    // A refused sign-in is tried again by the next who asks.
    known.catch(() => tokens.delete(account))
    return known
  }
  const send = async (account: string | undefined, path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (account !== undefined) headers.set('authorization', `Bearer ${await token(account)}`)
    // `half` is what fetch demands for a body that streams.
    return fetch(`${url}${path}`, { ...init, headers, duplex: 'half' } as RequestInit)
  }

  return {
    token,
    forgetTokens: () => {
      tokens.clear()
    },
    get: (account, path) => send(account, path, {}),
    post: (account, path, body, headers = {}) => send(account, path, { method: 'POST', body, headers }),
  }
}

/**
 * The whole service on free ports with data of its own; the clock does not move, and warehouses have no replica, unless a test says
 * otherwise.
 */
export const startTestStack = async (options: Partial<StackOptions> = {}): Promise<TestStack> => {
  const directory = options.directory ?? (await copiedStack(options.provinces ?? []))
  const stack = await startStack({
    runsClock: false,
    warehouseReplicas: false,
    queues: quickQueues,
    ...options,
    // A look at the store that a test lets fail is the centre's; `full-disk.test.ts` and the shared stack read back.
    vars: { STORE_READ_BACK: 'false', ...options.vars },
    directory,
  })
  return {
    ...stack,
    ...accountsOf(stack.url),
    dispose: async () => {
      await stack.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
