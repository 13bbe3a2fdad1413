import type { Severity } from '../finding/finding.ts'
import type { Confidence, Demander } from '../standards/field.ts'

/**
 * The law or the receiving gateway refuses → error; the law asks for it → warning; checkers expect it → info.
 * What only one source says, or a memory, never refuses a dossier.
 */
export function severityOf(by: Demander, confidence: Confidence): Severity {
  if (by === 'practice') return 'info'
  if (by === 'annex') return confidence === 'low' ? 'info' : 'warning'
  return confidence === 'high' ? 'error' : 'warning'
}
