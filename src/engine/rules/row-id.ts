/** How many rows each family of the rule catalogue has. Types only: what the rows ask is data of the documents (`scripts/docs/catalogue`). */
type RowCounts = {
  ENV: 19
  STR: 24
  ADM: 71
  DAT: 44
  COD: 36
  FIN: 56
  BED: 21
  MED: 33
  SVC: 40
  VTY: 14
  CLS: 21
  STA: 23
  DUP: 24
  DOC: 27
  WFL: 20
  CAT: 16
  EXM: 30
  CTR: 16
}

type TwoDigits<Count extends number> = `${Count}` extends `${number}${number}` ? `${Count}` : `0${Count}`

/** `01` to the count, in two digits; the numbers found so far are carried along, which lets the compiler go that deep. */
type NumbersTo<Count extends number, Seen extends readonly 0[] = [0], Found = never> = Seen['length'] extends Count
  ? Found | TwoDigits<Count>
  : NumbersTo<Count, readonly [...Seen, 0], Found | TwoDigits<Seen['length']>>

/** `DAT`: a family of rows. */
export type RuleFamily = keyof RowCounts

/** `DAT-07`: a row of the rule catalogue, of these families. */
export type RowId<Of extends RuleFamily = RuleFamily> = {
  [Each in Of]: `${Each}-${NumbersTo<RowCounts[Each]> & string}`
}[Of]
