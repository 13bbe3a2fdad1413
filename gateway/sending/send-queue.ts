/** Sends what is due of a facility to a destination, for as long as the gateway runs. */
import type { Log } from '../../src/kernel/log.ts'
import type { Text } from '../../src/kernel/text.ts'
import type { Clock } from '../clock.ts'
import { isDiskFull } from '../problem.ts'
import type { Bodies } from '../outbox/bodies.ts'
import type { Entry } from '../outbox/entry.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Destination, SendOutcome } from './outcome.ts'
import { pauseAfter, type Pace } from './pace.ts'

export type SendNeeds = {
  readonly outbox: Outbox
  readonly bodies: Bodies
  readonly destination: Destination
  readonly facility: string
  /** Who authenticates payment data that nobody had to release; null: nobody. */
  readonly person: string | null
  readonly atOnce: number
  readonly pace: Pace
  readonly clock: Clock
  readonly log: Log
}

/** New entries are seen after this long. */
const LOOK_MS = 500

/** What is wrong with the line, or with the account, of a facility. */
const lineScope = (destination: string, facility: string): string => `line ${destination} ${facility}`
const accountScope = (destination: string, facility: string): string => `account ${destination} ${facility}`

/** The secret of a person who released files; forgotten with the last of them. */
export const personSecret = (facility: string, person: string): string => `secret person ${facility} ${person}`

/** Resolves when the signal ends and what was under way is settled. */
export async function runSendQueue(needs: SendNeeds, signal: AbortSignal): Promise<void> {
  const { outbox, destination, facility, atOnce, clock } = needs
  const underWay = new Map<number, Promise<void>>()
  const line = { failures: 0, pausedUntil: 0 }
  while (!signal.aborted) {
    const free = line.pausedUntil > clock.passed() ? 0 : (line.failures > 0 ? 1 : atOnce) - underWay.size
    const due = free > 0 ? outbox.due(destination.name, facility, free + underWay.size) : []
    for (const entry of due.filter(({ seq }) => !underWay.has(seq)).slice(0, free)) {
      const work = sendOne(needs, entry, line, signal).finally(() => underWay.delete(entry.seq))
      underWay.set(entry.seq, work)
    }
    const pause = clock.wait(LOOK_MS, signal)
    // A file that is done makes room at once.
    await (underWay.size > 0 ? Promise.race([...underWay.values(), pause]) : pause)
  }
  await Promise.all(underWay.values())
}

type LineState = { failures: number; pausedUntil: number }

async function sendOne(needs: SendNeeds, entry: Entry, line: LineState, signal: AbortSignal): Promise<void> {
  const { outbox, bodies, destination } = needs
  const isPayment = entry.purpose === 'payment'
  const outcome = await destination.send(
    {
      facility: entry.facility,
      purpose: entry.purpose,
      sha256: entry.sha256,
      packed: entry.packed,
      body: () => bodies.read(entry.id),
      correction:
        entry.correction_code === null ? null : { code: entry.correction_code, reason: entry.correction_reason ?? '' },
      person: isPayment ? (entry.released_by ?? needs.person) : null,
    },
    signal,
  )
  // Stopped on the way: nothing is known, and the file goes again at the next start.
  if (signal.aborted && outcome.kind === 'again') return
  try {
    settle(needs, entry, outcome, line)
  } catch (error) {
    if (!isDiskFull(error)) throw error
    // The receipt has no room here: the file goes again when there is some, and the service answers with the same receipt.
    line.failures += 1
    line.pausedUntil = needs.clock.passed() + pauseAfter(line.failures, needs.pace, null, needs.clock.random)
    outbox.trouble(lineScope(destination.name, entry.facility), DISK_FULL)
    return
  }
  needs.log({ event: 'sent', level: 'info', entry: entry.id, destination: destination.name, outcome: outcome.kind })
  if (outcome.kind === 'received' && entry.released_by !== null) forgetPerson(outbox, entry.facility, entry.released_by)
}

function settle(
  { outbox, destination, facility, pace, clock }: SendNeeds,
  entry: Entry,
  outcome: SendOutcome,
  line: LineState,
): void {
  const { name } = destination
  const isThrough = outcome.kind === 'received' || outcome.kind === 'refused'
  if (isThrough) {
    line.failures = 0
    outbox.over(lineScope(name, facility))
    outbox.over(accountScope(name, facility))
  }
  switch (outcome.kind) {
    case 'received':
      outbox.delivered(entry.seq, name, outcome)
      return
    case 'refused':
      outbox.turnedAway(entry.seq, name, outcome.problem)
      return
    case 'shut-out':
      line.failures += 1
      line.pausedUntil = clock.passed() + pauseAfter(line.failures, pace, null, clock.random)
      outbox.trouble(accountScope(name, facility), joined(outcome.problem))
      return
    case 'again': {
      const { problem, retryAfterMs, isLine } = outcome
      if (isLine || retryAfterMs !== null) {
        line.failures += 1
        line.pausedUntil = clock.passed() + pauseAfter(line.failures, pace, retryAfterMs, clock.random)
        outbox.trouble(lineScope(name, facility), joined(problem))
      }
      const attempts = outbox.attemptsOf(entry.seq, name) + 1
      outbox.tryAgain(entry.seq, name, clock.now() + pauseAfter(attempts, pace, retryAfterMs, clock.random), problem)
    }
  }
}

const joined = ({ message, remedy }: { message: { vi: string; en: string }; remedy: { vi: string; en: string } }) => ({
  vi: `${message.vi} ${remedy.vi}`,
  en: `${message.en} ${remedy.en}`,
})

const DISK_FULL: Text = {
  vi: 'Đĩa đầy: chưa ghi được biên nhận. Giải phóng dung lượng là cổng gửi tiếp; hệ thống tiếp nhận không ghi hai lần.',
  en: 'The disk is full: a receipt cannot be stored. Free some space and the gateway goes on; the service records nothing twice.',
}

/** A person's secret is kept no longer than it is needed, unless the configuration names the person. */
function forgetPerson(outbox: Outbox, facility: string, person: string): void {
  const name = personSecret(facility, person)
  if (outbox.kept(`${name} lasting`) === null && !outbox.waitsFor(facility, person)) outbox.forget(name)
}
