import { integer, orNull, type RowOf } from '../../store/columns.ts'

/** How many dossiers of a submission fared how; null where that is not known yet. */
export type Counts = {
  readonly declared: number | null
  readonly counted: number
  readonly accepted: number
  readonly acceptedWithWarnings: number
  readonly rejected: number
}

/** Columns of the submission `s`, read as `COUNT_SHAPE`. */
export const COUNT_COLUMNS =
  's.declared, s.counted, s.accepted, s.accepted_with_warnings AS acceptedWithWarnings, s.rejected'
export const COUNT_SHAPE = {
  declared: orNull(integer),
  counted: orNull(integer),
  accepted: orNull(integer),
  acceptedWithWarnings: orNull(integer),
  rejected: orNull(integer),
}

/** A submission that has been counted has every count; null: it has not. */
export function countsOf(row: RowOf<typeof COUNT_SHAPE>): Counts | null {
  const { declared, counted, accepted, acceptedWithWarnings, rejected } = row
  const isCounted = counted !== null && accepted !== null && acceptedWithWarnings !== null && rejected !== null
  return isCounted ? { declared, counted, accepted, acceptedWithWarnings, rejected } : null
}
