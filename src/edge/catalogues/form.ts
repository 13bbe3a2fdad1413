/** How a paper beside dossiers is built: its root, the elements with fields, and what each field demands. */

export type FormField = readonly [
  name: string,
  /** `moment`: yyyymmddHHMM · `month`: yyyymm. */
  type: 'number' | 'text' | 'date' | 'moment' | 'month',
  /** Characters; null: no limit is named. */
  most: number | null,
  need: 'refused' | 'asked' | 'free',
]

/** An equation of amounts: the first is the sum of the others. */
export type Equation = readonly [sum: string, ...parts: string[]]

/** One element with fields. */
export type FormPart = {
  /** Where it lies, from the root on; another program may leave the root out. */
  readonly paths: readonly string[]
  readonly fields: readonly FormField[]
  /** How many of it a file has: one, at least one, or any number. */
  readonly count: 'one' | 'some' | 'any'
  /** Whether it is what is counted as a row. */
  readonly isRow: boolean
  /** No two have the same values of these; none: they may. */
  readonly key: readonly string[]
  readonly equations: readonly Equation[]
  /** Codes that a field may have. */
  readonly allowed: Readonly<Record<string, readonly string[]>>
  /** A child that holds elements of its own, which are not read. */
  readonly unread: string | null
}
export type PaperForm = { readonly roots: readonly string[]; readonly parts: readonly FormPart[] }
