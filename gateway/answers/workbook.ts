/** What was found, as the workbook that the service itself would give. */
import { buffer } from 'node:stream/consumers'
import { findingsWorkbook, noPatientNumbers, type FindingFilters } from '../../src/centre/results/findings/sheets.ts'
import { xlsxStream } from '../../src/province/sheets/xlsx.ts'
import { shownVietnamTime } from '../../src/kernel/vietnam-time.ts'
import type { RenderedFinding } from '../../src/engine/index.ts'

export type WorkbookAbout = {
  /** The file, as its sender knows it. */
  readonly title: string
  readonly id: string
  readonly facility: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly findingsTotal: number
  readonly isFinal: boolean
}

/** The bytes of an Excel file: what to do by rule, then each finding. */
export async function findingsWorkbookOf(
  findings: readonly RenderedFinding[],
  { title, id, facility, at, findingsTotal, isFinal }: WorkbookAbout,
): Promise<Uint8Array> {
  const numbered = findings.map((finding, at) => ({ ordinal: at + 1, finding }))
  const chosen = ({ severity }: FindingFilters): typeof numbered =>
    numbered.filter(({ finding }) => severity === undefined || finding.severity === severity)
  const pages = {
    page: (after: number, limit: number, filters: FindingFilters = {}) =>
      Promise.resolve(
        chosen(filters)
          .filter(({ ordinal }) => ordinal > after)
          .slice(0, limit),
      ),
    tally: () => Promise.resolve(groupsOf(findings)),
  }
  const about = {
    submission: `${id} (${title})`,
    facility,
    receivedAt: shownVietnamTime(at),
    findingsTotal,
    final: isFinal,
    withoutPatients: null,
    chosenBy: [],
  }
  return buffer(xlsxStream(await findingsWorkbook(pages, noPatientNumbers, about)))
}

/** Findings of one rule, severity and table together. */
function groupsOf(findings: readonly RenderedFinding[]) {
  const groups = new Map<string, { first: RenderedFinding; findings: number; dossiers: Set<number> }>()
  for (const finding of findings) {
    const key = [finding.rule, finding.severity, finding.table].join('\n')
    const group = groups.get(key) ?? { first: finding, findings: 0, dossiers: new Set() }
    groups.set(key, group)
    group.findings += 1
    if (finding.dossier) group.dossiers.add(finding.dossier.index)
  }
  return [...groups.values()].map(({ first, findings: count, dossiers }) => ({
    rule: first.rule,
    severity: first.severity,
    table: first.table,
    findings: count,
    dossiers: [...dossiers],
    message: first.message.vi,
    remedy: first.remedy.vi,
  }))
}
