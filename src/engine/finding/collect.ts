import { detached } from '../../kernel/detached.ts'
import { SEVERITIES, type Finding, type Severity } from './finding.ts'

/**
 * Findings repeated in the acknowledgement: enough for a clerk to begin with, about 100 KB of JSON. The true count is always
 * reported, and every finding is at the centre.
 */
export const ACKNOWLEDGED_FINDINGS = 200

/** What is kept of a value: a message shows 80 characters of it, and a field may hold a million. */
const KEPT_CHARACTERS = 1000

export type Collected = {
  /** Errors first, then warnings, then information; in the order of the file within each. */
  readonly first: readonly Finding[]
  readonly total: number
  readonly bySeverity: Readonly<Record<Severity, number>>
}

/**
 * Keeps the most serious findings and counts all: what one submission holds in memory is bounded, however wrong it is. Of each severity the
 * first are kept, as long as those of it and of what is more serious leave room: at most three times the limit.
 */
export function collectFindings(limit: number = ACKNOWLEDGED_FINDINGS): {
  add: (finding: Finding) => void
  collected: () => Collected
} {
  const kept: Readonly<Record<Severity, Finding[]>> = { error: [], warning: [], info: [] }
  const bySeverity = { error: 0, warning: 0, info: 0 }
  let total = 0
  return {
    add(finding) {
      total += 1
      bySeverity[finding.severity] += 1
      const { value, severity } = finding
      if (!hasRoom(kept, severity, limit)) return
      kept[severity].push({ ...finding, value: value === null ? null : detached(value.slice(0, KEPT_CHARACTERS)) })
    },
    collected: () => ({
      first: SEVERITIES.flatMap((severity) => kept[severity]).slice(0, limit),
      total,
      bySeverity,
    }),
  }
}

/** Whether one more of a severity may be among the first, counting what is as serious or more. */
function hasRoom(kept: Readonly<Record<Severity, readonly Finding[]>>, severity: Severity, limit: number): boolean {
  let before = 0
  for (const each of SEVERITIES) {
    before += kept[each].length
    if (each === severity) return before < limit
  }
  return false
}
