import { integer, orNull, text, type Column } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import { legalColumns } from '../../../db/warehouse/legal-tables.ts'
import { formatDecimal } from '../../engine/index.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { differencesOf, type ComparedRow, type Difference } from './differences.ts'

/** Where the rows of a version lie. */
export type DeliveryKey = { readonly submission: string; readonly dossier: number }

/** Rows of a table read in one exchange. */
const ROWS_AT_ONCE = 500
/** Rows that one answer tells of; a dossier in which more differ is another dossier. */
const MOST_DIFFERENCES = 1000

export type Comparison = { readonly differences: readonly Difference[]; readonly total: number }

/** The differences between two stored versions. What identifies is opened to be compared, and never told. */
export async function compareVersions(
  warehouse: Warehouse,
  vault: Vault,
  before: DeliveryKey,
  after: DeliveryKey,
): Promise<Comparison> {
  const all: Difference[] = []
  const [old, now] = await Promise.all([readTables(warehouse, before), readTables(warehouse, after)])
  for (const table of Object.keys(legalColumns)) {
    const compared = async (rows: readonly StoredRow[], place: DeliveryKey): Promise<ComparedRow[]> =>
      Promise.all(rows.map((row, at) => comparedRow(vault, table, place, row, at + 1)))
    all.push(
      ...differencesOf(
        table,
        await compared(old.get(table) ?? [], before),
        await compared(now.get(table) ?? [], after),
      ),
    )
  }
  return { differences: all.slice(0, MOST_DIFFERENCES), total: all.length }
}

/** A row as it was stored: its place in the file, what identifies somebody sealed, and every field as text. */
type StoredRow = {
  readonly ordinal: number
  readonly identity: string | null
  readonly texts: ReadonlyMap<string, string>
}

/** Numbers as text: some fields take more digits than a number of ours holds exactly. */
const selected = (table: string): string =>
  [
    'ordinal',
    'identity',
    ...(legalColumns[table] ?? []).map(({ name, kind }) =>
      kind === 'number' ? `CAST("${name}" AS TEXT) AS "${name}"` : `"${name}"`,
    ),
  ].join(', ')

/** The rows of a dossier in the order of the file; a page of each table in one exchange, those of long tables in some more. */
async function readTables(
  warehouse: Warehouse,
  { submission, dossier }: DeliveryKey,
): Promise<ReadonlyMap<string, readonly StoredRow[]>> {
  const rowsOf = new Map<string, StoredRow[]>(Object.keys(legalColumns).map((table) => [table, []]))
  let open = [...rowsOf.keys()]
  while (open.length > 0) {
    const questions = open.map((table) => ({
      sql: `SELECT ${selected(table)} FROM "${table}" WHERE submission_id = ? AND dossier = ? AND ordinal > ? ORDER BY ordinal LIMIT ${ROWS_AT_ONCE}`,
      args: [submission, dossier, rowsOf.get(table)?.at(-1)?.ordinal ?? 0],
      shape: { ...shapeOf(table), ordinal: integer, identity: orNull(text) },
    }))
    const answers = await warehouse.askAll(questions)
    open = open.filter((table, at) => {
      const rows = answers[at] ?? []
      for (const row of rows) rowsOf.get(table)?.push(storedRow(row))
      return rows.length === ROWS_AT_ONCE
    })
  }
  return rowsOf
}

/** The columns of the law's table as texts, those that are stored as texts and those that the statement casts. */
const shapeOf = (table: string): Record<string, Column<string | number | null>> =>
  Object.fromEntries((legalColumns[table] ?? []).map(({ name }) => [name, orNull(text)]))

function storedRow({
  ordinal,
  identity,
  ...fields
}: {
  readonly ordinal: number
  readonly identity: string | null
  readonly [field: string]: string | number | null
}): StoredRow {
  const texts = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)] as const],
  )
  return { ordinal, identity, texts: new Map(texts) }
}

async function comparedRow(
  vault: Vault,
  table: string,
  place: DeliveryKey,
  { ordinal, identity: sealed, texts }: StoredRow,
  position: number,
): Promise<ComparedRow> {
  const values = new Map<string, string>()
  for (const column of legalColumns[table] ?? []) {
    const value = texts.get(column.name)
    if (value === undefined) continue
    values.set(column.name, column.kind === 'number' ? decimalOf(value, column.scale) : value)
  }
  const identity = sealed === null ? {} : await vault.open({ table, ...place, ordinal }, sealed)
  for (const [name, value] of Object.entries(identity)) values.set(name, value)
  return { position, values, hidden: new Set(Object.keys(identity)) }
}

/** A number of the warehouse as one writes it: 1250050 of scale 2 is 12500.5. */
function decimalOf(units: string, scale: number): string {
  const text = formatDecimal({ units: BigInt(units), scale })
  return scale === 0 ? text : text.replace(/\.?0+$/, '')
}
