import type { StandardId } from '../standards/field.ts'

/** accepted: nothing refuses it · accepted-with-warnings: the law asks for something more · rejected: must be mended and sent again. */
export type DossierOutcome = 'accepted' | 'accepted-with-warnings' | 'rejected'

export type DossierResult = {
  index: number
  MA_LK: string | null
  outcome: DossierOutcome
  errors: number
  warnings: number
}

/** How many dossiers had which outcome. */
export type OutcomeCounts = { accepted: number; acceptedWithWarnings: number; rejected: number }

export type DossierCounts = OutcomeCounts & {
  /** SOLUONGHOSO; null where the file does not say. */
  declared: number | null
  counted: number
}

/** What a file came to. */
export type Inspected = { standard: StandardId; dossiers: DossierCounts }

/** An error refuses the dossier; a warning does not. */
export const outcomeOf = (errors: number, warnings: number): DossierOutcome =>
  errors > 0 ? 'rejected' : warnings > 0 ? 'accepted-with-warnings' : 'accepted'

/** One dossier more of that outcome. */
export function countOutcome(counts: OutcomeCounts, outcome: DossierOutcome): void {
  if (outcome === 'accepted') counts.accepted += 1
  else if (outcome === 'rejected') counts.rejected += 1
  else counts.acceptedWithWarnings += 1
}
