/**
 * What is published of one catalogue, as columns: a head, then of every code in order its length, its history and its text. The
 * bytes are made of the rows alone, so their hash says whether two catalogues are the same, wherever and whenever they were written.
 */
import { columnEntry, indexCodes, MAX_CODE_BYTES, writeCode, type CodeIndex } from './code-index.ts'

/** Dates here are numbers, yyyymmdd: they compare as the days do. */
export const OPEN_START = 1_01_01
export const OPEN_END = 9999_12_31

/** Bump when the form changes: an isolate of the other version must refuse it, not misread it. */
export const FORMAT = 2

export type CatalogueHead = {
  id: string
  completeness: 'complete' | 'partial'
  /** First day (ISO) on which a complete list is complete. Null: always. */
  completeFrom: string | null
}

/** One code in one period; ISO dates, both inclusive; `validTo` null: open. */
export type CodeRow = { code: string; validFrom: string; validTo: string | null }

/** One catalogue, ready to be asked. A history is a list of periods that many codes share; most lists know fewer than ten. */
export type Catalogue = {
  id: string
  /** SHA-256 of the content, hexadecimal. */
  hash: string
  /** Before this day the list cannot prove that a code is wrong; OPEN_END for a partial list. */
  completeFrom: number
  codes: CodeIndex
  /** place of a code → its history */
  histories: Uint8Array | Uint16Array | Uint32Array
  /** History h has its periods at `bounds[h]` (inclusive) to `bounds[h + 1]` (exclusive). */
  bounds: Int32Array
  from: Int32Array
  to: Int32Array
}

type Head = {
  format: number
  catalogue: string
  completeness: 'complete' | 'partial'
  /** yyyymmdd */
  completeFrom: number
  codes: number
  /** Of each history `[from, to, from, to, …]`. */
  histories: number[][]
}

/** `2026-11-22` → 20261122. Throws on anything that is not a day of the calendar. */
export function dayNumber(isoDate: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDate) ?? []
  const number = Number(`${year}${month}${day}`)
  const date = new Date(`${isoDate}T00:00:00Z`)
  // The year 0001 and the roll-over of 31 February are both seen by comparing what the calendar made of it.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== isoDate) {
    throw new Error(`not a day: ${isoDate}`)
  }
  return number
}

/** Bytes a number of a history takes. */
const widthFor = (histories: number): 1 | 2 | 4 => (histories <= 0x100 ? 1 : histories <= 0x10000 ? 2 : 4)

/** Periods of each code, ordered by their first day. Throws where rows contradict each other. */
function periodsByCode(catalogue: string, rows: readonly CodeRow[]): Map<string, [from: number, to: number][]> {
  // Many rows share few days, and to prove that a day is one costs more than all else here.
  const days = new Map<string, number>()
  const numberOf = (isoDate: string): number => {
    const number = days.get(isoDate) ?? dayNumber(isoDate)
    days.set(isoDate, number)
    return number
  }
  const periodsOf = new Map<string, [from: number, to: number][]>()
  for (const { code, validFrom, validTo } of rows) {
    const from = numberOf(validFrom)
    const to = validTo === null ? OPEN_END : numberOf(validTo)
    if (code === '') throw new Error(`${catalogue}: a code is empty`)
    if (to < from) throw new Error(`${catalogue} ${code}: ends on ${validTo}, before it begins on ${validFrom}`)
    const periods = periodsOf.get(code)
    if (periods === undefined) periodsOf.set(code, [[from, to]])
    else if (periods.some(([other]) => other === from)) {
      throw new Error(`${catalogue} ${code}: two rows from ${validFrom}`)
    } else periods.push([from, to])
  }
  for (const periods of periodsOf.values()) periods.sort(([a], [b]) => a - b)
  return periodsOf
}

/**
 * The content of a catalogue. The same rows in any order give the same bytes. Throws when two rows agree in code and first day, when
 * a period ends before it begins, or when a code is empty or longer than MAX_CODE_BYTES.
 */
export function encodeContent(
  { id, completeness, completeFrom }: CatalogueHead,
  rows: readonly CodeRow[],
): Uint8Array<ArrayBuffer> {
  const periodsOf = periodsByCode(id, rows)
  // By UTF-16 units, as `sort` does by itself: neighbours share their beginnings, which is what compresses.
  const codes = [...periodsOf.keys()].sort()
  const keys = codes.map((code) => (periodsOf.get(code) ?? []).join())
  const distinct = [...new Set(keys)].sort()
  const numbers = new Map(distinct.map((key, number) => [key, number]))
  const head: Head = {
    format: FORMAT,
    catalogue: id,
    completeness,
    completeFrom: completeFrom === null ? OPEN_START : dayNumber(completeFrom),
    codes: codes.length,
    histories: distinct.map((key) => key.split(',').map(Number)),
  }
  const headBytes = new TextEncoder().encode(JSON.stringify(head))
  const width = widthFor(distinct.length)
  const texts = codes.map((code) => {
    const text = columnEntry(writeCode(code))
    if (text === null) throw new Error(`${id} ${code.slice(0, 40)}…: a code of more than ${MAX_CODE_BYTES} bytes`)
    return text
  })
  const lengths = 4 + headBytes.length
  const histories = lengths + codes.length
  const words = wordAt(histories + codes.length * width)
  const content = new Uint8Array(words + 4 * texts.reduce((sum, text) => sum + text.words.length, 0))
  const view = new DataView(content.buffer)
  view.setUint32(0, headBytes.length, true)
  content.set(headBytes, 4)
  let end = words
  for (const [at, text] of texts.entries()) {
    const history = numbers.get(keys[at] ?? '') ?? 0
    view.setUint8(lengths + at, text.length)
    if (width === 1) view.setUint8(histories + at, history)
    else if (width === 2) view.setUint16(histories + at * 2, history, true)
    else view.setUint32(histories + at * 4, history, true)
    for (const word of text.words) {
      view.setInt32(end, word, true)
      end += 4
    }
  }
  return content
}

/** Words begin at words, so that they are read where they lie. */
const wordAt = (bytes: number): number => Math.ceil(bytes / 4) * 4

/**
 * A catalogue of its content, whose hash the caller has verified: only the version of its form can differ, and then it throws. The
 * result goes on using `content`, which must begin its buffer. (Words are read in the machine's order of bytes; all that V8 runs on
 * have the lowest first.)
 */
export function decodeContent(content: Uint8Array<ArrayBuffer>, hash: string): Catalogue {
  const view = new DataView(content.buffer)
  const lengths = 4 + view.getUint32(0, true)
  // Our own text, guarded by its hash.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const head = JSON.parse(new TextDecoder().decode(content.subarray(4, lengths))) as Head
  if (head.format !== FORMAT) throw new Error(`snapshot of another format than ${FORMAT}, which this code reads`)
  const histories = lengths + head.codes
  const width = widthFor(head.histories.length)
  const words = new Int32Array(content.buffer, wordAt(histories + head.codes * width))
  return {
    id: head.catalogue,
    hash,
    completeFrom: head.completeness === 'partial' ? OPEN_END : head.completeFrom,
    codes: indexCodes(words, content.subarray(lengths, histories)),
    histories: numbersIn(content.subarray(histories, histories + head.codes * width), width),
    ...periodsIn(head.histories),
  }
}

function numbersIn(bytes: Uint8Array, width: 1 | 2 | 4): Catalogue['histories'] {
  if (width === 1) return bytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return width === 2
    ? Uint16Array.from({ length: bytes.length / 2 }, (_, at) => view.getUint16(at * 2, true))
    : Uint32Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(at * 4, true))
}

function periodsIn(histories: readonly (readonly number[])[]): Pick<Catalogue, 'bounds' | 'from' | 'to'> {
  const bounds = new Int32Array(histories.length + 1)
  const from: number[] = []
  const to: number[] = []
  for (const [history, periods] of histories.entries()) {
    for (const [at, day] of periods.entries()) (at % 2 === 0 ? from : to).push(day)
    bounds[history + 1] = from.length
  }
  return { bounds, from: Int32Array.from(from), to: Int32Array.from(to) }
}
