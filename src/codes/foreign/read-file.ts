import { Refusal } from '../refusals.ts'
import { isImportable } from '../import/layouts/index.ts'
import { readCatalogueRows } from '../import/read-catalogue-rows.ts'
import type { ImportProblem } from '../import/imported-row.ts'
import type { HandedRow } from './views.ts'

/** The rows of their file, and what is to be looked at in it: hidden rows and columns, sheets that were not read, repeated codes. */
export type ForeignFile = { readonly rows: readonly HandedRow[]; readonly warnings: readonly ImportProblem[] }

/**
 * The rows of another side's file, .xlsx or CSV, read as ours are. Throws catalogue-unknown for a list that has no layout, row-invalid for
 * the first error in the file, and what a spreadsheet that cannot be read is refused for.
 */
export function readForeignFile(catalogue: string, bytes: Uint8Array): ForeignFile {
  if (!isImportable(catalogue)) throw new Refusal('catalogue-unknown', { catalogue })
  const { rows, problems } = readCatalogueRows(catalogue, bytes)
  const error = problems.find(({ severity }) => severity === 'error')
  if (error !== undefined) {
    const { row, cell, sheet, remedy } = error
    throw new Refusal('row-invalid', { row, field: cell ?? sheet, expected: remedy })
  }
  return {
    rows: rows.map(({ code, name, attributes, validFrom, validTo }) => ({
      code,
      name,
      attributes,
      validFrom,
      validTo,
    })),
    warnings: problems,
  }
}
