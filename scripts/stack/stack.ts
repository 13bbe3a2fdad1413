/** Everything the service is made of, on this machine: reference primary, its replica, warehouse, worker. */
import { join, resolve } from 'node:path'
import { bundleWorker } from './bundle.ts'
import { loadOrMakeKeys } from './keys.ts'
import { lockDirectory } from './lock.ts'
import { assertPortFree } from './ports.ts'
import { prepareDatabases, type Prepare } from './prepare.ts'
import { catchUp, startSqld, type Sqld } from './sqld.ts'
import { startWorker, type QueueOverrides, type RunningWorker } from './worker.ts'

/** As in wrangler.toml's `crons`, which Miniflare does not run by itself. */
const SCHEDULE_EVERY_MS = 60_000
/** Locally the replica lags by some 50 ms; a first copy of all catalogues takes longer. */

export type StackOptions = {
  /** All data of the stack lies here, and only one stack may use it at a time. */
  directory: string
  host?: string
  /** Of the worker; none: a free one. The databases always take free ones. */
  port?: number
  /** Another worker than `src/worker.ts`. */
  entry?: string
  /** More variables for the worker, or others. */
  vars?: Record<string, string>
  queues?: QueueOverrides
  prepare?: Prepare
  /** False: `scheduled` runs only when asked for with `runScheduled()`, and not at the start either. */
  runsClock?: boolean
  /** Told what is being waited for. */
  onProgress?: (step: string) => void
  /** Every line the worker writes; none: kept in `log()` only. */
  onLog?: (line: string) => void
}

export type Stack = {
  readonly url: string
  readonly directory: string
  readonly reference: {
    primary: Sqld
    replica: Sqld
    /** Resolves once the replica has everything the primary has now. */
    caughtUp(): Promise<void>
  }
  readonly warehouse: Sqld
  /** Process id of workerd, for memory and for signals; none while it is down. */
  workerPid(): number | undefined
  /** SIGKILL for workerd alone: the databases stay, messages in the queue are lost. */
  killWorker(): Promise<void>
  /** workerd again, at the same address and on the same R2 data; after `killWorker`, or to give it other variables. */
  restartWorker(vars?: Record<string, string>): Promise<void>
  /** Runs the worker's `scheduled` handler once. */
  runScheduled(): Promise<void>
  /** What the worker wrote, the last lines of it. */
  log(): string
  /** In order: worker, warehouse, replica, primary. */
  stop(): Promise<void>
  /** SIGKILL for all of them, as a power cut would. */
  kill(): Promise<void>
}

const KEPT_LOG_LINES = 1_000
/** One Ctrl-C arrives twice under npm: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 1_000

type Started = { what: string; stop(): Promise<void>; kill(): Promise<void> }

/** Ends all of them, the last started first; one that fails does not keep the others alive. */
const endAll = async (started: Started[], how: 'stop' | 'kill'): Promise<void> => {
  const failures: unknown[] = []
  for (let next = started.pop(); next !== undefined; next = started.pop())
    await next[how]().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, 'The stack did not stop cleanly')
}

/** Starts everything in the order of who needs whom, and resolves once the worker takes requests. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { host = '127.0.0.1', port, onProgress = () => {}, prepare = prepareDatabases, runsClock = true } = options
  const directory = resolve(options.directory)
  const lines: string[] = []
  const onLog = (line: string): void => {
    lines.push(line)
    if (lines.length > KEPT_LOG_LINES) lines.shift()
    options.onLog?.(line)
  }

  const lock = await lockDirectory(directory)
  const started: Started[] = [{ what: 'lock', stop: lock.release, kill: lock.release }]
  const database = async (name: string, primaryGrpcUrl?: string): Promise<Sqld> => {
    onProgress(`database ${name}`)
    const folder = join(directory, name)
    const sqld = await startSqld({
      name,
      directory: folder,
      ...(primaryGrpcUrl === undefined ? {} : { primaryGrpcUrl }),
    })
    started.push({ what: name, stop: () => sqld.stop(), kill: () => sqld.kill() })
    return sqld
  }

  try {
    // First what fails most often and quickest: the port, then the code.
    if (port !== undefined && port !== 0)
      await assertPortFree(host, port, 'the worker (HTTP)', 'Stop that program or choose another with --port.')
    onProgress('worker bundle')
    const bundle = await bundleWorker(options.entry)

    const primary = await database('reference-primary')
    onProgress('migrations, catalogues and accounts')
    await prepare.reference(primary.url)
    const replica = await database('reference-replica', primary.grpcUrl)
    const caughtUp = (): Promise<void> => catchUp(primary, replica)
    onProgress('replication')
    await caughtUp()

    const warehouse = await database('warehouse')
    await prepare.warehouse(warehouse.url)

    onProgress('worker')
    const keys = await loadOrMakeKeys(join(directory, 'keys.json'))
    const launch = (workerPort: number | undefined, vars: Record<string, string> = {}): Promise<RunningWorker> =>
      startWorker({
        bundle,
        directory: join(directory, 'worker'),
        host,
        ...(workerPort === undefined ? {} : { port: workerPort }),
        ...(options.queues === undefined ? {} : { queues: options.queues }),
        onLog,
        vars: {
          REFERENCE_URL: replica.url,
          REFERENCE_PRIMARY_URL: primary.url,
          WAREHOUSE_URLS: JSON.stringify({ '*': warehouse.url }),
          TOKEN_SIGNING_KEY: keys.signingKey,
          TOKEN_PUBLIC_KEYS: keys.publicKeys,
          ...options.vars,
          ...vars,
        },
      })
    let worker = await launch(port)
    started.push({ what: 'worker', stop: () => worker.stop(), kill: () => worker.kill() })

    // A failure here is the worker's, not the stack's: it is told, and the next minute tries again.
    const tick = (): Promise<void> => worker.runScheduled().catch((error: unknown) => onLog(String(error)))
    if (runsClock) {
      onProgress('first run of the scheduled handler')
      await tick()
      const clock = setInterval(() => void tick(), SCHEDULE_EVERY_MS).unref()
      const stopClock = (): Promise<void> => Promise.resolve(clearInterval(clock))
      started.push({ what: 'clock', stop: stopClock, kill: stopClock })
    }

    return {
      url: worker.url,
      directory,
      reference: { primary, replica, caughtUp },
      warehouse,
      workerPid: () => worker.pid,
      killWorker: () => worker.kill(),
      restartWorker: async (vars) => {
        await worker.stop()
        worker = await launch(Number(new URL(worker.url).port), vars)
      },
      runScheduled: () => worker.runScheduled(),
      log: () => lines.join('\n'),
      stop: () => endAll(started, 'stop'),
      kill: () => endAll(started, 'kill'),
    }
  } catch (error) {
    await endAll(started, 'stop')
    throw error
  }
}

/**
 * Stops the stack in order on the first SIGINT or SIGTERM, also one that comes while it is starting, and ends the process with 0.
 * A second one ends it at once.
 */
export const stopOnSignal = (starting: Promise<Stack>, onStopping: () => void = () => {}): void => {
  let stoppingSince: number | undefined
  const stop = async (): Promise<void> => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(130)
      return
    }
    stoppingSince = performance.now()
    onStopping()
    try {
      const stack = await starting
      await stack.stop()
      process.exit(0)
    } catch (error) {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
}
