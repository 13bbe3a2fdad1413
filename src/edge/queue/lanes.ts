/**
 * Each shard of provinces has two queues with a consumer each. Visits: one file, a few dossiers, wanted at once. Bulk: large files, and
 * whatever one facility sends more of than visits end. So the flood of one is never before the visit of another. Which lane a file takes says
 * nothing about which version of a dossier counts: that follows from when files were received (`src/edge/earlier/chain.ts`).
 */
import type { Message } from './message.ts'

export const LANES = ['visits', 'bulk'] as const
export type Lane = (typeof LANES)[number]

/** A file of some tenths of a second of the centre's work is no longer a visit. */
const MOST_VISIT_BYTES = 1_000_000
const MOST_VISIT_DOSSIERS = 20
/** Visits that end at a facility within a minute: the largest hospitals have some ten, so this is no visit, but files that waited. */
const MOST_VISITS_A_MINUTE = 60
const MINUTE_MS = 60_000

/** As much of a receipt as decides its lane. */
type ReceivedFile = {
  readonly facility: string
  readonly bytes: number
  readonly dossiers: { readonly counted: number }
}

/** What is large goes to the bulk lane by itself. */
export const laneOfSize = ({ bytes, dossiers }: Pick<ReceivedFile, 'bytes' | 'dossiers'>): Lane =>
  bytes > MOST_VISIT_BYTES || dossiers.counted > MOST_VISIT_DOSSIERS ? 'bulk' : 'visits'

/** The lane of a file that has just come. */
export type ChooseLane = (file: ReceivedFile) => Lane

/**
 * By size, and by how much the facility has sent within this minute, as far as this isolate has seen it. What several isolates miss, the
 * consumer of the visits sets aside (`beyondShare`).
 */
export function createLaneChooser(now: () => number): ChooseLane {
  let minute = 0
  let sent = new Map<string, number>()
  return (file) => {
    const current = Math.floor(now() / MINUTE_MS)
    if (current !== minute) sent = new Map()
    minute = current
    const count = (sent.get(file.facility) ?? 0) + 1
    sent.set(file.facility, count)
    return count > MOST_VISITS_A_MINUTE ? 'bulk' : laneOfSize(file)
  }
}

/** Messages of one batch: with fewer nobody else waits behind them. */
const CROWD = 50
/** Of a crowded batch, what one facility may have. */
const SHARE = 20

/** The places of the messages of a batch that one facility has beyond its share: all of its own, so that a crowd of it goes by quickly. */
export function beyondShare(messages: readonly (Message | null)[]): ReadonlySet<number> {
  if (messages.length < CROWD) return new Set()
  const counts = new Map<string, number>()
  for (const message of messages)
    if (message?.facility) counts.set(message.facility, (counts.get(message.facility) ?? 0) + 1)
  const beyond = messages.flatMap((message, at) =>
    message?.facility && (counts.get(message.facility) ?? 0) > SHARE ? [at] : [],
  )
  return new Set(beyond)
}
