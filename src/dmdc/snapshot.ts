/**
 * The code lists as an isolate holds them: per catalogue one map from code to history. A history is a list of periods that many
 * codes share (most lists know fewer than ten), so a code costs its text and a small integer, never an object.
 */

/** Dates here are numbers, yyyymmdd: they compare as the days do. */
const OPEN_START = 1_01_01
const OPEN_END = 9999_12_31

/** Bump when the body's form changes: an isolate of the other version must refuse it, not misread it. */
const FORMAT = 1

export type CatalogueHead = {
  id: string
  completeness: 'complete' | 'partial'
  /** First day (ISO) on which a complete list is complete. Null: always. */
  completeFrom: string | null
}

/** One code in one period; ISO dates, both inclusive; `validTo` null: open. */
export type CodeRow = { code: string; validFrom: string; validTo: string | null }

type Body = {
  format: number
  catalogue: string
  completeness: 'complete' | 'partial'
  /** yyyymmdd */
  completeFrom: number
  /** Codes with the same periods together: `[from, to, from, to, …]` and the codes joined by line feeds. */
  histories: { periods: number[]; codes: string }[]
}

type Catalogue = {
  id: string
  /** Before this day the list cannot prove that a code is wrong; OPEN_END for a partial list. */
  completeFrom: number
  /** code → index of its history */
  codes: Map<string, number>
  /** History h has its periods at `bounds[h]` (inclusive) to `bounds[h + 1]` (exclusive). */
  bounds: Int32Array
  from: Int32Array
  to: Int32Array
}

export type Release = {
  id: string
  /** Epoch milliseconds. */
  publishedAt: number
}

/** All catalogues of one release, ready to be asked. */
export type Snapshot = { release: Release; catalogues: ReadonlyMap<string, Catalogue> }

export type CodeState =
  /** In force on the day. */
  | 'valid'
  /** In none of the catalogues. */
  | 'unknown'
  /** Known, but only from a later day. */
  | 'not-yet'
  /** Known, but no longer (or, between two periods, not any more and not again yet). */
  | 'expired'
  /** None of the catalogues is in the release: nothing was evaluated. */
  | 'no-catalogue'

export type LookUp = {
  state: CodeState
  /** `valid`: the period's first day, `not-yet`: the day it begins. Absent where open or without meaning. yyyymmdd */
  validFrom?: number | undefined
  /** `valid`: the period's last day, `expired`: the day it ended. Absent where open or without meaning. yyyymmdd */
  validTo?: number | undefined
  /** The lists asked cannot prove that the code is wrong: no error may follow from this answer. */
  partial: boolean
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

/**
 * The published form of one catalogue. Deterministic: the same rows in any order give the same text, hence the same hash.
 * Throws when two rows agree in code and first day, when a period ends before it begins, or when a code holds a line feed.
 */
export function encodeCatalogue(head: CatalogueHead, rows: readonly CodeRow[]): string {
  const periodsOf = new Map<string, [from: number, to: number][]>()
  for (const { code, validFrom, validTo } of rows) {
    const from = dayNumber(validFrom)
    const to = validTo === null ? OPEN_END : dayNumber(validTo)
    if (code === '' || code.includes('\n')) throw new Error(`${head.id}: a code is empty or holds a line feed`)
    if (to < from) throw new Error(`${head.id} ${code}: ends on ${validTo}, before it begins on ${validFrom}`)
    const periods = periodsOf.get(code) ?? []
    if (periods.some(([other]) => other === from)) throw new Error(`${head.id} ${code}: two rows from ${validFrom}`)
    periods.push([from, to])
    periodsOf.set(code, periods)
  }
  const histories = new Map<string, { periods: number[]; codes: string[] }>()
  for (const [code, unordered] of periodsOf) {
    const periods = unordered.sort(([a], [b]) => a - b).flat()
    const key = periods.join()
    const history = histories.get(key) ?? { periods, codes: [] }
    history.codes.push(code)
    histories.set(key, history)
  }
  const body: Body = {
    format: FORMAT,
    catalogue: head.id,
    completeness: head.completeness,
    completeFrom: head.completeFrom === null ? OPEN_START : dayNumber(head.completeFrom),
    histories: [...histories.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { periods, codes }]) => ({ periods, codes: codes.sort().join('\n') })),
  }
  return JSON.stringify(body)
}

/** Builds the isolate's snapshot from published bodies. Throws on a body of another format. */
export function decodeSnapshot(release: Release, bodies: readonly string[]): Snapshot {
  const catalogues = new Map<string, Catalogue>()
  for (const text of bodies) {
    const catalogue = decodeCatalogue(text)
    catalogues.set(catalogue.id, catalogue)
  }
  return { release, catalogues }
}

function decodeCatalogue(text: string): Catalogue {
  // Our own text, guarded by its hash; only the version of its form can differ.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const body = JSON.parse(text) as Body
  if (body.format !== FORMAT) throw new Error(`snapshot of another format than ${FORMAT}, which this code reads`)
  const codes = new Map<string, number>()
  const bounds = new Int32Array(body.histories.length + 1)
  const from: number[] = []
  const to: number[] = []
  for (const [history, { periods, codes: joined }] of body.histories.entries()) {
    for (const [at, day] of periods.entries()) (at % 2 === 0 ? from : to).push(day)
    bounds[history + 1] = from.length
    for (const code of joined.split('\n')) codes.set(code, history)
  }
  return {
    id: body.catalogue,
    completeFrom: body.completeness === 'partial' ? OPEN_END : body.completeFrom,
    codes,
    bounds,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
  }
}

/**
 * Is the code in force on the day in one of the catalogues? `asOf` is yyyymmdd. A code valid in one of them is valid; otherwise
 * what is known of it (expired, not yet) outweighs that another list does not know it. A catalogue that the release lacks might
 * have known the code, so its absence makes the answer partial.
 */
export function lookUp(snapshot: Snapshot, catalogueIds: readonly string[], code: string, asOf: number): LookUp {
  let known: LookUp | undefined
  let partial = false
  let asked = false
  for (const id of catalogueIds) {
    const catalogue = snapshot.catalogues.get(id)
    if (catalogue === undefined) {
      partial = true
      continue
    }
    asked = true
    const unproven = asOf < catalogue.completeFrom
    const history = catalogue.codes.get(code)
    if (history !== undefined) {
      const answer = judge(catalogue, history, asOf, unproven)
      if (answer.state === 'valid') return answer
      known ??= answer
    }
    partial ||= unproven
  }
  if (!asked) return { state: 'no-catalogue', validFrom: undefined, validTo: undefined, partial: true }
  if (known === undefined) return { state: 'unknown', validFrom: undefined, validTo: undefined, partial }
  known.partial = partial
  return known
}

/** Periods are ordered by their first day; they may overlap where two generations are both accepted. */
function judge({ bounds, from, to }: Catalogue, history: number, asOf: number, partial: boolean): LookUp {
  const end = bounds[history + 1] ?? 0
  let ended = 0
  for (let at = bounds[history] ?? 0; at < end; at += 1) {
    const first = from[at] ?? OPEN_START
    const last = to[at] ?? OPEN_END
    if (asOf < first) {
      return ended === 0
        ? { state: 'not-yet', validFrom: first, validTo: undefined, partial }
        : { state: 'expired', validFrom: undefined, validTo: ended, partial }
    }
    if (asOf <= last) {
      return {
        state: 'valid',
        validFrom: first === OPEN_START ? undefined : first,
        validTo: last === OPEN_END ? undefined : last,
        partial,
      }
    }
    if (last > ended) ended = last
  }
  return { state: 'expired', validFrom: undefined, validTo: ended, partial }
}
