/**
 * What the edge is compared with, in the same runtime and with the same way of reading a body: a route that does nothing,
 * the stages of the path one by one, and storing without any reading.
 */
import { openDatabase } from '../src/store/database.ts'
import { loadPublished } from '../src/store/reference/load-release.ts'
import { NO_LOCAL_CODES, openPublished, plainPack, type Snapshot } from '../src/engine/index.ts'
import { announcedBytes, readBody } from '../src/edge/read-body.ts'
import { acknowledgementOf } from '../src/http/routes/submissions/answers.ts'
import { receive } from '../src/edge/receive.ts'
import type { Message } from '../src/edge/queue/message.ts'
import { createRawWriter } from '../src/edge/receipt/raw-writer.ts'
import type { Receipt } from '../src/edge/receipt/receipt.ts'
import { markPending, sendMarked } from '../src/edge/receipt/pending.ts'
import { putReceipt, readReceipt } from '../src/edge/receipt/receipts.ts'
import { createToCentre } from '../src/edge/queue/shards.ts'
import { isStage, stages } from './stages.ts'
import { FACILITY, STANDARD } from './subject.ts'
import { inflate } from '../src/store/reference/compression.ts'

type Bindings = { RAW: R2Bucket; VISITS_79: Queue<Message>; REFERENCE_URL: string }

let snapshot: Promise<Snapshot> | null = null

async function loadSnapshot(url: string): Promise<Snapshot> {
  const { catalogues, ...published } = await loadPublished(
    openDatabase('reference', { url, timeoutMs: 20_000 }),
    null,
    Date.now(),
  )
  if (catalogues === 'unchanged') throw new Error('there is no release')
  return openPublished({ ...published, catalogues }, inflate)
}

const snapshotOf = ({ REFERENCE_URL }: Bindings): Promise<Snapshot> => (snapshot ??= loadSnapshot(REFERENCE_URL))

async function runStage(request: Request, name: string, bindings: Bindings): Promise<Response> {
  if (!isStage(name)) return new Response(null, { status: 404 })
  const stage = stages[name]({ snapshot: await snapshotOf(bindings), stale: false })
  for await (const piece of readBody(request)) stage.push(piece)
  return Response.json({ seen: stage.end() })
}

const SIZE = { key: '', etag: '', partNumber: 1, uploadId: '' }

/** Takes everything at once and keeps nothing. */
const nowhere = {
  get: async () => null,
  head: async () => null,
  put: async (_key: string, value: unknown) => {
    if (value instanceof ReadableStream) await value.pipeTo(new WritableStream())
    return SIZE
  },
  createMultipartUpload: async () => ({
    ...SIZE,
    uploadPart: async () => SIZE,
    abort: async () => {},
    complete: async () => SIZE,
  }),
}

/** The whole edge path, on a store and a queue that cost nothing: what is ours of it. */
async function receiveNowhere(request: Request, bindings: Bindings): Promise<Response> {
  const held = await snapshotOf(bindings)
  const { receipt } = await receive(
    {
      facility: FACILITY,
      purpose: 'payment',
      authenticatedBy: null,
      stated: null,
      correction: null,
      otherwise: null,
      body: readBody(request),
      length: announcedBytes(request),
    },
    {
      // As much of a bucket as the path asks of it.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      bucket: nowhere as unknown as R2Bucket,
      assertRoom: () => Promise.resolve(),
      toCentre: () => Promise.resolve(),
      laneOf: () => 'visits',
      sendAgainAfterMs: 60_000,
      reference: { snapshot: held, release: held.release.id, replicaLagSeconds: 0, stale: false },
      localCodes: NO_LOCAL_CODES,
      pack: plainPack,
      earlier: async () => [],
      now: Date.now(),
      clock: Date.now,
      uploadName: 'none',
      timed: (_, work) => work,
    },
  )
  return Response.json(acknowledgementOf(receipt))
}

/** Everything that lasts and nothing that is read: raw bytes, receipt, message. */
async function store(request: Request, { RAW: bucket, VISITS_79: queue }: Bindings): Promise<Response> {
  const id = crypto.randomUUID().replaceAll('-', '')
  const raw = createRawWriter(bucket, id, announcedBytes(request))
  let bytes = 0
  for await (const piece of readBody(request)) {
    bytes += piece.length
    await raw.write(piece)
  }
  await readReceipt(bucket, id)
  const waiting = { id, facility: FACILITY, lane: 'visits' } as const
  const [rawKey] = await Promise.all([raw.commit(id), markPending(bucket, waiting, 0)])
  const receipt: Receipt = {
    version: 2,
    id,
    facility: FACILITY,
    purpose: 'payment',
    authenticatedBy: null,
    correction: null,
    otherwise: null,
    receivedAtMs: 0,
    rawKey,
    bytes,
    sha256: '',
    stated: null,
    standard: STANDARD,
    dossiers: { declared: 1, counted: 1, accepted: 1, acceptedWithWarnings: 0, rejected: 0 },
    rejectedDossiers: [],
    identical: [],
    identicalTotal: 0,
    judgedBy: { release: '', replicaLagSeconds: null, stale: false, rulesVersion: '' },
    findings: [],
    findingsTotal: 0,
  }
  await putReceipt(bucket, receipt)
  await sendMarked(
    bucket,
    createToCentre({ all: ['*'] }, () => queue),
    waiting,
    0,
  )
  return Response.json({ seen: bytes })
}

export default {
  async fetch(request, bindings) {
    const { pathname } = new URL(request.url)
    if (pathname === '/no-op') return new Response('ok')
    if (pathname === '/store') return store(request, bindings)
    if (pathname === '/receive') return receiveNowhere(request, bindings)
    return runStage(request, pathname.slice(1), bindings)
  },
} satisfies ExportedHandler<Bindings>
