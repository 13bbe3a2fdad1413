/** What whoever must agree to a draft wants to see: how much it changes, for whom, and what conflicts with it. */
import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { codes } from '../../../db/reference/schema.ts'
import { draftChanges } from '../../../db/reference/workflow.ts'
import { canonicalText, listedCode, parseListedCode } from '../../store/reference/listed-code.ts'
import { CHANGES_PER_ANSWER, readAll } from '../pieces.ts'
import { countChanges, readApprovals, readDraft, readOwners, type ChangeCount, type Draft } from './draft.ts'

/** Conflicts listed; the number is always true. */
const LISTED_CONFLICTS = 100

export type Conflict = {
  catalogue: string
  code: string
  /** moved: the row changed since the draft was made · taken: a new row's code and day are there already. */
  kind: 'moved' | 'taken'
}

export type Review = {
  draft: Draft
  counts: ChangeCount[]
  conflicts: Conflict[]
  conflictsTotal: number
  /** Departments that own a changed catalogue, and who has agreed for them. */
  departments: { department: string; approvedBy: string | null; approvedAt: number | null }[]
}

/** Throws Refusal('draft-unknown'). */
export async function reviewDraft(database: Reference, id: string): Promise<Review> {
  const draft = await readDraft(database, id)
  const [counts, owners, approvals, conflicts] = await Promise.all([
    countChanges(database, id),
    readOwners(database, id),
    readApprovals(database, draft),
    findConflicts(database, id),
  ])
  return {
    draft,
    counts,
    conflicts: conflicts.slice(0, LISTED_CONFLICTS),
    conflictsTotal: conflicts.length,
    departments: owners.map((department) => {
      const approval = approvals.find((given) => given.department === department)
      return { department, approvedBy: approval?.approvedBy ?? null, approvedAt: approval?.approvedAt ?? null }
    }),
  }
}

const behind = ({ catalogue, code, validFrom }: typeof draftChanges.$inferSelect): SQL =>
  sql`(${draftChanges.catalogue}, ${draftChanges.code}, ${draftChanges.validFrom}) > (${catalogue}, ${code}, ${validFrom})`

/** Rows that are no longer as the draft took them, and new rows whose place is taken. */
async function findConflicts(database: Reference, draft: string): Promise<Conflict[]> {
  type Row = { change: typeof draftChanges.$inferSelect; standing: typeof codes.$inferSelect | null }
  const rows = await readAll<Row>(
    (last, limit) =>
      database
        .select({ change: draftChanges, standing: codes })
        .from(draftChanges)
        .leftJoin(
          codes,
          and(
            eq(codes.catalogue, draftChanges.catalogue),
            eq(codes.code, draftChanges.code),
            eq(codes.validFrom, draftChanges.validFrom),
            isNull(codes.untilRelease),
          ),
        )
        .where(and(eq(draftChanges.draft, draft), last === null ? undefined : behind(last.change)))
        .orderBy(asc(draftChanges.catalogue), asc(draftChanges.code), asc(draftChanges.validFrom))
        .limit(limit),
    CHANGES_PER_ANSWER,
  )
  return rows.flatMap(({ change, standing }): Conflict[] => {
    const { before, catalogue, code } = change
    if (before === null) return standing === null ? [] : [{ catalogue, code, kind: 'taken' }]
    const expected = canonicalText(parseListedCode(before))
    return standing !== null && canonicalText(listedCode(standing)) === expected
      ? []
      : [{ catalogue, code, kind: 'moved' }]
  })
}
