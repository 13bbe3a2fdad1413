/** From a stored receipt to the result in the folder of answers. */
import { z } from 'zod'
import type { OutboxDatabase } from './database.ts'
import { DELIVERY, deliverySchema, type Delivery, type Entry } from './entry.ts'
import type { EntryState } from './states.ts'

/** Moves an entry to a state that may follow. */
export type Move = (seq: number, to: EntryState) => void
export type BySeq = (seq: number) => Entry

export const resultSteps = (database: OutboxDatabase, now: () => number, move: Move, bySeq: BySeq) => ({
  /** Receipts of a facility that are stored and not yet in the folder of answers, and refusals likewise. */
  unwritten: (facility: string, limit: number): Delivery[] =>
    database.rows(
      deliverySchema,
      `${DELIVERY} WHERE is_written = 0 AND state <> 'waiting' AND entry IN (SELECT seq FROM entries WHERE facility = ?)
       ORDER BY entry LIMIT ?`,
      facility,
      limit,
    ),
  written: (seq: number, destination: string): void => {
    database.run('UPDATE deliveries SET is_written = 1 WHERE entry = ? AND destination = ?', seq, destination)
  },
  ofSubmission: (destination: string, submission: string): Delivery | null =>
    database.row(
      deliverySchema,
      `${DELIVERY} WHERE destination = ? AND submission = ? ORDER BY entry DESC LIMIT 1`,
      destination,
      submission,
    ),
  /** Those of a facility whose result has not come, last asked for before a moment; the one asked longest ago first. */
  withoutResult: (destination: string, facility: string, askedBefore: number, limit: number): Delivery[] =>
    database.rows(
      deliverySchema,
      `${DELIVERY} WHERE state = 'delivered' AND destination = ? AND result_final_at IS NULL
         AND COALESCE(result_asked_at, delivered_at) < ?
         AND entry IN (SELECT seq FROM entries WHERE facility = ? AND state = 'delivered')
       ORDER BY COALESCE(result_asked_at, delivered_at) LIMIT ?`,
      destination,
      askedBefore,
      facility,
      limit,
    ),
  asked: (seq: number, destination: string): void => {
    database.run(
      'UPDATE deliveries SET result_asked_at = ? WHERE entry = ? AND destination = ?',
      now(),
      seq,
      destination,
    )
  },
  /** The result is in the folder of answers. It may come again, changed. */
  resulted: (seq: number, destination: string): void => {
    database.together(() => {
      database.run(
        `UPDATE deliveries SET result_final_at = ? WHERE entry = ? AND destination = ? AND result_final_at IS NULL`,
        now(),
        seq,
        destination,
      )
      const open = database.row(
        z.object({ open: z.int() }),
        'SELECT COUNT(*) AS open FROM deliveries WHERE entry = ? AND result_final_at IS NULL',
        seq,
      )
      if (open?.open === 0 && bySeq(seq).state === 'delivered') move(seq, 'answered')
    })
  },
})
