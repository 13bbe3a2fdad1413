/** What dies under `npm start` is started again, at the same addresses. */
import { open, readdir, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { supervise } from '../../scripts/stack/supervise.ts'
import { until } from '../../scripts/stack/until.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { START_TIMEOUT_MS, startTestStack, type TestStack } from '../harness/stack.ts'

const BACK_WITHIN_MS = 60_000
const TEST_TIMEOUT_MS = 150_000

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack({ supervises: true, compareEveryMs: 500 })
}, START_TIMEOUT_MS)
afterAll(() => stack?.dispose())

const kill = (pid: number | undefined): void => {
  if (pid === undefined) throw new Error('it was down already')
  process.kill(pid, 'SIGKILL')
}
const backAs = (what: string, pidOf: () => number | undefined, before: number | undefined): Promise<true> =>
  until(`${what} to be back`, BACK_WITHIN_MS, () => {
    const pid = pidOf()
    return pid !== undefined && pid !== before ? true : undefined
  })
const said = (part: string, what: string): boolean => stack.log().includes(`"part":"${part}","what":"${what}"`)

test(
  'workerd and a primary that are killed come back where they were, and files are taken',
  async () => {
    const { pid } = stack.warehouse
    kill(pid)
    await backAs('the warehouse', () => stack.warehouse.pid, pid)
    const workerd = stack.workerPid()
    kill(workerd)
    await backAs('workerd', () => stack.workerPid(), workerd)
    await until('an answer', BACK_WITHIN_MS, async () =>
      (await fetch(`${stack.url}/healthz`).catch(() => null))?.ok ? true : undefined,
    )
    const response = await stack.post(
      '01001',
      '/v1/submissions?purpose=management',
      makeFile({ standard: '3176', seed: 1 }),
      {
        'content-type': 'application/xml',
      },
    )
    expect(response.status).toBe(202)
    expect(said('worker', 'restarted')).toBe(true)
    expect(said('warehouse', 'restarted')).toBe(true)
  },
  TEST_TIMEOUT_MS,
)

test(
  'a replica that is damaged is thrown away and fetched anew',
  async () => {
    const { replica } = stack.reference
    const { pid } = replica
    const folder = join(stack.directory, 'reference-replica')
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) await truncate(join(entry.parentPath, entry.name), 7)
    kill(pid)
    await backAs('the replica', () => replica.pid, pid)
    await until('its data', BACK_WITHIN_MS, () =>
      stack.reference.caughtUp().then(
        () => true as const,
        () => undefined,
      ),
    )
    expect(said('reference-replica', 'restarted')).toBe(true)
  },
  TEST_TIMEOUT_MS,
)

/** Turns letters of a running database's files into others: it stays up, and answers something else. */
async function falsify(folder: string, from: string, to: string): Promise<number> {
  let changed = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/^data(-wal)?$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    const before = changed
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1), changed += 1) bytes.write(to, at)
    if (changed === before) continue
    const file = await open(path, 'r+')
    await file.write(bytes, 0, bytes.length, 0)
    await file.close()
  }
  return changed
}

test(
  'a replica that runs and answers wrongly is noticed and fetched anew',
  async () => {
    const { replica } = stack.reference
    const nameIn = async (url: string): Promise<unknown> => {
      const client = createClient({ url })
      try {
        return (await client.execute("SELECT role FROM accounts WHERE id = 'ministry'")).rows[0]?.['role']
      } catch {
        return null
      } finally {
        client.close()
      }
    }
    const right = await nameIn(stack.reference.primary.url)
    const { pid } = replica
    expect(await falsify(join(stack.directory, 'reference-replica', 'dbs'), 'ministry', 'mynistri')).toBeGreaterThan(0)
    await backAs('another replica', () => replica.pid, pid)
    await until('its data', BACK_WITHIN_MS, async () => ((await nameIn(replica.url)) === right ? true : undefined))
    expect(said('reference-replica', 'wrong')).toBe(true)
    expect(said('warehouse-replica', 'wrong')).toBe(false)
  },
  TEST_TIMEOUT_MS,
)

test(
  'a copy that does not come up twice is thrown away; what holds data of its own never is',
  async () => {
    const events: string[] = []
    const part = (name: string, startAfresh?: () => Promise<void>) => {
      let up = false
      return {
        name,
        isUp: () => up,
        restart: () => Promise.reject(new Error('damaged')),
        ...(startAfresh
          ? {
              startAfresh: async () => {
                await startAfresh()
                up = true
              },
            }
          : {}),
      }
    }
    const parts = [part('primary'), part('replica', () => Promise.resolve())]
    const supervisor = supervise(parts, ({ name, what }) => void events.push(`${name} ${what}`))
    await until('the copy to be back', BACK_WITHIN_MS, () => (events.includes('replica restarted') ? true : undefined))
    await supervisor.stop()
    expect(events.filter((event) => event.startsWith('replica'))).toEqual([
      'replica died',
      'replica failed',
      'replica failed',
      'replica thrown-away',
      'replica restarted',
    ])
    expect(events).not.toContain('primary thrown-away')
  },
  BACK_WITHIN_MS,
)
