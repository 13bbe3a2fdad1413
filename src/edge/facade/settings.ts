import { asc, eq, sql } from 'drizzle-orm'
import { legacySettings } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { available } from '../../store/reference/available.ts'

/** What is set for the old calls of a facility. */
export type LegacySetting = typeof legacySettings.$inferSelect

/** Whether payment data of a facility is taken without a person of its register, on a day (ISO). Throws `reference-unavailable`. */
export async function isPersonWaived(replica: Reference, facility: string, today: string): Promise<boolean> {
  const [set] = await available(() =>
    replica.select().from(legacySettings).where(eq(legacySettings.facility, facility)),
  )
  return set?.paymentPerson === 'waived' && (set.waivedUntil === null || today <= set.waivedUntil)
}

/** Those of a province, or all. Throws `reference-unavailable`. */
export const listLegacySettings = (database: Reference, province: string | null): Promise<LegacySetting[]> =>
  available(() =>
    database
      .select()
      .from(legacySettings)
      .where(province === null ? undefined : eq(sql`substr(${legacySettings.facility}, 1, 2)`, province))
      .orderBy(asc(legacySettings.facility)),
  )

/** Sets what holds for a facility from now on. */
export async function setLegacySetting(primary: Reference, setting: LegacySetting): Promise<LegacySetting> {
  await primary
    .insert(legacySettings)
    .values(setting)
    .onConflictDoUpdate({ target: legacySettings.facility, set: setting })
  return setting
}
