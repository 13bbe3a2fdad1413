import { and, eq, getTableName, gt, lt, ne } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Command, Warehouse } from '../database.ts'
import { upsertsOf } from '../upsert.ts'
import {
  dossierContents,
  dossierCosts,
  dossiers,
  failedDossiers,
  findings,
  identityHashes,
  submissions,
} from '../../../db/warehouse/schema.ts'
import { sealContents, type ContentRecord, type UnsealedContent } from './contents/write.ts'
import { dossiersArgument, ofDossiers, type DossierKey } from './dossier-keys.ts'
import { FIRST_HISTORY_ORDINAL } from './history-findings.ts'
import { keepingErased } from './identity/erase.ts'
import { KEEPING_ERASED } from './identity/dossier-identity.ts'
import type { Vault } from './identity/vault.ts'

export type DossierRow = typeof dossiers.$inferInsert
export type CostRow = typeof dossierCosts.$inferInsert
export type IdentityHashRow = typeof identityHashes.$inferInsert
export type FindingRow = typeof findings.$inferInsert

/** What was gathered of dossiers of some submissions, or of parts of them, and waits to be written. */
export type Gathered = {
  readonly contents: readonly UnsealedContent[]
  readonly findings: readonly FindingRow[]
  readonly costs: readonly CostRow[]
  readonly hashes: readonly IdentityHashRow[]
  /** Dossiers of which nothing but their own row may be left. */
  readonly rejected: readonly DossierKey[]
  readonly dossiers: readonly DossierRow[]
}

export const NOTHING_GATHERED: Gathered = {
  contents: [],
  findings: [],
  costs: [],
  hashes: [],
  rejected: [],
  dossiers: [],
}

/** Tables whose rows are gone with a dossier that is rejected, or that could not be written. */
const OF_ACCEPTED: readonly SQLiteTable[] = [dossierContents, dossierCosts, identityHashes]

/**
 * By hand: the statements that write it, for one transaction: rows that are there are written over, so that the same again changes nothing that
 * can be read; columns that the rows do not name keep what they had; what was erased stays erased.
 */
export const writing = (gathered: Gathered, sealed: readonly ContentRecord[]): Command[] => [
  ...upsertsOf(findings, ['submission_id', 'ordinal'], gathered.findings),
  ...upsertsOf(dossierContents, ['submission_id', 'dossier', 'part'], sealed),
  ...upsertsOf(dossierCosts, ['submission_id', 'dossier', 'MA_NHOM'], gathered.costs),
  ...upsertsOf(identityHashes, ['hash', 'submission_id', 'dossier'], gathered.hashes),
  ...removing(gathered.rejected),
  ...dossierUpserts(gathered.dossiers),
  ...(gathered.dossiers.length === 0 ? [] : keepingErased(dossiersArgument(gathered.dossiers))),
]

/** Writes it in one transaction, contents sealed. */
export async function writeAll(warehouse: Warehouse, vault: Vault, gathered: Gathered): Promise<void> {
  const statements = writing(gathered, await sealContents(vault, gathered.contents))
  if (statements.length > 0) await warehouse.write(statements)
}

/** Writes what is known of dossiers over what was known; columns that the rows do not name keep what they had. */
export async function writeDossiers(warehouse: Warehouse, rows: readonly DossierRow[]): Promise<void> {
  if (rows.length > 0) await warehouse.write(dossierUpserts(rows))
}

const dossierUpserts = (rows: readonly DossierRow[]): Command[] =>
  upsertsOf(dossiers, ['submission_id', 'dossier'], rows, { keeping: KEEPING_ERASED })

/** Takes away what an earlier, broken-off or differing verification left of these dossiers. */
function removing(places: readonly DossierKey[]): Command[] {
  if (places.length === 0) return []
  const args = { places: dossiersArgument(places) }
  return OF_ACCEPTED.map(getTableName).map((table) => ({
    sql: `DELETE FROM "${table}" WHERE ${ofDossiers(table)}`,
    args,
  }))
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
  const places = [...causes.keys()].map((dossier) => ({ submissionId, dossier }))
  const list = JSON.stringify([...causes])
  const statements: Command[] = [
    { sql: 'DELETE FROM failed_dossiers WHERE submission_id = :submissionId', args: { submissionId } },
    ...removing(places),
    {
      sql: `DELETE FROM dossiers WHERE ${ofDossiers('dossiers')}`,
      args: { places: dossiersArgument(places) },
    },
    {
      sql: `INSERT INTO failed_dossiers (submission_id, dossier, facility, failed_at, cause)
        SELECT :submissionId, value ->> 0, :facility, :failedAt, value ->> 1 FROM json_each(:list)`,
      args: { submissionId, facility, failedAt, list },
    },
  ]
  await warehouse.write(causes.size === 0 ? statements.slice(0, 1) : statements)
}

export type SubmissionRow = typeof submissions.$inferInsert

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
