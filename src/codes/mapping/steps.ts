import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { and, eq, isNull } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { mappings } from '../../../db/reference/workflow.ts'
import { assertMayRead, type Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'
import { standingRows } from '../proposals/propose.ts'
import type { MappingRow } from './local-code.ts'
import { nextMappingState, type MappingAction } from './transitions.ts'

export type MappingKey = {
  readonly facility: string
  readonly catalogue: string
  readonly localCode: string
  /** First day (ISO) of the row; needed where the local code has several. */
  readonly validFrom?: string | undefined
}

export type MappingStep = MappingKey & {
  readonly action: MappingAction
  /** The national code proposed; whoever approves names the one that is approved. */
  readonly code?: string | undefined
  readonly comment: string
}

/** One row. Throws mapping-unknown; parameter-invalid where several are meant. */
export async function readMapping(database: Reference, key: MappingKey): Promise<MappingRow> {
  const rows = await database
    .select()
    .from(mappings)
    .where(
      and(
        eq(mappings.facility, key.facility),
        eq(mappings.catalogue, key.catalogue),
        eq(mappings.localCode, key.localCode),
        key.validFrom === undefined ? undefined : eq(mappings.validFrom, key.validFrom),
      ),
    )
    .orderBy(mappings.validFrom)
  const [row] = rows
  if (row === undefined) throw new Refusal('mapping-unknown')
  if (rows.length > 1) {
    const days = rows.map(({ validFrom }) => validFrom).join(', ')
    throw new Refusal('parameter-invalid', { parameter: 'validFrom', expected: days })
  }
  return row
}

/**
 * Takes a step. Throws role-not-allowed, not-yours, mapping-unknown, mapping-state, changed-meanwhile (the row is not what the caller has
 * seen), code-unknown (the list does not have the code proposed), parameter-invalid. `now`: epoch ms.
 */
export async function takeMappingStep(
  primary: Reference,
  caller: Caller,
  step: MappingStep,
  now: number,
): Promise<MappingRow> {
  const { action, comment } = step
  assertMayRead(caller, step.facility)
  const before = await readMapping(primary, step)
  const state = nextMappingState(before.state, caller.role, action)
  // Nobody decides what they proposed, whatever account they have since.
  if (action !== 'propose' && before.proposedBy === caller.account) throw new Refusal('role-not-allowed')
  const code = action === 'propose' ? await proposedCode(primary, before, step.code, now) : before.code
  if (action === 'approve' && step.code !== before.code) throw new Refusal('changed-meanwhile')
  const actor = caller.account
  const changed: Partial<MappingRow> =
    action === 'propose'
      ? { state, code, comment, proposedBy: actor, proposedAt: now, decidedBy: null, decidedAt: null }
      : { state, comment, decidedBy: actor, decidedAt: now }
  const [after] = await primary
    .update(mappings)
    .set(changed)
    .where(
      and(
        eq(mappings.facility, before.facility),
        eq(mappings.catalogue, before.catalogue),
        eq(mappings.localCode, before.localCode),
        eq(mappings.validFrom, before.validFrom),
        eq(mappings.state, before.state),
        before.code === null ? isNull(mappings.code) : eq(mappings.code, before.code),
        before.proposedAt === null ? isNull(mappings.proposedAt) : eq(mappings.proposedAt, before.proposedAt),
      ),
    )
    .returning()
  if (after === undefined) throw new Refusal('changed-meanwhile')
  return after
}

async function proposedCode(
  primary: Reference,
  { catalogue, validTo }: MappingRow,
  code: string | undefined,
  now: number,
): Promise<string> {
  if (code === undefined)
    throw new Refusal('parameter-invalid', {
      parameter: 'code',
      expected: { vi: 'mã quốc gia', en: 'the national code' },
    })
  const day = validTo ?? vietnamIsoDay(now)
  const standing = await standingRows(primary, catalogue, code)
  // A code that ended before may still be what old claims have to carry, but not of a mapping that is to be used today.
  if (!standing.some(({ validTo: last }) => last === null || last >= day)) throw new Refusal('code-unknown')
  return code
}
