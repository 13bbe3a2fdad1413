/** The check before anything leaves: the engine and the code lists of the service, as of the day. */
import { checkPieces, isChecked } from '../../scripts/check/check-file.ts'
import { managementDue, paymentDue, type Due } from '../../src/centre/deadlines/due.ts'
import { dayOf, isoDay, SEVERITIES, valueOf, type CodeLists, type RenderedFinding } from '../../src/engine/index.ts'
import { vietnamDay } from '../../src/kernel/vietnam-time.ts'
import type { Purpose } from '../configuration/schema.ts'
import type { EntryProblem } from '../outbox/entry.ts'

/** Kept of a file, errors first: more than a clerk mends in one go, about a megabyte. */
const KEPT_FINDINGS = 1000

export type FoundDossier = { readonly number: number; readonly MA_LK: string | null; readonly outcome: string }

export type CheckedFile = {
  /** Why the file as a whole cannot be used; null: it can. */
  readonly problem: EntryProblem | null
  readonly dossiers: readonly FoundDossier[]
  readonly findings: readonly RenderedFinding[]
  readonly findingsTotal: number
  readonly errors: number
  /** The day (ISO) on which the first of its dossiers is due; null: no end of an encounter is known. */
  readonly dueOn: string | null
}

type Asked = {
  readonly facility: string
  readonly purpose: Purpose
  readonly codes: CodeLists
  /** Epoch milliseconds: the day of the check. */
  readonly now: number
}

/** Checks a file while it comes. Never throws for what the file is. */
export async function checkArrival(pieces: AsyncIterable<Uint8Array>, asked: Asked): Promise<CheckedFile> {
  const kept: Record<RenderedFinding['severity'], RenderedFinding[]> = { error: [], warning: [], info: [] }
  const dossiers: FoundDossier[] = []
  let findingsTotal = 0
  let errors = 0
  let dueOn: string | null = null
  const checked = await checkPieces(pieces, {
    facility: asked.facility,
    stated: null,
    received: vietnamDay(asked.now),
    codes: asked.codes,
    onFinding: ({ finding }) => {
      findingsTotal += 1
      if (finding.severity === 'error') errors += 1
      if (kept[finding.severity].length < KEPT_FINDINGS) kept[finding.severity].push(finding)
    },
    drained: () => Promise.resolve(),
    onRow: (table, row) => {
      if (table !== 'XML1') return
      const due = dueOf(asked.purpose, valueOf(row, 'NGAY_RA'))?.day ?? null
      if (due !== null && (dueOn === null || due < dueOn)) dueOn = due
    },
    onDossier: ({ index, MA_LK, outcome }) => {
      dossiers.push({ number: index, MA_LK, outcome })
    },
  })
  return {
    problem: isChecked(checked) ? null : problemOf(checked),
    dossiers,
    findings: SEVERITIES.flatMap((severity) => kept[severity]).slice(0, KEPT_FINDINGS),
    findingsTotal,
    errors,
    dueOn,
  }
}

/** By when a dossier whose NGAY_RA that is should be there. */
function dueOf(purpose: Purpose, moment: string): Due | null {
  const ended = dayOf(moment)
  if (ended === null) return null
  const day = isoDay(ended)
  return purpose === 'management' ? managementDue(day, moment) : paymentDue(day)
}

type WholeProblem = EntryProblem & { readonly line?: number; readonly column?: number }

/** With the place in the words, as the file of reasons is read by a person. */
const problemOf = ({ code, message, remedy, line, column }: WholeProblem): EntryProblem => ({
  code,
  message:
    line === undefined
      ? message
      : {
          vi: `${message.vi} (dòng ${line}, cột ${column ?? 1})`,
          en: `${message.en} (line ${line}, column ${column ?? 1})`,
        },
  remedy,
})
