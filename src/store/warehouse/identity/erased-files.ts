/** Files out of which erased dossiers have still to be taken. The warehouse notes them, as it learns of the erasure; the store has them. */
import { integer, text } from '../../columns.ts'
import type { Command, Warehouse } from '../../database.ts'

/** In the transaction of an erasure: the files of these dossiers (`:places`) have to be written anew. */
export const noteFilesToErase = (places: string): Command => ({
  sql: `INSERT INTO erased_files (submission_id) SELECT DISTINCT j.value ->> 0 FROM json_each(:places) j WHERE true ON CONFLICT DO NOTHING`,
  args: { places },
})

/** Some of them, by submission. */
export async function filesToErase(warehouse: Warehouse, limit: number): Promise<string[]> {
  const rows = await warehouse.ask({
    sql: 'SELECT submission_id AS submissionId FROM erased_files ORDER BY rowid LIMIT ?',
    args: [limit],
    shape: { submissionId: text },
  })
  return rows.map(({ submissionId }) => submissionId)
}

/** The erased dossiers of a submission, how many it has, and whose they are. */
export async function erasedDossiers(
  warehouse: Warehouse,
  submission: string,
): Promise<{ erased: ReadonlySet<number>; dossiers: number; facility: string }> {
  const rows = await warehouse.ask({
    sql: 'SELECT dossier, facility, erased_at IS NOT NULL AS isErased FROM dossiers WHERE submission_id = ?',
    args: [submission],
    shape: { dossier: integer, facility: text, isErased: integer },
  })
  const erased = new Set(rows.flatMap(({ dossier, isErased }) => (isErased === 1 ? [dossier] : [])))
  return { erased, dossiers: rows.length, facility: rows[0]?.facility ?? '' }
}

/** The file no longer holds so many dossiers; where more were erased meanwhile, it stays noted. */
export async function noteFileErased(warehouse: Warehouse, submission: string, erased: number): Promise<void> {
  await warehouse.write([
    {
      sql: `DELETE FROM erased_files WHERE submission_id = :submission
              AND (SELECT count(*) FROM dossiers WHERE submission_id = :submission AND erased_at IS NOT NULL) = :erased`,
      args: { submission, erased },
    },
  ])
}
