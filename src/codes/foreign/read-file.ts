import { Refusal } from '../refusals.ts'
import { isImportable } from '../import/layouts/index.ts'
import { readCatalogueRows } from '../import/read-catalogue-rows.ts'
import type { HandedRow } from './views.ts'

/**
 * The rows of another side's file, .xlsx or CSV, read as ours are. Throws catalogue-unknown for a list that has no layout, row-invalid for
 * the first error in the file, and what a spreadsheet that cannot be read is refused for.
 */
export function foreignRowsOf(catalogue: string, bytes: Uint8Array): HandedRow[] {
  if (!isImportable(catalogue)) throw new Refusal('catalogue-unknown', { catalogue })
  const { rows, problems } = readCatalogueRows(catalogue, bytes)
  const error = problems.find(({ severity }) => severity === 'error')
  if (error !== undefined) {
    const { row, cell, sheet, remedy } = error
    throw new Refusal('row-invalid', { row, field: cell ?? sheet, expected: remedy })
  }
  return rows.map(({ code, name, attributes, validFrom, validTo }) => ({ code, name, attributes, validFrom, validTo }))
}
