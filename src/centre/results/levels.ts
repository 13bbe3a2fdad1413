import { integer, orNull, text } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import type { Receipt } from '../../edge/receipt/receipt.ts'
import { available, type SubmissionState } from '../../store/warehouse/read.ts'
import type { Counts } from './counts.ts'
import { resendOf, type Resend } from './outcome.ts'

/** Of BHXH's assessment: how many accepted dossiers it decided how; `open` wait for it, unless a later version took their place. */
export type AssessmentCounts = {
  readonly accepted: number
  readonly reduced: number
  readonly refused: number
  readonly open: number
}

/**
 * How far a submission has come. received: bytes and receipt are durable · checked: at the edge, within the same request · verified: by
 * the centre, under its own rules and release · assessed: by BHXH. Epoch milliseconds; `at` null: not reached. The members behind `by`
 * are null where the level says nothing of them.
 */
export type SubmissionLevel = {
  readonly level: 'received' | 'checked' | 'verified' | 'assessed'
  readonly at: number | null
  readonly by: { readonly dmdcRelease: string; readonly rulesVersion: string } | null
  readonly dossiers: Counts | null
  readonly findings: number | null
  /** Whether rejected dossiers are open now. */
  readonly resend: Resend | null
  readonly assessment: AssessmentCounts | null
}

/** What is known of the assessment of a submission: the counts, and when the last result came in (epoch ms). */
export type AssessmentState = { readonly counts: AssessmentCounts; readonly lastAt: number | null }

/** Throws `warehouse-unavailable`. */
export async function readAssessed(warehouse: Warehouse, submission: string): Promise<AssessmentState> {
  const rows = await available(() =>
    warehouse.ask({
      sql: `SELECT coalesce(assessment, 'open') AS state, count(*) AS number, max(assessed_at) AS last FROM dossiers
            WHERE submission_id = ? AND outcome <> 'rejected' AND (is_current = 1 OR assessment IS NOT NULL) GROUP BY 1`,
      args: [submission],
      shape: { state: text, number: integer, last: orNull(integer) },
    }),
  )
  const numberOf = (state: string): number => rows.find((row) => row.state === state)?.number ?? 0
  const times = rows.flatMap(({ last }) => last ?? [])
  return {
    counts: {
      accepted: numberOf('accepted'),
      reduced: numberOf('reduced'),
      refused: numberOf('refused'),
      open: numberOf('open'),
    },
    lastAt: times.length === 0 ? null : Math.max(...times),
  }
}

const NOTHING = { by: null, dossiers: null, findings: null, resend: null, assessment: null }

/** All four levels in their order; `state` and `assessed` are null while the centre has not come to them; `hasOpen`: see `open-rejections.ts`. */
export function levelsOf(
  { receivedAtMs, judgedBy, dossiers, findingsTotal }: Receipt,
  state: SubmissionState | null,
  assessed: AssessmentState | null,
  hasOpen: boolean,
): SubmissionLevel[] {
  const isVerified = state?.status === 'verified'
  return [
    { ...NOTHING, level: 'received', at: receivedAtMs },
    {
      ...NOTHING,
      level: 'checked',
      // Within the request that brought it, whose time is the receipt's.
      at: receivedAtMs,
      by: { dmdcRelease: judgedBy.release, rulesVersion: judgedBy.rulesVersion },
      dossiers,
      findings: findingsTotal,
    },
    isVerified ? verified(state, hasOpen) : { ...NOTHING, level: 'verified', at: null },
    {
      ...NOTHING,
      level: 'assessed',
      at: assessed?.lastAt ?? null,
      assessment: isVerified ? (assessed?.counts ?? null) : null,
    },
  ]
}

function verified(state: SubmissionState, hasOpen: boolean): SubmissionLevel {
  const { verifiedAt, dmdcRelease, rulesVersion, declared, counted, accepted, acceptedWithWarnings, rejected } = state
  return {
    level: 'verified',
    at: verifiedAt,
    by: dmdcRelease === null || rulesVersion === null ? null : { dmdcRelease, rulesVersion },
    dossiers: {
      declared,
      counted: counted ?? 0,
      accepted: accepted ?? 0,
      acceptedWithWarnings: acceptedWithWarnings ?? 0,
      rejected: rejected ?? 0,
    },
    findings: state.findingsTotal,
    resend: resendOf(hasOpen),
    assessment: null,
  }
}
