import { detached } from '../../kernel/detached.ts'
import type { Finding, Severity } from './finding.ts'

/**
 * Findings repeated in the acknowledgement. Enough for a clerk to begin with, about 100 KB of JSON;
 * the true count is always told, and every finding is at the centre.
 */
export const ACKNOWLEDGED_FINDINGS = 200

/** What is kept of a value: a message shows 80 characters of it, and a field may hold a million. */
const KEPT_CHARACTERS = 1000

export type Collected = {
  /** The first findings, in the order of the file. */
  readonly first: readonly Finding[]
  readonly total: number
  readonly bySeverity: Readonly<Record<Severity, number>>
}

/** Keeps the first findings and counts all: what one submission holds in memory is bounded, however wrong it is. */
export function collectFindings(limit: number = ACKNOWLEDGED_FINDINGS): {
  add: (finding: Finding) => void
  collected: () => Collected
} {
  const first: Finding[] = []
  const bySeverity = { error: 0, warning: 0, info: 0 }
  let total = 0
  return {
    add(finding) {
      total += 1
      bySeverity[finding.severity] += 1
      if (first.length >= limit) return
      const { value } = finding
      first.push({ ...finding, value: value === null ? null : detached(value.slice(0, KEPT_CHARACTERS)) })
    },
    collected: () => ({ first, total, bySeverity }),
  }
}
