/**
 * How an object lies sealed in the store (form 1):
 *
 *     magic        8 bytes, the last of which is the version
 *     length       2 bytes, big-endian: of the wrapped key
 *     wrapped key  JWE compact (RFC 7516): 32 bytes that seal this object alone
 *     frames       AES-256-GCM (NIST SP 800-38D), each FRAME_BYTES of content and a tag; the last one may be shorter
 *
 * A frame's IV is its number and whether it is the last, as in STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online authenticated-encryption,
 * CRYPTO 2015): a frame that is missing, moved or added opens nowhere. The additional data is the magic and the key of the object: frames of
 * another object open nowhere either. The wrapped key is no part of it, so that it can be wrapped anew without touching a frame.
 */

const MAGIC = new Uint8Array([0xb4, 0x59, 0x54, 0x53, 0x45, 0x41, 0x4c, 0x01])
const LENGTH_BYTES = 2
export const HEAD_BYTES = MAGIC.length + LENGTH_BYTES
/** Held at both ends: little against the 128 MB of an isolate, and few calls for each megabyte. */
export const FRAME_BYTES = 256 * 1024
export const TAG_BYTES = 16
export const DATA_KEY_BYTES = 32
const IV_BYTES = 12
const NUMBER_AT = 4
const LAST_AT = 8
/** 2^32 frames of 256 KiB are a petabyte; nobody comes near. */
const MOST_FRAMES = 2 ** 32
const ALGORITHM = 'AES-GCM'

/** Whether an object that begins with these bytes is sealed in a form of ours. XML and JSON never begin so. */
export const isSealed = (beginning: Uint8Array): boolean =>
  beginning.length >= MAGIC.length && MAGIC.every((byte, at) => beginning[at] === byte)

/** Magic, length and wrapped key. */
export function headOf(wrapped: string): Uint8Array<ArrayBuffer> {
  const key = new TextEncoder().encode(wrapped)
  const head = new Uint8Array(HEAD_BYTES + key.length)
  head.set(MAGIC)
  new DataView(head.buffer).setUint16(MAGIC.length, key.length)
  head.set(key, HEAD_BYTES)
  return head
}

/** How long the wrapped key is, by the first HEAD_BYTES. */
export const wrappedLength = (head: Uint8Array): number =>
  new DataView(head.buffer, head.byteOffset, head.byteLength).getUint16(MAGIC.length)

/** The size of a sealed object by that of its content and of its head. */
export const sealedSize = (headBytes: number, contentBytes: number): number =>
  headBytes + contentBytes + TAG_BYTES * Math.max(1, Math.ceil(contentBytes / FRAME_BYTES))

type FrameKey = { readonly key: CryptoKey; readonly additionalData: Uint8Array<ArrayBuffer> }

/** The key of one object, bound to where it lies. */
export async function frameKey(dataKey: Uint8Array<ArrayBuffer>, objectKey: string): Promise<FrameKey> {
  const key = await crypto.subtle.importKey('raw', dataKey, ALGORITHM, false, ['encrypt', 'decrypt'])
  const place = new TextEncoder().encode(objectKey)
  const additionalData = new Uint8Array(MAGIC.length + place.length)
  additionalData.set(MAGIC)
  additionalData.set(place, MAGIC.length)
  return { key, additionalData }
}

const parameters = ({ additionalData }: FrameKey, number: number, isLast: boolean) => {
  if (number >= MOST_FRAMES) throw new Error('an object has more frames than can be numbered')
  const iv = new Uint8Array(IV_BYTES)
  new DataView(iv.buffer).setUint32(NUMBER_AT, number)
  iv[LAST_AT] = isLast ? 1 : 0
  return { name: ALGORITHM, iv, additionalData }
}

type Frame = { readonly number: number; readonly isLast: boolean; readonly bytes: Uint8Array<ArrayBuffer> }

export const sealFrame = async (by: FrameKey, { number, isLast, bytes }: Frame): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.encrypt(parameters(by, number, isLast), by.key, bytes))

/** Rejects where the frame is not what was sealed as that number of that object. */
export const openFrame = async (by: FrameKey, { number, isLast, bytes }: Frame): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.decrypt(parameters(by, number, isLast), by.key, bytes))
