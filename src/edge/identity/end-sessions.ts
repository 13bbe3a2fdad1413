import { and, eq, isNull, ne } from 'drizzle-orm'
import { sessions } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'

/** The statement that ends whatever sessions an account has, but for one that is named. */
export const endAllSessions = (primary: Reference, account: string, now: number, but?: string) =>
  primary
    .update(sessions)
    .set({ endedAt: now })
    .where(
      and(
        eq(sessions.account, account),
        isNull(sessions.endedAt),
        but === undefined ? undefined : ne(sessions.id, but),
      ),
    )
