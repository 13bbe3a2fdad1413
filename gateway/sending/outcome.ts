/** What a try to send came to. */
import type { EntryProblem } from '../outbox/entry.ts'

export type SendOutcome =
  | {
      readonly kind: 'received'
      readonly receipt: Uint8Array
      readonly submission: string
      readonly receivedAt: string
      /** It had come before: what the feed said of it may have passed already. */
      readonly isReplay: boolean
    }
  /** It will never be taken as it is. */
  | { readonly kind: 'refused'; readonly problem: EntryProblem }
  /** The account or its person is not let in: nothing of this facility goes until that is mended. */
  | { readonly kind: 'shut-out'; readonly problem: EntryProblem }
  /** Another time it may. `retryAfterMs`: as asked for; null: nothing was said. `isLine`: nobody answered. */
  | {
      readonly kind: 'again'
      readonly problem: EntryProblem
      readonly retryAfterMs: number | null
      readonly isLine: boolean
    }

/** One of the portals that a facility sends to. */
export type Destination = {
  readonly name: string
  readonly send: (sending: Sending, signal: AbortSignal) => Promise<SendOutcome>
}

/** One file on its way. */
export type Sending = {
  readonly facility: string
  readonly purpose: 'management' | 'payment'
  readonly sha256: string
  /** Size of the packed body. */
  readonly packed: number
  /** gzip, from its beginning. */
  readonly body: () => AsyncIterable<Uint8Array>
  readonly correction: { readonly code: string; readonly reason: string } | null
  /** Who answers for payment data; null: nobody has to. */
  readonly person: string | null
}
