import type { Warehouse } from '../../../store/database.ts'
import { available } from '../../../store/warehouse/read.ts'
import { integer, oneOf, text } from '../../../store/columns.ts'
import type { Vault } from '../../../store/warehouse/identity/vault.ts'
import type { PatientNumbers } from './sheets.ts'

/** Tables whose rows name the patient of a dossier; the first that has a number counts. */
const TABLES = ['XML1', 'CHECKIN'] as const

/**
 * MA_BN as the facility itself sent it, of its own submission: for that facility and nobody else. Of a rejected dossier the warehouse keeps
 * no rows, so its number is not known here. Throws `warehouse-unavailable`.
 */
export const sentPatientNumbers =
  (warehouse: Warehouse, vault: Vault, submission: string): PatientNumbers =>
  (dossiers) =>
    available(async () => {
      const numbers = new Map<number, string>()
      if (dossiers.length === 0) return numbers
      const rows = await warehouse.ask({
        sql: TABLES.map(
          (table) => `SELECT '${table}' AS "table", dossier, ordinal, identity AS sealed FROM "${table}"
            WHERE submission_id = :submission AND dossier IN (SELECT value FROM json_each(:dossiers)) AND identity IS NOT NULL`,
        ).join(' UNION ALL '),
        args: { submission, dossiers: JSON.stringify(dossiers) },
        shape: { table: oneOf(TABLES), dossier: integer, ordinal: integer, sealed: text },
      })
      for (const { sealed, ...place } of rows) {
        const { dossier } = place
        if (numbers.has(dossier)) continue
        const { MA_BN } = await vault.open({ ...place, submission }, sealed)
        if (MA_BN !== undefined) numbers.set(dossier, MA_BN)
      }
      return numbers
    })
