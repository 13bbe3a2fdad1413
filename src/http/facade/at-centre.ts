/**
 * Old calls that only the centre can answer: HIS know one host name, which is that of the edge, so the edge asks the centre for them. What is
 * asked goes on as it came and is checked and counted there.
 */
import { Buffer } from 'node:buffer'
import type { Context } from 'hono'
import type { LegacyOperation } from '../../edge/facade/operations.ts'
import { opensFiles } from '../../edge/receipt/raw-reader.ts'
import { Refusal } from '../refusals.ts'
import type { AppEnv, Services } from '../services.ts'
import { legacyBody } from './request.ts'

/** Clients of card checks wait eight seconds. */
const MOST_WAIT_MS = 7000
/** Of the body as it is read here: whole, and not packed. */
const OF_BODY = ['content-length', 'content-encoding', 'transfer-encoding']

/** Tokens, cards, and dossiers as they were sent: an edge seals files, and cannot open them. */
const isForCentre = (operation: LegacyOperation, { centre, issuer, store }: Services): boolean =>
  (operation.kind === 'token' && issuer === null) ||
  (centre === null && (operation.kind === 'card' || operation.kind === 'copayment')) ||
  (operation.kind === 'results' && operation.list === 'dossier' && !opensFiles(store))

/**
 * The centre's answer; null: this deployment answers itself, or has no way to the centre. Throws `centre-away`, and what a body throws that is
 * too long for such a call.
 */
export async function answeredAtCentre(
  c: Context<AppEnv>,
  operation: LegacyOperation | null,
): Promise<Response | null> {
  const services = c.get('services')
  const { askCentre } = services
  if (askCentre === null || operation === null || !isForCentre(operation, services)) return null
  const headers = new Headers(c.req.raw.headers)
  for (const name of OF_BODY) headers.delete(name)
  const body = await bodyOf(c)
  const signal = AbortSignal.timeout(MOST_WAIT_MS)
  const asked = new Request(c.req.raw.url, { method: c.req.method, headers, signal, ...(body && { body }) })
  try {
    const answer = await askCentre(asked)
    const text = await answer.text()
    if (!text.startsWith('{"')) throw new Error(`the centre answers ${answer.status} in another form`)
    return new Response(text, answer)
  } catch (cause) {
    throw new Refusal('centre-away', {}, undefined, { cause })
  }
}

async function bodyOf(c: Context<AppEnv>): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = []
  for await (const piece of legacyBody(c, true)) pieces.push(Uint8Array.from(piece))
  return pieces.length === 0 || c.req.method === 'GET' ? null : Buffer.concat(pieces)
}
