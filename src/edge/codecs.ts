/** The codecs of Workers and Node, for the engine: both have `Buffer`, which lays out text faster than a loop. */
import { Buffer } from 'node:buffer'
import { decodesBase64, plainCodecs, type Codecs } from '../engine/index.ts'

const CODE_BYTES = 2

/** Of a platform that does not decode base64 by itself: Node 20. */
function decodeByBuffer(quads: string, { buffer, byteOffset, length }: Uint8Array): number {
  // `Buffer` also takes the URL-safe alphabet, which base64 does not have, and looks at the low byte only.
  if (quads.includes('-') || quads.includes('_') || Buffer.byteLength(quads) !== quads.length) return 0
  return Buffer.from(buffer, byteOffset, length).write(quads, 0, 'base64')
}

export const codecs: Codecs = {
  writeCodes(text, { buffer, byteOffset, byteLength }) {
    // The order of bytes in which every machine that runs this keeps its numbers.
    Buffer.from(buffer, byteOffset, byteLength).write(text, 0, text.length * CODE_BYTES, 'utf16le')
  },
  decodeBase64: decodesBase64 ? plainCodecs.decodeBase64 : decodeByBuffer,
}
