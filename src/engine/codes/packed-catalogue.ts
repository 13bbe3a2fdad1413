/** A catalogue's content on its way and at rest: compressed, behind its hash. */
import type { Catalogue, CatalogueHead, CodeRow } from './catalogue-content.ts'
import { decodeContent, encodeContent, FORMAT } from './catalogue-content.ts'

/** `hash`: SHA-256 of the content before compression, hexadecimal. `rows`: as many as were given. */
export type PackedCatalogue = { hash: string; rows: number; bytes: Uint8Array<ArrayBuffer> }

// "DMDC" and the format, then the hash, then the content as raw deflate (RFC 1951).
const MARK = [0x44, 0x4d, 0x44, 0x43, FORMAT]
const HASH_BYTES = 32
const CONTENT_AT = MARK.length + HASH_BYTES

/** Forty times the largest list known (communes of both generations): what holds more is not a catalogue. */
const MAX_CONTENT_BYTES = 16 * 1024 * 1024

/** Compresses to raw deflate (RFC 1951). */
export type Deflate = (content: Uint8Array) => Uint8Array
/** Undoes raw deflate. Throws where it cannot, and where the result has more than `mostBytes`. */
export type Inflate = (compressed: Uint8Array, mostBytes: number) => Uint8Array | Promise<Uint8Array>

/**
 * The published form of one catalogue. The same rows in any order have the same hash; the bytes may differ with `deflate`.
 * Throws where rows contradict each other (`encodeContent`).
 */
export async function packCatalogue(
  head: CatalogueHead,
  rows: readonly CodeRow[],
  deflate: Deflate,
): Promise<PackedCatalogue> {
  const content = encodeContent(head, rows)
  if (content.length > MAX_CONTENT_BYTES) {
    throw new Error(`${head.id}: ${content.length} bytes, more than a catalogue may have`)
  }
  const digest = await crypto.subtle.digest('SHA-256', content)
  const compressed = deflate(content)
  const bytes = new Uint8Array(CONTENT_AT + compressed.length)
  bytes.set(MARK)
  bytes.set(new Uint8Array(digest), MARK.length)
  bytes.set(compressed, CONTENT_AT)
  return { hash: hashIn(bytes), rows: rows.length, bytes }
}

/** The hash that a packed catalogue says it has. Throws on bytes of another form. */
function hashIn(bytes: Uint8Array): string {
  if (bytes.length < CONTENT_AT || MARK.some((byte, at) => bytes[at] !== byte)) {
    throw new Error(`not a catalogue packed in format ${FORMAT}, which this code reads`)
  }
  return hexadecimal(bytes.subarray(MARK.length, CONTENT_AT))
}

/**
 * A packed catalogue, ready to be asked. Throws on bytes of another form, damaged ones, and on content that does not have the hash
 * before it.
 */
export async function unpackCatalogue(bytes: Uint8Array, inflate: Inflate): Promise<Catalogue> {
  const hash = hashIn(bytes)
  const content = await inflated(bytes.subarray(CONTENT_AT), hash, inflate)
  const digest = await crypto.subtle.digest('SHA-256', content)
  if (hexadecimal(new Uint8Array(digest)) !== hash)
    throw new Error(`a packed catalogue does not match its hash ${hash}`)
  return decodeContent(content, hash)
}

/** A copy in memory of its own: what the decompression leaves begins anywhere and drags its buffers along. */
async function inflated(compressed: Uint8Array, hash: string, inflate: Inflate): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await inflate(compressed, MAX_CONTENT_BYTES))
  } catch (cause) {
    throw new Error(`a packed catalogue does not decompress (${hash})`, { cause })
  }
}

const hexadecimal = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
