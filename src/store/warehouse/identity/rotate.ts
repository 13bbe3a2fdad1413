import { integer } from '../../columns.ts'
import type { Command, Warehouse } from '../../database.ts'
import type { operations } from '../../../../db/warehouse/schema.ts'
import { PART, sealedPlace, type StoredPart } from '../contents/read.ts'
import type { Vault } from './vault.ts'

/** Parts of one page: some tens of milliseconds of work, some megabytes. */
const PARTS_AT_ONCE = 200

type Rotation = Pick<typeof operations.$inferSelect, 'id' | 'rowCursor'>

/**
 * Seals one page of stored contents anew under the current key; the old key opens the others until it is done. A part that changed
 * meanwhile is left as it is: whoever changed it has sealed it by the current key.
 */
export async function rotatePage(warehouse: Warehouse, vault: Vault, rotation: Rotation, now: number): Promise<void> {
  const parts = await warehouse.ask({
    sql: `SELECT rowid AS row, submission_id AS submissionId, dossier, part, key, sealed FROM dossier_contents
          WHERE rowid > ? AND key <> ? ORDER BY rowid LIMIT ?`,
    args: [rotation.rowCursor, vault.currentKey, PARTS_AT_ONCE],
    shape: { row: integer, ...PART },
  })
  const statements = await Promise.all(parts.map((part) => resealed(vault, part)))
  const isDone = parts.length < PARTS_AT_ONCE
  await warehouse.write([
    ...statements,
    {
      sql: 'UPDATE operations SET rows = rows + ?, row_cursor = ?, finished_at = ? WHERE id = ?',
      args: [parts.length, parts.at(-1)?.row ?? rotation.rowCursor, isDone ? now : null, rotation.id],
    },
  ])
}

async function resealed(vault: Vault, stored: StoredPart & { readonly row: number }): Promise<Command> {
  const { row, submissionId, dossier, part, key, sealed } = stored
  const place = sealedPlace({ submissionId, dossier }, part)
  const anew = await vault.sealBytes(place, await vault.openBytes(place, key, sealed))
  return {
    sql: 'UPDATE dossier_contents SET sealed = ?, key = ? WHERE rowid = ? AND sealed = ?',
    args: [anew, vault.currentKey, row, sealed],
  }
}
