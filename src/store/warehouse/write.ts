import type { InValue } from '@libsql/client/web'
import { and, eq, getTableName, gt, lt, ne } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Warehouse } from '../database.ts'
import { tuplesOf, upserts, type Target, type Tuples } from '../upsert.ts'
import { legalColumns, ROW_KEY, type LegalColumn } from '../../../db/warehouse/legal-tables.ts'
import {
  dossierCosts,
  dossiers,
  failedDossiers,
  findings,
  identityHashes,
  submissions,
} from '../../../db/warehouse/schema.ts'
import { FIRST_HISTORY_ORDINAL } from './history-findings.ts'
import type { Identity, Vault } from './identity/vault.ts'

/** By hand: thousands of rows in few statements. Rows in one exchange with the database, and characters of them: some 2 MB of JSON, with very long texts a few more. */
const ROWS_AT_ONCE = 1000
const CHARACTERS_AT_ONCE = 4_000_000

/** One row of a table of the law, its values in the order of `legalColumns`, and what in it identifies a person. */
export type LegalRow = { dossier: number; ordinal: number; values: readonly InValue[]; identity: Identity | null }

/** Writes rows, identities sealed, so that the same rows written again change nothing that can be read. */
export async function writeRows(
  warehouse: Warehouse,
  vault: Vault,
  submission: string,
  table: string,
  rows: readonly LegalRow[],
): Promise<void> {
  const columns = columnsOf(table)
  const names = [...ROW_KEY, 'identity', ...columns.map(({ name }) => name)]
  const tuples = rows.map(async ({ dossier, ordinal, values, identity }): Promise<InValue[]> => {
    const sealed = identity && (await vault.seal({ table, submission, dossier, ordinal }, identity))
    return [submission, dossier, ordinal, sealed, ...values]
  })
  await writeTuples(warehouse, { table, key: ROW_KEY }, { names, tuples: await Promise.all(tuples) })
}

export function columnsOf(table: string): readonly LegalColumn[] {
  const columns = legalColumns[table]
  if (!columns) throw new Error(`the warehouse has no table ${table}`)
  return columns
}

export type DossierRow = typeof dossiers.$inferInsert
export type CostRow = typeof dossierCosts.$inferInsert
export type IdentityHashRow = typeof identityHashes.$inferInsert
export type FindingRow = typeof findings.$inferInsert

/** Writes what is known of dossiers over what was known; columns that the rows do not name keep what they had. */
export const writeDossiers = (warehouse: Warehouse, rows: readonly DossierRow[]): Promise<void> =>
  writeRecords(warehouse, dossiers, rows, ['submission_id', 'dossier'])

export const writeCosts = (warehouse: Warehouse, rows: readonly CostRow[]): Promise<void> =>
  writeRecords(warehouse, dossierCosts, rows, ['submission_id', 'dossier', 'MA_NHOM'])

export const writeIdentityHashes = (warehouse: Warehouse, rows: readonly IdentityHashRow[]): Promise<void> =>
  writeRecords(warehouse, identityHashes, rows, ['hash', 'submission_id', 'dossier'])

export const writeFindings = (warehouse: Warehouse, rows: readonly FindingRow[]): Promise<void> =>
  writeRecords(warehouse, findings, rows, ['submission_id', 'ordinal'])

/** As many rows in one exchange as it takes. */
async function writeRecords(
  warehouse: Warehouse,
  table: SQLiteTable,
  rows: readonly object[],
  key: readonly string[],
): Promise<void> {
  await writeTuples(warehouse, { table: getTableName(table), key }, tuplesOf(table, rows))
}

async function writeTuples(warehouse: Warehouse, target: Target, { names, tuples }: Tuples): Promise<void> {
  for (const some of batchesOf(tuples)) await warehouse.write(upserts(target, { names, tuples: some }))
}

/** As many rows as one exchange takes, and one at least. */
function* batchesOf(tuples: Tuples['tuples']): Generator<Tuples['tuples']> {
  let batch: (readonly InValue[])[] = []
  let characters = 0
  for (const tuple of tuples) {
    const size = tuple.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0)
    if (batch.length === ROWS_AT_ONCE || (batch.length > 0 && characters + size > CHARACTERS_AT_ONCE)) {
      yield batch
      batch = []
      characters = 0
    }
    batch.push(tuple)
    characters += size
  }
  if (batch.length > 0) yield batch
}

/** Takes away what an earlier, broken-off or differing verification left of these dossiers. */
export async function removeRows(
  warehouse: Warehouse,
  submission: string,
  dossierNumbers: readonly number[],
): Promise<void> {
  if (dossierNumbers.length === 0) return
  const list = JSON.stringify(dossierNumbers)
  const tables = [...Object.keys(legalColumns), getTableName(dossierCosts), getTableName(identityHashes)]
  await warehouse.write(
    tables.map((table) => ({
      sql: `DELETE FROM "${table}" WHERE submission_id = ? AND dossier IN (SELECT value FROM json_each(?))`,
      args: [submission, list],
    })),
  )
}

/**
 * Says which dossiers of a submission the database would not take, instead of what was said before, and takes away what an earlier
 * verification or an earlier piece left of them.
 */
export async function writeFailedDossiers(
  warehouse: Warehouse,
  {
    submissionId,
    facility,
    failedAt,
  }: Pick<typeof failedDossiers.$inferInsert, 'submissionId' | 'facility' | 'failedAt'>,
  causes: ReadonlyMap<number, string>,
): Promise<void> {
  await removeRows(warehouse, submissionId, [...causes.keys()])
  const list = JSON.stringify([...causes])
  const args = { submissionId, facility, failedAt, list }
  const statements = [
    { sql: 'DELETE FROM failed_dossiers WHERE submission_id = :submissionId', args: { submissionId } },
    {
      sql: `DELETE FROM dossiers WHERE submission_id = :submissionId
        AND dossier IN (SELECT value ->> 0 FROM json_each(:list))`,
      args: { submissionId, list },
    },
    {
      sql: `INSERT INTO failed_dossiers (submission_id, dossier, facility, failed_at, cause)
        SELECT :submissionId, value ->> 0, :facility, :failedAt, value ->> 1 FROM json_each(:list)`,
      args,
    },
  ]
  await warehouse.write(causes.size === 0 ? statements.slice(0, 1) : statements)
}

type SubmissionRow = typeof submissions.$inferInsert

/**
 * Writes what is known of a submission, over what was known before. What is verified stays so: a second message of the
 * same submission that is slower, or given up, takes nothing back.
 */
export async function writeSubmission(warehouse: Warehouse, row: SubmissionRow): Promise<void> {
  const { id: _, ...changed } = row
  const keep = row.status === 'verified' ? {} : { setWhere: ne(submissions.status, 'verified') }
  await warehouse
    .insert(submissions)
    .values(row)
    .onConflictDoUpdate({ target: submissions.id, set: changed, ...keep })
}

/**
 * Takes away the findings of an earlier, broken-off verification that found more (the code lists may have been others). What was found
 * among other dossiers has its own writer.
 */
export async function removeFindingsBehind(warehouse: Warehouse, submission: string, last: number): Promise<void> {
  const { submissionId, ordinal } = findings
  await warehouse
    .delete(findings)
    .where(and(eq(submissionId, submission), gt(ordinal, last), lt(ordinal, FIRST_HISTORY_ORDINAL)))
}
