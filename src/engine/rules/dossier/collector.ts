import type { Possible, Reads } from '../reads.ts'

/** The place of a fact, kept until the dossier is judged. */
export type FactPlace = {
  readonly table: string
  /** STT of the row, else its ordinal. */
  readonly row: string
  readonly field: string | null
  readonly line: number
  readonly column: number
  readonly value: string | null
}

/** The row that is being read, for those who must name the place of something later. */
export type Here = { readonly table: string; readonly place: (field?: string) => FactPlace }

/** What a collector knows when the dossier ends. `complete` is false where a cap cut it short. */
export type Facts = { readonly complete: boolean }

type Tables = Readonly<Record<string, Reads>>

/**
 * Gathers one kind of facts from the rows of a dossier, in whatever order its tables come, in bounded memory. A value that
 * is kept must be `detached`. Fields that a standard does not have are always absent.
 */
export type Collector<R extends Tables, F extends Facts> = {
  /** What it reads, by table. */
  readonly reads: R
  /** Begins a dossier. */
  readonly open: () => {
    readonly on: { readonly [T in keyof R]: (values: Possible<R[T]>, here: Here) => void }
    readonly close: () => F
  }
}

export const collector = <const R extends Tables, F extends Facts>(written: Collector<R, F>): Collector<R, F> => written
