import { createHash } from 'node:crypto'
import { getTableName } from 'drizzle-orm'
import type { Command, Warehouse } from '../database.ts'
import { dossierHistories, findings } from '../../../db/warehouse/schema.ts'
import { announcingAll } from './events.ts'

/**
 * Findings of the centre about a dossier among others have places of their own behind all that its file can have: so many for each dossier,
 * in the order of the rules. So they come last in every page, and what is reported of one dossier can be replaced without touching another's.
 */
export const FIRST_HISTORY_ORDINAL = 1_000_000_000
const PLACES_OF_A_DOSSIER = 1000

/** What is to be reported of one dossier; `told` is the rendered finding as JSON, `dossier` its number in the submission. */
export type DossierHistory = {
  readonly submissionId: string
  readonly dossier: number
  readonly facility: string
  /** ISO day in Việt Nam. */
  readonly receivedOn: string
  readonly findings: readonly HistoryFinding[]
}
export type HistoryFinding = {
  readonly rule: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly table: string | null
  readonly field: string | null
  readonly told: string
}

const HISTORIES = getTableName(dossierHistories)
const FINDINGS = getTableName(findings)

/** Those of a list (JSON: submission, dossier, digest) of which nothing was reported at a later revision, and something else before. */
const CHANGED = `SELECT json_extract(j.value, '$[0]') AS submission_id, json_extract(j.value, '$[1]') AS dossier
  FROM json_each(:list) j LEFT JOIN ${HISTORIES} h
    ON h.submission_id = json_extract(j.value, '$[0]') AND h.dossier = json_extract(j.value, '$[1]')
  WHERE coalesce(h.revision, 0) < :revision AND coalesce(h.digest, '') <> json_extract(j.value, '$[2]')`

/** Of these, those whose submission was verified before: who looked at it then does not know. */
const CHANGED_LATER = `SELECT 'history' AS kind, s.facility, c.submission_id, c.dossier, :revision AS occasion
  FROM (${CHANGED}) c JOIN submissions s ON s.id = c.submission_id AND s.status = 'verified'`

const MEMBERS = Array.from({ length: 10 }, (_, at) => `json_extract(r.value, '$[${at}]')`).join(', ')
const REMOVE = `DELETE FROM ${FINDINGS} WHERE (submission_id, ordinal) IN
  (SELECT f.submission_id, f.ordinal FROM (${CHANGED}) c CROSS JOIN ${FINDINGS} f
    ON f.submission_id = c.submission_id AND f.ordinal >= ${FIRST_HISTORY_ORDINAL} + c.dossier * ${PLACES_OF_A_DOSSIER}
    AND f.ordinal < ${FIRST_HISTORY_ORDINAL} + (c.dossier + 1) * ${PLACES_OF_A_DOSSIER})`
const ADD = `INSERT INTO ${FINDINGS} (submission_id, ordinal, dossier, facility, received_on, rule, severity, table_id, field, told)
  SELECT ${MEMBERS}
  FROM (${CHANGED}) c CROSS JOIN json_each(:rows) r
    ON c.submission_id = json_extract(r.value, '$[0]') AND c.dossier = json_extract(r.value, '$[2]')`
const NOTE = `INSERT INTO ${HISTORIES} (submission_id, dossier, revision, digest)
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), :revision, json_extract(value, '$[2]')
  FROM json_each(:list) WHERE true
  ON CONFLICT (submission_id, dossier) DO UPDATE SET revision = excluded.revision, digest = excluded.digest
  WHERE ${HISTORIES}.revision < excluded.revision`

/**
 * Replaces what the centre has reported of these dossiers by what it found at a revision of the register. A dossier that was reported at a later
 * one stays as it is, so that writers may come in any order and more than once; the one who read last wins. Nothing is touched where the
 * findings are the same; what changed behind a verification is announced (`at`: epoch milliseconds). One transaction.
 */
export async function writeHistories(
  warehouse: Warehouse,
  revision: number,
  histories: readonly DossierHistory[],
  at: number,
): Promise<void> {
  await warehouse.write(writingHistories(revision, histories, at))
}

/** The same as statements, for a transaction in which more is written. */
export function writingHistories(revision: number, histories: readonly DossierHistory[], at: number): Command[] {
  const list = JSON.stringify(histories.map((each) => [each.submissionId, each.dossier, digestOf(each)]))
  const rows = JSON.stringify(histories.flatMap(rowsOf))
  return [
    { sql: REMOVE, args: { list, revision } },
    { sql: ADD, args: { list, revision, rows } },
    ...announcingAll(CHANGED_LATER, { list, revision, at }),
    { sql: NOTE, args: { list, revision } },
  ]
}

const digestOf = ({ findings: all }: DossierHistory): string =>
  all.length === 0
    ? ''
    : createHash('sha256')
        .update(JSON.stringify(all.map(({ told }) => told)))
        .digest('hex')

const rowsOf = ({ submissionId, dossier, facility, receivedOn, findings: all }: DossierHistory) =>
  all.map(({ rule, severity, table, field, told }, at) => [
    submissionId,
    FIRST_HISTORY_ORDINAL + dossier * PLACES_OF_A_DOSSIER + at,
    dossier,
    facility,
    receivedOn,
    rule,
    severity,
    table,
    field,
    told,
  ])
