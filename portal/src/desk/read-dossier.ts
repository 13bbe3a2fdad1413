/** The rows of a dossier: of one that was accepted as the warehouse keeps them, else what its findings say of them. */
import type { StandardId } from '../../../src/engine/index.ts'
import { labelsOf } from '../engine/labels.ts'
import type { FoundFinding, ShownTable } from '../engine/messages.ts'
import { answered, api, type Submission } from '../signed-in/api.ts'
import { tablesOfWhole } from '../signed-in/whole-dossier.ts'

const MOST_ROWS = 5000

export type Version = {
  readonly name: string
  readonly number: number
  readonly receivedAt: string
  readonly state: string | null
}
export type Whole = { readonly tables: readonly ShownTable[]; readonly versions: readonly Version[] }

type Asked = { readonly MA_LK: string; readonly purpose: Submission['purpose']; readonly version: string }

/** A version that was accepted, with all that came of its MA_LK. Throws Refused. */
export async function readWhole({ MA_LK, purpose, version }: Asked): Promise<Whole> {
  const path = { MA_LK }
  const query = { purpose, version, limit: MOST_ROWS }
  const { tables, versions, standard } = await answered(api.GET('/v1/dossiers/{MA_LK}', { params: { path, query } }))
  return {
    tables: tablesOfWhole(standard, tables),
    versions: versions.map(({ submission, dossier, version: number, receivedAt, state }) => ({
      name: `${submission}-${dossier}`,
      number,
      receivedAt,
      state,
    })),
  }
}

/** The cells that findings name, with the values that they repeat (masked where they identify). */
export function tablesOfFindings(
  findings: readonly FoundFinding[],
  standard: StandardId | null,
): readonly ShownTable[] {
  const tables = new Map<string, Map<string, Map<string, string>>>()
  for (const { table, row, field, value } of findings) {
    if (table === null || field === null) continue
    const rows = tables.get(table) ?? new Map<string, Map<string, string>>()
    tables.set(table, rows)
    const label = row ?? '1'
    rows.set(label, (rows.get(label) ?? new Map<string, string>()).set(field, value ?? ''))
  }
  return [...tables].map(([name, rows]) => ({
    name,
    labels: labelsOf(standard, name),
    rows: [...rows].map(([label, cells]) => ({
      label,
      cells: [...cells].map(([field, text]) => ({ name: field, text })),
    })),
  }))
}
