import { OPEN_START, type ListedCode } from '../../store/reference/listed-code.ts'
import { Refusal } from '../refusals.ts'
import type { DraftChange } from '../drafts/draft.ts'

/** What an accepted proposal asks for, everything decided. */
export type AcceptedProposal = {
  readonly id: string
  readonly catalogue: string
  readonly kind: 'new' | 'change' | 'close'
  readonly code: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** First day of the new or changed row; of a close, the first day without the code. ISO. */
  readonly validFrom: string
  /** The decision it rests on; null: that of the row it changes. */
  readonly document: string | null
}

const DAY_MS = 86_400_000
const dayBefore = (isoDay: string): string =>
  new Date(Date.parse(`${isoDay}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10)

const refuseDay = (row: ListedCode): Refusal =>
  new Refusal('parameter-invalid', {
    parameter: 'validFrom',
    expected: { vi: `ngày sau ${row.validFrom}`, en: `a day after ${row.validFrom}` },
  })

/** The row in force on a day; of two generations that overlap, the younger one. */
const inForce = (rows: readonly ListedCode[], day: string): ListedCode | undefined =>
  rows
    .filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day))
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]

/**
 * What a draft has to change so that the proposal comes true: a code is never altered, its row ends and another begins. `standing`: all
 * rows of that code in the newest release. Throws code-taken (a new code that is there in that time), code-unknown (nothing in force to
 * change or close), parameter-invalid (a day that cannot be, or no decision named for a new code).
 */
export function changesOf(proposal: AcceptedProposal, standing: readonly ListedCode[]): DraftChange[] {
  const { id, catalogue, kind, code, name, attributes, validFrom, document } = proposal
  const common = { catalogue, proposal: id }
  if (kind === 'new') {
    if (standing.some(({ validTo }) => validTo === null || validTo >= validFrom)) throw new Refusal('code-taken')
    if (document === null)
      throw new Refusal('parameter-invalid', {
        parameter: 'document',
        expected: { vi: 'quyết định làm căn cứ', en: 'the decision it rests on' },
      })
    const after = { code, validFrom, validTo: null, name, attributes, sourceDocument: document, replacedBy: null }
    return [{ ...common, kind: 'added', before: null, after }]
  }
  const before = inForce(standing, validFrom)
  if (before === undefined) throw new Refusal('code-unknown')
  const ended = { ...before, validTo: dayBefore(validFrom) }
  if (kind === 'close') {
    if (validFrom === before.validFrom || validFrom === OPEN_START) throw refuseDay(before)
    return [{ ...common, kind: 'closed', before, after: ended }]
  }
  const after = { ...before, validFrom, name, attributes, sourceDocument: document ?? before.sourceDocument }
  const changed = name === before.name ? ('changed' as const) : ('renamed' as const)
  if (validFrom === before.validFrom) return [{ ...common, kind: changed, before, after }]
  return [
    { ...common, kind: 'closed', before, after: ended },
    { ...common, kind: changed, before: null, after },
  ]
}
