import { integer } from '../../columns.ts'
import type { Command, Warehouse } from '../../database.ts'
import type { operations } from '../../../../db/warehouse/schema.ts'
import { withoutIdentity } from '../contents/format.ts'
import { PART, sealedPlace, type StoredPart } from '../contents/read.ts'
import { ofDossiers, dossiersArgument, type DossierKey } from '../dossier-keys.ts'
import { forgetPersons, noteErased } from './dossier-identity.ts'
import { noteFilesToErase } from './erased-files.ts'
import { forgetFindings, forgetKeys, keysOf } from './forget-keys.ts'
import type { Vault } from './vault.ts'
import { forgetWords } from './words.ts'

const CONTENTS = 'dossier_contents'

/** SQL: rows of a table whose dossier is one of `:places` and was erased before. */
const ofErased = (table: string): string =>
  `rowid IN (SELECT o.rowid FROM json_each(:places) j
     CROSS JOIN dossiers d ON d.submission_id = j.value ->> 0 AND d.dossier = j.value ->> 1 AND d.erased_at IS NOT NULL
     CROSS JOIN "${table}" o ON o.submission_id = d.submission_id AND o.dossier = d.dossier)`

/**
 * Takes the identity away from dossiers. What is counted stays, and so do the rows, without the fields that identify. The operation's own
 * row says in the same transaction how far it is. A part that was written anew meanwhile goes as a whole: its file lies in the store.
 */
export async function eraseDossiers(
  warehouse: Warehouse,
  vault: Vault,
  operation: Pick<typeof operations.$inferSelect, 'id'>,
  found: readonly DossierKey[],
  { now, place, isLast }: { now: number; place: string; isLast: boolean },
): Promise<void> {
  const places = dossiersArgument(found)
  const parts = await warehouse.ask({
    sql: `SELECT submission_id AS submissionId, dossier, part, key, sealed FROM ${CONTENTS} WHERE is_identified = 1 AND ${ofDossiers(CONTENTS)}`,
    args: { places },
    shape: PART,
  })
  const erased = await Promise.all(parts.map((part) => withoutPerson(vault, part)))
  const keys = await keysOf(warehouse, vault, places)
  await warehouse.write([
    {
      sql: `UPDATE operations SET dossiers = dossiers + :dossiers, table_cursor = :place, finished_at = :finishedAt,
                rows = rows + :rows WHERE id = :id`,
      args: {
        dossiers: found.length,
        place,
        finishedAt: isLast ? now : null,
        rows: erased.reduce((sum, { rows }) => sum + rows, 0),
        id: operation.id,
      },
    },
    ...erased.map(({ statement }) => statement),
    { sql: `DELETE FROM ${CONTENTS} WHERE is_identified = 1 AND ${ofDossiers(CONTENTS)}`, args: { places } },
    forgetPersons(places),
    { sql: `DELETE FROM identity_hashes WHERE ${ofDossiers('identity_hashes')}`, args: { places } },
    ...forgetKeys(keys, places),
    ...forgetWords(places),
    noteErased(places, now),
    noteFilesToErase(places),
  ])
}

async function withoutPerson(vault: Vault, stored: StoredPart): Promise<{ statement: Command; rows: number }> {
  const { submissionId, dossier, part, key, sealed } = stored
  const place = sealedPlace({ submissionId, dossier }, part)
  const { bytes, rows } = withoutIdentity(await vault.openBytes(place, key, sealed))
  const statement = {
    sql: `UPDATE ${CONTENTS} SET sealed = ?, key = ?, is_identified = 0 WHERE submission_id = ? AND dossier = ? AND part = ? AND sealed = ?`,
    args: [await vault.sealBytes(place, bytes), vault.currentKey, submissionId, dossier, part, sealed],
  }
  return { statement, rows }
}

/**
 * Of dossiers (`:places`) that are written once more: what was taken away from them before does not come back with them. Their own row keeps
 * itself (`KEEPING_ERASED`).
 */
export const keepingErased = (places: string): Command[] => [
  { sql: `DELETE FROM ${CONTENTS} WHERE is_identified = 1 AND ${ofErased(CONTENTS)}`, args: { places } },
  { sql: `DELETE FROM identity_hashes WHERE ${ofErased('identity_hashes')}`, args: { places } },
  forgetFindings(places, ofErased('findings')),
]

/** The dossiers of a submission whose identity was taken away: what is written of them once more has none. */
export async function erasedIn(warehouse: Warehouse, submission: string): Promise<ReadonlySet<number>> {
  const rows = await warehouse.ask({
    sql: 'SELECT dossier FROM dossiers WHERE submission_id = ? AND erased_at IS NOT NULL',
    args: [submission],
    shape: { dossier: integer },
  })
  return new Set(rows.map(({ dossier }) => dossier))
}
