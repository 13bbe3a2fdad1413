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
import type { JSONWebKeySet, JWK } from 'jose'
import { sealForAll, sealForCentre, type Ring, type Seal, type Seals } from '../src/edge/sealed/seals.ts'
import { createReceiptSigner, type SignReceipt } from '../src/edge/receipt/sign-receipt.ts'
import { createStatementSigner } from '../src/proof/signed.ts'
import { createRawWriter } from '../src/edge/receipt/raw-writer.ts'
import type { Receipt } from '../src/edge/receipt/receipt.ts'
import { markPending, sendMarked } from '../src/edge/receipt/pending.ts'
import { putReceipt, readReceipt } from '../src/edge/receipt/receipts.ts'
import { createToCentre } from '../src/edge/queue/shards.ts'
import { TAG_BYTES } from '../src/edge/sealed/format.ts'
import { isStage, stages } from './stages.ts'
import { FACILITY, STANDARD } from './subject.ts'
import { inflate } from '../src/store/reference/compression.ts'

type Bindings = {
  RAW: R2Bucket
  VISITS_79: Queue<Message>
  REFERENCE_URL: string
  FILE_PUBLIC_KEY: string
  RECEIPT_KEYS: string
  RECEIPT_SIGNING_KEY: string
  RECEIPT_PUBLIC_KEYS: string
}

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

const jwk = (text: string): JWK => JSON.parse(text) as JWK
let seals: Seals | null = null
/** As the edge has them, which cannot open files. */
const sealsOf = ({ FILE_PUBLIC_KEY, RECEIPT_KEYS }: Bindings): Seals =>
  (seals ??= {
    files: sealForCentre(jwk(FILE_PUBLIC_KEY), null),
    receipts: sealForAll(JSON.parse(RECEIPT_KEYS) as Ring),
  })

let signReceipt: SignReceipt | null = null
const receiptSigner = ({ RECEIPT_SIGNING_KEY, RECEIPT_PUBLIC_KEYS }: Bindings): SignReceipt =>
  (signReceipt ??= createReceiptSigner({
    sign: createStatementSigner(jwk(RECEIPT_SIGNING_KEY), JSON.parse(RECEIPT_PUBLIC_KEYS) as JSONWebKeySet),
    issuer: 'bench',
    statedClock: { source: 'bench', offsetMs: null },
    clock: Date.now,
  }))

const SIZE = { key: '', etag: '', partNumber: 1, uploadId: '' }

/** Takes everything at once and keeps nothing. */
const nowhere = {
  get: async () => null,
  head: async () => null,
  put: async (_key: string, value: unknown) => {
    let size = 0
    if (value instanceof ReadableStream) for await (const piece of value) size += (piece as Uint8Array).length
    // Whoever announced a length compares it with what the store holds.
    return { ...SIZE, size }
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
      store: { bucket: nowhere as unknown as R2Bucket, seals: sealsOf(bindings) },
      assertRoom: () => Promise.resolve(),
      signReceipt: receiptSigner(bindings),
      toCentre: () => Promise.resolve(),
      laneOf: () => 'visits',
      queue: '',
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

/** The same path, whose frames are copied instead of encrypted, and whose keys are not wrapped. One request at a time. */
async function withoutSealing(work: () => Promise<Response>): Promise<Response> {
  const copy = (_: unknown, __: unknown, bytes: Uint8Array): Promise<ArrayBuffer> => {
    const copied = new Uint8Array(bytes.length + TAG_BYTES)
    copied.set(bytes)
    return Promise.resolve(copied.buffer)
  }
  const known = seals
  seals = { files: unwrapped, receipts: unwrapped }
  Object.defineProperty(crypto.subtle, 'encrypt', { value: copy, configurable: true })
  try {
    return await work()
  } finally {
    // Its own, which lies behind, is there again.
    Reflect.deleteProperty(crypto.subtle, 'encrypt')
    seals = known
  }
}

const unwrapped: Seal = { current: 'none', wrap: () => Promise.resolve('a'.repeat(300)), unwrap: null }

/** A receipt of one dossier. */
const receiptOf = (id: string, rawKey: string, bytes: number): Receipt => ({
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
})

/** Everything that lasts and nothing that is read: raw bytes, receipt, message. */
async function keep(request: Request, bindings: Bindings): Promise<Response> {
  const store = { bucket: bindings.RAW, seals: sealsOf(bindings) }
  const id = crypto.randomUUID().replaceAll('-', '')
  const raw = createRawWriter(store, id, announcedBytes(request))
  let bytes = 0
  for await (const piece of readBody(request)) {
    bytes += piece.length
    await raw.write(piece)
  }
  await readReceipt(store, id)
  const waiting = { id, facility: FACILITY, lane: 'visits' } as const
  const [rawKey] = await Promise.all([raw.commit(id), markPending(store.bucket, waiting, 0, '')])
  const receipt = receiptOf(id, rawKey, bytes)
  await putReceipt(store, receipt)
  await sendMarked(
    store.bucket,
    createToCentre({ all: ['*'] }, () => bindings.VISITS_79),
    waiting,
    0,
  )
  return Response.json({ seen: bytes })
}

/** Signs so many receipts, one after the other. */
async function signMany(times: number, bindings: Bindings): Promise<Response> {
  const sign = receiptSigner(bindings)
  let characters = 0
  for (let at = 0; at < times; at += 1)
    characters += (await sign({ ...receiptOf('0'.repeat(32), 'raw/none', 1), findingsTotal: at }, 'a200r1w3')).length
  return Response.json({ seen: characters })
}

export default {
  async fetch(request, bindings) {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/no-op') return new Response('ok')
    if (pathname === '/sign') return signMany(Number(searchParams.get('times')), bindings)
    if (pathname === '/store') return keep(request, bindings)
    if (pathname === '/receive') return receiveNowhere(request, bindings)
    if (pathname === '/receive-unsealed') return withoutSealing(() => receiveNowhere(request, bindings))
    return runStage(request, pathname.slice(1), bindings)
  },
} satisfies ExportedHandler<Bindings>
