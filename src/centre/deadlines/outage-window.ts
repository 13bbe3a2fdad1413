import { Refusal } from '../refusals.ts'
import type { Text } from '../../kernel/text.ts'
import { mostDays, type Cause } from './outage-ledger.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Holds the span of an outage against what can be: moments in epoch milliseconds, `to` null while it goes on. Work that is planned may be
 * announced a day ahead. Throws outage-window.
 */
export function assertWindow(cause: Cause, from: number, to: number | null, now: number): void {
  const most = mostDays(cause)
  const isAhead = from > now + DAY_MS || (to !== null && to > now + DAY_MS)
  if (isAhead) throw wrong({ vi: 'nằm quá một ngày trong tương lai', en: 'it lies more than a day ahead' })
  if (to !== null && to <= from)
    throw wrong({ vi: 'kết thúc không sau lúc bắt đầu', en: 'it does not end after it begins' })
  if ((to ?? now) - from > most * DAY_MS)
    throw wrong({ vi: `dài quá ${most} ngày`, en: `it is longer than ${most} days` })
}

const wrong = (reason: Text): Refusal => new Refusal('outage-window', { reason })
