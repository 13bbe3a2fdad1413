import type { Confidence, RuleFamily, RowId } from '../../../src/engine/index.ts'

/** A row of the rule catalogue: an idea of what a dossier should be checked for, and where it was found. */
export type CatalogueRow = {
  /** What should hold. */
  readonly asks: string
  /** Keys of `SOURCES`, each with its own number of the rule, separated by commas; or another row that asks the same. */
  readonly source: string
  /** high: two sources of their own. medium: one. low: none, or one that is in doubt. */
  readonly confidence: Confidence
  /** Who can decide it: the edge from the dossier and the code lists, the centre from more than that. */
  readonly decidedBy: 'edge' | 'centre' | 'edge and centre'
}

/** All rows of a family, none missing and none unknown. */
export type RowsOf<Of extends RuleFamily> = Readonly<Record<RowId<Of>, CatalogueRow>>
