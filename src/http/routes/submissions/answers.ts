import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import type { Checked } from '../../../edge/dry-run.ts'
import type { Receipt } from '../../../edge/receipt/receipt.ts'
import { type Acknowledgement, type DryRun } from './schemas.ts'

/** What receipt and dry run have in common: what was found in a file, and by what it was judged. */
type Judged = Pick<Receipt, 'standard' | 'bytes' | 'sha256' | 'dossiers' | 'judgedBy' | 'findings' | 'findingsTotal'>

const judgement = ({ standard, bytes, sha256, dossiers, judgedBy, findings, findingsTotal }: Judged) => ({
  standard,
  bytes,
  sha256,
  dossiers: {
    declared: dossiers.declared,
    counted: dossiers.counted,
    accepted: dossiers.accepted,
    acceptedWithWarnings: dossiers.acceptedWithWarnings,
    rejected: dossiers.rejected,
  },
  dmdc: { release: judgedBy.release, replicaLagSeconds: judgedBy.replicaLagSeconds, stale: judgedBy.stale },
  rules: { version: judgedBy.rulesVersion },
  findings: findings.map(shownFinding),
  findingsTotal,
})

const shownFinding = (finding: Receipt['findings'][number]): Acknowledgement['findings'][number] => ({
  rule: finding.rule,
  severity: finding.severity,
  dossier: finding.dossier && { index: finding.dossier.index, MA_LK: finding.dossier.MA_LK },
  table: finding.table,
  row: finding.row,
  field: finding.field,
  line: finding.line,
  column: finding.column,
  value: finding.value,
  message: { vi: finding.message.vi, en: finding.message.en },
  remedy: { vi: finding.remedy.vi, en: finding.remedy.en },
  source: {
    document: finding.source.document,
    place: finding.source.place,
    confidence: finding.source.confidence,
  },
})

/** The answer to a submission: the only place where a stored receipt becomes the public acknowledgement. */
export const acknowledgementOf = (receipt: Receipt): Acknowledgement => ({
  id: receipt.id,
  status: 'received',
  receivedAt: vietnamTime(receipt.receivedAtMs),
  facility: receipt.facility,
  purpose: receipt.purpose,
  authenticatedBy: receipt.authenticatedBy,
  correction: receipt.correction && { code: receipt.correction.code, reason: receipt.correction.reason },
  ...judgement(receipt),
  identical: receipt.identical.map(({ dossier, MA_LK, earlier }) => ({
    index: dossier,
    MA_LK,
    earlier: { submission: earlier.submission, dossier: earlier.dossier },
  })),
  identicalTotal: receipt.identicalTotal,
  receipt: receipt.signed ? { jws: receipt.signed.jws, outcomes: receipt.signed.outcomes } : null,
  resend: receipt.dossiers.rejected > 0 ? 'rejected-dossiers' : 'none',
})

/** The answer to a dry run. */
export const dryRunOf = (checked: Checked): DryRun => ({
  status: 'checked',
  facility: checked.facility,
  ...judgement(checked),
})
