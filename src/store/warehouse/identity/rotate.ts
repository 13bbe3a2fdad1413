import type { InStatement } from '@libsql/client/web'
import type { Warehouse } from '../../database.ts'
import type { operations } from '../../../../db/warehouse/schema.ts'
import { hashesOf, personOf } from './numbers.ts'
import { keyOf, PLAIN_KEY, type Identity, type SealedPlace, type Vault } from './vault.ts'
import { textIn } from '../../text-in.ts'

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
  const { rows } = await warehouse.$client.execute({
    sql: `SELECT rowid AS row, submission_id, dossier, ordinal, identity FROM "${table}" WHERE rowid > ? ORDER BY rowid LIMIT ?`,
    args: [rotation.rowCursor, ROWS_AT_ONCE],
  })
  const old = rows.flatMap(({ row, submission_id: submission, dossier, ordinal, identity }) => {
    if (typeof identity !== 'string' || keyOf(identity) === vault.currentKey) return []
    const place: SealedPlace = {
      table,
      submission: textIn(submission),
      dossier: Number(dossier),
      ordinal: Number(ordinal),
    }
    return [{ row: Number(row), place, identity }]
  })
  const statements = await Promise.all(old.map(({ row, place, identity }) => resealed(vault, row, place, identity)))

  const last = rows.at(-1)?.['row']
  const nextTable = tables[tables.indexOf(table) + 1]
  const isTableDone = rows.length < ROWS_AT_ONCE
  await warehouse.$client.batch(
    [
      ...statements.flat(),
      {
        sql: 'UPDATE operations SET rows = rows + ?, table_cursor = ?, row_cursor = ?, finished_at = ? WHERE id = ?',
        args: [
          old.length,
          isTableDone ? (nextTable ?? table) : table,
          isTableDone ? 0 : Number(last),
          isTableDone && nextTable === undefined ? now : null,
          rotation.id,
        ],
      },
    ],
    'write',
  )
}

async function resealed(vault: Vault, row: number, place: SealedPlace, sealed: string): Promise<InStatement[]> {
  const identity = await vault.open(place, sealed)
  const update = {
    sql: `UPDATE "${place.table}" SET identity = ? WHERE rowid = ? AND identity = ?`,
    args: [await vault.seal(place, identity), row, sealed],
  }
  return keyOf(sealed) === PLAIN_KEY ? [update, ...hashStatements(vault, place, identity)] : [update]
}

function hashStatements(vault: Vault, { table, submission, dossier }: SealedPlace, identity: Identity): InStatement[] {
  const hashes = hashesOf(vault, identity)
  const { cardHash, personHash } = personOf(hashes)
  const entries = hashes.map(({ kind, hash }) => ({
    sql: 'INSERT OR IGNORE INTO identity_hashes (hash, kind, submission_id, dossier) VALUES (?, ?, ?, ?)',
    args: [hash, kind, submission, dossier],
  }))
  if (table !== 'XML1' && table !== 'CHECKIN') return entries
  return [
    ...entries,
    {
      sql: 'UPDATE dossiers SET card_hash = ?, person_hash = ? WHERE submission_id = ? AND dossier = ?',
      args: [cardHash, personHash, submission, dossier],
    },
  ]
}
