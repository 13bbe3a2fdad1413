/** What a clerk looks for among findings: groups, filters, counts. Pure. */
import type { Severity } from '../../../src/engine/index.ts'
import { hasWords } from '../app/fold.ts'
import type { FoundFinding } from '../engine/messages.ts'

export const GROUPINGS = ['rule', 'table', 'dossier', 'file'] as const
export type Grouping = (typeof GROUPINGS)[number]
export const SEVERITIES = ['error', 'warning', 'info'] as const

export type Filters = {
  readonly severity?: Severity | undefined
  readonly table?: string | undefined
  /** Words that a finding has somewhere: rule, field, message, MA_LK. */
  readonly q?: string | undefined
}

export type Group = {
  readonly key: string
  /** The most serious among them. */
  readonly severity: Severity
  readonly findings: readonly FoundFinding[]
  /** How many dossiers they are about. */
  readonly dossiers: number
}

const dossierKey = ({ file, dossier }: FoundFinding): string =>
  dossier === null ? `${file}` : `${file}.${dossier.index}`

/** By what a finding is grouped; `1.12`: file 1, dossier 12. */
function keyOf(finding: FoundFinding, grouping: Grouping): string {
  switch (grouping) {
    case 'rule':
      return finding.rule
    case 'table':
      return finding.table ?? ''
    case 'dossier':
      return dossierKey(finding)
    case 'file':
      return String(finding.file)
  }
}

/** Whether a finding has what the filters ask for; `q` is compared without accents. */
export function matcher({ severity, table, q }: Filters): (finding: FoundFinding) => boolean {
  const isFound = hasWords(q ?? '')
  return (finding) => {
    if (severity !== undefined && finding.severity !== severity) return false
    if (table !== undefined && finding.table !== table) return false
    const { rule, field, message, dossier, value } = finding
    return isFound([rule, field, message.vi, message.en, dossier?.MA_LK, value].join(' '))
  }
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity)

/** Groups with the most serious first, then those with most findings. */
export function groupFindings(findings: readonly FoundFinding[], grouping: Grouping): Group[] {
  const groups = new Map<string, { severity: Severity; findings: FoundFinding[]; dossiers: Set<string> }>()
  for (const finding of findings) {
    const key = keyOf(finding, grouping)
    const group = groups.get(key) ?? { severity: finding.severity, findings: [], dossiers: new Set<string>() }
    groups.set(key, group)
    group.findings.push(finding)
    if (finding.dossier) group.dossiers.add(dossierKey(finding))
    if (rank(finding.severity) < rank(group.severity)) group.severity = finding.severity
  }
  return [...groups]
    .map(([key, group]) => ({ ...group, key, dossiers: group.dossiers.size }))
    .sort((a, b) => rank(a.severity) - rank(b.severity) || b.findings.length - a.findings.length)
}

/** Errors first, then by file and dossier, in the order of the file. */
export const byImportance = (a: FoundFinding, b: FoundFinding): number =>
  rank(a.severity) - rank(b.severity) || a.file - b.file || a.ordinal - b.ordinal
