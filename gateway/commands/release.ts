/** `gateway release`, `gateway withdraw`: a person decides what becomes of what is held. */
import type { Outbox } from '../outbox/outbox.ts'
import type { Entry } from '../outbox/entry.ts'
import { STATE_WORDS } from '../outbox/states.ts'
import { GatewayProblem } from '../problem.ts'
import { personSecret } from '../sending/send-queue.ts'
import type { SendOutcome } from '../sending/outcome.ts'

export type ReleaseAsked = {
  /** Ids, or their beginnings; none: all that are held. */
  readonly ids: readonly string[]
  readonly facility: string | null
  readonly person: string
  readonly secret: string
}

/** Whether the service lets in the account with that person: null where it does. */
export type TryPerson = (facility: string, person: string) => Promise<SendOutcome | null>

/** More than these are never held; releasing is a step a person looks at. */
const MOST_HELD = 10_000

/**
 * Releases held files in the name of a person of the register (article 7). With a line the person is checked first; without one the secret
 * waits, sealed, until the files have gone. Returns the files and whether the person was checked.
 */
export async function releaseHeld(
  outbox: Outbox,
  { ids, facility, person, secret }: ReleaseAsked,
  tryPerson: TryPerson,
): Promise<{ released: readonly Entry[]; isChecked: boolean }> {
  const held = outbox.inState('held', MOST_HELD).filter((entry) => facility === null || entry.facility === facility)
  const chosen = ids.length === 0 ? held : ids.map((id) => named(outbox, held, id))
  let isChecked = true
  for (const code of new Set(chosen.map((entry) => entry.facility))) {
    const name = personSecret(code, person)
    const before = outbox.kept(name)
    outbox.keep(name, secret)
    const outcome = await tryPerson(code, person)
    if (outcome?.kind === 'shut-out') {
      if (before === null) outbox.forget(name)
      else outbox.keep(name, before)
      throw new GatewayProblem({
        vi: 'Hệ thống tiếp nhận không nhận người này hoặc bí mật này; chưa duyệt tệp nào.',
        en: 'The service does not accept this person or this secret; nothing was released.',
      })
    }
    if (outcome !== null) isChecked = false
  }
  return { released: chosen.map(({ seq }) => outbox.release(seq, person)), isChecked }
}

/** Takes back held files: they will not be sent. */
export function withdrawHeld(outbox: Outbox, ids: readonly string[]): readonly Entry[] {
  const chosen = ids.map((id) => named(outbox, outbox.inState('held', MOST_HELD), id))
  for (const { seq } of chosen) outbox.withdraw(seq)
  return chosen
}

/** By its id or the beginning of it. Throws where that is none or several of those held. */
function named(outbox: Outbox, held: readonly Entry[], id: string): Entry {
  const [first, ...more] = held.filter((entry) => entry.id.startsWith(id))
  if (first && more.length === 0) return first
  const known = outbox.byId(id)
  throw new GatewayProblem(
    known
      ? {
          vi: `Tệp ${id} không ở trạng thái chờ duyệt mà là: ${STATE_WORDS[known.state].vi}.`,
          en: `File ${id} does not wait for a release; its state is: ${STATE_WORDS[known.state].en}.`,
        }
      : {
          vi: `${id} không phải mã của đúng một tệp đang chờ duyệt (xem gateway status).`,
          en: `${id} is not the id of exactly one file that waits for a release (see gateway status).`,
        },
  )
}
