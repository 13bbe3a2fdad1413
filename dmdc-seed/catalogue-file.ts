/** The seed's files as they are read by everybody: the manifest, and one CSV per catalogue. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { DepartmentId } from '../db/reference/departments.ts'
import { OPEN_START } from '../db/reference/schema.ts'

/** A decision that a catalogue rests on; ISO dates. Repeals work per annex, and three dates differ. */
export type SeedSource = {
  decision: string
  annex?: string
  signed?: string
  /** First day on which its codes may be used. */
  validFrom?: string
  /** First day on which its codes must be used. */
  mandatoryFrom?: string
  /** Last day on which the codes before it are accepted. */
  oldAcceptedUntil?: string
}

export type SeedCatalogue = {
  id: string
  titleVi: string
  titleEn: string
  owner: DepartmentId
  completeness: 'complete' | 'partial'
  /** First day on which a complete list is complete. */
  completeFrom?: string
  confidence: 'high' | 'medium' | 'low'
  /** Why it is complete, or why not. */
  reason: string
  sources: SeedSource[]
  /** Relative to the manifest. */
  file: string
  rows: number
  sha256: string
}

export type Manifest = { release: { id: string; note: string }; catalogues: SeedCatalogue[] }

export type SeedRow = {
  code: string
  name: string
  validFrom: string
  validTo: string | null
  sourceDocument: string | null
  replacedBy: string | null
  attributes: Record<string, string>
}

/** Where this project's seed lies. */
export const seedDirectory = new URL('./', import.meta.url)

/** The manifest of a seed directory. */
export async function readManifest(directory: URL = seedDirectory): Promise<Manifest> {
  const text = await readFile(new URL('manifest.json', directory), 'utf8')
  // Our own file; what a wrong one leads to is caught by the hashes and by the tests of the seed.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as Manifest
}

/** One catalogue's file: its rows, their number and the SHA-256 of its bytes. Throws, naming the file, when a column is missing. */
export async function readCatalogueFile(
  { file }: Pick<SeedCatalogue, 'file'>,
  directory: URL = seedDirectory,
): Promise<{ rows: SeedRow[]; sha256: string }> {
  const bytes = await readFile(new URL(file, directory))
  const records = parse<Record<string, string>>(bytes, { columns: true, encoding: 'utf8', skip_empty_lines: true })
  const rows = records.map((record, at) => seedRow(record, `${file}, row ${at + 1}`))
  return { rows, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** Every cell stays text: `2.10` is not `2.1`. Columns beyond the common ones are the catalogue's own attributes. */
function seedRow(record: Record<string, string>, where: string): SeedRow {
  const { code, name, valid_from, valid_to, source_document, replaced_by, ...own } = record
  if (!code || !name || valid_from === undefined || valid_to === undefined) {
    throw new Error(`${where}: code and name must be filled, columns valid_from and valid_to must exist`)
  }
  return {
    code,
    name,
    validFrom: valid_from === '' ? OPEN_START : valid_from,
    validTo: valid_to === '' ? null : valid_to,
    sourceDocument: source_document || null,
    replacedBy: replaced_by || null,
    attributes: Object.fromEntries(Object.entries(own).filter(([, value]) => value !== '')),
  }
}

/** Columns every catalogue may have; the first four are always there. */
const OWN_COLUMNS = ['source_document', 'replaced_by'] as const

/** The text of a catalogue's file: what `readCatalogueFile` reads back row by row. Columns that no row fills are left out. */
export function catalogueText(rows: readonly SeedRow[]): string {
  const attributes = [...new Set(rows.flatMap((row) => Object.keys(row.attributes)))].sort()
  const cells = rows.map((row): Record<string, string> => ({
    ...row.attributes,
    code: row.code,
    name: row.name,
    valid_from: row.validFrom === OPEN_START ? '' : row.validFrom,
    valid_to: row.validTo ?? '',
    source_document: row.sourceDocument ?? '',
    replaced_by: row.replacedBy ?? '',
  }))
  const used = OWN_COLUMNS.filter((column) => cells.some((record) => record[column] !== ''))
  const columns = ['code', 'name', 'valid_from', 'valid_to', ...used, ...attributes]
  const lines = cells.map((record) => columns.map((column) => quoted(record[column] ?? '')).join(','))
  return `${[columns.join(','), ...lines].join('\n')}\n`
}

/** RFC 4180: in quotes only where a comma, a quote or the end of a line makes it needed. */
const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
