import type { InStatement, InValue } from '@libsql/client/web'
import { and, eq, getTableColumns, getTableName, gt, lt, ne } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Warehouse } from '../database.ts'
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

/** SQLite's limit of variables in one statement. */
const MAX_VARIABLES = 32_766
/** Rows in one exchange with the database, and characters of them: some 2 MB of JSON, with very long texts a few more. */
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
  await writeTuples(warehouse, table, names, await Promise.all(tuples))
}

export function columnsOf(table: string): readonly LegalColumn[] {
  const columns = legalColumns[table]
  if (!columns) throw new Error(`the warehouse has no table ${table}`)
  return columns
}

function upserts(
  table: string,
  names: readonly string[],
  key: readonly string[],
  tuples: readonly (readonly InValue[])[],
): InStatement[] {
  const rowsPerStatement = Math.max(1, Math.floor(MAX_VARIABLES / names.length))
  const tuple = `(${names.map(() => '?').join(',')})`
  const head = `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(',')}) VALUES `
  const changed = names.filter((name) => !key.includes(name)).map((name) => `"${name}" = excluded."${name}"`)
  const tail = ` ON CONFLICT (${key.join(',')}) DO UPDATE SET ${changed.join(',')}`
  const statements: InStatement[] = []
  for (let from = 0; from < tuples.length; from += rowsPerStatement) {
    const some = tuples.slice(from, from + rowsPerStatement)
    statements.push({ sql: head + some.map(() => tuple).join(',') + tail, args: some.flat() })
  }
  return statements
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

/** Rows of one shape by their properties; those of a table are the same whether its driver or this writes them. */
async function writeRecords(
  warehouse: Warehouse,
  table: SQLiteTable,
  rows: readonly object[],
  key: readonly string[],
): Promise<void> {
  const columns = Object.entries(getTableColumns(table)).filter(([property]) => rows.some((row) => property in row))
  const names = columns.map(([, { name }]) => name)
  const tuples = rows.map((row) => {
    const values = new Map<string, unknown>(Object.entries(row))
    return columns.map(([property]) => storable(values.get(property)))
  })
  await writeTuples(warehouse, getTableName(table), names, tuples, key)
}

/** Texts, numbers and truth values are all that the rows of this file hold. */
function storable(value: unknown): InValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new Error(`a ${typeof value} is no value of a fact`)
}

async function writeTuples(
  warehouse: Warehouse,
  table: string,
  names: readonly string[],
  tuples: readonly InValue[][],
  key: readonly string[] = ROW_KEY,
): Promise<void> {
  for (const some of batchesOf(tuples)) await warehouse.$client.batch(upserts(table, names, key, some), 'write')
}

/** As many rows as one exchange takes, and one at least. */
function* batchesOf(tuples: readonly InValue[][]): Generator<InValue[][]> {
  let batch: InValue[][] = []
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
  await warehouse.$client.batch(
    [...Object.keys(legalColumns), getTableName(dossierCosts), getTableName(identityHashes)].map((table) => ({
      sql: `DELETE FROM "${table}" WHERE submission_id = ? AND dossier IN (SELECT value FROM json_each(?))`,
      args: [submission, list],
    })),
    'write',
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
  await warehouse.$client.batch(causes.size === 0 ? statements.slice(0, 1) : statements, 'write')
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
