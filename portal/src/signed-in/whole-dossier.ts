/** A dossier as the warehouse keeps it, in the shape that tables and findings are shown in. */
import type { components } from '../../../.build/portal-api.d.ts'
import { labelsOf } from '../engine/labels.ts'
import type { ShownTable } from '../engine/messages.ts'

export type WholeDossier = components['schemas']['WholeDossier']

export const tablesOfWhole = (standard: string, tables: WholeDossier['tables']): readonly ShownTable[] =>
  tables.map(({ table, rows }) => ({
    name: table,
    labels: labelsOf(standard, table),
    rows: rows.map(({ row, values }) => ({
      label: row,
      cells: Object.entries(values).map(([name, text]) => ({ name, text })),
    })),
  }))
