/** By hand: the log of receipts of a warehouse. What a node or a root is, `src/proof/tree.ts` says; here they are kept and found. */
import { integer, text, type RowOf } from '../columns.ts'
import type { Warehouse } from '../database.ts'
import { available } from './read.ts'

/** The head of the log; `log` is null before the first receipt. */
export type LogHead = { readonly log: string | null; readonly size: number; readonly root: string }

type Node = { readonly level: number; readonly position: number; readonly hash: string }
type Place = Omit<Node, 'hash'>

const head = { log: text, size: integer, root: text }
const HEAD = 'SELECT log, size, root FROM receipt_log WHERE id = 1'

/** The head, and which of the submissions are in the log. `emptyRoot`: of a log without entries. Throws where the database is away. */
export async function readHead(
  warehouse: Warehouse,
  ids: readonly string[],
  emptyRoot: string,
): Promise<{ readonly head: LogHead; readonly known: ReadonlySet<string> }> {
  const [[found], known] = await warehouse.askAll([
    { sql: HEAD, shape: head },
    {
      sql: 'SELECT submission_id AS id FROM receipt_entries WHERE submission_id IN (SELECT value FROM json_each(:ids))',
      args: { ids: JSON.stringify(ids) },
      shape: { id: text },
    },
  ] as const)
  return { head: found ?? { log: null, size: 0, root: emptyRoot }, known: new Set(known.map(({ id }) => id)) }
}

/** Those of the nodes that are there. */
export const readNodes = (warehouse: Warehouse, places: readonly Place[]): Promise<RowOf<typeof node>[]> =>
  places.length === 0
    ? Promise.resolve([])
    : warehouse.ask({
        sql: `SELECT n.level, n.position, n.hash FROM json_each(:places) j
              CROSS JOIN receipt_nodes n ON n.level = j.value ->> 0 AND n.position = j.value ->> 1`,
        args: { places: JSON.stringify(places.map(({ level, position }) => [level, position])) },
        shape: node,
      })

const node = { level: integer, position: integer, hash: text }

export type Growth = {
  readonly from: LogHead
  readonly to: { readonly size: number; readonly root: string }
  /** Submissions from `from.size` on, in their order. */
  readonly ids: readonly string[]
  readonly nodes: readonly Node[]
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * Grows the log in one transaction, where its head is still `from`. Each insert needs the statement before it to have changed something, and
 * the first of them is the swap of the head: so all of it is there, or nothing. Returns whether it has grown; false: somebody else was quicker.
 */
export async function growLog(warehouse: Warehouse, { from, to, ids, nodes, at }: Growth): Promise<boolean> {
  const [, swapped] = await warehouse.write([
    {
      sql: `INSERT INTO receipt_log (id, log, size, root) VALUES (1, lower(hex(randomblob(16))), 0, :root) ON CONFLICT DO NOTHING`,
      args: { root: from.root },
    },
    {
      sql: 'UPDATE receipt_log SET size = :newSize, root = :newRoot WHERE id = 1 AND size = :size AND root = :root',
      args: { newSize: to.size, newRoot: to.root, size: from.size, root: from.root },
    },
    {
      sql: `INSERT INTO receipt_entries (position, submission_id, added_at)
            SELECT :size + j.key, j.value, :at FROM json_each(:ids) j WHERE changes() > 0`,
      args: { size: from.size, at, ids: JSON.stringify(ids) },
    },
    {
      sql: `INSERT INTO receipt_nodes (level, position, hash)
            SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2 FROM json_each(:nodes) j WHERE changes() > 0`,
      args: { nodes: JSON.stringify(nodes.map(({ level, position, hash }) => [level, position, hash])) },
    },
  ] as const)
  return swapped === 1
}

const checkpoint = { size: integer, root: text, jws: text, signedAt: integer }
export type KeptCheckpoint = RowOf<typeof checkpoint>
const CHECKPOINT = 'SELECT size, root, jws, signed_at AS signedAt FROM receipt_checkpoints'
const cosignature = { by: text, jws: text, at: integer }
export type KeptCosignature = RowOf<typeof cosignature>

/** What is known of a receipt in the log. */
export type LoggedReceipt = {
  /** Its place; null: it is not in the log yet. */
  readonly position: number | null
  /** The newest checkpoint; null: there is none. */
  readonly checkpoint: KeptCheckpoint | null
  /** Of that checkpoint. */
  readonly cosignatures: readonly KeptCosignature[]
}

const NEWEST = `${CHECKPOINT} ORDER BY size DESC LIMIT 1`
const COSIGNATURE = 'SELECT "by", jws, at FROM receipt_cosignatures'
const OF_NEWEST = `${COSIGNATURE} WHERE size = (SELECT max(size) FROM receipt_checkpoints) ORDER BY "by"`

/** Throws Refusal('warehouse-unavailable'). */
export const readLogged = (warehouse: Warehouse, submissionId: string): Promise<LoggedReceipt> =>
  available(async () => {
    const [[entry], [newest], cosignatures] = await warehouse.askAll([
      {
        sql: 'SELECT position FROM receipt_entries WHERE submission_id = :id',
        args: { id: submissionId },
        shape: { position: integer },
      },
      { sql: NEWEST, shape: checkpoint },
      { sql: OF_NEWEST, shape: cosignature },
    ] as const)
    return {
      position: entry?.position ?? null,
      checkpoint: newest ?? null,
      cosignatures,
    }
  })

export type CosignedCheckpoint = KeptCheckpoint & { readonly cosignatures: readonly KeptCosignature[] }

/** The checkpoint of that size; null: none was signed. Throws Refusal('warehouse-unavailable'). */
export const readCheckpoint = (warehouse: Warehouse, size: number): Promise<CosignedCheckpoint | null> =>
  available(async () => {
    const [[found], cosignatures] = await warehouse.askAll([
      { sql: `${CHECKPOINT} WHERE size = :size`, args: { size }, shape: checkpoint },
      { sql: `${COSIGNATURE} WHERE size = :size ORDER BY "by"`, args: { size }, shape: cosignature },
    ] as const)
    return found ? { ...found, cosignatures } : null
  })

/** The newest checkpoint; null: there is none. Throws Refusal('warehouse-unavailable'). */
export const readNewest = (warehouse: Warehouse): Promise<CosignedCheckpoint | null> =>
  available(async () => {
    const [[newest], cosignatures] = await warehouse.askAll([
      { sql: NEWEST, shape: checkpoint },
      { sql: OF_NEWEST, shape: cosignature },
    ] as const)
    return newest ? { ...newest, cosignatures } : null
  })

/**
 * The first checkpoint that was signed from that moment on, or the newest where there is none yet: it covers whatever came before the moment
 * and was verified. Throws Refusal('warehouse-unavailable').
 */
export const checkpointBehind = (warehouse: Warehouse, moment: number): Promise<KeptCheckpoint | null> =>
  available(async () => {
    const [[behind], [newest]] = await warehouse.askAll([
      {
        sql: `${CHECKPOINT} WHERE signed_at >= :moment ORDER BY signed_at LIMIT 1`,
        args: { moment },
        shape: checkpoint,
      },
      { sql: NEWEST, shape: checkpoint },
    ] as const)
    return behind ?? newest ?? null
  })

/** Of a size that was signed before, the first one stays. */
export async function keepCheckpoint(warehouse: Warehouse, kept: KeptCheckpoint): Promise<void> {
  await warehouse.write([
    {
      sql: `INSERT INTO receipt_checkpoints (size, root, jws, signed_at) VALUES (:size, :root, :jws, :signedAt) ON CONFLICT DO NOTHING`,
      args: kept,
    },
  ])
}

/** Of the same key and size, the first one stays. */
export const keepCosignature = (
  warehouse: Warehouse,
  size: number,
  { by, jws, at }: KeptCosignature,
): Promise<unknown> =>
  available(() =>
    warehouse.write([
      {
        sql: `INSERT INTO receipt_cosignatures (size, "by", jws, at) VALUES (:size, :by, :jws, :at) ON CONFLICT DO NOTHING`,
        args: { size, by, jws, at },
      },
    ]),
  )
