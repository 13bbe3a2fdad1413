/** What lies in the warehouse, asked of the database itself and not of the service that wrote it. */
import { openDatabase } from '../../src/store/database.ts'
import { formatDecimal } from '../../src/engine/index.ts'
import { readContents } from '../../src/store/warehouse/contents/read.ts'
import { dossierName } from '../../src/store/warehouse/dossier-keys.ts'
import { createVault, type Keyring } from '../../src/store/warehouse/identity/vault.ts'
import { loadOrMakeKeys } from '../stack/keys.ts'

const TIMEOUT_MS = 10_000
const HUNDREDTHS = 2

export type Contents = {
  /** One row per submission and outcome. */
  outcomes: { submission: string; outcome: string; dossiers: number }[]
  /** Tables of the law that hold rows. */
  tables: { table: string; rows: number }[]
  rules: { rule: string; severity: string; findings: number }[]
}

export type StoredTotal = { MA_LK: string; field: string; units: string; decimal: string }

/** Reads the warehouse at that address, with the keys of its stack. */
export function readWarehouse(
  url: string,
  keysFile: string,
): {
  contents: () => Promise<Contents>
  /** The total of the first accepted dossier of a submission that states one. */
  total: (submission: string) => Promise<StoredTotal | null>
  close: () => void
} {
  const database = openDatabase('warehouse', { url, timeoutMs: TIMEOUT_MS })
  const { $client: client } = database
  const rowsOf = async (statement: string, ...args: string[]): Promise<string[][]> => {
    const { rows, columns } = await client.execute({ sql: statement, args })
    return rows.map((row) => columns.map((_, at) => shown(row[at])))
  }

  const vault = async () => {
    const { warehouseKeys, warehouseHashKey } = await loadOrMakeKeys(keysFile)
    // Our own file.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return createVault({ ...(JSON.parse(warehouseKeys) as Omit<Keyring, 'hashKey'>), hashKey: warehouseHashKey })
  }
  /** The rows of accepted dossiers, opened: by table, in the order of the law. */
  const rowsPerTable = async (): Promise<Contents['tables']> => {
    const keys = await rowsOf("SELECT submission_id, dossier FROM dossiers WHERE outcome <> 'rejected'")
    const places = keys.map(([submissionId = '', dossier]) => ({ submissionId, dossier: Number(dossier) }))
    const numbers = new Map<string, number>()
    for (const rows of (await readContents(database, await vault(), places)).values())
      for (const { table } of rows) numbers.set(table, (numbers.get(table) ?? 0) + 1)
    const sorted = [...numbers].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    return sorted.map(([table, rows]) => ({ table, rows }))
  }

  return {
    async contents() {
      const [outcomes, tables, rules] = await Promise.all([
        rowsOf('SELECT submission_id, outcome, count(*) FROM dossiers GROUP BY 1, 2 ORDER BY 1, 2'),
        rowsPerTable(),
        rowsOf('SELECT rule, severity, count(*) FROM findings GROUP BY 1, 2 ORDER BY 3 DESC, 1'),
      ])
      return {
        outcomes: outcomes.map(([submission = '', outcome = '', number]) => ({
          submission,
          outcome,
          dossiers: Number(number),
        })),
        tables,
        rules: rules.map(([rule = '', severity = '', number]) => ({ rule, severity, findings: Number(number) })),
      }
    },
    async total(submission) {
      const [row] = await rowsOf(
        `SELECT dossier, MA_LK, T_TONGCHI_BV FROM dossiers WHERE submission_id = ? AND outcome <> 'rejected' AND T_TONGCHI_BV IS NOT NULL
         ORDER BY dossier LIMIT 1`,
        submission,
      )
      if (!row) return null
      const [dossier = '', MA_LK = '', units = ''] = row
      const place = { submissionId: submission, dossier: Number(dossier) }
      const rows = (await readContents(database, await vault(), [place])).get(dossierName(place)) ?? []
      // QĐ 4210 names it T_TONGCHI, the decisions from QĐ 130 on T_TONGCHI_BV.
      const field = rows.some(({ table, texts }) => table === 'XML1' && texts.has('T_TONGCHI'))
        ? 'T_TONGCHI'
        : 'T_TONGCHI_BV'
      return { MA_LK, field, units, decimal: formatDecimal({ units: BigInt(units), scale: HUNDREDTHS }) }
    },
    close: () => client.close(),
  }
}

/** Texts and whole numbers are all that is asked for. */
const shown = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
