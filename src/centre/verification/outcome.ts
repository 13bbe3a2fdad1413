import { retryDelaySeconds } from '../../edge/queue/consume.ts'

/**
 * What became of one message of a batch.
 *
 * verified: its file is, by this message or an earlier one · postponed: nothing can be judged now (the edge's lists were stale, and the
 * primary does not answer); its marker stays, and the sweep asks again · failed: it is tried again, and given up by the queue in the end ·
 * set-aside: it was sent on into the bulk lane, as its facility floods this one · unreadable: its body is no message of this code; as a failed
 * one it ends where dead letters are recorded.
 */
export type Outcome =
  | { readonly kind: 'verified' }
  | { readonly kind: 'postponed' }
  | { readonly kind: 'set-aside' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'unreadable'; readonly error: unknown }

export const VERIFIED: Outcome = { kind: 'verified' }
export const POSTPONED: Outcome = { kind: 'postponed' }
export const SET_ASIDE: Outcome = { kind: 'set-aside' }
export const failed = (error: unknown): Outcome => ({ kind: 'failed', error })

/** What the queue does with a message. */
export type Action = { readonly action: 'ack' } | { readonly action: 'retry'; readonly delaySeconds: number }

/** The one place where an outcome becomes ack or retry; a message that is retried too often becomes a dead letter by the queue itself. */
export function actionOf({ kind }: Outcome, attempts: number): Action {
  switch (kind) {
    case 'verified':
    case 'postponed':
    case 'set-aside':
      return { action: 'ack' }
    case 'failed':
    case 'unreadable':
      return { action: 'retry', delaySeconds: retryDelaySeconds(attempts) }
  }
}
