/**
 * What the edge is compared with, in the same runtime and with the same way of reading a body: a route that does nothing,
 * the stages of the path one by one, and storing without any reading.
 */
import { openDatabase } from '../db/client.ts'
import type { CodeLists } from '../src/dmdc/code-findings.ts'
import { loadPublished } from '../src/dmdc/load.ts'
import { decodeSnapshot } from '../src/dmdc/snapshot.ts'
import { readBody } from '../src/intake/read-body.ts'
import type { Message } from '../src/queue/message.ts'
import { createRawWriter } from '../src/receipt/raw-writer.ts'
import type { Receipt } from '../src/receipt/receipt.ts'
import { keepReceipt, readReceipt } from '../src/receipt/receipts.ts'
import { isStage, stages } from './stages.ts'
import { FACILITY, STANDARD } from './subject.ts'

type Bindings = { RAW: R2Bucket; VERIFICATION: Queue<Message>; REFERENCE_URL: string }

let codes: Promise<CodeLists> | null = null

async function loadCodes(url: string): Promise<CodeLists> {
  const { release, catalogues } = await loadPublished(openDatabase({ url, timeoutMs: 20_000 }), null)
  if (catalogues === 'unchanged') throw new Error('there is no release')
  const bodies = catalogues.map(({ body }) => body)
  return { snapshot: decodeSnapshot(release, bodies), stale: false }
}

async function runStage(request: Request, name: string, bindings: Bindings): Promise<Response> {
  if (!isStage(name)) return new Response(null, { status: 404 })
  const stage = stages[name](await (codes ??= loadCodes(bindings.REFERENCE_URL)))
  for await (const piece of readBody(request)) stage.push(piece)
  return Response.json({ seen: stage.end() })
}

/** Everything that lasts and nothing that is read: raw bytes, receipt, message. */
async function store(request: Request, { RAW: bucket, VERIFICATION: queue }: Bindings): Promise<Response> {
  const id = crypto.randomUUID().replaceAll('-', '')
  const raw = createRawWriter(bucket, id)
  let bytes = 0
  for await (const piece of readBody(request)) {
    bytes += piece.length
    await raw.write(piece)
  }
  await readReceipt(bucket, id)
  const receipt: Receipt = {
    version: 1,
    rawKey: await raw.commit(id),
    stated: null,
    receivedAtMs: 0,
    acknowledgement: {
      id,
      status: 'received',
      receivedAt: '',
      facility: FACILITY,
      purpose: 'payment',
      standard: STANDARD,
      bytes,
      sha256: '',
      dossiers: { declared: 1, counted: 1, accepted: 1, acceptedWithWarnings: 0, rejected: 0 },
      dmdc: { release: '', replicaLagSeconds: null, stale: false },
      rules: { version: '' },
      findings: [],
      findingsTotal: 0,
      resend: 'none',
    },
  }
  await keepReceipt(bucket, queue, receipt)
  return Response.json({ seen: bytes })
}

export default {
  async fetch(request, bindings) {
    const { pathname } = new URL(request.url)
    if (pathname === '/no-op') return new Response('ok')
    if (pathname === '/store') return store(request, bindings)
    return runStage(request, pathname.slice(1), bindings)
  },
} satisfies ExportedHandler<Bindings>
