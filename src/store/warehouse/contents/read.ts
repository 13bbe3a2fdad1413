import { bytes, integer, text, type RowOf } from '../../columns.ts'
import type { Warehouse } from '../../database.ts'
import { dossierName, dossiersArgument, ofDossiers, type DossierKey } from '../dossier-keys.ts'
import type { SealedPlace, Vault } from '../identity/vault.ts'
import { rowsIn, type ContentRow } from './format.ts'

/** Dossiers read in one exchange, and bytes after which no other part goes into it: sqld answers up to 10 MB, as base64. */
const DOSSIERS_AT_ONCE = 100
const BYTES_AT_ONCE = 2_000_000
const TABLE = 'dossier_contents'

/** What a part of a dossier is sealed for. */
export const sealedPlace = ({ submissionId, dossier }: DossierKey, part: number): SealedPlace => ({
  table: TABLE,
  submission: submissionId,
  dossier,
  ordinal: part,
})

/** The columns of a part, as a question names them. */
export const PART = { submissionId: text, dossier: integer, part: integer, key: text, sealed: bytes }
export type StoredPart = RowOf<typeof PART>

/** The rows of a stored part. Throws where its key is not in the ring, or it is not what was sealed there. */
export const openPart = async (vault: Vault, { part, key, sealed, ...place }: StoredPart): Promise<ContentRow[]> =>
  rowsIn(await vault.openBytes(sealedPlace(place, part), key, sealed))

/**
 * The rows of dossiers in the order of the file, by `dossierName`; a dossier of which nothing is kept is not there. The one place where the
 * tables of the law are read: differences, exports, assessments and history go through it. `only`: `heads` reads XML1 and CHECKIN alone.
 */
export async function readContents(
  warehouse: Warehouse,
  vault: Vault,
  places: readonly DossierKey[],
  only?: 'heads',
): Promise<ReadonlyMap<string, readonly ContentRow[]>> {
  const found = new Map<string, ContentRow[]>()
  for (let from = 0; from < places.length; from += DOSSIERS_AT_ONCE) {
    const sizes = await warehouse.ask({
      sql: `SELECT rowid AS row, length(sealed) AS size FROM ${TABLE} WHERE ${ofDossiers(TABLE)}${only === 'heads' ? ' AND part = 0' : ''}`,
      args: { places: dossiersArgument(places.slice(from, from + DOSSIERS_AT_ONCE)) },
      shape: { row: integer, size: integer },
    })
    for (const rows of slicesOf(sizes)) {
      const parts = await warehouse.ask({
        sql: `SELECT submission_id AS submissionId, dossier, part, key, sealed FROM ${TABLE} WHERE rowid IN (SELECT value FROM json_each(?))`,
        args: [JSON.stringify(rows)],
        shape: PART,
      })
      for (const part of parts) {
        const known = found.get(dossierName(part)) ?? []
        found.set(dossierName(part), known)
        for (const row of await openPart(vault, part)) known.push(row)
      }
    }
  }
  for (const rows of found.values()) rows.sort((a, b) => a.ordinal - b.ordinal)
  return found
}

/** Rows that go into one answer, and one at least. */
function slicesOf(sizes: readonly { readonly row: number; readonly size: number }[]): number[][] {
  const slices: number[][] = []
  let room = 0
  for (const { row, size } of sizes) {
    if (size > room || slices.length === 0) {
      slices.push([])
      room = BYTES_AT_ONCE
    }
    slices.at(-1)?.push(row)
    room -= size
  }
  return slices
}

/** The first row of the first of these tables that has one, or none. */
export const headOf = (rows: readonly ContentRow[] | undefined): ContentRow | undefined =>
  rows?.find(({ table }) => table === 'XML1') ?? rows?.find(({ table }) => table === 'CHECKIN')
