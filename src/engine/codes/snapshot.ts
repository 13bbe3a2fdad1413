/**
 * The code lists as an isolate holds them: per catalogue an index over the published columns themselves, so that a code costs its
 * text and a few numbers, never an object.
 */
import { OPEN_END, OPEN_START, type Catalogue } from './catalogue-content.ts'
import { findCode, writeCode, type WrittenCode } from './code-index.ts'
import { unpackCatalogue, type Inflate } from './packed-catalogue.ts'

export type { CatalogueHead, CodeRow } from './catalogue-content.ts'
export { dayNumber } from './catalogue-content.ts'
export { packCatalogue, type Deflate, type Inflate, type PackedCatalogue } from './packed-catalogue.ts'

export type Release = {
  id: string
  /** Counts publications: of two releases the later one has the greater. */
  number: number
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

/**
 * The isolate's snapshot of published bodies (`packCatalogue`). Throws where a body is damaged, does not match the hash inside it, or
 * is of another format. Whether that hash is the one the release names is for the caller to see: each catalogue says its own.
 */
export async function unpackSnapshot(
  release: Release,
  bodies: readonly Uint8Array[],
  inflate: Inflate,
): Promise<Snapshot> {
  const catalogues = await Promise.all(bodies.map((bytes) => unpackCatalogue(bytes, inflate)))
  return { release, catalogues: new Map(catalogues.map((catalogue) => [catalogue.id, catalogue])) }
}

/**
 * Is the code in force on the day in one of the catalogues? `asOf` is yyyymmdd. A code valid in one of them is valid; otherwise
 * what is known of it (expired, not yet) outweighs that another list does not know it. A catalogue that the release lacks might
 * have known the code, so its absence makes the answer partial.
 */
export function lookUp(snapshot: Snapshot, catalogueIds: readonly string[], code: string, asOf: number): LookUp {
  let written: WrittenCode | undefined
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
    const place = findCode(catalogue.codes, (written ??= writeCode(code)))
    if (place >= 0) {
      const answer = judge(catalogue, catalogue.histories[place] ?? 0, asOf, unproven)
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
