import { standards } from '../../../src/engine/index.ts'

/** What the decision calls the fields of a table; nothing where the standard or its table is not known. */
export function labelsOf(standard: string | null, table: string): Record<string, string> {
  const known = Object.values(standards).find(({ id }) => id === standard)?.tables[table]
  return Object.fromEntries(Object.entries(known?.fields ?? {}).map(([field, { vi }]) => [field, vi]))
}
