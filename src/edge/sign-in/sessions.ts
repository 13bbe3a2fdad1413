import { and, desc, eq, gt, isNull, lt } from 'drizzle-orm'
import { sessions } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { available } from '../../store/reference/available.ts'
import { endAllSessions } from '../identity/end-sessions.ts'
import { SESSION_LIFETIME_SECONDS } from '../identity/session.ts'
import { Refusal } from '../refusals.ts'

export type SessionRow = typeof sessions.$inferSelect
/** What was shown when it began. */
export type SignInMethod = SessionRow['method']

/** How long an ended session is listed, so that its owner can still see where it was. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000
/** A session that is in use is written at most this often. */
const SEEN_EVERY_MS = 5 * 60 * 1000
/** Whoever changes how they sign in has signed in within this time: an open page alone is not enough. */
const FRESH_MS = 15 * 60 * 1000
const MOST_LISTED = 100

export type NewSession = Pick<SessionRow, 'id' | 'account' | 'person' | 'device' | 'method' | 'isLimited'>

/** Begins a session, and forgets those of the account that ended long ago. Returns until when it lasts (epoch ms). */
export async function beginSession(primary: Reference, session: NewSession, now: number): Promise<number> {
  const until = now + SESSION_LIFETIME_SECONDS * 1000
  await available(() =>
    primary.batch([
      primary.delete(sessions).where(and(eq(sessions.account, session.account), lt(sessions.until, now - KEPT_MS))),
      primary.insert(sessions).values({ ...session, createdAt: now, seenAt: now, until }),
    ]),
  )
  return until
}

/** The session while it lasts, noted as seen. Throws `session-ended`. */
export async function continueSession(primary: Reference, id: string, now: number): Promise<SessionRow> {
  const session = await openSession(primary, id, now)
  if (now - session.seenAt >= SEEN_EVERY_MS)
    await available(() => primary.update(sessions).set({ seenAt: now }).where(eq(sessions.id, id)))
  return session
}

/** The session while it lasts. Throws `session-ended`. */
export async function openSession(database: Reference, id: string, now: number): Promise<SessionRow> {
  const session = await findSession(database, id)
  if (session === undefined || session.endedAt !== null || session.until <= now) throw new Refusal('session-ended')
  return session
}

/** Throws `session-ended` where it is known here that a session has ended; a replica may not know of one that has just begun. */
export async function assertNotEnded(replica: Reference, id: string): Promise<void> {
  const session = await findSession(replica, id)
  if (session !== undefined && session.endedAt !== null) throw new Refusal('session-ended')
}

/** Throws `session-ended`, `sign-in-again` where it began too long ago for what is asked. */
export async function assertFresh(primary: Reference, id: string, now: number): Promise<SessionRow> {
  const session = await openSession(primary, id, now)
  if (now - session.createdAt > FRESH_MS) throw new Refusal('sign-in-again')
  return session
}

/** Sessions of an account that last, newest first. */
export const listSessions = (primary: Reference, account: string, now: number): Promise<SessionRow[]> =>
  available(() =>
    primary
      .select()
      .from(sessions)
      .where(and(eq(sessions.account, account), isNull(sessions.endedAt), gt(sessions.until, now)))
      .orderBy(desc(sessions.createdAt))
      .limit(MOST_LISTED),
  )

/** Ends one session of an account; said again it changes nothing. Throws `session-unknown`. */
export async function endSession(primary: Reference, account: string, id: string, now: number): Promise<void> {
  const isMeant = and(eq(sessions.account, account), eq(sessions.id, id))
  const [, found] = await available(() =>
    primary.batch([
      primary
        .update(sessions)
        .set({ endedAt: now })
        .where(and(isMeant, isNull(sessions.endedAt))),
      primary.select({ id: sessions.id }).from(sessions).where(isMeant),
    ]),
  )
  if (found.length === 0) throw new Refusal('session-unknown')
}

/** Ends all of them. */
export const endSessions = async (primary: Reference, account: string, now: number): Promise<void> => {
  await available(() => endAllSessions(primary, account, now))
}

async function findSession(database: Reference, id: string): Promise<SessionRow | undefined> {
  const [session] = await available(() => database.select().from(sessions).where(eq(sessions.id, id)))
  return session
}
