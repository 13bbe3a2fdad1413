import type { Severity } from '../engine/index.ts'
import type { Text } from '../kernel/text.ts'
import { argsOf, type Filters } from './filters.ts'
import type { OwnProvince } from './own-province.ts'
import type { Region } from './region.ts'
import { NEXT_OF_PAGE, Refusal } from './refusals.ts'
import * as z from 'zod'
import { findings as findingTable } from '../../db/warehouse/schema.ts'
import { json } from '../store/columns.ts'

/** Where a page ends: submission and position of its last finding. */
const CURSOR = /^([\w-]{1,100})~(\d{1,15})$/

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

/** A page of findings, by submission and position, from behind `after` (`submission~ordinal`). */
export async function listFindings(
  region: Region,
  filters: FindingListFilters,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<{ findings: ListedFinding[]; next: string | null }> {
  const [, submission = '', ordinal = '0'] = (after === undefined ? null : CURSOR.exec(after)) ?? []
  if (after !== undefined && submission === '')
    throw new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })
  const { facility, rule, purpose, severity, table, MA_LK } = filters
  const whereOf = (own: OwnProvince): string[] => [
    `f.received_on BETWEEN :from AND :to AND ${own.ofFacility('f')}`,
    ...(facility === undefined ? [] : ['f.facility = :facility']),
    // The sign keeps the order of the key, so that a page reads no more than itself.
    ...(rule === undefined ? [] : ['+f.rule = :rule']),
    ...(purpose === undefined ? [] : ['(SELECT s.purpose FROM submissions s WHERE s.id = f.submission_id) = :purpose']),
    ...(severity === undefined ? [] : ['+f.severity = :severity']),
    ...(table === undefined ? [] : ['+f.table_id = :table']),
    ...(MA_LK === undefined ? [] : ["json_extract(f.told, '$.dossier.MA_LK') = :MA_LK"]),
    '(f.submission_id, f.ordinal) > (:afterSubmission, :afterOrdinal)',
  ]
  const rows = await region.ask({
    sql: (own) =>
      `SELECT ${LISTED} AS listed FROM findings f WHERE ${whereOf(own).join(' AND ')} ORDER BY f.submission_id, f.ordinal LIMIT :limit`,
    args: {
      ...argsOf(filters),
      severity: severity ?? null,
      table: table ?? null,
      MA_LK: MA_LK ?? null,
      afterSubmission: submission,
      afterOrdinal: Number(ordinal),
      limit: limit + 1,
    },
    shape: { listed: json(Listed) },
  })
  const findings = rows.slice(0, limit).map(({ listed }) => listedFinding(listed))
  const last = findings.at(-1)
  return { findings, next: rows.length > limit && last ? `${last.submission}~${last.ordinal}` : null }
}

function listedFinding(listed: z.infer<typeof Listed>): ListedFinding {
  const [receivedOn, facility, submission, ordinal, rule, severity, table, field, rendered] = listed
  const [MA_LK, row, value, vi, en, remedyVi, remedyEn] = rendered
  const message = { vi, en }
  const remedy = { vi: remedyVi, en: remedyEn }
  return { receivedOn, facility, submission, ordinal, MA_LK, rule, severity, table, row, field, value, message, remedy }
}
