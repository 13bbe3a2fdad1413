import { and, count, eq, gt, sql } from 'drizzle-orm'
import { accesses } from '../../db/warehouse/schema.ts'
import type { Warehouse } from '../store/database.ts'
import { available } from '../store/warehouse/read.ts'

export type Access = Omit<typeof accesses.$inferInsert, 'province'>

/** How much an account was shown within a day. */
export type ShownOfDay = { readonly answers: number; readonly unmasked: number }

/** Where it is noted who saw what of a province: at the primary of its warehouse. */
export type AccessLog = {
  readonly province: string
  /** Returns how much the account was shown within a day, this included. Throws Refusal('warehouse-unavailable'): what is not noted is not shown. */
  readonly note: (access: Access) => Promise<ShownOfDay>
}

const DAY_MS = 24 * 60 * 60 * 1000

export const accessLogOf = (openPrimary: () => Warehouse, province: string): AccessLog => ({
  province,
  async note(access) {
    const { account, at } = access
    const [, [found]] = await available(() => {
      const primary = openPrimary()
      return primary.batch([
        primary.insert(accesses).values({ ...access, province }),
        primary
          .select({ answers: count(), unmasked: sql<number>`coalesce(sum(${accesses.unmasked}), 0)` })
          .from(accesses)
          .where(and(eq(accesses.account, account), gt(accesses.at, at - DAY_MS))),
      ])
    })
    return found ?? { answers: 1, unmasked: access.unmasked }
  },
})
