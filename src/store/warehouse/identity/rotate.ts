import { integer } from '../../columns.ts'
import type { Command, Warehouse } from '../../database.ts'
import type { operations } from '../../../../db/warehouse/schema.ts'
import { PART, sealedPlace, type StoredPart } from '../contents/read.ts'
import type { Vault } from './vault.ts'
import { resealingWords, WORD_TABLES } from './words.ts'

/** Parts of one page: some tens of milliseconds of work, some megabytes. */
const PARTS_AT_ONCE = 200

type Rotation = Pick<typeof operations.$inferSelect, 'id' | 'tableCursor' | 'rowCursor'>

/**
 * Seals one page anew under the current key, first of stored contents, then of words, table by table; the old key opens the others until it is done. What changed
 * meanwhile is left as it is: whoever changed it has sealed it by the current key.
 */
export async function rotatePage(warehouse: Warehouse, vault: Vault, rotation: Rotation, now: number): Promise<void> {
  const { id, tableCursor, rowCursor } = rotation
  const page =
    tableCursor === ''
      ? await resealingParts(warehouse, vault, rowCursor)
      : await resealingWords(warehouse, vault, tableCursor, rowCursor)
  const { commands, last, isLast } = page
  const next = isLast ? WORD_TABLES[WORD_TABLES.indexOf(tableCursor) + 1] : tableCursor
  await warehouse.write([
    ...commands,
    {
      sql: 'UPDATE operations SET rows = rows + ?, table_cursor = ?, row_cursor = ?, finished_at = ? WHERE id = ?',
      args: [commands.length, next ?? tableCursor, isLast ? 0 : last, next === undefined ? now : null, id],
    },
  ])
}

async function resealingParts(
  warehouse: Warehouse,
  vault: Vault,
  after: number,
): Promise<{ commands: Command[]; last: number; isLast: boolean }> {
  const parts = await warehouse.ask({
    sql: `SELECT rowid AS row, submission_id AS submissionId, dossier, part, key, sealed FROM dossier_contents
          WHERE rowid > ? AND key <> ? ORDER BY rowid LIMIT ?`,
    args: [after, vault.currentKey, PARTS_AT_ONCE],
    shape: { row: integer, ...PART },
  })
  const commands = await Promise.all(parts.map((part) => resealed(vault, part)))
  return { commands, last: parts.at(-1)?.row ?? after, isLast: parts.length < PARTS_AT_ONCE }
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
