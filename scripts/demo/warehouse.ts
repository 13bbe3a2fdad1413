/** What lies in the warehouse, asked of the database itself and not of the service that wrote it. */
import { openDatabase } from '../../src/store/database.ts'
import { legalColumns } from '../../db/warehouse/legal-tables.ts'
import { formatDecimal } from '../../src/engine/index.ts'

const TIMEOUT_MS = 10_000

export type Contents = {
  /** One row per submission and outcome. */
  outcomes: { submission: string; outcome: string; dossiers: number }[]
  /** Tables of the law that hold rows. */
  tables: { table: string; rows: number }[]
  rules: { rule: string; severity: string; findings: number }[]
}

export type StoredTotal = { MA_LK: string; field: string; units: string; decimal: string }

/** Reads the warehouse at that address. */
export function readWarehouse(url: string): {
  contents: () => Promise<Contents>
  /** The total of the first accepted dossier of a submission that states one. */
  total: (submission: string) => Promise<StoredTotal | null>
  close: () => void
} {
  // Whole numbers as BigInt: what is shown is what is stored, whatever its size.
  const { $client: client } = openDatabase('warehouse', { url, timeoutMs: TIMEOUT_MS, integers: 'bigint' })
  const rowsOf = async (statement: string, ...args: string[]): Promise<string[][]> => {
    const { rows, columns } = await client.execute({ sql: statement, args })
    return rows.map((row) => columns.map((_, at) => shown(row[at])))
  }

  return {
    async contents() {
      const perTable = Object.keys(legalColumns).map((table) => `SELECT '${table}', count(*) FROM "${table}"`)
      const [outcomes, tables, rules] = await Promise.all([
        rowsOf('SELECT submission_id, outcome, count(*) FROM dossiers GROUP BY 1, 2 ORDER BY 1, 2'),
        rowsOf(perTable.join(' UNION ALL ')),
        rowsOf('SELECT rule, severity, count(*) FROM findings GROUP BY 1, 2 ORDER BY 3 DESC, 1'),
      ])
      return {
        outcomes: outcomes.map(([submission = '', outcome = '', number]) => ({
          submission,
          outcome,
          dossiers: Number(number),
        })),
        tables: tables.map(([table = '', number]) => ({ table, rows: Number(number) })).filter(({ rows }) => rows > 0),
        rules: rules.map(([rule = '', severity = '', number]) => ({ rule, severity, findings: Number(number) })),
      }
    },
    async total(submission) {
      // QĐ 4210 names it T_TONGCHI, the decisions from QĐ 130 on T_TONGCHI_BV.
      for (const field of ['T_TONGCHI', 'T_TONGCHI_BV']) {
        const [first] = await rowsOf(
          `SELECT MA_LK, ${field} FROM XML1 WHERE submission_id = ? AND ${field} IS NOT NULL ORDER BY dossier LIMIT 1`,
          submission,
        )
        if (first) {
          const [MA_LK = '', units = ''] = first
          return { MA_LK, field, units, decimal: formatDecimal({ units: BigInt(units), scale: scaleOf(field) }) }
        }
      }
      return null
    },
    close: () => client.close(),
  }
}

/** Texts and whole numbers are all that is asked for. */
const shown = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'bigint' ? value.toString() : ''

function scaleOf(field: string): number {
  const column = legalColumns['XML1']?.find(({ name }) => name === field)
  if (column?.kind !== 'number') throw new Error(`XML1.${field} is no number of the warehouse`)
  return column.scale
}
