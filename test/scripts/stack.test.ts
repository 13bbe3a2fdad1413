import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client/web'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadOrMakeKeys } from '../../scripts/stack/keys.ts'
import { lockDirectory } from '../../scripts/stack/lock.ts'
import { assertPortFree } from '../../scripts/stack/ports.ts'
import { catchUp, startSqld, type Sqld } from '../../scripts/stack/sqld.ts'
import type { Province } from '../../scripts/stack/stack.ts'
import { until } from '../../scripts/stack/until.ts'
import { isRunning, processesNaming } from '../harness/processes.ts'
import { startTestStack, type TestStack } from '../harness/stack.ts'

const STUB = 'test/scripts/stub-worker.ts'
const START_TIMEOUT_MS = 60_000

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bhyt-test-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

const takePort = async (): Promise<{ server: Server; port: number }> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is never a pipe's name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { server, port: (server.address() as AddressInfo).port }
}

/** The highest of three ports in a row, of which the others are free. */
const takePortAfterTwo = async (): Promise<{ server: Server; port: number }> => {
  for (;;) {
    const { server, port } = await takePort()
    const free = [port - 1, port - 2].map((before) => assertPortFree('127.0.0.1', before, 'a test', ''))
    if ((await Promise.allSettled(free)).every(({ status }) => status === 'fulfilled')) return { server, port }
    server.close()
  }
}

describe('sqld', { timeout: START_TIMEOUT_MS }, () => {
  const running: Sqld[] = []
  const start = async (options: Parameters<typeof startSqld>[0]): Promise<Sqld> => {
    const sqld = await startSqld(options)
    running.push(sqld)
    return sqld
  }
  afterEach(async () => {
    for (let next = running.pop(); next !== undefined; next = running.pop()) await next.kill()
  })
  const startPair = async (): Promise<{ primary: Sqld; replica: Sqld }> => {
    const primary = await start({ name: 'primary', directory: join(directory, 'primary') })
    const { grpcUrl = '' } = primary
    return {
      primary,
      replica: await start({ name: 'replica', directory: join(directory, 'replica'), primaryGrpcUrl: grpcUrl }),
    }
  }
  test('a row written at the primary is read at the replica', async () => {
    const { primary, replica } = await startPair()
    await createClient({ url: primary.url }).batch(['CREATE TABLE t (a)', "INSERT INTO t VALUES ('một')"])
    await catchUp(primary, replica)
    const { rows } = await createClient({ url: replica.url }).execute('SELECT a FROM t')
    expect(rows[0]?.['a']).toBe('một')
    expect(replica.grpcUrl).toBeUndefined()
  })

  test('a replica answers while its primary is away, and catches up when it is back', async () => {
    const { primary, replica } = await startPair()
    await createClient({ url: primary.url }).batch(['CREATE TABLE t (a)', 'INSERT INTO t VALUES (1)'])
    await catchUp(primary, replica)
    await primary.kill()
    expect(primary.pid).toBeUndefined()
    const reader = createClient({ url: replica.url })
    expect((await reader.execute('SELECT a FROM t')).rows).toHaveLength(1)

    await primary.restart()
    await createClient({ url: primary.url }).execute('INSERT INTO t VALUES (2)')
    await until('the second row', 10_000, async () =>
      (await reader.execute('SELECT a FROM t')).rows.length === 2 ? true : undefined,
    )
  })

  test.each(['httpPort', 'grpcPort'] as const)('a taken %s is refused in words that name it', async (which) => {
    const { server, port } = await takePort()
    await expect(start({ name: 'warehouse', directory, [which]: port })).rejects.toThrow(
      new RegExp(`^Port ${port} is taken by another program; warehouse \\(.*\\) wants it\\. `),
    )
    server.close()
  })

  test('an error names the server and shows the last lines of its log', async () => {
    await writeFile(join(directory, 'file'), '')
    await expect(start({ name: 'warehouse', directory: join(directory, 'file') })).rejects.toThrow()
    await writeFile(join(directory, 'metastore'), 'in the way of a folder')
    await expect(start({ name: 'warehouse', directory })).rejects.toThrow(/^warehouse: sqld did not start\n.+/s)
  })

  test('stop leaves no process', async () => {
    const sqld = await start({ name: 'warehouse', directory })
    const { pid = 0 } = sqld
    expect(isRunning(pid)).toBe(true)
    await sqld.stop()
    expect(isRunning(pid)).toBe(false)
  })
})

describe('data folder', () => {
  test('a second stack on the same folder is refused, until the first lets go', async () => {
    const lock = await lockDirectory(directory)
    await expect(lockDirectory(directory)).rejects.toThrow(
      `The data folder ${directory} is in use by another stack (process ${process.pid})`,
    )
    await lock.release()
    await (await lockDirectory(directory)).release()
  })

  test.each([
    ['a process that is gone', `999999999 ${Date.now()}`],
    ['the time before the machine restarted', `${process.ppid} 1`],
    ['an earlier process that had our number', `${process.pid} ${Date.now()}`],
    ['a crash while it was written', ''],
  ])('a lock left by %s is taken over', async (_, content) => {
    await writeFile(join(directory, 'stack.lock'), content)
    await (await lockDirectory(directory)).release()
  })

  test('keys are made once and readable by nobody else', async () => {
    const path = join(directory, 'keys.json')
    const keys = await loadOrMakeKeys(path)
    expect(await loadOrMakeKeys(path)).toEqual(keys)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(keys.publicKeys).not.toContain('"d":')
  })
})

describe('stack', { timeout: START_TIMEOUT_MS }, () => {
  let stack: TestStack
  beforeAll(async () => {
    stack = await startTestStack({ entry: STUB, vars: { NOTE: 'from the test' } })
  }, START_TIMEOUT_MS)
  afterAll(async () => {
    await stack?.dispose()
  })

  const read = (key: string): Promise<string> =>
    until(`object ${key}`, 10_000, async () => {
      const response = await stack.get(undefined, `/${key}`)
      return response.status === 200 ? await response.text() : undefined
    })

  test('the worker reads the replica and is told where the others are', async () => {
    const environment: unknown = await (await stack.get(undefined, '/environment')).json()
    expect(environment).toMatchObject({
      REFERENCE_URL: stack.reference.replica.url,
      REFERENCE_PRIMARY_URL: stack.reference.primary.url,
      WAREHOUSE_URLS: JSON.stringify({ '*': stack.warehouse.url }),
      TOKEN_ISSUER: 'bhyt-edge',
      NOTE: 'from the test',
    })
  })

  test('scheduled runs when asked for', async () => {
    expect((await stack.get(undefined, '/scheduled')).status).toBe(404)
    await stack.runScheduled()
    expect(await read('scheduled')).toBe('* * * * *')
  })

  test('a message is consumed, and one that keeps failing ends in the dead letter queue', async () => {
    await stack.post(undefined, '/', 'good-1')
    await stack.post(undefined, '/', 'bad-1')
    expect(await read('good-1')).toBe('bhyt-visits-79')
    expect(await read('bad-1')).toBe('bhyt-verification-dead')
  })

  test('an object that was put outlives a kill of workerd', async () => {
    const put = await fetch(`${stack.url}/kept`, { method: 'PUT', body: 'bytes' })
    expect(put.status).toBe(204)
    const before = stack.workerPid() ?? 0
    await stack.killWorker()
    expect(isRunning(before)).toBe(false)
    expect(stack.workerPid()).toBeUndefined()
    await expect(stack.get(undefined, '/kept')).rejects.toThrow()

    await stack.restartWorker()
    expect(await read('kept')).toBe('bytes')
  })

  test('a second one on its folder is refused and leaves the first alone', async () => {
    await expect(startTestStack({ entry: STUB, directory: stack.directory })).rejects.toThrow(
      'is in use by another stack',
    )
    expect((await stack.get(undefined, '/environment')).status).toBe(200)
  })

  test('a failed start ends what it had started', async () => {
    const done = (): Promise<void> => Promise.resolve()
    const prepare = { reference: () => Promise.reject(new Error('no migrations')), warehouse: done, register: done }
    await expect(startTestStack({ entry: STUB, directory, prepare })).rejects.toThrow('no migrations')
    expect(await processesNaming(directory)).toEqual([])
  })

  test('stop leaves no process and keeps the data for the next start', async () => {
    const first = await startTestStack({ entry: STUB, directory })
    await createClient({ url: first.warehouse.url }).batch(['CREATE TABLE t (a)', 'INSERT INTO t VALUES (1)'])
    await createClient({ url: first.reference.primary.url }).batch(['CREATE TABLE t (a)', 'INSERT INTO t VALUES (2)'])
    const pid = first.workerPid() ?? 0
    await first.stop()
    expect(isRunning(pid)).toBe(false)
    expect(await processesNaming(directory)).toEqual([])

    const second = await startTestStack({ entry: STUB, directory })
    expect((await createClient({ url: second.warehouse.url }).execute('SELECT a FROM t')).rows[0]?.['a']).toBe(1)
    expect((await createClient({ url: second.reference.replica.url }).execute('SELECT a FROM t')).rows[0]?.['a']).toBe(
      2,
    )
    await second.kill()
    expect(await processesNaming(directory)).toEqual([])
  })
})

describe('stack of two provinces', { timeout: START_TIMEOUT_MS }, () => {
  let stack: TestStack
  beforeAll(async () => {
    stack = await startTestStack({
      entry: STUB,
      provinces: ['01', '79'],
      warehouses: ['48'],
      warehouseReplicas: true,
      vars: { NOTE: 'from the test' },
    })
  }, START_TIMEOUT_MS)
  afterAll(async () => {
    await stack?.dispose()
  })

  const edge = (code: string): Province => {
    const province = stack.provinces.find((province) => province.code === code)
    if (province === undefined) throw new Error(`no province ${code}`)
    return province
  }
  const read = (url: string, key: string): Promise<string> =>
    until(`object ${key}`, 10_000, async () => {
      const response = await fetch(`${url}/${key}`)
      return response.status === 200 ? await response.text() : undefined
    })
  const environmentOf = async (url: string): Promise<Record<string, unknown>> =>
    (await fetch(`${url}/environment`)).json()

  test('an edge reads its own replica and knows no way to the primary, as [env.edge] declares', async () => {
    expect(stack.provinces.map(({ code }) => code)).toEqual(['01', '79'])
    for (const { url, replica } of stack.provinces) {
      const environment = await environmentOf(url)
      expect(environment).toMatchObject({
        REFERENCE_URL: replica.url,
        TOKEN_ISSUER: 'bhyt-edge',
        NOTE: 'from the test',
      })
      expect(Object.keys(environment)).not.toContain('REFERENCE_PRIMARY_URL')
      expect(Object.keys(environment)).not.toContain('DMDC_SIGNING_KEY')
      expect(JSON.stringify(environment)).not.toContain(stack.reference.primary.url)
    }
    expect(edge('01').replica.url).not.toBe(edge('79').replica.url)
  })

  test('the centre knows the primary, as [env.central] declares', async () => {
    expect(await environmentOf(stack.url)).toMatchObject({
      REFERENCE_URL: stack.reference.replica.url,
      REFERENCE_PRIMARY_URL: stack.reference.primary.url,
      DMDC_SIGNING_KEY: expect.any(String) as string,
    })
  })

  test('each province has a warehouse, all others share one, and everybody is told', async () => {
    const expected = {
      '01': edge('01').warehouse.url,
      '79': edge('79').warehouse.url,
      '48': stack.warehouses[0]?.warehouse.url,
      '*': stack.warehouse.url,
    }
    expect(new Set(Object.values(expected)).size).toBe(4)
    for (const url of [stack.url, edge('01').url, edge('79').url])
      expect(JSON.parse(String((await environmentOf(url))['WAREHOUSE_URLS']))).toEqual(expected)
  })

  test('each warehouse has a replica, which its edge knows and nobody else', async () => {
    for (const { code, url, warehouse, warehouseReplica } of stack.provinces) {
      expect(warehouseReplica?.url).not.toBe(warehouse.url)
      const replicas: unknown = JSON.parse(String((await environmentOf(url))['WAREHOUSE_REPLICA_URLS']))
      expect(replicas).toEqual({ [code]: warehouseReplica?.url })
    }
    expect((await environmentOf(stack.url))['WAREHOUSE_REPLICA_URLS']).toBe('{}')
    const others = [stack, ...stack.warehouses].map(({ warehouse, warehouseReplica }) => ({
      warehouse,
      warehouseReplica,
    }))
    for (const { warehouse, warehouseReplica } of others) {
      await createClient({ url: warehouse.url }).batch(['CREATE TABLE t (a)', 'INSERT INTO t VALUES (1)'])
      if (!warehouseReplica) throw new Error('a warehouse has no replica')
      await catchUp(warehouse, warehouseReplica)
      expect((await createClient({ url: warehouseReplica.url }).execute('SELECT a FROM t')).rows).toHaveLength(1)
    }
  })

  test('what one edge stores is there for the other and for the centre', async () => {
    await fetch(`${edge('01').url}/shared`, { method: 'PUT', body: 'bytes' })
    expect(await read(edge('79').url, 'shared')).toBe('bytes')
    expect(await read(stack.url, 'shared')).toBe('bytes')
  })

  test.each(['01', '79'])('a message sent at edge %s is consumed at the centre', async (code) => {
    await fetch(edge(code).url, { method: 'POST', body: `good-${code}` })
    expect(await read(stack.url, `good-${code}`)).toBe('bhyt-visits-79')
    expect(await read(stack.url, `good-${code}.consumer`)).toBe(stack.reference.replica.url)
    await fetch(edge(code).url, { method: 'POST', body: `bad-${code}` })
    expect(await read(stack.url, `bad-${code}`)).toBe('bhyt-verification-dead')
  })

  test('a row written at the primary reaches every replica, and one that was killed catches up', async () => {
    const primary = createClient({ url: stack.reference.primary.url })
    await primary.batch(['CREATE TABLE t (a)', 'INSERT INTO t VALUES (1)'])
    const rowsAt = async ({ replica }: Province): Promise<number> =>
      (await createClient({ url: replica.url }).execute('SELECT a FROM t')).rows.length
    await Promise.all(stack.provinces.map((province) => province.caughtUp()))
    expect(await Promise.all(stack.provinces.map(rowsAt))).toEqual([1, 1])

    await edge('01').replica.kill()
    await primary.execute('INSERT INTO t VALUES (2)')
    await edge('79').caughtUp()
    expect(await rowsAt(edge('79'))).toBe(2)
    await edge('01').replica.restart()
    await edge('01').caughtUp()
    expect(await rowsAt(edge('01'))).toBe(2)
  })

  test('all workers keep their addresses when workerd comes back', async () => {
    await stack.killWorker()
    for (const { url } of [stack, ...stack.provinces]) await expect(fetch(url)).rejects.toThrow()
    await stack.restartWorker({ NOTE: 'after the kill' })
    for (const { url } of [stack, ...stack.provinces])
      expect(await environmentOf(url)).toMatchObject({ NOTE: 'after the kill' })
  })

  test('a taken port of an edge is named before anything is started', async () => {
    const { server, port } = await takePortAfterTwo()
    await expect(startTestStack({ entry: STUB, directory, provinces: ['48', '01'], port: port - 2 })).rejects.toThrow(
      new RegExp(`^Port ${port} is taken by another program; edge-01 \\(HTTP\\) wants it\\. `),
    )
    expect(await processesNaming(directory)).toEqual([])
    server.close()
  })
})
