import type { Severity, Source } from '../finding/finding.ts'
import type { Demander } from '../standards/field.ts'
import type { Confidence } from '../../kernel/confidence.ts'

/**
 * The law or the receiving gateway refuses → error; the law asks for it → warning; checkers expect it → info.
 * What only one source says, or a memory, never refuses a dossier.
 */
export function severityOf(by: Demander, confidence: Confidence): Severity {
  if (by === 'practice') return 'info'
  if (by === 'annex') return confidence === 'low' ? 'info' : 'warning'
  return confidence === 'high' ? 'error' : 'warning'
}

/** active: findings have the severity of their demand · shadow: the rule is on trial, its findings are `info`. */
export type RuleState = 'active' | 'shadow'

/** Who demands what a written rule says: a decision refuses without it, or one of those who demand a field. */
export type Ground = 'decision' | Demander

const SEVERITIES: Readonly<Record<Ground, Severity>> = {
  decision: 'error',
  gateway: 'error',
  annex: 'warning',
  practice: 'info',
}

/**
 * Severity and state of a written rule, by who demands it and how sure we are. A relation between fields is easier to
 * get wrong than a length, so only a high confidence lets it speak above `info`; the rest is on trial. What one source says
 * that the gateway refuses is a warning, as it is of a field: whoever sends it should know before the gateway answers.
 */
export const weigh = (
  by: Ground,
  { confidence }: Pick<Source, 'confidence'>,
): { severity: Severity; state: RuleState } => {
  if (confidence === 'high') return { severity: SEVERITIES[by], state: 'active' }
  if (by === 'gateway' && confidence === 'medium') return { severity: 'warning', state: 'active' }
  return { severity: 'info', state: 'shadow' }
}
