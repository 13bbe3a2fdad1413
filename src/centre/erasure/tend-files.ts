import { isPending } from '../../edge/receipt/pending.ts'
import type { Purpose } from '../../edge/identity/caller.ts'
import { listReceipts, readReceipt, ABANDONED_AFTER_MS } from '../../edge/receipt/receipts.ts'
import { LARGE, RAW } from '../../edge/receipt/raw-writer.ts'
import type { Receipt } from '../../edge/receipt/receipt.ts'
import { rewriteFile, type Rewrite } from '../../edge/receipt/rewrite-file.ts'
import type { EraseNeeds } from './erase-files.ts'
import { strippedReceipt } from './stripped-receipt.ts'

/** Looked at in one minute, of receipts and of files each: 288,000 a day. The next minute goes on behind them. */
const LOOKED_AT = 200
const DAY_MS = 24 * 60 * 60 * 1000
const placeOf = (walk: Walk): string => `walks/${walk}`
type Walk = 'receipts' | 'files'

export type TendNeeds = Pick<EraseNeeds, 'store' | 'randomName'> & {
  /** Purpose → days after which what identifies persons goes. */
  readonly retentionDays: Readonly<Partial<Record<Purpose, number | undefined>>>
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Walks through receipts and files, some in each minute, round and round: what is older than its retention goes, what lies unsealed or under
 * an older key is sealed by the current one, and bytes that no receipt names are removed. Safe to repeat and to break off; several at once do
 * the same work twice. Throws what the store throws.
 */
export async function tendFiles(needs: TendNeeds): Promise<void> {
  await walk(needs, 'receipts', async (after) => {
    const { ids, next } = await listReceipts(needs.store, after, LOOKED_AT)
    for (const id of ids)
      await rewriteFile({ store: needs.store, name: needs.randomName() }, id, (receipt, sealedBy) =>
        dueRewrite(needs, receipt, sealedBy),
      )
    return next
  })
  await walk(needs, 'files', (after) => removeUnnamed(needs, after))
}

/** Where the last minute stopped lies in the store. */
async function walk({ store }: TendNeeds, name: Walk, step: (after: string) => Promise<string | null>): Promise<void> {
  const { bucket } = store
  const after = await (await bucket.get(placeOf(name)))?.text()
  const next = await step(after ?? '')
  if ((next ?? '') !== (after ?? '')) await bucket.put(placeOf(name), next ?? '')
}

/** What has to be done with a file now; null: nothing, or not while the centre waits for it. */
async function dueRewrite(needs: TendNeeds, receipt: Receipt, receiptSealedBy: string | null): Promise<Rewrite | null> {
  const { store, retentionDays, now } = needs
  const { files, receipts } = store.seals
  const days = retentionDays[receipt.purpose]
  const isOver = days !== undefined && now - receipt.receivedAtMs >= days * DAY_MS && receipt.erased !== 'all'
  const isSealedAnew = files.unwrap !== null && receipt.erased !== 'all' && receipt.sealedBy !== files.current
  const isReceiptSealedAnew = receiptSealedBy !== receipts.current
  if (!isOver && !isSealedAnew && !isReceiptSealedAnew) return null
  if (await isPending(store.bucket, receipt.id)) return null
  if (isOver) return { bytes: 'gone', receipt: (old) => strippedReceipt(old, 'all') }
  return { bytes: isSealedAnew ? (bytes) => bytes : null, receipt: (old) => old }
}

/** `raw/<id>/<name>`, or `raw/<id>` of older ones. */
const idOf = (key: string): string => key.slice(RAW.length).split('/')[0] ?? ''

/** Files that no receipt named when they were looked at last. */
const UNNAMED = 'walks/unnamed'

/**
 * Removes files that no receipt names, an hour after they were written: whoever wrote them was killed before the receipt. At the first look they
 * are only noted: a clock that was set ahead makes a file of this moment look like an old one.
 */
async function removeUnnamed({ store, now }: TendNeeds, after: string): Promise<string | null> {
  const { bucket } = store
  const startAfter = after === '' ? {} : { startAfter: after }
  const { objects, truncated } = await bucket.list({ prefix: RAW, limit: LOOKED_AT, ...startAfter })
  const old = objects.filter(({ uploaded }) => now - uploaded.getTime() >= ABANDONED_AFTER_MS)
  const unnamed: string[] = []
  const noted = new Set(await (await bucket.get(UNNAMED))?.json<string[]>())
  for (const { key } of old) {
    // Of large ones `uploads/` has notes.
    if (key.startsWith(LARGE)) continue
    if ((await readReceipt(store, idOf(key)))?.rawKey !== key) unnamed.push(key)
  }
  const gone = unnamed.filter((key) => noted.has(key))
  if (gone.length > 0) await bucket.delete(gone)
  const kept = [...noted].filter((key) => !objects.some((object) => object.key === key))
  const next = [...kept, ...unnamed.filter((key) => !noted.has(key))]
  if (next.length > 0 || noted.size > 0) await bucket.put(UNNAMED, JSON.stringify(next))
  return truncated ? (objects.at(-1)?.key ?? null) : null
}
