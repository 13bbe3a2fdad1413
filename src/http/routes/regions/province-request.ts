import { shownDay, shownVietnamTime, vietnamIsoDay, vietnamTime } from '../../../kernel/vietnam-time.ts'
import type { Context } from 'hono'
import type { Caller } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import type { Filters } from '../../../province/filters.ts'
import { assertProvince } from '../../../province/provinces.ts'
import { Region, type Freshness } from '../../../province/region.ts'
import { scopeOf } from '../../../province/scope.ts'
import { csvStream } from '../../../province/sheets/csv.ts'
import { notesSheet, type Note } from '../../../province/sheets/notes.ts'
import type { OutSheet } from '../../../province/sheets/sheet.ts'
import { xlsxStream } from '../../../province/sheets/xlsx.ts'
import { callerOf } from '../../operation.ts'
import type { AppEnv } from '../../services.ts'
import { CSV, tableFile, XLSX } from '../../table-files.ts'

/** Three years and a day more than the longest of them: beyond it nobody reads days. */
const MOST_DAYS = 1097
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The region a caller asks about. Throws what `scopeOf` and `callerOf` throw, `province-unknown` for a code that no province had, and
 * `warehouse-unavailable`.
 */
export async function regionOf(c: Context<AppEnv>, province: string): Promise<{ region: Region; caller: Caller }> {
  const caller = callerOf(c)
  const { warehouses, now, openReplica } = c.get('services')
  const scope = scopeOf(caller, province)
  // A Sở Y tế has an account of its own provinces; the nation's would be answered with nothing.
  if (caller.role === 'ministry') await orAway(assertProvince(openReplica(), province), undefined)
  return { region: await Region.open(scope, warehouses, now()), caller }
}

/** What is found in the code lists, or `otherwise` where they are away: figures come from the warehouse, and do not wait for names. */
export async function orAway<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Refusal && error.code === 'reference-unavailable') return otherwise
    throw error
  }
}

/** Several regions, which are asked as one; throws as `regionOf` does. */
export async function regionsOf(
  c: Context<AppEnv>,
  provinces: readonly string[],
): Promise<{ regions: [Region, ...Region[]]; caller: Caller }> {
  const found = await Promise.all([...new Set(provinces)].map((code) => regionOf(c, code)))
  const [first, ...others] = found
  if (first === undefined) throw new Error('a question about no province')
  return { regions: [first.region, ...others.map(({ region }) => region)], caller: first.caller }
}

/** Several provinces are as new as the oldest of them. */
export function oldestOf(regions: readonly [Region, ...Region[]]): Region {
  const [first, ...others] = regions
  return others.reduce((a, b) => ((b.freshness.asOf ?? 0) < (a.freshness.asOf ?? 0) ? b : a), first)
}

/** Throws `parameter-invalid` for a period that ends before it begins or is too long, `not-yours` for another province's facility. */
export function checkFilters(province: string, { from, to, facility }: Filters): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
  if (days < 0 || days > MOST_DAYS)
    throw new Refusal('parameter-invalid', { parameter: 'to', expected: `from … from + ${MOST_DAYS}` })
  if (facility !== undefined && !facility.startsWith(province)) throw new Refusal('not-yours')
}

/** Today in Việt Nam, ISO. */
export const todayOf = (c: Context<AppEnv>): string => vietnamIsoDay(c.get('services').now())

export const shownFreshness = ({ source, asOf, lagSeconds }: Freshness) => ({
  asOf: asOf === null ? null : vietnamTime(asOf),
  lagSeconds,
  source,
})

/** What was asked, as answers repeat it. */
export const shownFilters = (province: string, { from, to, facility, purpose }: Filters) => ({
  province,
  from,
  to,
  facility: facility ?? null,
  purpose: purpose ?? null,
})

/** How new an answer is, for those that have no members: of spreadsheets and of pages. */
export function tellFreshness(c: Context<AppEnv>, freshness: Freshness): void {
  const { asOf, lagSeconds, source } = shownFreshness(freshness)
  if (asOf !== null) c.header('as-of', asOf)
  if (lagSeconds !== null) c.header('lag-seconds', String(lagSeconds))
  c.header('answer-source', source)
}

/** A table as a file to keep: once for programs, and once for a clerk with what explains it on a sheet behind it. */
export type Download = {
  readonly csv: Pick<OutSheet, 'columns' | 'rows'>
  readonly clerk: OutSheet
  readonly notes: readonly Note[]
  /** Without its ending. */
  readonly file: string
}

/** Made while it is read. */
export function sheetResponse(c: Context<AppEnv>, format: 'csv' | 'xlsx', download: Download): Response {
  const { csv, clerk, notes, file } = download
  const table = format === 'csv' ? csvStream({ ...clerk, ...csv }) : xlsxStream([clerk, notesSheet(clerk.title, notes)])
  return tableFile(c, format, file, table)
}

const PURPOSES = { payment: 'Thanh toán', management: 'Quản lý' } as const

/** The head of every printed page: what it is, of where and when. */
export const printedTitle = (what: string, province: string, { from, to }: Pick<Filters, 'from' | 'to'>): string =>
  `${what} · tỉnh (mã cũ) ${province} · ${shownDay(from)} – ${shownDay(to)}`

/** What was asked, and how new the answer is, in words. */
export const askedNotes = (province: string, filters: Filters, freshness: Freshness): readonly Note[] => [
  ['Tỉnh, thành phố (mã cũ)', province],
  ['Ngày nhận', `từ ${shownDay(filters.from)} đến ${shownDay(filters.to)}`],
  ['Cơ sở KCB', filters.facility ?? 'tất cả'],
  ['Mục đích gửi', filters.purpose === undefined ? 'tất cả' : PURPOSES[filters.purpose]],
  ...(filters.rule === undefined ? [] : [['Quy tắc', filters.rule] as const]),
  ['Số liệu đến', shownTimeOf(freshness)],
]

/** Up to when an answer knows of files, as people write it. */
const shownTimeOf = ({ asOf }: Pick<Freshness, 'asOf'>): string => (asOf === null ? 'không rõ' : shownVietnamTime(asOf))

/** Whatever is read page by page, one after the other: `page` reads the one behind `after`, its `next` null where it is the last. */
export async function* everyPage<P extends { readonly next: string | null }>(
  page: (after: string | undefined) => Promise<P>,
): AsyncGenerator<P, void> {
  for (let after: string | undefined, more = true; more;) {
    const found = await page(after)
    yield found
    after = found.next ?? undefined
    more = found.next !== null
  }
}

export const spreadsheets = {
  [CSV]: { schema: { type: 'string' as const } },
  [XLSX]: { schema: { type: 'string' as const, format: 'binary' } },
}
