/** Whether a replica that runs answers as its primary does. */
import { createHash } from 'node:crypto'
import { createClient, type Client } from '@libsql/client'
import type { Sqld } from './sqld.ts'

/** Of one table at once, behind those of the look before: every row comes in turn. */
const ROWS_AT_ONCE = 500
/** Of a database that has a million of them a look takes no longer. */
const TABLES_AT_ONCE = 8

export type CopyState = 'same' | 'different' | 'unknown'

type Compared = Pick<Sqld, 'url' | 'adminUrl' | 'appliedFrame'>

/**
 * Compares a replica with its primary, some rows of some tables in each look, round and round. They are comparable while both hold the same frames:
 * where something is written meanwhile, or one of them does not answer, nothing is known.
 */
export function createCopyCheck(primary: Compared, replica: Compared): () => Promise<CopyState> {
  const places = new Map<string, number>()
  let from = 0
  return async () => {
    const before = await sameFrame(primary, replica)
    if (before === null) return 'unknown'
    const [one, other] = [createClient({ url: primary.url }), createClient({ url: replica.url })]
    try {
      const { names, digest } = await schemaOf(one)
      let isSame = (await answerOf(() => schemaOf(other)))?.digest === digest
      for (let step = 0; isSame && step < Math.min(TABLES_AT_ONCE, names.length); step += 1) {
        const table = names[(from + step) % names.length] ?? ''
        isSame = await sameRows(one, other, table, places)
      }
      if ((await sameFrame(primary, replica)) !== before) return 'unknown'
      // What differs is looked at again.
      if (isSame) from += TABLES_AT_ONCE
      return isSame ? 'same' : 'different'
    } catch {
      // The primary did not answer: the replica is not to blame.
      return 'unknown'
    } finally {
      one.close()
      other.close()
    }
  }
}

/** The frame that both hold; null: they differ, or one cannot say. */
async function sameFrame(primary: Compared, replica: Compared): Promise<number | null> {
  const [one, other] = await Promise.all([primary.appliedFrame(), replica.appliedFrame()])
  return one !== undefined && one === other ? one : null
}

/** What a replica cannot answer differs from whatever its primary answers. */
async function answerOf<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch {
    return null
  }
}

async function schemaOf(client: Client): Promise<{ names: string[]; digest: string }> {
  const { rows } = await client.execute(`SELECT type, name, sql FROM sqlite_master ORDER BY type, name`)
  const names = rows.flatMap(({ type, name }) => (type === 'table' && typeof name === 'string' ? [name] : []))
  return { names: names.filter((name) => !name.startsWith('sqlite_')), digest: digestOf(rows) }
}

async function sameRows(one: Client, other: Client, table: string, places: Map<string, number>): Promise<boolean> {
  const after = places.get(table) ?? -1
  const own = await rowsOf(one, table, after)
  const copied = await answerOf(() => rowsOf(other, table, after))
  const isSame = copied !== null && own.digest === copied.digest
  if (isSame) places.set(table, own.last ?? -1)
  return isSame
}

async function rowsOf(client: Client, table: string, after: number): Promise<{ digest: string; last: number | null }> {
  const { rows } = await client.execute({
    sql: `SELECT rowid AS _row, * FROM "${table}" WHERE rowid > ? ORDER BY rowid LIMIT ${ROWS_AT_ONCE}`,
    args: [after],
  })
  const last = rows.length < ROWS_AT_ONCE ? null : rows.at(-1)?.['_row']
  return { digest: digestOf(rows), last: typeof last === 'number' ? last : null }
}

const digestOf = (rows: readonly object[]): string =>
  createHash('sha256')
    .update(JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
    .digest('hex')
