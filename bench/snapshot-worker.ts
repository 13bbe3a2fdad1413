/** Unpacks a release whose bytes it was handed before: what an isolate does between their arrival and its first look-up. */
import { unpackSnapshot, type Snapshot } from '../src/engine/index.ts'
import { inflate } from '../src/store/reference/compression.ts'

const RELEASE = { id: 'bench', number: 1, publishedAt: 0 }
const LENGTH_BYTES = 4

let bodies: Uint8Array[] = []
let held: Snapshot | null = null

/** One body after the other, each behind its length. */
function divide(all: Uint8Array): Uint8Array[] {
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength)
  const parts: Uint8Array[] = []
  for (let at = 0; at < all.length;) {
    const start = at + LENGTH_BYTES
    at = start + view.getUint32(at)
    parts.push(all.subarray(start, at))
  }
  return parts
}

export default {
  async fetch(request) {
    if (request.method === 'POST') {
      bodies = divide(new Uint8Array(await request.arrayBuffer()))
      return new Response(`${bodies.length}`)
    }
    if (new URL(request.url).pathname === '/unpack') held = await unpackSnapshot(RELEASE, bodies, inflate)
    return new Response(`${held?.catalogues.size ?? 0}`)
  },
} satisfies ExportedHandler
