import type { ListedCode } from '../../store/reference/listed-code.ts'
import type { PackedCatalogue } from '../../engine/index.ts'

/** One row of a catalogue: what is there (`before`) and what will be (`after`). A new row has no before, a closed one may have no after. */
export type RowChange = {
  readonly catalogue: string
  readonly before: ListedCode | null
  readonly after: ListedCode | null
}

/** A catalogue as it is to be from this release on. */
export type PlannedCatalogue = {
  readonly id: string
  readonly titleVi: string
  readonly titleEn: string
  readonly owner: string
  readonly completeness: 'complete' | 'partial'
  readonly completeFrom: string | null
  readonly ordinal: number
}

export type CatalogueDecision = {
  readonly catalogue: string
  /** How codes name it. */
  readonly document: string
  readonly decision: string
  readonly annex: string | null
  readonly signedOn: string | null
  readonly validFrom: string | null
  readonly mandatoryFrom: string | null
  readonly oldAcceptedUntil: string | null
  readonly confidence: 'high' | 'medium' | 'low'
}

export type ReleasePlan = {
  /** None: year, month and ordinal are given. */
  readonly id?: string
  readonly note: string
  /** Epoch ms; none: at once. */
  readonly effectiveAt?: number
  readonly publishedBy: string
  /** Id of the release whose content comes back. */
  readonly restores?: string
  /** New and changed heads; the others stay. */
  readonly catalogues: readonly PlannedCatalogue[]
  readonly decisions: readonly CatalogueDecision[]
  readonly changes: readonly RowChange[]
  /** The draft that becomes this release. */
  readonly draft?: { readonly id: string; readonly revision: number }
}

export type PublishedRelease = {
  readonly id: string
  readonly number: number
  readonly publishedAt: number
  readonly effectiveAt: number
  readonly digest: string
  readonly lastHash: string
  readonly changes: number
}

/** What is kept of one catalogue under a release. */
export type CatalogueContent = {
  readonly head: PlannedCatalogue
  readonly rows: number
  readonly contentHash: string
  /** SHA-256 of the packed snapshot. */
  readonly hash: string
  /** null: the body lies there already. */
  readonly packed: PackedCatalogue | null
}
