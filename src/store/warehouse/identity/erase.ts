import { integer } from '../../columns.ts'
import type { Command, Warehouse } from '../../database.ts'
import { identifyingFields } from '../../../../db/warehouse/legal-tables.ts'
import type { operations } from '../../../../db/warehouse/schema.ts'
import { ofDossiers, dossiersArgument, type DossierKey } from '../dossier-keys.ts'
import { forgetPersons, noteErased } from './dossier-identity.ts'

const TABLES = Object.keys(identifyingFields).filter((table) => (identifyingFields[table]?.length ?? 0) > 0)

/** Takes the identity away from dossiers: from their rows, and every hash by which they could be found. */
const taking = (places: string): Command[] => [
  ...TABLES.map((table) => ({
    sql: `UPDATE "${table}" SET identity = NULL WHERE identity IS NOT NULL AND ${ofDossiers(table)}`,
    args: { places },
  })),
  forgetPersons(places),
  { sql: `DELETE FROM identity_hashes WHERE ${ofDossiers('identity_hashes')}`, args: { places } },
]

/**
 * Takes the identity away from dossiers. What is counted stays: diagnoses, amounts, codes. The operation's own row says in the same
 * transaction how far it is.
 */
export async function eraseDossiers(
  warehouse: Warehouse,
  operation: Pick<typeof operations.$inferSelect, 'id'>,
  found: readonly DossierKey[],
  { now, place, isLast }: { now: number; place: string; isLast: boolean },
): Promise<void> {
  const places = dossiersArgument(found)
  const rows = TABLES.map(
    (table) => `(SELECT count(*) FROM "${table}" WHERE identity IS NOT NULL AND ${ofDossiers(table)})`,
  )
  await warehouse.write([
    {
      sql: `UPDATE operations SET dossiers = dossiers + :dossiers, table_cursor = :place, finished_at = :finishedAt,
                rows = rows + (${rows.join(' + ')}) WHERE id = :id`,
      args: { dossiers: found.length, place, finishedAt: isLast ? now : null, places, id: operation.id },
    },
    ...taking(places),
    noteErased(places, now),
  ])
}

/** Of a submission that is written once more: what was taken away from its dossiers before does not come back with it. */
export async function keepErased(
  warehouse: Warehouse,
  submissionId: string,
  dossierNumbers: readonly number[],
): Promise<void> {
  if (dossierNumbers.length === 0) return
  const erased = await warehouse.ask({
    sql: `SELECT dossier FROM dossiers WHERE submission_id = ? AND dossier IN (SELECT value FROM json_each(?)) AND erased_at IS NOT NULL`,
    args: [submissionId, JSON.stringify(dossierNumbers)],
    shape: { dossier: integer },
  })
  if (erased.length === 0) return
  await warehouse.write(taking(dossiersArgument(erased.map(({ dossier }) => ({ submissionId, dossier })))))
}
