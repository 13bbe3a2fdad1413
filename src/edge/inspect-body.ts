import { createHash } from 'node:crypto'
import type { Inspection } from '../engine/index.ts'

/** What was found in a file, with its size and SHA-256 (hexadecimal), any Content-Encoding undone. */
export type InspectedBody = ReturnType<Inspection['end']> & { readonly bytes: number; readonly sha256: string }

/** Reads a body once, piece by piece: counted, hashed, inspected and, where somebody keeps it, kept. Throws what each of them throws. */
export async function inspectBody(
  body: AsyncIterable<Uint8Array>,
  inspection: Pick<Inspection, 'push' | 'end'>,
  keep?: (piece: Uint8Array) => Promise<void>,
): Promise<InspectedBody> {
  const digest = createHash('sha256')
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    digest.update(piece)
    inspection.push(piece)
    await keep?.(piece)
  }
  return { ...inspection.end(), bytes, sha256: digest.digest('hex') }
}
