/**
 * The real worker, with a door for tests under `/-/`: what lies in the store, faults of store and queue, messages of any
 * kind, and `readBody` with small limits (its streams exist in workerd only).
 */
import { Buffer } from 'node:buffer'
import { drainBody } from '../../src/http/drain-body.ts'
import { readBody, type BodyLimits } from '../../src/edge/read-body.ts'
import { listOverdue } from '../../src/edge/receipt/pending.ts'
import { readReceipt, sweepUploads } from '../../src/edge/receipt/receipts.ts'
import { openWhole } from '../../src/edge/sealed/open.ts'
import { dossierName } from '../../src/store/warehouse/dossier-keys.ts'
import { readContents } from '../../src/store/warehouse/contents/read.ts'
import { integer } from '../../src/store/columns.ts'
import { servicesOf } from '../../src/wiring.ts'
import { AnyRefusal } from '../../src/kernel/refusal.ts'
import { SLOW_MS } from './slow-disk.ts'
import worker from '../../src/worker.ts'
import type { Bindings } from '../../src/env.ts'

/** Milliseconds by which the worker's clock is ahead of the machine's: time passes for a test that does not wait for it. */
let ahead = 0
const machineTime = Date.now
Date.now = () => machineTime() + ahead

/** Seconds after which a failed message comes again, in place of the service's own five and more; null: those. */
let retrySeconds: number | null = null

/** The batch as the consumer is given it; only how long a retry waits may be another. */
function withRetries(batch: MessageBatch): MessageBatch {
  const delaySeconds = retrySeconds
  if (delaySeconds === null) return batch
  const messages = batch.messages.map(
    (message) =>
      new Proxy(message, {
        get(target, name) {
          if (name === 'retry') return () => target.retry({ delaySeconds })
          const member: unknown = Reflect.get(target, name, target)
          return typeof member === 'function' ? member.bind(target) : member
        },
      }),
  )
  return new Proxy(batch, {
    get(target, name) {
      if (name === 'messages') return messages
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

/** Operations that fail while they are named here, such as `put receipts/` or `send`. */
let faults: readonly string[] = []

function operate(operation: string): void {
  if (faults.some((fault) => operation.startsWith(fault))) throw new Error('a fault of a test')
}

/** A disk that is slow: what begins so takes long. */
const isSlow = (operation: string): boolean => faults.some((fault) => `slow ${operation}`.startsWith(fault))

/** What was given to `put` is cut in half, and the store confirms it: as a disk that is full has done. */
const cut = (value: unknown): unknown =>
  typeof value === 'string'
    ? value.slice(0, value.length / 2)
    : ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength / 2)
      : value
const sizeOf = (value: unknown): number =>
  typeof value === 'string' ? Buffer.from(value).length : ArrayBuffer.isView(value) ? value.byteLength : 0
const lies = (key: unknown): boolean => faults.some((fault) => `cut ${String(key)}`.startsWith(fault))

/** The same object, whose every call may fail as the platform's own would: by a rejected promise. */
function faulty<T extends object>(target: T): T {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      return async (...args: unknown[]) => {
        const operation = `${String(name)} ${String(args[0])}`
        operate(operation)
        if (isSlow(operation)) await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
        const isLie = name === 'put' && lies(args[0])
        const given = isLie ? [args[0], cut(args[1]), ...args.slice(2)] : args
        const result: unknown = await Reflect.apply(member, target, given)
        // It says what it was asked to hold.
        if (isLie && typeof result === 'object' && result)
          return new Proxy(result, {
            get: (held, member) => (member === 'size' ? sizeOf(args[1]) : Reflect.get(held, member)),
          })
        return name === 'createMultipartUpload' && typeof result === 'object' && result ? faulty(result) : result
      }
    },
  })
}

const wrapped = new WeakMap<Bindings, Bindings>()

function faultyBindings(bindings: Bindings): Bindings {
  const known = wrapped.get(bindings)
  if (known) return known
  const queues = Object.entries(bindings).filter(([name]) => /^(?:VISITS|BULK)_/.test(name))
  const faultyQueues = queues.map(([name, queue]) => [name, typeof queue === 'object' && queue ? faulty(queue) : queue])
  const made: Bindings = { ...bindings, RAW: faulty(bindings.RAW), ...Object.fromEntries(faultyQueues) }
  wrapped.set(bindings, made)
  return made
}

/** A queue of every table of shards: any message may lie in it, as its consumer asks for no shard. */
// What wrangler.toml declares under that name.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const visitsOf = (bindings: Bindings): Queue => bindings['VISITS_79'] as Queue

async function door(request: Request, bindings: Bindings): Promise<Response> {
  const { RAW } = bindings
  const { pathname, searchParams } = new URL(request.url)
  const key = searchParams.get('key') ?? ''
  switch (`${request.method} ${pathname}`) {
    case 'GET /-/objects': {
      const { objects } = await RAW.list({ prefix: key })
      return Response.json(objects.map((object) => object.key))
    }
    case 'GET /-/object': {
      const object = await RAW.get(key)
      return object ? new Response(object.body) : new Response(null, { status: 404 })
    }
    case 'GET /-/content': {
      const object = await RAW.get(key)
      if (!object) return new Response(null, { status: 404 })
      const { files, receipts } = servicesOf(bindings).store.seals
      const seal = key.startsWith('receipts/') ? receipts : files
      return new Response(await openWhole(key, new Uint8Array(await object.arrayBuffer()), seal))
    }
    case 'DELETE /-/object':
      await RAW.delete(key)
      return new Response(null, { status: 204 })
    case 'PUT /-/object':
      await RAW.put(key, await request.text())
      return new Response(null, { status: 204 })
    case 'POST /-/message':
      await visitsOf(bindings).send(await request.json())
      return new Response(null, { status: 204 })
    case 'POST /-/messages': {
      const bodies = await request.json<unknown[]>()
      await visitsOf(bindings).sendBatch(bodies.map((body) => ({ body })))
      return new Response(null, { status: 204 })
    }
    case 'PUT /-/faults':
      faults = await request.json<string[]>()
      return new Response(null, { status: 204 })
    case 'PUT /-/retry-seconds':
      retrySeconds = key === '' ? null : Number(key)
      return new Response(null, { status: 204 })
    case 'POST /-/clock':
      ahead += Number(key)
      return new Response(null, { status: 204 })
    case 'GET /-/rows':
      return Response.json(await rowsOf(bindings, key))
    case 'GET /-/overdue':
      return Response.json(
        await listOverdue(servicesOf(bindings).store, { after: undefined, limit: 10, before: Number(key) }),
      )
    case 'POST /-/sweep-uploads':
      await sweepUploads(servicesOf(bindings).store, Number(key))
      return new Response(null, { status: 204 })
    case 'POST /-/read-body': {
      // Written by the harness.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const read = await readWith(request, JSON.parse(key) as BodyLimits)
      await drainBody(request.body)
      return Response.json(read)
    }
    default:
      return new Response(null, { status: 404 })
  }
}

/** The rows of a submission's accepted dossiers as the centre keeps them, opened by its own keys. */
async function rowsOf(bindings: Bindings, submissionId: string): Promise<unknown[]> {
  const { openWarehouse, vault, store } = servicesOf(bindings)
  const receipt = await readReceipt(store, submissionId)
  if (receipt === null || vault === null) return []
  const warehouse = openWarehouse(receipt.facility)
  const numbers = await warehouse.ask({
    sql: 'SELECT DISTINCT dossier FROM dossier_contents WHERE submission_id = ? ORDER BY dossier',
    args: [submissionId],
    shape: { dossier: integer },
  })
  const places = numbers.map(({ dossier }) => ({ submissionId, dossier }))
  const contents = await readContents(warehouse, vault, places)
  return places.flatMap((place) =>
    (contents.get(dossierName(place)) ?? []).map(({ table, ordinal, texts }) => ({
      table,
      dossier: place.dossier,
      ordinal,
      ...Object.fromEntries(texts),
    })),
  )
}

async function readWith(request: Request, limits: BodyLimits): Promise<{ bytes: number; code: string | null }> {
  let bytes = 0
  try {
    for await (const piece of readBody(request, limits)) bytes += piece.length
    return { bytes, code: null }
  } catch (error) {
    if (!(error instanceof AnyRefusal)) throw error
    return { bytes, code: error.code }
  }
}

export default {
  async fetch(request, bindings, context) {
    if (new URL(request.url).pathname.startsWith('/-/')) return door(request, bindings)
    return worker.fetch(request, faultyBindings(bindings), context)
  },
  queue: (batch, bindings, context) => worker.queue(withRetries(batch), faultyBindings(bindings), context),
  scheduled: (event, bindings) => worker.scheduled(event, faultyBindings(bindings)),
} satisfies ExportedHandler<Bindings>
