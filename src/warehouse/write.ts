import type { InStatement, InValue } from '@libsql/client/web'
import { and, eq, getTableName, gt, ne } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { legalColumns, ROW_KEY, type LegalColumn } from '../../db/warehouse/legal-tables.ts'
import { dossiers, findings, submissions } from '../../db/warehouse/schema.ts'

/** SQLite's limit of variables in one statement. */
const MAX_VARIABLES = 32_766
/** Rows in one exchange with the database: some 2 MB of JSON. */
const ROWS_AT_ONCE = 1000

/** One row of a table of the law, its values in the order of `legalColumns`. */
export type LegalRow = { dossier: number; ordinal: number; values: readonly InValue[] }

/** Writes rows so that the same rows written again change nothing. */
export async function writeRows(
  warehouse: Database,
  submission: string,
  table: string,
  rows: readonly LegalRow[],
): Promise<void> {
  const columns = columnsOf(table)
  const names = [...ROW_KEY, ...columns.map(({ name }) => name)]
  await writeTuples(
    warehouse,
    table,
    names,
    rows.map(({ dossier, ordinal, values }) => [submission, dossier, ordinal, ...values]),
  )
}

export function columnsOf(table: string): readonly LegalColumn[] {
  const columns = legalColumns[table]
  if (!columns) throw new Error(`the warehouse has no table ${table}`)
  return columns
}

function insertOrReplace(
  table: string,
  names: readonly string[],
  tuples: readonly (readonly InValue[])[],
): InStatement[] {
  const rowsPerStatement = Math.max(1, Math.floor(MAX_VARIABLES / names.length))
  const tuple = `(${names.map(() => '?').join(',')})`
  const head = `INSERT OR REPLACE INTO "${table}" (${names.map((name) => `"${name}"`).join(',')}) VALUES `
  const statements: InStatement[] = []
  for (let from = 0; from < tuples.length; from += rowsPerStatement) {
    const some = tuples.slice(from, from + rowsPerStatement)
    statements.push({ sql: head + some.map(() => tuple).join(','), args: some.flat() })
  }
  return statements
}

type DossierRow = typeof dossiers.$inferInsert
type FindingRow = typeof findings.$inferInsert

export async function writeDossiers(warehouse: Database, rows: readonly DossierRow[]): Promise<void> {
  const names = ['submission_id', 'dossier', 'MA_LK', 'outcome', 'errors', 'warnings']
  const tuples = rows.map((row) => [
    row.submissionId,
    row.dossier,
    row.MA_LK ?? null,
    row.outcome,
    row.errors,
    row.warnings,
  ])
  await writeTuples(warehouse, getTableName(dossiers), names, tuples)
}

export async function writeFindings(warehouse: Database, rows: readonly FindingRow[]): Promise<void> {
  const names = ['submission_id', 'ordinal', 'dossier', 'rule', 'severity', 'table_id', 'field', 'told']
  const tuples = rows.map((row) => [
    row.submissionId,
    row.ordinal,
    row.dossier ?? null,
    row.rule,
    row.severity,
    row.tableId ?? null,
    row.field ?? null,
    row.told,
  ])
  await writeTuples(warehouse, getTableName(findings), names, tuples)
}

async function writeTuples(
  warehouse: Database,
  table: string,
  names: readonly string[],
  tuples: readonly InValue[][],
): Promise<void> {
  for (let from = 0; from < tuples.length; from += ROWS_AT_ONCE) {
    await warehouse.$client.batch(insertOrReplace(table, names, tuples.slice(from, from + ROWS_AT_ONCE)), 'write')
  }
}

/** Takes away what an earlier, broken-off or differing verification left of these dossiers. */
export async function removeRows(
  warehouse: Database,
  submission: string,
  dossierNumbers: readonly number[],
): Promise<void> {
  if (dossierNumbers.length === 0) return
  const list = JSON.stringify(dossierNumbers)
  await warehouse.$client.batch(
    Object.keys(legalColumns).map((table) => ({
      sql: `DELETE FROM "${table}" WHERE submission_id = ? AND dossier IN (SELECT value FROM json_each(?))`,
      args: [submission, list],
    })),
    'write',
  )
}

type SubmissionRow = typeof submissions.$inferInsert

/**
 * Writes what is known of a submission, over what was known before. What is verified stays so: a second message of the
 * same submission that is slower, or given up, takes nothing back.
 */
export async function writeSubmission(warehouse: Database, row: SubmissionRow): Promise<void> {
  const { id: _, ...changed } = row
  const keep = row.status === 'verified' ? {} : { setWhere: ne(submissions.status, 'verified') }
  await warehouse
    .insert(submissions)
    .values(row)
    .onConflictDoUpdate({ target: submissions.id, set: changed, ...keep })
}

/** Takes away the findings of an earlier, broken-off verification that found more (the code lists may have been others). */
export async function removeFindingsBehind(warehouse: Database, submission: string, last: number): Promise<void> {
  await warehouse.delete(findings).where(and(eq(findings.submissionId, submission), gt(findings.ordinal, last)))
}
