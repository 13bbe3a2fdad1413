import { and, desc, eq, isNull, or } from 'drizzle-orm'
import { accesses } from '../../db/warehouse/schema.ts'
import { provinceOf, type Caller } from '../edge/identity/caller.ts'
import { behind, pageEndOf, pageOf } from '../edge/page-end.ts'
import { available } from '../store/warehouse/read.ts'
import type { AccessLog } from './access-log.ts'
import type { Warehouses } from './region.ts'
import { Refusal } from './refusals.ts'
import { scopeOf } from './scope.ts'

/** What was shown of persons: a list of dossiers behind a figure, a list of findings, one dossier whole, or a figure that needed a reason. */
export const ACCESS_KINDS = ['dossiers', 'findings', 'dossier', 'figure'] as const
type AccessKind = (typeof ACCESS_KINDS)[number]

/** How much within a day is more than an officer's work asks for; it is reported once, when it is reached. */
const ALARM = { answers: 200, unmasked: 2000 } as const

/**
 * Who was shown how much, for what, before they are shown it; an unusual number is reported to `onAlarm`. A facility's own patients are
 * its work: none of their number is unusual.
 */
export async function noteAccess(
  log: AccessLog,
  { account, role }: Caller,
  shown: {
    readonly id: string
    /** Epoch milliseconds. */
    readonly at: number
    readonly kind: AccessKind
    /** Empty: none was needed. */
    readonly reason: string
    readonly query: string
    readonly facility: string | null
    readonly rows: number
    readonly unmasked: number
  },
  onAlarm: (alarm: { readonly event: string } & Readonly<Record<string, string | number>>) => void,
): Promise<void> {
  const today = await log.note({ ...shown, account, role })
  if (role === 'facility') return
  const before = { answers: today.answers - 1, unmasked: today.unmasked - shown.unmasked }
  const isUnusual =
    (before.answers < ALARM.answers && today.answers >= ALARM.answers) ||
    (before.unmasked < ALARM.unmasked && today.unmasked >= ALARM.unmasked)
  if (isUnusual) onAlarm({ event: 'access-alarm', account, province: log.province, ...today })
}

export type AccessFilters = {
  readonly facility?: string | undefined
  readonly account?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/**
 * Who was shown lists of a province, the latest first. A facility's auditor is shown those that were about that facility, or about the whole
 * province; the Sở Y tế those of its provinces; the insurer and the nation's auditor all. Throws `not-yours`, `parameter-invalid`,
 * `warehouse-unavailable`.
 */
export async function listAccesses(
  { openPrimary }: Warehouses,
  caller: Caller,
  province: string,
  { facility, account, after, limit }: AccessFilters,
): Promise<{ accesses: (typeof accesses.$inferSelect)[]; next: string | null }> {
  const within = caller.role === 'facility' ? ownProvince(caller, province) : scopeOf(caller, province).province
  if (facility !== undefined && provinceOf(facility) !== within) throw new Refusal('not-yours')
  const end = pageEndOf(after)
  const own = caller.role === 'facility' ? caller.facility : facility
  if (caller.role === 'facility' && facility !== undefined && facility !== caller.facility)
    throw new Refusal('not-yours')
  const rows = await available(() =>
    openPrimary(within)
      .select()
      .from(accesses)
      .where(
        and(
          eq(accesses.province, within),
          own === undefined ? undefined : or(eq(accesses.facility, own), isNull(accesses.facility)),
          account === undefined ? undefined : eq(accesses.account, account),
          behind(accesses.at, accesses.id, end),
        ),
      )
      .orderBy(desc(accesses.at), desc(accesses.id))
      .limit(limit + 1),
  )
  const { page, next } = pageOf(rows, limit, (row) => row)
  return { accesses: page, next }
}

function ownProvince(caller: Caller & { readonly role: 'facility' }, province: string): string {
  if (caller.province !== province) throw new Refusal('not-yours')
  return province
}
