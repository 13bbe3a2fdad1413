/** A warehouse and a register that hold older data: the rows of one verified file, many times over under other names and numbers. */
import { textIn } from '../../test/harness/text-in.ts'
import type { Subject } from './subject.ts'

type Client = Subject['warehouses'][number]['$client']

/** One transaction each: some hundred megabytes at most. */
const COPIES_AT_ONCE = 2500
const FACILITIES = 300
const DAYS = 250

/** Eight hexadecimal digits that no other copy has, spread over all values as those of hashes are. */
const digits = (factor: number): string => `printf('%08x', (n.i * ${factor}) & 4294967295)`
const ID = `${digits(2654435761)} || substr(:id, 9)`

/** What a column of a copy holds, where that is not what the original has. */
function copied(table: string, column: string): string {
  if (column === 'submission_id' || (table === 'submissions' && column === 'id')) return ID
  if (column === 'hash' || column.endsWith('_hash')) return `${digits(2246822519)} || substr(t."${column}", 9)`
  if (column === 'MA_LK') return `'K' || n.i`
  if (column === 'key') return `replace(t.key, :id, ${ID})`
  if (column === 'facility') return `substr(t.facility, 1, 2) || printf('%03d', 2 + n.i % ${FACILITIES})`
  if (column === 'received_on') return `date(t.received_on, '-' || (1 + n.i % ${DAYS}) || ' days')`
  if (column === 'received_at') return `t.received_at - (1 + n.i % ${DAYS}) * 86400000`
  return `t."${column}"`
}

async function multiply(client: Client, id: string, copies: number): Promise<void> {
  const { rows } = await client.execute(
    `SELECT m.name AS "table", group_concat(c.name) AS columns FROM sqlite_master m JOIN pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' GROUP BY m.name`,
  )
  for (let first = 1; first <= copies; first += COPIES_AT_ONCE) {
    const last = Math.min(first + COPIES_AT_ONCE - 1, copies)
    const statements = rows.flatMap((row) => {
      const [table, all] = [textIn(row['table']), textIn(row['columns']).split(',')]
      const place = table === 'submissions' ? 'id' : all.includes('submission_id') ? 'submission_id' : null
      if (place === null) return []
      const columns = all.filter((column) => column !== 'seq')
      return [
        {
          sql: `WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
            INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join()})
            SELECT ${columns.map((column) => copied(table, column)).join()} FROM n CROSS JOIN (SELECT * FROM "${table}" WHERE ${place} = :id) t`,
          args: { first, last, id },
        },
      ]
    })
    await client.batch(statements, 'write')
  }
}

/** Puts so many dossiers of other facilities and earlier days beside the one of a verified submission. Their roll-ups are left out. */
export async function fill({ warehouses: [warehouse], register }: Subject, id: string, copies: number): Promise<void> {
  if (warehouse === undefined) throw new Error('the stack has no warehouse')
  await multiply(warehouse.$client, id, copies)
  await warehouse.$client.execute('DELETE FROM stale_days')
  await multiply(register.$client, id, copies)
}
