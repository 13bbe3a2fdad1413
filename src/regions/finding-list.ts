import { argsOf, type Filters } from './filters.ts'
import type { Region } from './region.ts'
import { textIn } from '../warehouse/text-in.ts'

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
  readonly message: { readonly vi: string; readonly en: string }
}

/** What `renderFinding` wrote. */
type Told = {
  dossier: { MA_LK: string | null } | null
  row: string | null
  value: string | null
  message: { vi: string; en: string }
}

/** A page of findings, by submission and position, from behind `after` (`submission~ordinal`). */
export async function listFindings(
  region: Region,
  filters: Filters,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<{ findings: ListedFinding[]; next: string | null }> {
  const [submission = '', ordinal = '0'] = after?.split('~') ?? []
  const { facility, rule, purpose } = filters
  const where = [
    'f.received_on BETWEEN :from AND :to AND substr(f.facility, 1, 2) = :province',
    ...(facility === undefined ? [] : ['f.facility = :facility']),
    // The sign keeps the order of the key, so that a page reads no more than itself.
    ...(rule === undefined ? [] : ['+f.rule = :rule']),
    ...(purpose === undefined ? [] : ['(SELECT s.purpose FROM submissions s WHERE s.id = f.submission_id) = :purpose']),
    '(f.submission_id, f.ordinal) > (:afterSubmission, :afterOrdinal)',
  ]
  const rows = await region.ask(
    `SELECT f.* FROM findings f WHERE ${where.join(' AND ')} ORDER BY f.submission_id, f.ordinal LIMIT :limit`,
    { ...argsOf(filters), afterSubmission: submission, afterOrdinal: Number(ordinal), limit: limit + 1 },
  )
  const findings = rows.slice(0, limit).map((row): ListedFinding => {
    // Ours, written by the verification.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const told = JSON.parse(textIn(row['told'])) as Told
    const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null)
    return {
      receivedOn: text('received_on') ?? '',
      facility: text('facility') ?? '',
      submission: text('submission_id') ?? '',
      ordinal: Number(row['ordinal']),
      MA_LK: told.dossier?.MA_LK ?? null,
      rule: text('rule') ?? '',
      severity: text('severity') ?? '',
      table: text('table_id'),
      row: told.row,
      field: text('field'),
      value: told.value,
      message: told.message,
    }
  })
  const last = findings.at(-1)
  return { findings, next: rows.length > limit && last ? `${last.submission}~${last.ordinal}` : null }
}
