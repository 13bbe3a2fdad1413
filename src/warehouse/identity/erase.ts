import type { InStatement } from '@libsql/client/web'
import type { Database } from '../../../db/client.ts'
import { identifyingFields } from '../../../db/warehouse/legal-tables.ts'
import type { operations } from '../../../db/warehouse/schema.ts'

type Found = { submission: string; dossier: number }

/**
 * Takes the identity away from dossiers: from their rows, and every hash by which they could be found. What is counted stays: diagnoses,
 * amounts, codes. The operation's own row says in the same transaction how far it is.
 */
export async function eraseDossiers(
  warehouse: Database,
  operation: Pick<typeof operations.$inferSelect, 'id'>,
  found: readonly Found[],
  { now, place, isLast }: { now: number; place: string; isLast: boolean },
): Promise<void> {
  const list = JSON.stringify(found.map(({ submission, dossier }) => [submission, dossier]))
  const among = `(submission_id, dossier) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))`
  const tables = Object.keys(identifyingFields).filter((table) => (identifyingFields[table]?.length ?? 0) > 0)
  const statements: InStatement[] = [
    {
      sql: `UPDATE operations SET dossiers = dossiers + ?, table_cursor = ?, finished_at = ?,
              rows = rows + (${tables.map((table) => `(SELECT count(*) FROM "${table}" WHERE identity IS NOT NULL AND ${among})`).join(' + ')})
            WHERE id = ?`,
      args: [found.length, place, isLast ? now : null, ...tables.map(() => list), operation.id],
    },
    ...tables.map((table) => ({
      sql: `UPDATE "${table}" SET identity = NULL WHERE identity IS NOT NULL AND ${among}`,
      args: [list],
    })),
    {
      sql: `UPDATE dossiers SET card_hash = NULL, person_hash = NULL, content_hash = NULL, erased_at = ? WHERE ${among}`,
      args: [now, list],
    },
    { sql: `DELETE FROM identity_hashes WHERE ${among}`, args: [list] },
  ]
  await warehouse.$client.batch(statements, 'write')
}
