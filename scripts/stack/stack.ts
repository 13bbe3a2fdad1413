/**
 * Everything the service is made of, on this machine: reference primary, its replica, warehouses with a replica each, register, worker. With
 * provinces, the worker is the centre, and each province has an edge, a replica of the reference database and a warehouse of its own,
 * whose replica the edge reads.
 */
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { bundleWorker, type Bundle } from './bundle.ts'
import { createCopyCheck } from './compare-copy.ts'
import { keyVars, loadOrMakeKeys, type Keys } from './keys.ts'
import { lockDirectory } from './lock.ts'
import { prepareDatabases, type Prepare } from './prepare.ts'
import { buildPortal } from './portal.ts'
import { catchUp, startSqld, type Sqld } from './sqld.ts'
import { supervise, type Supervised, type SupervisorEvent } from './supervise.ts'
import { OTHERS, replicaUrlsOf, urlsOf, type Warehouse } from './warehouses.ts'
import { assertWorkerPortsFree, startWorker } from './worker.ts'
import type { LookUp } from './outgoing.ts'
import type { QueueOverrides, RunningWorker, StartWorkerOptions } from './worker.ts'

/** As in wrangler.toml's `crons`, which Miniflare does not run by itself. */
const SCHEDULE_EVERY_MS = 60_000

export type StackOptions = {
  /** All data of the stack lies here, and only one stack may use it at a time. */
  directory: string
  host?: string
  /** Of the worker; none: a free one. The databases always take free ones. */
  port?: number
  /**
   * Old province codes, two digits each. None: one worker is edge and centre at once, as wrangler.toml's top block declares. Else it
   * is the centre (`[env.central]`), and these get an edge each (`[env.edge]`), at the ports that follow `port`.
   */
  provinces?: readonly string[]
  /** Old province codes that have a warehouse of their own without an edge beside it; `provinces` have one anyway. */
  warehouses?: readonly string[]
  /** False: no warehouse has a replica, so that the primaries answer what provinces ask. */
  warehouseReplicas?: boolean
  /** Another worker than `src/worker.ts`. */
  entry?: string
  /** More variables for the workers, or others. */
  vars?: Record<string, string>
  queues?: QueueOverrides
  /** How names of webhooks are found when they are sent to; by default as this machine finds them. */
  lookUp?: LookUp
  /** True: the portal is built and served at `/`. Without it the Worker answers alone, as a bench or a test of the API wants it. */
  servesPortal?: boolean
  prepare?: Prepare
  /** False: `scheduled` runs only when asked for with `runScheduled()`, and not at the start either. */
  runsClock?: boolean
  /** True: what dies is started again. A test that kills wants it dead. */
  supervises?: boolean
  /** Between two looks whether replicas answer as their primaries do; where it supervises. */
  compareEveryMs?: number
  /** Hears what is being waited for. */
  onProgress?: (step: string) => void
  /** Every line the worker writes; none: kept in `log()` only. */
  onLog?: (line: string) => void
}

/** One province: its edge worker and its databases. */
export type Province = Warehouse & {
  readonly url: string
  /** Of the reference database. */
  readonly replica: Sqld
  /** Resolves once its replica has everything the primary has now. */
  caughtUp(): Promise<void>
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
  /** Of all provinces that have none of their own. */
  readonly warehouse: Sqld
  /** null where the stack was started without replicas of warehouses. */
  readonly warehouseReplica: Sqld | null
  /** Warehouses of provinces that have no edge. */
  readonly warehouses: readonly Warehouse[]
  /** Cards and encounters of all provinces. */
  readonly register: Sqld
  /** In the order they were asked for. */
  readonly provinces: readonly Province[]
  /** Process id of workerd, for memory and for signals; none while it is down. */
  workerPid(): number | undefined
  /** SIGKILL for workerd alone, with all workers in it: the databases stay, messages in the queue are lost. */
  killWorker(): Promise<void>
  /** workerd again, at the same addresses and on the same R2 data; after `killWorker`, or to give it other variables. */
  restartWorker(vars?: Record<string, string>): Promise<void>
  /** Runs the worker's `scheduled` handler once. */
  runScheduled(): Promise<void>
  /** What the worker wrote, the last lines of it. */
  log(): string
  /** In order: workers, then the databases, the primary last. */
  stop(): Promise<void>
  /** SIGKILL for all of them, as a power cut would. */
  kill(): Promise<void>
}

const KEPT_LOG_LINES = 10_000
/** One Ctrl-C arrives twice under npm: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 1_000

/** What lies next to a worker. */
type Databases = Omit<Province, 'url'>

type Plan = {
  bundle: Bundle
  primary: Sqld
  register: Sqld
  /** Of the worker that is everything, or the centre. */
  own: Databases
  provinces: readonly Databases[]
  warehouses: readonly Warehouse[]
  /** Of the worker, then of the edges in the order of their provinces. */
  ports: readonly number[]
}

const edgeName = (code: string): string => `edge-${code}`

/** Which workers run and what they are given: one that is everything, or the centre and an edge for each province. */
const workersOf = (
  { bundle, primary, register, own, provinces, warehouses, ports: [port = 0, ...edgePorts] }: Plan,
  keys: Keys,
  more: Record<string, string>,
): Pick<StartWorkerOptions, 'bundle' | 'port' | 'vars' | 'beside'> => {
  const vars = {
    WAREHOUSE_URLS: urlsOf([...provinces, ...warehouses, own]),
    ...keyVars(keys),
    // On one machine there is nobody else to ask.
    DMDC_ONE_PERSON: 'true',
    HOST_NAME: hostname(),
    // Made up: nobody answers there.
    CONTACT: JSON.stringify({
      hotline: '1900 0000',
      hours: { vi: 'giờ làm việc, 7:30–17:00', en: 'working hours, 7:30–17:00' },
      email: 'hotro@example.vn',
      group: 'https://example.vn/nhom-ho-tro',
    }),
    // Whoever tries things does not wait for hours.
    LAKE_SETTLE_SECONDS: '60',
    // Receivers of webhooks on this machine, to try things with.
    WEBHOOK_INSECURE_HOSTS: JSON.stringify(['127.0.0.1', 'localhost']),
    ...more,
  }
  return {
    bundle: provinces.length === 0 ? bundle : { ...bundle, workerOptions: bundle.deployments.central },
    port,
    vars: {
      REFERENCE_URL: own.replica.url,
      REFERENCE_PRIMARY_URL: primary.url,
      REGISTER_URL: register.url,
      DMDC_SIGNING_KEY: keys.dmdcSigningKey,
      FILE_PRIVATE_KEYS: keys.filePrivateKeys,
      // A centre is beside the primaries; one that is everything is near the replicas as well.
      WAREHOUSE_REPLICA_URLS: replicaUrlsOf(provinces.length === 0 ? [...warehouses, own] : []),
      ...vars,
    },
    beside: provinces.map((province, at) => ({
      name: edgeName(province.code),
      declared: bundle.deployments.edge,
      port: edgePorts[at] ?? 0,
      // Neither the primary's address nor the key of its releases nor that of stored files: an edge only reads lists, and writes files.
      vars: { REFERENCE_URL: province.replica.url, WAREHOUSE_REPLICA_URLS: replicaUrlsOf([province]), ...vars },
    })),
  }
}

const portOf = (url: string): number => Number(new URL(url).port)

type Started = { what: string; stop(): Promise<void>; kill(): Promise<void> }

/** Ends all of them, the last started first; one that fails does not keep the others alive. */
const endAll = async (started: Started[], how: 'stop' | 'kill'): Promise<void> => {
  const failures: unknown[] = []
  for (let next = started.pop(); next !== undefined; next = started.pop())
    await next[how]().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, 'The stack did not stop cleanly')
}

/** A database, and what it is a copy of. */
type Database = { readonly sqld: Sqld; readonly primary: Sqld | null }

const databasePart = ({ sqld, primary }: Database): Supervised => ({
  ...(primary ? { compare: createCopyCheck(primary, sqld) } : {}),
  name: sqld.name,
  isUp: () => sqld.pid !== undefined,
  restart: () => sqld.restart(),
  ...(sqld.restartAfresh ? { startAfresh: sqld.restartAfresh } : {}),
})
const workerPart = (pid: () => number | undefined, restart: () => Promise<void>): Supervised => ({
  name: 'worker',
  isUp: () => pid() !== undefined,
  restart: () => restart(),
})
const asLine = ({ name, what, cause }: SupervisorEvent): string => {
  const level = what === 'restarted' ? 'warning' : 'error'
  return JSON.stringify({ time: new Date().toISOString(), level, event: 'supervisor', part: name, what, cause })
}

/** Starts everything in the order of who needs whom, and resolves once the worker takes requests. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const {
    host = '127.0.0.1',
    port = 0,
    provinces: codes = [],
    warehouses: warehouseCodes = [],
    warehouseReplicas = true,
    onProgress = () => {},
    prepare = prepareDatabases,
    servesPortal = false,
    runsClock = true,
  } = options
  const directory = resolve(options.directory)
  const lines: string[] = []
  const onLog = (line: string): void => {
    lines.push(line)
    if (lines.length > KEPT_LOG_LINES) lines.shift()
    options.onLog?.(line)
  }

  const lock = await lockDirectory(directory)
  const started: Started[] = [{ what: 'lock', stop: lock.release, kill: lock.release }]
  const databases: Database[] = []
  const database = async (name: string, of: Sqld | null = null): Promise<Sqld> => {
    onProgress(`database ${name}`)
    const folder = join(directory, name)
    const sqld = await startSqld({
      name,
      directory: folder,
      ...(of?.grpcUrl === undefined ? {} : { primaryGrpcUrl: of.grpcUrl }),
    })
    started.push({ what: name, stop: () => sqld.stop(), kill: () => sqld.kill() })
    databases.push({ sqld, primary: of })
    return sqld
  }

  try {
    // First what fails most often and quickest: the port, then the code.
    const edges = codes.map((code, at) => ({ name: edgeName(code), port: port === 0 ? 0 : port + 1 + at }))
    await assertWorkerPortsFree(host, port, edges)
    const ports = [port, ...edges.map((edge) => edge.port)]
    onProgress('worker bundle')
    const bundle = await bundleWorker(options.entry)
    if (servesPortal) {
      onProgress('portal')
      await buildPortal()
    }

    const primary = await database('reference-primary')
    onProgress('migrations, catalogues and accounts')
    const keys = await loadOrMakeKeys(join(directory, 'keys.json'))
    await prepare.reference(primary.url, keys.dmdcSigningKey, codes)
    const startWarehouse = async (code: string): Promise<Warehouse> => {
      const suffix = code === OTHERS ? '' : `-${code}`
      const warehouse = await database(`warehouse${suffix}`)
      await prepare.warehouse(warehouse.url)
      if (!warehouseReplicas) return { code, warehouse, warehouseReplica: null }
      return { code, warehouse, warehouseReplica: await database(`warehouse-replica${suffix}`, warehouse) }
    }
    const startDatabases = async (code: string): Promise<Databases> => {
      const replica = await database(`reference-replica${code === OTHERS ? '' : `-${code}`}`, primary)
      const caughtUp = (): Promise<void> => catchUp(primary, replica)
      onProgress('replication')
      await caughtUp()
      return { ...(await startWarehouse(code)), replica, caughtUp }
    }
    const own = await startDatabases(OTHERS)
    const provinces: Databases[] = []
    for (const code of codes) provinces.push(await startDatabases(code))
    const warehouses: Warehouse[] = []
    for (const code of warehouseCodes) warehouses.push(await startWarehouse(code))
    const register = await database('register')
    await prepare.register(register.url)

    onProgress('worker')
    const launch = (workerPorts: readonly number[], vars: Record<string, string> = {}): Promise<RunningWorker> =>
      startWorker({
        ...workersOf({ bundle, primary, register, own, provinces, warehouses, ports: workerPorts }, keys, {
          ...options.vars,
          ...vars,
        }),
        directory: join(directory, 'worker'),
        host,
        servesPortal,
        ...(options.queues === undefined ? {} : { queues: options.queues }),
        ...(options.lookUp && { lookUp: options.lookUp }),
        onLog,
      })
    let worker = await launch(ports)
    started.push({ what: 'worker', stop: () => worker.stop(), kill: () => worker.kill() })

    // A failure here is the worker's, not the stack's: it is logged, and the next minute tries again.
    const tick = (): Promise<void> => worker.runScheduled().catch((error: unknown) => onLog(String(error)))
    if (runsClock) {
      onProgress('first run of the scheduled handler')
      await tick()
      const clock = setInterval(() => void tick(), SCHEDULE_EVERY_MS).unref()
      const stopClock = (): Promise<void> => Promise.resolve(clearInterval(clock))
      started.push({ what: 'clock', stop: stopClock, kill: stopClock })
    }

    const restartWorker = async (vars?: Record<string, string>): Promise<void> => {
      await worker.stop()
      worker = await launch([worker.url, ...worker.urlsBeside].map(portOf), vars)
    }
    if (options.supervises === true) {
      const parts = [...databases.map(databasePart), workerPart(() => worker.pid, restartWorker)]
      const supervisor = supervise(parts, (event) => onLog(asLine(event)), options.compareEveryMs)
      started.push({ what: 'supervisor', stop: supervisor.stop, kill: supervisor.stop })
    }

    return {
      url: worker.url,
      directory,
      reference: { primary, replica: own.replica, caughtUp: own.caughtUp },
      warehouse: own.warehouse,
      warehouseReplica: own.warehouseReplica,
      warehouses,
      register,
      provinces: provinces.map((province, at) => ({ ...province, url: worker.urlsBeside[at] ?? '' })),
      workerPid: () => worker.pid,
      killWorker: () => worker.kill(),
      restartWorker,
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
