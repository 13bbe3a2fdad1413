import type { Warehouse } from '../../store/database.ts'
import { identifyingFields, legalColumns } from '../../../db/warehouse/legal-tables.ts'
import type { ContentRow } from '../../store/warehouse/contents/format.ts'
import { readContents } from '../../store/warehouse/contents/read.ts'
import { comparable } from '../../store/warehouse/contents/values.ts'
import { dossierName } from '../../store/warehouse/dossier-keys.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { differencesOf, type ComparedRow, type RowDifference } from './differences.ts'

/** Where the rows of a version lie. */
export type VersionKey = { readonly submission: string; readonly dossier: number }

/** Rows that one answer shows; a dossier in which more differ is another dossier. */
const MOST_DIFFERENCES = 1000

export type VersionComparison = { readonly differences: readonly RowDifference[]; readonly total: number }

/** The differences between two stored versions. What identifies is compared, and never shown. */
export async function compareVersions(
  warehouse: Warehouse,
  vault: Vault,
  before: VersionKey,
  after: VersionKey,
): Promise<VersionComparison> {
  const places = [before, after].map(({ submission, dossier }) => ({ submissionId: submission, dossier }))
  const contents = await readContents(warehouse, vault, places)
  const [old, now] = places.map((place) => byTable(contents.get(dossierName(place)) ?? []))
  const all = Object.keys(legalColumns).flatMap((table) =>
    differencesOf(table, old?.get(table) ?? [], now?.get(table) ?? []),
  )
  return { differences: all.slice(0, MOST_DIFFERENCES), total: all.length }
}

function byTable(rows: readonly ContentRow[]): ReadonlyMap<string, readonly ComparedRow[]> {
  const tables = new Map<string, ComparedRow[]>()
  for (const { table, texts } of rows) {
    const compared = tables.get(table) ?? []
    tables.set(table, compared)
    const values = new Map([...texts].map(([field, text]) => [field, comparable(table, field, text)] as const))
    const hidden = new Set((identifyingFields[table] ?? []).filter((field) => texts.has(field)))
    compared.push({ position: compared.length + 1, values, hidden })
  }
  return tables
}
