import { createHash } from 'node:crypto'
import type { Warehouse } from '../store/database.ts'
import type { Vault } from '../store/warehouse/identity/vault.ts'
import { coarsen } from './coarsen.ts'
import { facilitiesOf, listDossiers, readDossiers } from './gather.ts'
import { exchangeMonth, fileKey, monthFolder, newMonth, type LakeBucket, type LakeFile } from './manifest.ts'
import { createTableFile, type TableFile } from './parquet.ts'
import { addRows, noRows, type Pseudonym } from './rows.ts'
import { TABLE_NAMES, type LakeRows, type TableName } from './tables.ts'
import { epochDay } from './values.ts'

/** A file is closed past so many compressed bytes: large enough for engines, small enough to be held. */
const FILE_BYTES = 16 * 1024 * 1024
/** Digits of a pseudonym: 80 bits, so that no two of a nation's encounters of all years meet by chance. */
const PSEUDONYM_DIGITS = 20
const NAME_DIGITS = 32

export type LakeNeeds = { readonly bucket: LakeBucket; readonly vault: Vault; readonly now: number }

/** Keyed hashes of the lake's own: with the warehouse's nobody may compare them. */
const pseudonymBy =
  (vault: Vault): Pseudonym =>
  (kind, value) =>
    vault.hash(`lake ${kind}`, value).slice(0, PSEUDONYM_DIGITS)

/**
 * Writes a month of a province anew, whole, and exchanges it in the manifest. A crash at any step leaves the month as it was, and files that
 * nobody names, which the sweep takes away. The same dossiers give the same files. Throws where what was written is not what the warehouse
 * listed.
 */
export async function writeMonth(
  warehouse: Warehouse,
  province: string,
  month: string,
  needs: LakeNeeds,
): Promise<void> {
  const { bucket, vault, now } = needs
  const written = newMonth(now)
  const files = new Map<TableName, TableFile>()
  const pseudonym = pseudonymBy(vault)
  const close = async (table: TableName): Promise<void> => {
    const file = files.get(table)
    if (file === undefined) return
    files.delete(table)
    written.tables[table]?.push(await put(bucket, monthFolder(table, province, month), file))
  }
  const add = async (rows: LakeRows): Promise<void> => {
    for (const table of TABLE_NAMES) {
      for (const row of rows[table]) {
        const file = files.get(table) ?? createTableFile(table)
        files.set(table, file)
        file.add(row)
        if (file.bytes >= FILE_BYTES) await close(table)
      }
    }
  }
  let [fund, expected] = [0n, 0n]
  for (const facility of await facilitiesOf(warehouse, province)) {
    const listed = await listDossiers(warehouse, facility, month)
    for (const { isCurrent, fund: share } of listed) if (isCurrent) expected += BigInt(share)
    const rows = noRows()
    for await (const whole of readDossiers(warehouse, vault, listed)) addRows(rows, whole, pseudonym)
    for (const { fund: share } of rows.encounters) if (typeof share === 'bigint') fund += share
    await add({ ...rows, encounters: coarsen(rows.encounters, epochDay(`${month}-01`) ?? 0) })
  }
  // Erasures take no amounts away; a dossier that changed since it was listed has made the month stale again.
  if (fund !== expected) throw new Error(`the lake would hold ${fund} of ${expected} of province ${province}, ${month}`)
  for (const table of TABLE_NAMES) await close(table)
  await exchangeMonth(bucket, province, month, { ...written, fund: fund.toString() })
}

/** By the hash of its bytes: what is named by it never changes. */
async function put(bucket: LakeBucket, folder: string, file: TableFile): Promise<LakeFile> {
  const bytes = file.finish()
  const name = `${folder}${createHash('sha256').update(bytes).digest('hex').slice(0, NAME_DIGITS)}.parquet`
  await bucket.put(fileKey(name), bytes, { httpMetadata: { contentType: 'application/vnd.apache.parquet' } })
  return { name, rows: file.rows, bytes: bytes.length }
}
