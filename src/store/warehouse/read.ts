import { and, asc, count, eq, gt, gte, inArray } from 'drizzle-orm'
import type { Warehouse } from '../database.ts'
import { dossiers, findings, submissions } from '../../../db/warehouse/schema.ts'
import { available as whileAvailable } from '../failures.ts'
import { FIRST_HISTORY_ORDINAL } from './history-findings.ts'

export type SubmissionState = typeof submissions.$inferSelect
export type DossierState = typeof dossiers.$inferSelect

/** What the centre has made of a submission; null while it has not begun. Throws Refusal('warehouse-unavailable'). */
export const readSubmission = (warehouse: Warehouse, id: string): Promise<SubmissionState | null> =>
  available(async () => {
    const [row] = await warehouse.select().from(submissions).where(eq(submissions.id, id))
    return row ?? null
  })

/** What the centre has made of submissions, by id, those that it has begun with. Throws Refusal('warehouse-unavailable'). */
export const readSubmissions = (
  warehouse: Warehouse,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SubmissionState>> =>
  available(async () => {
    const rows = await warehouse
      .select()
      .from(submissions)
      .where(inArray(submissions.id, [...ids]))
    return new Map(rows.map((row) => [row.id, row]))
  })

/** Outcomes of the dossiers behind number `after`, in the order of the file. */
export const readDossiers = (warehouse: Warehouse, id: string, after: number, limit: number): Promise<DossierState[]> =>
  available(() =>
    warehouse
      .select()
      .from(dossiers)
      .where(and(eq(dossiers.submissionId, id), gt(dossiers.dossier, after)))
      .orderBy(asc(dossiers.dossier))
      .limit(limit),
  )

/** How many findings the centre has about a submission's dossiers among others; they may become more or fewer at any time. */
export const countHistoryFindings = (warehouse: Warehouse, id: string): Promise<number> =>
  available(async () => {
    const [row] = await warehouse
      .select({ number: count() })
      .from(findings)
      .where(and(eq(findings.submissionId, id), gte(findings.ordinal, FIRST_HISTORY_ORDINAL)))
    return row?.number ?? 0
  })

/** What `work` returns. Throws Refusal('warehouse-unavailable') where the warehouse is away. */
export const available = <T>(work: () => PromiseLike<T>): Promise<T> => whileAvailable('warehouse-unavailable', work)
