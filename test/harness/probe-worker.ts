/**
 * The real worker, with a door for tests under `/-/`: what lies in the store, faults of store and queue, messages of any
 * kind, and `readBody` with small limits (its streams exist in workerd only).
 */
import { readBody, type BodyLimits } from '../../src/intake/read-body.ts'
import { sweepUploads } from '../../src/receipt/receipts.ts'
import { Refusal } from '../../src/refusal.ts'
import worker from '../../src/worker.ts'
import type { Bindings } from '../../src/env.ts'

/** Operations that fail while they are named here, such as `put receipts/` or `send`; `3` fails the third one from now. */
let faults: readonly (string | number)[] = []
let operations = 0

function operate(operation: string): void {
  operations += 1
  if (faults.some((fault) => fault === operations || (typeof fault === 'string' && operation.startsWith(fault)))) {
    throw new Error(`no ${operation.split('/')[0]}: fault of a test`)
  }
}

/** What is awaited fails as the platform's own would: by a rejected promise. */
const faulty = <Args extends unknown[], T>(
  name: (...args: Args) => string,
  work: (...args: Args) => Promise<T>,
): ((...args: Args) => Promise<T>) =>
  async function operation(...args) {
    operate(name(...args))
    return work(...args)
  }

function withFaults(upload: R2MultipartUpload): R2MultipartUpload {
  return {
    key: upload.key,
    uploadId: upload.uploadId,
    abort: faulty(() => 'abort', upload.abort.bind(upload)),
    complete: faulty(() => 'complete', upload.complete.bind(upload)),
    uploadPart: faulty(() => 'uploadPart', upload.uploadPart.bind(upload)),
  }
}

const wrapped = new WeakMap<Bindings, Bindings>()

function faultyBindings(bindings: Bindings): Bindings {
  const known = wrapped.get(bindings)
  if (known) return known
  const { RAW, VERIFICATION } = bindings
  const keyed = (name: string) => (key: unknown) => `${name} ${String(key)}`
  const bucket = {
    get: faulty(keyed('get'), RAW.get.bind(RAW)),
    put: faulty(keyed('put'), RAW.put.bind(RAW)),
    head: faulty(keyed('head'), RAW.head.bind(RAW)),
    delete: faulty(keyed('delete'), RAW.delete.bind(RAW)),
    list: faulty(() => 'list', RAW.list.bind(RAW)),
    createMultipartUpload: faulty(keyed('createMultipartUpload'), async (key: string) =>
      withFaults(await RAW.createMultipartUpload(key)),
    ),
  }
  const queue = { send: faulty(() => 'send', VERIFICATION.send.bind(VERIFICATION)) }
  // As much of both as the worker uses.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const made = { ...bindings, RAW: bucket, VERIFICATION: queue } as unknown as Bindings
  wrapped.set(bindings, made)
  return made
}

async function door(request: Request, { RAW, VERIFICATION }: Bindings): Promise<Response> {
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
    case 'DELETE /-/object':
      await RAW.delete(key)
      return new Response(null, { status: 204 })
    case 'POST /-/message':
      await VERIFICATION.send(await request.json())
      return new Response(null, { status: 204 })
    case 'PUT /-/faults':
      faults = await request.json<(string | number)[]>()
      operations = 0
      return new Response(null, { status: 204 })
    case 'POST /-/sweep-uploads':
      await sweepUploads(RAW, Number(key))
      return new Response(null, { status: 204 })
    case 'POST /-/read-body':
      return Response.json(await readWith(request, JSON.parse(key) as BodyLimits))
    default:
      return new Response(null, { status: 404 })
  }
}

async function readWith(request: Request, limits: BodyLimits): Promise<{ bytes: number; code: string | null }> {
  let bytes = 0
  try {
    for await (const piece of readBody(request, limits)) bytes += piece.length
    return { bytes, code: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { bytes, code: error.code }
  }
}

export default {
  async fetch(request, bindings, context) {
    if (new URL(request.url).pathname.startsWith('/-/')) return door(request, bindings)
    return worker.fetch(request, faultyBindings(bindings), context)
  },
  queue: (batch, bindings, context) => worker.queue(batch, faultyBindings(bindings), context),
  scheduled: (event, bindings) => worker.scheduled(event, faultyBindings(bindings)),
} satisfies ExportedHandler<Bindings>
