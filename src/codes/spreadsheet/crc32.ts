/** One table per byte of a word: a word is looked up at once (slicing by four). */
const TABLES = makeTables()

function makeTables(): readonly Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    return value
  })
  const tables = [first]
  for (let index = 1; index < 4; index += 1) {
    const before = tables[index - 1] ?? first
    tables.push(before.map((value) => (first[value & 0xff] ?? 0) ^ (value >>> 8)))
  }
  return tables
}

/** CRC-32 of the zip format (ISO 3309) over `bytes`, continued from `before` (0 at the start). */
export function crc32(bytes: Uint8Array, before: number): number {
  const [t0, t1, t2, t3] = TABLES
  if (!t0 || !t1 || !t2 || !t3) return 0
  let crc = ~before
  let at = 0
  const words = bytes.length - 3
  while (at < words) {
    crc ^= (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
    crc = (t3[crc & 0xff] ?? 0) ^ (t2[(crc >>> 8) & 0xff] ?? 0) ^ (t1[(crc >>> 16) & 0xff] ?? 0) ^ (t0[crc >>> 24] ?? 0)
    at += 4
  }
  for (; at < bytes.length; at += 1) crc = (t0[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}
