import { integer } from '../../../store/columns.ts'
import type { Warehouse } from '../../../store/database.ts'
import { Refusal } from '../../refusals.ts'
import { available } from '../../../store/warehouse/read.ts'
import { cursorAt, seqOf } from '../cursor.ts'
import type { ResultScope } from '../scope.ts'
import type { Webhook } from './register.ts'

/** Events sent again by one request; `next` goes on. */
const REPLAYED_AT_ONCE = 10_000

/**
 * Has the events of a facility behind a cursor sent again, also those from before the webhook was made, delivered or not. Repeats carry
 * the id that they had. `now` in epoch milliseconds. Returns how many, and from where to go on (null: that was all). Throws
 * `cursor-unknown`, `webhook-disabled`, `warehouse-unavailable`.
 */
export async function replay(
  warehouse: Warehouse,
  scope: ResultScope,
  webhook: Webhook,
  { since, now }: { since: string | undefined; now: number },
): Promise<{ deliveries: number; next: string | null }> {
  if (webhook.disabledAt !== null) throw new Refusal('webhook-disabled')
  const after = since === undefined ? 0 : seqOf(scope, since)
  const own = scope.of('e')
  const args = { ...own.args, webhook: webhook.id, after, now, most: REPLAYED_AT_ONCE }
  const found = `FROM events e WHERE ${own.sql} AND seq > :after ORDER BY seq LIMIT :most`
  const [[sent]] = await available(() =>
    warehouse.write([
      {
        sql: `SELECT count(*) AS number, coalesce(max(seq), 0) AS last FROM (SELECT seq ${found})`,
        args,
        shape: { number: integer, last: integer },
      },
      {
        sql: `INSERT INTO webhook_deliveries (webhook, event, state, attempts, next_at)
                SELECT :webhook, seq, 'pending', 0, :now FROM (SELECT seq ${found}) WHERE true
                ON CONFLICT DO UPDATE SET state = 'pending', attempts = 0, next_at = excluded.next_at`,
        args,
      },
    ]),
  )
  if (!sent) throw new Error('a count has no row')
  const { number: deliveries, last } = sent
  return { deliveries, next: deliveries === REPLAYED_AT_ONCE ? cursorAt(scope, last) : null }
}
