import { vietnamDay } from '../kernel/vietnam-time.ts'
import type { CurrentLists } from '../store/reference/code-lists.ts'
import { collectFindings, inspectFile, renderFinding, type RulePack, type StandardId } from '../engine/index.ts'
import { codecs } from './codecs.ts'
import { inspectBody } from './inspect-body.ts'
import type { Receipt } from './receipt/receipt.ts'

/** What a receipt of the same bytes would say, without what only a receipt has. */
export type Checked = Pick<
  Receipt,
  'standard' | 'bytes' | 'sha256' | 'dossiers' | 'judgedBy' | 'findings' | 'findingsTotal'
> & {
  /** Whose file it is; null where it does not say. */
  readonly facility: string | null
}

export type DryRunRequest = {
  /** Whose file it should be; null: the file's own MACSKCB. */
  facility: string | null
  stated: StandardId | null
  /** A piece is valid until the next one is asked for. */
  body: AsyncIterable<Uint8Array>
}

/** `now`: epoch milliseconds. */
export type DryRunNeeds = { reference: CurrentLists; pack: RulePack; now: number }

/**
 * Checks a file as a submission is checked while it arrives, and keeps nothing of it. A facility's own codes are not looked up: who
 * asks is not known. Throws a Refusal when the file as a whole could not be taken.
 */
export async function dryRun(
  { facility, stated, body }: DryRunRequest,
  { reference, pack, now }: DryRunNeeds,
): Promise<Checked> {
  const { snapshot, release, replicaLagSeconds, stale } = reference
  const findings = collectFindings()
  const inspection = inspectFile({
    facility,
    stated,
    received: vietnamDay(now),
    codes: { snapshot, stale },
    codecs,
    pack,
    onFinding: findings.add,
  })
  const { standard, dossiers, bytes, sha256 } = await inspectBody(body, inspection)
  const { first, total } = findings.collected()
  return {
    facility: inspection.facility(),
    standard,
    bytes,
    sha256,
    dossiers,
    judgedBy: { release, replicaLagSeconds, stale, rulesVersion: pack.version },
    findings: first.map(renderFinding),
    findingsTotal: total,
  }
}
