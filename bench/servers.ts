/** What is measured: the worker's edge side in a workerd of its own, on the databases of a whole local stack. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { demoPerson, demoSecret } from '../scripts/stack/accounts.ts'
import { bundleWorker, type Bundle } from '../scripts/stack/bundle.ts'
import { demoToken } from '../scripts/stack/demo-token.ts'
import { keyVars, loadOrMakeKeys } from '../scripts/stack/keys.ts'
import type { Prepare } from '../scripts/stack/prepare.ts'
import { startStack, type Stack } from '../scripts/stack/stack.ts'
import { startWorker, type RunningWorker } from '../scripts/stack/worker.ts'
import { cacheDirectory } from './files.ts'
import { sendWell } from './send.ts'
import { bucketAsService, bucketAt } from './r2-plugin.ts'
import { FACILITY } from './subject.ts'

const RUN = 'run-'
const LEFT_OVER_MS = 60 * 60 * 1000
const REFERENCE_WORKER = 'bench/reference-worker.ts'
const STORE_WORKER = 'bench/r2-worker.ts'

export type Servers = {
  /** The all-in-one: edge and centre in one workerd. It is idle while the edge alone is measured. */
  readonly stack: Stack
  /**
   * A fresh workerd that only receives, as `[env.edge]` does: its messages go to a queue that nobody reads. R2 is a process of its own;
   * `r2: 'inside'`: as the local stack has it, played in the thread of the worker.
   */
  startEdge: (where?: { r2: 'apart' | 'inside' }) => Promise<RunningWorker>
  /** A fresh workerd with what the edge is compared with. */
  startReference: (where?: { r2: 'apart' | 'inside' }) => Promise<RunningWorker>
  /** A token of the sending facility, of whichever worker of these. */
  token: (url: string) => Promise<string>
  stop: () => Promise<void>
}

const BUCKET = 'RAW'

const withoutConsumers = (bundle: Bundle): Bundle => ({
  ...bundle,
  workerOptions: { ...bundle.workerOptions, queueConsumers: {} },
})

/** R2 over HTTP, where that of the bundle is kept by another process. */
const withBucketAt = (bundle: Bundle, url: string): Bundle => ({
  ...bundle,
  workerOptions: { ...bundle.workerOptions, r2Buckets: {}, unsafeBindings: bucketAt(BUCKET, new URL(url).host) },
})

/** Miniflare's R2 and nothing else. */
const onlyBucket = (bundle: Bundle): Bundle => ({
  ...bundle,
  workerOptions: {
    ...bundle.workerOptions,
    queueConsumers: {},
    queueProducers: {},
    r2Buckets: [BUCKET],
    unsafeBindings: bucketAsService('STORE', BUCKET),
  },
})

/** Folders of runs that were killed. An hour old: another run may go on at this moment. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    const path = join(cacheDirectory, name)
    if (!name.startsWith(RUN) || Date.now() - (await stat(path)).mtimeMs < LEFT_OVER_MS) continue
    await rm(path, { recursive: true, force: true })
  }
}

/** Starts the databases and their stack, in a folder that goes when it stops. */
export async function startServers(prepare?: Prepare): Promise<Servers> {
  await mkdir(cacheDirectory, { recursive: true })
  await removeLeftovers()
  const directory = await mkdtemp(join(cacheDirectory, RUN))
  const stack = await startStack({
    directory: join(directory, 'stack'),
    runsClock: false,
    warehouseReplicas: false,
    ...(prepare === undefined ? {} : { prepare }),
  })
  const keys = await loadOrMakeKeys(join(stack.directory, 'keys.json'))
  const running = new Set<RunningWorker>()

  const start = async (bundle: Bundle): Promise<RunningWorker> => {
    const worker = await startWorker({
      bundle,
      // Of its own, so that what an earlier one stored makes nothing slower or quicker.
      directory: await mkdtemp(join(directory, 'worker-')),
      host: '127.0.0.1',
      vars: {
        REFERENCE_URL: stack.reference.replica.url,
        WAREHOUSE_URLS: JSON.stringify({ '*': stack.warehouse.url }),
        ...keyVars(keys),
      },
      onLog: (line) => {
        process.stderr.write(`${line}\n`)
      },
    })
    running.add(worker)
    return worker
  }

  const startWithBucket = async (bundle: Bundle, r2: 'apart' | 'inside'): Promise<RunningWorker> => {
    const alone = withoutConsumers(bundle)
    if (r2 === 'inside') return start(alone)
    const store = await start(onlyBucket(await bundleWorker(STORE_WORKER)))
    const worker = await start(withBucketAt(alone, store.url))
    const stop = async (): Promise<void> => {
      await worker.stop()
      await store.stop()
    }
    return { ...worker, stop }
  }

  return {
    stack,
    startEdge: async ({ r2 } = { r2: 'apart' }) => startWithBucket(await bundleWorker(), r2),
    startReference: async ({ r2 } = { r2: 'apart' }) => startWithBucket(await bundleWorker(REFERENCE_WORKER), r2),
    token: (url) => {
      const person = demoPerson(FACILITY)
      return demoToken(url, FACILITY, { fields: { person, person_secret: demoSecret(person) } })
    },
    stop: async () => {
      for (const worker of running) await worker.stop()
      await stack.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Where a file of payment data is sent. */
export const submissions = (url: string): string => `${url}/v1/submissions?purpose=payment`

/** One small request, so that what is made once is made before anything is measured. */
export const wake = async (url: string): Promise<void> => {
  await sendWell(`${url}/healthz`, {}, 200)
}

/** Resident memory of a process in megabytes: at its highest and now. Linux shows it under /proc; elsewhere NaN. */
export async function memoryOf(pid: number | undefined): Promise<{ peak: number; now: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const megabytes = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6
  return { peak: megabytes('VmHWM'), now: megabytes('VmRSS') }
}
