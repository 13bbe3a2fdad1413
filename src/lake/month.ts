/** The month in which a dossier lies: of its discharge, or of its receipt where that is earlier or the discharge is not known. */
export const monthOf = ({
  endedOn,
  receivedOn,
}: {
  readonly endedOn: string | null
  readonly receivedOn: string
}): string => (endedOn !== null && endedOn < receivedOn ? endedOn : receivedOn).slice(0, 7)

/** The same in SQL, of a row of `dossiers`. */
export const monthSql = (row: string): string =>
  `substr(min(coalesce(${row}.ended_on, ${row}.received_on), ${row}.received_on), 1, 7)`
