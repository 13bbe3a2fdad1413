import { identifyingFields, legalColumns } from '../../../db/warehouse/legal-tables.ts'
import { maskValue, type RenderedFinding } from '../../engine/index.ts'
import { integer, text } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import { readContents } from '../../store/warehouse/contents/read.ts'
import { dossierName } from '../../store/warehouse/dossier-keys.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { renderedFinding } from '../../store/warehouse/rendered-finding.ts'
import type { VersionKey } from './compare.ts'
import type { Version } from './read.ts'

/** A row as it was sent. Empty fields are absent. */
export type ShownRow = {
  /** As findings name it: its STT, else its position in its table. */
  readonly row: string
  readonly values: Readonly<Record<string, string>>
  /** Fields that identify a person, of whose value only the first character and the length are left. */
  readonly masked: readonly string[]
}

/** A table of a dossier; `total` rows are in it, of which a page may show fewer. */
export type ShownTable = { readonly table: string; readonly total: number; readonly rows: readonly ShownRow[] }

export type WholeDossier = {
  /** The law's id: 3176. */
  readonly standard: string
  readonly tables: readonly ShownTable[]
  readonly findings: readonly RenderedFinding[]
  readonly findingsTotal: number
  /** Rows of the dossier that were shown so far, in the order of the file; null: all. */
  readonly next: number | null
}

/** Findings that one answer shows; a dossier with more is mended by its first. */
const MOST_FINDINGS = 1000

/** Whether persons are shown, and which rows: those behind the first `after`, at most `limit`. */
export type RowsWanted = { readonly isUnmasked: boolean; readonly after: number; readonly limit: number }

/**
 * A stored version of a dossier. Whoever is not shown persons gets masked values in the fields that identify. Throws where the warehouse is
 * away.
 */
export async function readWhole(
  warehouse: Warehouse,
  vault: Vault,
  { submission, dossier }: VersionKey,
  options: RowsWanted,
): Promise<WholeDossier> {
  const place = { submissionId: submission, dossier }
  const contents = await readContents(warehouse, vault, [place])
  const said = await findingsOf(warehouse, { submission, dossier })
  const tables = createTables(options)
  for (const { table, texts } of contents.get(dossierName(place)) ?? []) tables.add(table, texts)
  return { ...said, ...tables.end() }
}

/** What was found of a dossier, and by which standard its file was read. */
export async function findingsOf(
  warehouse: Warehouse,
  { submission, dossier }: VersionKey,
): Promise<Pick<WholeDossier, 'standard' | 'findings' | 'findingsTotal'>> {
  const args = [submission, dossier]
  const [shown, [count], [sent]] = await warehouse.askAll([
    {
      sql: `SELECT told FROM findings WHERE submission_id = ? AND dossier = ? ORDER BY ordinal LIMIT ${MOST_FINDINGS}`,
      args,
      shape: { told: renderedFinding },
    },
    {
      sql: 'SELECT count(*) AS number FROM findings WHERE submission_id = ? AND dossier = ?',
      args,
      shape: { number: integer },
    },
    { sql: 'SELECT standard FROM submissions WHERE id = ?', args: [submission], shape: { standard: text } },
  ])
  if (sent === undefined) throw new Error('a dossier is kept whose submission is not')
  return { standard: sent.standard, findings: shown.map((each) => each.told), findingsTotal: count?.number ?? 0 }
}

/** Gathers the rows of a dossier in the order of its file, and holds those that are shown; tables come in the order of the law. */
export function createTables({ isUnmasked, after, limit }: RowsWanted): {
  add: (table: string, texts: ReadonlyMap<string, string>) => void
  end: () => Pick<WholeDossier, 'tables' | 'next'>
} {
  const tables = new Map<string, { total: number; rows: ShownRow[] }>()
  let rows = 0
  return {
    add(table, texts) {
      const known = tables.get(table) ?? { total: 0, rows: [] }
      tables.set(table, known)
      known.total += 1
      if (rows >= after && rows < after + limit) known.rows.push(shownRow(table, texts, known.total, isUnmasked))
      rows += 1
    },
    end: () => ({
      tables: Object.keys(legalColumns).flatMap((table) => {
        const known = tables.get(table)
        return known === undefined ? [] : [{ table, ...known }]
      }),
      next: after + limit < rows ? after + limit : null,
    }),
  }
}

function shownRow(table: string, texts: ReadonlyMap<string, string>, position: number, isUnmasked: boolean): ShownRow {
  const masked = isUnmasked ? [] : (identifyingFields[table] ?? []).filter((field) => texts.has(field))
  const values = Object.fromEntries(
    [...texts].map(([field, value]) => [field, masked.includes(field) ? maskValue(value) : value]),
  )
  return { row: texts.get('STT') ?? String(position), values, masked }
}

/** What is shown where nobody names a version: the one that counts, or the last where none has been settled. */
export const currentOf = (versions: readonly Version[]): Version | undefined =>
  versions.findLast(({ state }) => state === 'standing') ?? versions.at(-1)
