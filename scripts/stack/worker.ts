/** workerd, the real runtime, through Miniflare: bindings as wrangler.toml declares them, only addresses and keys put in. */
import type { ChildProcess } from 'node:child_process'
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import { statfs } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { Log, LogLevel, Miniflare, Response, type Request, type WorkerOptions } from 'miniflare'
import * as z from 'zod'
import type { Bundle } from './bundle.ts'
import { endChild, watchChild } from './children.ts'
import { sendOutside, type LookUp } from './outgoing.ts'
import { assertPortFree } from './ports.ts'

/** What a test may want other than in wrangler.toml; for every queue the worker consumes. */
export type QueueOverrides = {
  maxBatchSize?: number
  maxBatchTimeout?: number
  maxRetries?: number
  retryDelay?: number
}

/** Another deployment of the same script in the same workerd: it shares R2 and the queues, and has an isolate of its own. */
export type BesideOptions = {
  /** Nobody else's in this workerd; also who wants the port, for messages. */
  name: string
  /** What wrangler.toml declares for it. */
  declared: WorkerOptions
  /** 0 or none: a free one. */
  port?: number
  /** Variables and secrets; win over those in wrangler.toml. */
  vars: Record<string, string>
}

export type StartWorkerOptions = {
  bundle: Bundle
  /** Where R2 keeps its objects. Queues keep nothing: a message that is not consumed yet is gone with workerd. */
  directory: string
  host: string
  /** 0 or none: a free one. */
  port?: number
  /** Variables and secrets; win over those in wrangler.toml. */
  vars: Record<string, string>
  queues?: QueueOverrides
  beside?: readonly BesideOptions[]
  /** How names of webhooks are found when they are sent to; by default as this machine finds them. */
  lookUp?: LookUp
  /** True: the files of the portal are served, as wrangler.toml's `[assets]` says; they must have been built. */
  servesPortal?: boolean
  /** Every line a worker or workerd writes. */
  onLog: (line: string) => void
}

export type RunningWorker = {
  readonly url: string
  /** Of the deployments beside it, in their order. */
  readonly urlsBeside: readonly string[]
  readonly pid: number | undefined
  /** Runs the `scheduled` handler once, as the clock would. */
  runScheduled(): Promise<void>
  stop(): Promise<void>
  /** As a power cut would: SIGKILL. What R2 had confirmed is there at the next start on the same folder. */
  kill(): Promise<void>
}

/** Miniflare keeps its child to itself; Node announces each one it makes, and the context shows whose it is. */
const spawned = new AsyncLocalStorage<ChildProcess[]>()
subscribe('child_process', (message) => {
  // The documented shape of this channel's messages.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  spawned.getStore()?.push((message as { process: ChildProcess }).process)
})

/** Workers write one line of JSON for each event; so does, for its part, what runs them. */
const asEvent = (line: string): string =>
  line.startsWith('{')
    ? line
    : JSON.stringify({ time: new Date().toISOString(), level: 'warning', event: 'runtime', message: line })

class LineLog extends Log {
  constructor(private readonly onLog: (line: string) => void) {
    // INFO is a line for every batch of the queue.
    super(LogLevel.WARN)
  }

  protected override log(message: string): void {
    this.onLog(asEvent(message))
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Miniflare answers a signal by ending the whole process at once; we stop things in order, so its listeners go. */
const withoutSignalListeners = <T>(make: () => T): T => {
  const before = SIGNALS.map((signal) => process.listeners(signal))
  const made = make()
  for (const [index, signal] of SIGNALS.entries())
    for (const listener of process.listeners(signal))
      if (before[index]?.includes(listener) !== true) process.removeListener(signal, listener)
  return made
}

type Consumers = Record<string, QueueOverrides & { deadLetterQueue?: string }>

const consumersWith = (consumers: Consumers, overrides: QueueOverrides): Consumers =>
  Object.fromEntries(Object.entries(consumers).map(([queue, options]) => [queue, { ...options, ...overrides }]))

/** Fails, naming who wanted which port, when one of them is taken. */
export const assertWorkerPortsFree = async (
  host: string,
  port: number,
  beside: readonly Pick<BesideOptions, 'name' | 'port'>[],
): Promise<void> => {
  const remedy = 'Stop that program or choose another with --port.'
  if (port !== 0) await assertPortFree(host, port, 'the worker (HTTP)', remedy)
  const followed = `${remedy} The provinces take the ports that follow it.`
  for (const other of beside) if (other.port) await assertPortFree(host, other.port, `${other.name} (HTTP)`, followed)
}

/** What is free where the store lies; before it lies anywhere, where it will. */
const freeBytes = async (directory: string): Promise<number> => {
  const { bavail, bsize } = await statfs(directory).catch(() => statfs(dirname(directory)))
  return bavail * bsize
}

/** Sends from this process, to addresses that it has checked. */
const outgoingBy = ({ WEBHOOK_INSECURE_HOSTS = '[]' }: Record<string, string>, lookUp?: LookUp) => {
  const insecureHosts = z.array(z.string()).parse(JSON.parse(WEBHOOK_INSECURE_HOSTS))
  return async (request: Request): Promise<Response> => {
    const { url, method } = request
    const headers = Object.fromEntries(request.headers)
    const body = new Uint8Array(await request.arrayBuffer())
    const { status, ...answer } = await sendOutside(
      { url, method, headers, body },
      { insecureHosts, ...(lookUp && { lookUp }) },
    )
    return new Response(null, { status, headers: answer.headers })
  }
}

/** The deployment that the others lie beside. */
const CENTRE = 'bhyt-edge'

/** As much as Miniflare needs to know of one deployment. */
const workerWith = (
  { bundle, directory, host, queues = {}, servesPortal = false, lookUp }: StartWorkerOptions,
  queueName: string,
  { name, declared: { assets, ...declared }, port = 0, vars }: BesideOptions,
): WorkerOptions => ({
  ...declared,
  ...(servesPortal && assets ? { assets } : {}),
  name,
  modules: [{ type: 'ESModule', path: bundle.scriptPath }],
  // Otherwise module names begin at the current folder, and workerd refuses one that leads out of it.
  modulesRoot: dirname(bundle.scriptPath),
  // The store is a disk of this machine: it may fill up.
  bindings: { ...declared.bindings, STORE_READ_BACK: 'true', QUEUE_NAME: queueName, ...vars },
  serviceBindings: {
    STORE_ROOM: async () => new Response(String(await freeBytes(directory))),
    OUTGOING: outgoingBy(vars, lookUp),
    ...(name === CENTRE ? {} : { CENTRE }),
  },
  queueConsumers: consumersWith(declared.queueConsumers ?? {}, queues),
  // Requests go to the worker itself. Miniflare's own entry, which would add a hop that costs two thirds of the
  // throughput and answers errors with its own page, stays on a port that nobody learns of.
  unsafeDirectSockets: [{ host, port }],
})

/** Starts workerd and resolves once it takes requests. */
export const startWorker = async (options: StartWorkerOptions): Promise<RunningWorker> => {
  const { bundle, directory, host, port = 0, vars, beside = [], onLog } = options
  // The queues lie in the memory of this workerd: the next one has others.
  const queueName = randomUUID()
  const deployments = [{ name: CENTRE, declared: bundle.workerOptions, port, vars }, ...beside]
  await assertWorkerPortsFree(host, port, beside)

  const children: ChildProcess[] = []
  const miniflare = spawned.run(children, () =>
    withoutSignalListeners(
      () =>
        new Miniflare({
          // The first one is who runs the clock.
          workers: deployments.map((deployment) => workerWith(options, queueName, deployment)),
          host: '127.0.0.1',
          port: 0,
          defaultPersistRoot: directory,
          // Otherwise it asks a host for a sample of `request.cf`.
          cf: false,
          telemetry: { enabled: false },
          log: new LineLog(onLog),
          logRequests: false,
          handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
            for (const input of [stdout, stderr]) createInterface({ input }).on('line', (line) => onLog(asEvent(line)))
          },
        }),
    ),
  )
  const workerd = (): ChildProcess | undefined =>
    children.findLast(({ spawnfile }) => basename(spawnfile).startsWith('workerd'))
  try {
    await miniflare.ready
  } catch (error) {
    await miniflare.dispose().catch(() => {})
    throw error
  }
  const child = workerd()
  if (child === undefined) throw new Error('Miniflare started no workerd')
  watchChild(child)
  // Miniflare refuses to be disposed of twice; a stop after a kill is no mistake.
  let disposal: Promise<void> | undefined
  const dispose = (): Promise<void> => (disposal ??= miniflare.dispose())
  // An address to listen on everywhere is none to connect to.
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const urlOf = async ({ name }: BesideOptions): Promise<string> =>
    `http://${reachable}:${(await miniflare.unsafeGetDirectURL(name)).port}`
  const [url = '', ...urlsBeside] = await Promise.all(deployments.map(urlOf))

  return {
    url,
    urlsBeside,
    get pid() {
      return child.exitCode === null && child.signalCode === null ? child.pid : undefined
    },
    runScheduled: async () => {
      const worker = await miniflare.getWorker()
      const { outcome } = await worker.scheduled({ scheduledTime: new Date(), cron: '* * * * *' })
      if (outcome !== 'ok') throw new Error(`The scheduled handler ended with "${outcome}"; see the worker's log`)
    },
    stop: dispose,
    kill: async () => {
      await endChild(child, 'SIGKILL')
      await dispose()
    },
  }
}
