import { integer, orNull, text } from '../../columns.ts'
import type { Command, Warehouse } from '../../database.ts'
import type { operations } from '../../../../db/warehouse/schema.ts'
import { writePerson } from './dossier-identity.ts'
import { hashesOf, personOf } from './numbers.ts'
import { keyOf, PLAIN_KEY, type Identity, type SealedPlace, type Vault } from './vault.ts'

/** Rows of one page: some tens of milliseconds of work, a batch of a few hundred kilobytes. */
const ROWS_AT_ONCE = 500

type Rotation = Pick<typeof operations.$inferSelect, 'id' | 'tableCursor' | 'rowCursor'>

/**
 * Seals one page of rows anew under the current key; the old key opens the others until it is done. A row that changed meanwhile is left
 * as it is. What a migration gathered unsealed gets its hashes here as well.
 */
export async function rotatePage(
  warehouse: Warehouse,
  vault: Vault,
  rotation: Rotation,
  tables: readonly string[],
  now: number,
): Promise<void> {
  const table = rotation.tableCursor === '' ? tables[0] : rotation.tableCursor
  if (table === undefined || !tables.includes(table)) throw new Error('a rotation stands at a table that is not there')
  const rows = await warehouse.ask({
    sql: `SELECT rowid AS row, submission_id AS submission, dossier, ordinal, identity FROM "${table}" WHERE rowid > ? ORDER BY rowid LIMIT ?`,
    args: [rotation.rowCursor, ROWS_AT_ONCE],
    shape: { row: integer, submission: text, dossier: integer, ordinal: integer, identity: orNull(text) },
  })
  const old = rows.flatMap(({ row, submission, dossier, ordinal, identity }) => {
    if (identity === null || keyOf(identity) === vault.currentKey) return []
    const place: SealedPlace = { table, submission, dossier, ordinal }
    return [{ row, place, identity }]
  })
  const statements = await Promise.all(old.map(({ row, place, identity }) => resealed(vault, row, place, identity)))

  const last = rows.at(-1)?.row ?? rotation.rowCursor
  const nextTable = tables[tables.indexOf(table) + 1]
  const isTableDone = rows.length < ROWS_AT_ONCE
  await warehouse.write([
    ...statements.flat(),
    {
      sql: 'UPDATE operations SET rows = rows + ?, table_cursor = ?, row_cursor = ?, finished_at = ? WHERE id = ?',
      args: [
        old.length,
        isTableDone ? (nextTable ?? table) : table,
        isTableDone ? 0 : last,
        isTableDone && nextTable === undefined ? now : null,
        rotation.id,
      ],
    },
  ])
}

async function resealed(vault: Vault, row: number, place: SealedPlace, sealed: string): Promise<Command[]> {
  const identity = await vault.open(place, sealed)
  const update = {
    sql: `UPDATE "${place.table}" SET identity = ? WHERE rowid = ? AND identity = ?`,
    args: [await vault.seal(place, identity), row, sealed],
  }
  return keyOf(sealed) === PLAIN_KEY ? [update, ...hashStatements(vault, place, identity)] : [update]
}

function hashStatements(vault: Vault, { table, submission, dossier }: SealedPlace, identity: Identity): Command[] {
  const hashes = hashesOf(vault, identity)
  const entries = hashes.map(({ kind, hash }) => ({
    sql: 'INSERT OR IGNORE INTO identity_hashes (hash, kind, submission_id, dossier) VALUES (?, ?, ?, ?)',
    args: [hash, kind, submission, dossier],
  }))
  if (table !== 'XML1' && table !== 'CHECKIN') return entries
  return [...entries, writePerson({ submission, dossier }, personOf(hashes))]
}
