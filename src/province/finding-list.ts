import { SEVERITIES, type Severity } from '../engine/index.ts'
import type { Text } from '../kernel/text.ts'
import { argsOf, type Filters } from './filters.ts'
import type { OwnProvince } from './own-province.ts'
import type { Region } from './region.ts'
import { NEXT_OF_PAGE, Refusal } from './refusals.ts'
import * as z from 'zod'
import { findings as findingTable } from '../../db/warehouse/schema.ts'
import { json } from '../store/columns.ts'

/** Where a page ends: severity, day, submission and position of its last finding. */
const CURSOR = /^([a-z]{1,10})~(\d{4}-\d{2}-\d{2})~([\w-]{1,100})~(\d{1,15})$/

export type FindingListFilters = Filters & {
  readonly severity?: Severity | undefined
  readonly table?: string | undefined
  readonly MA_LK?: string | undefined
}

/** One finding about a dossier of the province; its value is masked where it identifies. */
export type ListedFinding = {
  readonly receivedOn: string
  readonly facility: string
  readonly submission: string
  readonly ordinal: number
  readonly MA_LK: string | null
  readonly rule: string
  readonly severity: string
  readonly table: string | null
  readonly row: string | null
  readonly field: string | null
  readonly value: string | null
  readonly message: Text
  readonly remedy: Text
}

/**
 * A finding as one text, in the order of `Listed`: only what is listed leaves the database. The texts of an answer outlive V8's young generation,
 * so each byte of them is memory that an export fills until V8 collects its whole heap.
 */
const LISTED = `json_array(f.received_on, f.facility, f.submission_id, f.ordinal, f.rule, f.severity, f.table_id, f.field,
  json_extract(f.told, '$.dossier.MA_LK', '$.row', '$.value', '$.message.vi', '$.message.en',
    '$.remedy.vi', '$.remedy.en'))`
const Listed = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.int(),
  z.string(),
  z.enum(findingTable.severity.enumValues),
  z.string().nullable(),
  z.string().nullable(),
  // MA_LK, row and value of the finding; its message and its remedy in both languages.
  z.tuple([
    z.string().nullable(),
    z.string().nullable(),
    z.string().nullable(),
    z.string(),
    z.string(),
    z.string(),
    z.string(),
  ]),
])

/**
 * A page of findings from behind `after`: errors first, then warnings, then the rest, and within each by day of receipt, submission and
 * position. The index `findings_by_severity` has that order, so a page reads no more than itself of each severity.
 */
export async function listFindings(
  region: Region,
  filters: FindingListFilters,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<{ findings: ListedFinding[]; next: string | null }> {
  const from = after === undefined ? null : placeOf(after)
  const asked = filters.severity === undefined ? SEVERITIES : [filters.severity]
  const left = from === null ? asked : asked.slice(asked.indexOf(from.severity))
  const findings: ListedFinding[] = []
  for (const severity of left) {
    const behind = from?.severity === severity ? from : BEGINNING
    findings.push(...(await findingsOf(region, filters, { severity, behind, limit: limit + 1 - findings.length })))
    if (findings.length > limit) break
  }
  const page = findings.slice(0, limit)
  const last = page.at(-1)
  const next = last && [last.severity, last.receivedOn, last.submission, last.ordinal].join('~')
  return { findings: page, next: findings.length > limit && next !== undefined ? next : null }
}

type Place = { readonly day: string; readonly submission: string; readonly ordinal: number }
const BEGINNING: Place = { day: '', submission: '', ordinal: 0 }

/** Where a page ended. Throws parameter-invalid for what no page has given. */
function placeOf(after: string): Place & { readonly severity: Severity } {
  const [, severity, day, submission, ordinal] = CURSOR.exec(after) ?? []
  const known = SEVERITIES.find((each) => each === severity)
  if (known === undefined || day === undefined || submission === undefined)
    throw new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })
  return { severity: known, day, submission, ordinal: Number(ordinal) }
}

async function findingsOf(
  region: Region,
  filters: FindingListFilters,
  { severity, behind, limit }: { severity: Severity; behind: Place; limit: number },
): Promise<ListedFinding[]> {
  const { facility, rule, purpose, table, MA_LK } = filters
  const whereOf = (own: OwnProvince): string[] => [
    `f.severity = :severity AND f.received_on BETWEEN :from AND :to AND ${own.ofFacility('f')}`,
    '(f.received_on, f.submission_id, f.ordinal) > (:afterDay, :afterSubmission, :afterOrdinal)',
    ...(facility === undefined ? [] : ['+f.facility = :facility']),
    // The sign keeps the order of the index, so that a page reads no more than itself.
    ...(rule === undefined ? [] : ['+f.rule = :rule']),
    ...(purpose === undefined ? [] : ['(SELECT s.purpose FROM submissions s WHERE s.id = f.submission_id) = :purpose']),
    ...(table === undefined ? [] : ['+f.table_id = :table']),
    ...(MA_LK === undefined ? [] : ["json_extract(f.told, '$.dossier.MA_LK') = :MA_LK"]),
  ]
  const rows = await region.ask({
    sql: (own) =>
      `SELECT ${LISTED} AS listed FROM findings f WHERE ${whereOf(own).join(' AND ')}
       ORDER BY f.received_on, f.submission_id, f.ordinal LIMIT :limit`,
    args: {
      ...argsOf(filters),
      severity,
      table: table ?? null,
      MA_LK: MA_LK ?? null,
      afterDay: behind.day,
      afterSubmission: behind.submission,
      afterOrdinal: behind.ordinal,
      limit,
    },
    shape: { listed: json(Listed) },
  })
  return rows.map(({ listed }) => listedFinding(listed))
}

function listedFinding(listed: z.infer<typeof Listed>): ListedFinding {
  const [receivedOn, facility, submission, ordinal, rule, severity, table, field, rendered] = listed
  const [MA_LK, row, value, vi, en, remedyVi, remedyEn] = rendered
  const message = { vi, en }
  const remedy = { vi: remedyVi, en: remedyEn }
  return { receivedOn, facility, submission, ordinal, MA_LK, rule, severity, table, row, field, value, message, remedy }
}
