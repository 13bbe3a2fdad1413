import type { InStatement } from '@libsql/client/web'
import type { Database } from '../../../db/client.ts'
import { identifyingFields } from '../../../db/warehouse/legal-tables.ts'
import type { operations } from '../../../db/warehouse/schema.ts'

type Found = { submission: string; dossier: number }

const TABLES = Object.keys(identifyingFields).filter((table) => (identifyingFields[table]?.length ?? 0) > 0)

/** Of the dossiers handed over as `:list`. (`(a, b) IN (…)` would be looked up by submission alone, however many rows it has.) */
const among = (table: string): string =>
  `rowid IN (SELECT o.rowid FROM json_each(:list) j
     CROSS JOIN "${table}" o ON o.submission_id = j.value ->> 0 AND o.dossier = j.value ->> 1)`
const listOf = (found: readonly Found[]): string =>
  JSON.stringify(found.map(({ submission, dossier }) => [submission, dossier]))

/** Takes the identity away from dossiers: from their rows, and every hash by which they could be found. */
const taking = (list: string): InStatement[] => [
  ...TABLES.map((table) => ({
    sql: `UPDATE "${table}" SET identity = NULL WHERE identity IS NOT NULL AND ${among(table)}`,
    args: { list },
  })),
  {
    sql: `UPDATE dossiers SET card_hash = NULL, person_hash = NULL, content_hash = NULL WHERE ${among('dossiers')}`,
    args: { list },
  },
  { sql: `DELETE FROM identity_hashes WHERE ${among('identity_hashes')}`, args: { list } },
]

/**
 * Takes the identity away from dossiers. What is counted stays: diagnoses, amounts, codes. The operation's own row says in the same
 * transaction how far it is.
 */
export async function eraseDossiers(
  warehouse: Database,
  operation: Pick<typeof operations.$inferSelect, 'id'>,
  found: readonly Found[],
  { now, place, isLast }: { now: number; place: string; isLast: boolean },
): Promise<void> {
  const list = listOf(found)
  const rows = TABLES.map((table) => `(SELECT count(*) FROM "${table}" WHERE identity IS NOT NULL AND ${among(table)})`)
  await warehouse.$client.batch(
    [
      {
        sql: `UPDATE operations SET dossiers = dossiers + :dossiers, table_cursor = :place, finished_at = :finishedAt,
                rows = rows + (${rows.join(' + ')}) WHERE id = :id`,
        args: { dossiers: found.length, place, finishedAt: isLast ? now : null, list, id: operation.id },
      },
      ...taking(list),
      { sql: `UPDATE dossiers SET erased_at = :now WHERE ${among('dossiers')}`, args: { list, now } },
    ],
    'write',
  )
}

/** Of a submission that is written once more: what was taken away from its dossiers before does not come back with it. */
export async function keepErased(
  warehouse: Database,
  submission: string,
  dossierNumbers: readonly number[],
): Promise<void> {
  if (dossierNumbers.length === 0) return
  const { rows } = await warehouse.$client.execute({
    sql: `SELECT dossier FROM dossiers WHERE submission_id = ? AND dossier IN (SELECT value FROM json_each(?)) AND erased_at IS NOT NULL`,
    args: [submission, JSON.stringify(dossierNumbers)],
  })
  if (rows.length === 0) return
  const erased = rows.map(({ dossier }) => ({ submission, dossier: Number(dossier) }))
  await warehouse.$client.batch(taking(listOf(erased)), 'write')
}
