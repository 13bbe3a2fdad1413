import type { Decimal } from '../record/decimal.ts'

/**
 * How a rule reads a field:
 * text: as it is written · code: a number without the zeros before it (`03` is `3`), else as it is written · moment: yyyymmddHHMM ·
 * day: yyyymmdd, of a moment its day · birth: as births are written · decimal: exact.
 */
export type ValueKind = 'text' | 'code' | 'moment' | 'day' | 'birth' | 'decimal'

/** The fields a rule reads, each with how. */
export type Reads = Readonly<Record<string, ValueKind>>

type ValueOf<K extends ValueKind> = K extends 'decimal' ? Decimal : string
type PossibleOf<K extends ValueKind> = K extends 'decimal' ? Decimal | null : string

/** Values that are there and have their form. */
export type Evident<R extends Reads> = { readonly [N in keyof R]: ValueOf<R[N]> }

/** Values that may be absent or malformed: then '' or, of a decimal, null. */
export type Possible<R extends Reads> = { readonly [N in keyof R]: PossibleOf<R[N]> }
