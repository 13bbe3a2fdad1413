import { and, asc, eq, gt } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { dossiers, submissions } from '../../db/warehouse/schema.ts'
import { Refusal } from '../refusal.ts'

export type SubmissionState = typeof submissions.$inferSelect
export type DossierState = typeof dossiers.$inferSelect

/** What the centre has made of a submission; null while it has not begun. Throws Refusal('warehouse-unavailable'). */
export const readSubmission = (warehouse: Database, id: string): Promise<SubmissionState | null> =>
  available(async () => {
    const [row] = await warehouse.select().from(submissions).where(eq(submissions.id, id))
    return row ?? null
  })

/** Outcomes of the dossiers behind number `after`, in the order of the file. */
export const readDossiers = (warehouse: Database, id: string, after: number, limit: number): Promise<DossierState[]> =>
  available(() =>
    warehouse
      .select()
      .from(dossiers)
      .where(and(eq(dossiers.submissionId, id), gt(dossiers.dossier, after)))
      .orderBy(asc(dossiers.dossier))
      .limit(limit),
  )

/** Throws Refusal('warehouse-unavailable') where the warehouse does not answer. */
export async function available<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query()
  } catch (cause) {
    throw new Refusal('warehouse-unavailable', {}, undefined, { cause })
  }
}
