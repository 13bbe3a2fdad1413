/** Pages of what lies by moment and id, the latest first: how the end of one is written, and what lies behind it. */
import { and, eq, lt, or, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { NEXT_OF_PAGE, Refusal } from './refusals.ts'

/** Moment (epoch milliseconds) and id of the last item of a page. */
export type PageEnd = { readonly at: number; readonly id: string }

const FORM = /^(\d{1,15})~([\w-]{1,64})$/

/** The end that a cursor names; null where none is given. Throws `parameter-invalid` for one that `pageOf` did not make. */
export function pageEndOf(cursor: string | undefined): PageEnd | null {
  if (cursor === undefined) return null
  const [, at, id] = FORM.exec(cursor) ?? []
  if (at === undefined || id === undefined)
    throw new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })
  return { at: Number(at), id }
}

/** The rows behind the end of a page, by the columns that hold moment and id; every row where there is none. */
export const behind = (at: SQLiteColumn, id: SQLiteColumn, end: PageEnd | null): SQL | undefined =>
  end === null ? undefined : or(lt(at, end.at), and(eq(at, end.at), lt(id, end.id)))

/** A page, of which one row more was read, and the cursor of the next one; null: there is none. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  endOf: (row: Row) => PageEnd,
): { page: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  if (rows.length <= limit || last === undefined) return { page, next: null }
  const { at, id } = endOf(last)
  return { page, next: `${at}~${id}` }
}
