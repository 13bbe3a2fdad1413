/** Which rows of the reference database belong to which release. */
import { and, desc, eq, gt, isNull, lte, or, type SQL } from 'drizzle-orm'
import type { Reference } from '../database.ts'
import { codes, releases } from '../../../db/reference/schema.ts'

/** The number of the last release whose time has come at `now` (epoch ms), as a part of a query; of the one of that id where it is named. */
export const lastRelease = (database: Reference, now: number, id?: string) =>
  database
    .select({ number: releases.number })
    .from(releases)
    .where(and(lte(releases.effectiveAt, now), id === undefined ? undefined : eq(releases.id, id)))
    .orderBy(desc(releases.number))
    .limit(1)

/** Rows of `codes` that were in the release of a number, given as such or as a part of a query. */
export const stoodIn = (release: number | ReturnType<typeof lastRelease>): SQL | undefined =>
  and(lte(codes.sinceRelease, release), or(isNull(codes.untilRelease), gt(codes.untilRelease, release)))
