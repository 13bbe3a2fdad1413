import { Inflate } from 'fflate'
import { Refusal } from '../refusals.ts'
import {
  INFLATE_PIECE_BYTES,
  MAX_ENTRIES,
  MAX_UNZIPPED_BYTES,
  MAX_UNZIP_RATIO,
  UNZIP_RATIO_FROM_BYTES,
} from './limits.ts'
import { crc32 } from './crc32.ts'
import { DAMAGED, tooLarge, unreadable } from './refuse.ts'

/** Takes a piece; false ends the reading. */
export type Take<T> = (piece: T) => boolean | void

/** One part of the archive; may be read as often as wanted. */
export type ZipEntry = {
  /** Gives the inflated bytes piece by piece. Throws a Refusal where they are damaged or too many. */
  readonly read: (take: Take<Uint8Array>) => void
}

type Listed = { name: string; flags: number; method: number; crc: number; size: number; start: number }

/**
 * The parts of a zip archive by name (lower case, as part names do not differ by case). The central directory is read, not the
 * archive from its beginning: a workbook's texts may lie behind the sheets that use them. What a part inflates to is counted while it
 * is inflated; the sizes in the headers are not believed.
 *
 * Throws a Refusal: `spreadsheet-unreadable` (damaged, cut short), `spreadsheet-encrypted`, `spreadsheet-too-large`.
 */
export function openZip(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const inflated = new Map<string, number>()
  const entries = new Map<string, ZipEntry>()

  const count = (name: string, readBytes: number, compressedBytes: number): void => {
    if (readBytes > UNZIP_RATIO_FROM_BYTES && readBytes > compressedBytes * MAX_UNZIP_RATIO) {
      throw tooLarge({ vi: 'mức nén (số lần)', en: 'compression (times)' }, MAX_UNZIP_RATIO)
    }
    if (readBytes <= (inflated.get(name) ?? 0)) return
    inflated.set(name, readBytes)
    const total = [...inflated.values()].reduce((sum, part) => sum + part, 0)
    if (total > MAX_UNZIPPED_BYTES)
      throw tooLarge({ vi: 'byte sau giải nén', en: 'bytes once unzipped' }, MAX_UNZIPPED_BYTES)
  }

  for (const listed of listEntries(bytes, view)) {
    const name = listed.name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase()
    if (entries.has(name)) throw unreadable(DAMAGED)
    entries.set(name, {
      read: (take) => {
        if (listed.flags & ENCRYPTED) throw new Refusal('spreadsheet-encrypted')
        const compressed = partOf(bytes, view, listed)
        readPart(listed, compressed, (readBytes) => count(name, readBytes, compressed.length), take)
      },
    })
  }
  return entries
}

const END_OF_DIRECTORY = 0x06054b50
const END_BYTES = 22
const LONGEST_COMMENT = 0xffff
const DIRECTORY_ENTRY = 0x02014b50
const DIRECTORY_ENTRY_BYTES = 46
const LOCAL_HEADER = 0x04034b50
const LOCAL_HEADER_BYTES = 30
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8
const IN_EXTRA = 0xffffffff
const ZIP64_EXTRA = 1

function listEntries(bytes: Uint8Array, view: DataView): Listed[] {
  const end = endOfDirectory(view)
  const entries = view.getUint16(end + 10, true)
  if (entries > MAX_ENTRIES)
    throw tooLarge({ vi: 'số phần trong tệp nén', en: 'parts of the zip archive' }, MAX_ENTRIES)
  const listed: Listed[] = []
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < entries; index += 1) {
    if (at + DIRECTORY_ENTRY_BYTES > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw unreadable(DAMAGED)
    const nameEnd = at + DIRECTORY_ENTRY_BYTES + view.getUint16(at + 28, true)
    const extraEnd = nameEnd + view.getUint16(at + 30, true)
    const next = extraEnd + view.getUint16(at + 32, true)
    if (next > end) throw unreadable(DAMAGED)
    const sizes = sizesOf(view, at, nameEnd, extraEnd)
    listed.push({
      name: new TextDecoder().decode(bytes.subarray(at + DIRECTORY_ENTRY_BYTES, nameEnd)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...sizes,
    })
    at = next
  }
  return listed
}

function endOfDirectory(view: DataView): number {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at -= 1) {
    if (
      view.getUint32(at, true) === END_OF_DIRECTORY &&
      at + END_BYTES + view.getUint16(at + 20, true) <= view.byteLength
    )
      return at
  }
  throw unreadable(DAMAGED)
}

/** Compressed size and place of the local header. Some writers give them as 64 bits even in small files. */
function sizesOf(view: DataView, entry: number, extraStart: number, extraEnd: number): { size: number; start: number } {
  const sizes = [24, 20, 42].map((offset) => view.getUint32(entry + offset, true))
  for (let at = extraStart; at + 4 <= extraEnd; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP64_EXTRA) continue
    let value = at + 4
    for (const [index, size] of sizes.entries()) {
      if (size !== IN_EXTRA) continue
      if (value + 8 > extraEnd) throw unreadable(DAMAGED)
      sizes[index] = Number(view.getBigUint64(value, true))
      value += 8
    }
    break
  }
  return { size: sizes[1] ?? 0, start: sizes[2] ?? 0 }
}

function partOf(bytes: Uint8Array, view: DataView, { start, size }: Listed): Uint8Array {
  if (start + LOCAL_HEADER_BYTES > bytes.length || view.getUint32(start, true) !== LOCAL_HEADER)
    throw unreadable(DAMAGED)
  const from = start + LOCAL_HEADER_BYTES + view.getUint16(start + 26, true) + view.getUint16(start + 28, true)
  if (from + size > bytes.length) throw unreadable(DAMAGED)
  return bytes.subarray(from, from + size)
}

function readPart(
  { method, crc }: Listed,
  compressed: Uint8Array,
  count: (bytes: number) => void,
  take: Take<Uint8Array>,
): void {
  if (method !== STORED && method !== DEFLATED) {
    throw unreadable({ vi: 'kiểu nén không được hỗ trợ', en: 'its kind of compression is not supported' })
  }
  let pieces: Uint8Array[] = []
  const inflate = new Inflate((piece) => pieces.push(piece))
  let readBytes = 0
  let checksum = 0
  for (let at = 0; at < compressed.length || at === 0; at += INFLATE_PIECE_BYTES) {
    const piece = compressed.subarray(at, at + INFLATE_PIECE_BYTES)
    pieces = []
    if (method === STORED) pieces.push(piece)
    else push(inflate, piece, at + INFLATE_PIECE_BYTES >= compressed.length)
    for (const inflated of pieces) {
      readBytes += inflated.length
      count(readBytes)
      checksum = crc32(inflated, checksum)
      if (take(inflated) === false) return
    }
  }
  // A bit that fell over may leave a stream that still inflates, with another digit in a code.
  if (checksum !== crc) throw unreadable(DAMAGED)
}

function push(inflate: Inflate, piece: Uint8Array, last: boolean): void {
  try {
    inflate.push(piece, last)
  } catch (cause) {
    throw unreadable(DAMAGED, cause)
  }
}
