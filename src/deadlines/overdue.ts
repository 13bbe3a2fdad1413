import { and, asc, lt, ne } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { submissions } from '../../db/warehouse/schema.ts'

/** A submission whose sender is owed a result since its due day (ISO). */
export type OverdueResult = Pick<
  typeof submissions.$inferSelect,
  'id' | 'facility' | 'receivedAt' | 'status' | 'resultDueOn'
>

/** Submissions of a warehouse whose result was due before a day (ISO) and which are not verified, the longest overdue first. */
export const overdueResults = (warehouse: Database, today: string, limit: number): Promise<OverdueResult[]> =>
  warehouse
    .select({
      id: submissions.id,
      facility: submissions.facility,
      receivedAt: submissions.receivedAt,
      status: submissions.status,
      resultDueOn: submissions.resultDueOn,
    })
    .from(submissions)
    .where(and(lt(submissions.resultDueOn, today), ne(submissions.status, 'verified')))
    .orderBy(asc(submissions.resultDueOn), asc(submissions.id))
    .limit(limit)
