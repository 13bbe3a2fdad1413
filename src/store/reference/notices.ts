import { and, desc, eq, isNull } from 'drizzle-orm'
import { notices } from '../../../db/reference/notices.ts'
import type { Reference } from '../database.ts'
import { available } from './available.ts'

export type Notice = typeof notices.$inferSelect
/** What its author writes. */
export type NoticeWords = Pick<Notice, 'kind' | 'titleVi' | 'titleEn' | 'textVi' | 'textEn' | 'fromAt' | 'toAt'>

/** Those that were not taken back, the newest first, at most `most`. Throws `reference-unavailable`. */
export const listNotices = (database: Reference, most: number): Promise<Notice[]> =>
  available(() =>
    database
      .select()
      .from(notices)
      .where(isNull(notices.withdrawnAt))
      .orderBy(desc(notices.publishedAt), desc(notices.id))
      .limit(most),
  )

/** Publishes one. `now`: epoch milliseconds. Throws `reference-unavailable`. */
export async function publishNotice(
  primary: Reference,
  { id, by, now }: { id: string; by: string; now: number },
  words: NoticeWords,
): Promise<Notice> {
  const notice: Notice = {
    id,
    ...words,
    publishedBy: by,
    publishedAt: now,
    revision: 1,
    changedBy: by,
    changedAt: now,
    withdrawnBy: null,
    withdrawnAt: null,
  }
  await available(() => primary.insert(notices).values(notice))
  return notice
}

export type NoticeChanged =
  | { readonly state: 'changed'; readonly notice: Notice }
  | { readonly state: 'unknown' | 'outdated' }
type Change = { readonly id: string; readonly revision: number; readonly by: string; readonly now: number }

/** Other words in its place. outdated: somebody changed it since `revision` was read. Throws `reference-unavailable`. */
export const changeNotice = (primary: Reference, change: Change, words: NoticeWords): Promise<NoticeChanged> =>
  step(primary, change, words)

/** Takes it back; nobody sees it any more. As `changeNotice`. */
export const withdrawNotice = (primary: Reference, change: Change): Promise<NoticeChanged> =>
  step(primary, change, { withdrawnBy: change.by, withdrawnAt: change.now })

async function step(
  primary: Reference,
  { id, revision, by, now }: Change,
  part: Partial<Notice>,
): Promise<NoticeChanged> {
  const isOpen = and(eq(notices.id, id), isNull(notices.withdrawnAt))
  const [changed] = await available(() =>
    primary
      .update(notices)
      .set({ ...part, revision: revision + 1, changedBy: by, changedAt: now })
      .where(and(isOpen, eq(notices.revision, revision)))
      .returning(),
  )
  if (changed) return { state: 'changed', notice: changed }
  const [known] = await available(() => primary.select({ id: notices.id }).from(notices).where(isOpen))
  return { state: known ? 'outdated' : 'unknown' }
}
