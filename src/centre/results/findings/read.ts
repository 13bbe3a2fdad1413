import { eq } from 'drizzle-orm'
import type { Warehouse } from '../../../store/database.ts'
import { findings } from '../../../../db/warehouse/schema.ts'
import type { RenderedFinding } from '../../../engine/index.ts'
import { available } from '../../../store/warehouse/read.ts'
import { textIn } from '../../../store/text-in.ts'
import type { NumberedFinding } from './columns.ts'
import type { FindingPages } from './sheets.ts'

/** The findings of a verified submission, from its warehouse. Both throw `warehouse-unavailable`. */
export const verifiedFindings = (warehouse: Warehouse, submission: string): FindingPages => ({
  // As plain rows: what a mapper costs beside the query counts over a hundred thousand of them.
  page: (after, limit, table) =>
    available(async () => {
      const { rows } = await warehouse.$client.execute({
        sql: `SELECT ordinal, told FROM findings WHERE submission_id = ? AND ordinal > ? ${table === undefined ? '' : 'AND table_id IS ?'}
              ORDER BY ordinal LIMIT ?`,
        args: [submission, after, ...(table === undefined ? [] : [table]), limit],
      })
      return rows.map(({ ordinal, told }) => {
        // Ours, written by the verification.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        return { ordinal: Number(ordinal), finding: JSON.parse(textIn(told)) as RenderedFinding }
      })
    }),
  tables: () =>
    available(async () => {
      const rows = await warehouse
        .selectDistinct({ table: findings.tableId })
        .from(findings)
        .where(eq(findings.submissionId, submission))
      return rows.map(({ table }) => table)
    }),
})

/** The first findings, as the edge acknowledged them. */
export function acknowledgedFindings(told: readonly RenderedFinding[]): FindingPages {
  const all: readonly NumberedFinding[] = told.map((finding, at) => ({ ordinal: at + 1, finding }))
  return {
    page: (after, limit, table) =>
      Promise.resolve(
        all
          .filter(({ ordinal, finding }) => ordinal > after && (table === undefined || finding.table === table))
          .slice(0, limit),
      ),
    tables: () => Promise.resolve([...new Set(all.map(({ finding }) => finding.table))]),
  }
}
