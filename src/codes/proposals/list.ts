import { and, asc, eq, gt, inArray, or, type SQL } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { proposals } from '../../../db/reference/workflow.ts'
import { provincesOf, type Caller } from '../../edge/identity/caller.ts'
import { NEXT_OF_PAGE, Refusal } from '../refusals.ts'
import type { ProposalRow } from './proposal.ts'
import type { ProposalState } from './transitions.ts'

/** Where a page ends: moment and id of its last proposal. */
const CURSOR = /^(\d{1,16})\.([\w-]{1,64})$/
const cursorOf = ({ proposedAt, id }: ProposalRow): string => `${proposedAt}.${id}`

/** A facility's own, a province's, or all. */
function scopeOf(caller: Caller): SQL | undefined {
  if (caller.role === 'facility') return eq(proposals.facility, caller.facility)
  const provinces = provincesOf(caller)
  if (provinces !== null) return inArray(proposals.province, [...provinces])
  return undefined
}

function behind(after: string | undefined): SQL | undefined {
  if (after === undefined) return undefined
  const [, moment, id = ''] = CURSOR.exec(after) ?? []
  if (moment === undefined) throw new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })
  const at = Number(moment)
  return or(gt(proposals.proposedAt, at), and(eq(proposals.proposedAt, at), gt(proposals.id, id)))
}

/** What the caller may see, the oldest first. Throws parameter-invalid on a cursor that is none. */
export async function listProposals(
  database: Reference,
  caller: Caller,
  {
    state,
    catalogue,
    after,
    limit,
  }: { state?: ProposalState | undefined; catalogue?: string | undefined; after?: string | undefined; limit: number },
): Promise<{ rows: ProposalRow[]; next: string | null }> {
  const rows = await database
    .select()
    .from(proposals)
    .where(
      and(
        scopeOf(caller),
        state === undefined ? undefined : eq(proposals.state, state),
        catalogue === undefined ? undefined : eq(proposals.catalogue, catalogue),
        behind(after),
      ),
    )
    .orderBy(asc(proposals.proposedAt), asc(proposals.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}
