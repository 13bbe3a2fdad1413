/** What is chosen on the pages of the code lists. */
export type CodeSearch = {
  catalogue?: string | undefined
  q?: string | undefined
  /** A day, or `all`; left out: today. */
  date?: string | undefined
  after?: string | undefined
  /** The one that is open. */
  code?: string | undefined
}

/** How another side's copy of a list differs from ours. */
export const FOREIGN_KINDS = [
  'missing-here',
  'missing-there',
  'renamed',
  'other-dates',
  'other-attributes',
  'spelling',
] as const
