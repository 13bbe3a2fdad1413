/** `gateway status`: what waits, what is held, what is refused, what is due, what is wrong. */
import { shownDay, shownVietnamTime, vietnamIsoDay } from '../../src/kernel/vietnam-time.ts'
import type { Entry } from '../outbox/entry.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { STATE_WORDS } from '../outbox/states.ts'
import { both, type Say } from './report.ts'

/** Named one by one; the counts are whole. */
const NAMED = 20
const ID_CHARACTERS = 8

/** Nothing is wrong · somebody has to do something. */
const CALM = 0
const NEEDS_SOMEBODY = 1

export function statusOf(outbox: Outbox, now: number) {
  const named = (entries: readonly Entry[]) =>
    entries.map(({ id, facility, purpose, name, dossiers, due_on: dueOn, problem, arrived_at: arrivedAt }) => ({
      id,
      facility,
      purpose,
      name,
      dossiers,
      dueOn,
      arrivedAt: shownVietnamTime(arrivedAt),
      ...(problem === null ? {} : { problem }),
    }))
  const [held, waiting, refused] = [
    outbox.inState('held', NAMED),
    outbox.inState('waiting', NAMED),
    outbox.inState('refused', NAMED),
  ]
  const today = vietnamIsoDay(now)
  const overdue = [...held, ...waiting].filter(({ due_on: dueOn }) => dueOn !== null && dueOn < today)
  return {
    at: shownVietnamTime(now),
    counts: outbox.counts().map(({ oldest, ...count }) => ({ ...count, oldest: shownVietnamTime(oldest) })),
    held: named(held),
    waiting: named(waiting),
    refused: named(refused),
    overdue: overdue.length,
    troubles: outbox.troubles().map(({ scope, since, vi, en }) => ({ scope, since: shownVietnamTime(since), vi, en })),
  }
}

type Status = ReturnType<typeof statusOf>

/** Returns the exit code. */
export function printStatus(status: Status, say: Say, asJson: boolean): number {
  const code = status.troubles.length > 0 || status.overdue > 0 ? NEEDS_SOMEBODY : CALM
  if (asJson) {
    say(JSON.stringify(status, null, 2))
    return code
  }
  if (status.counts.length === 0) say('Hàng đợi trống / the outbox is empty')
  for (const { facility, state, files, dossiers, oldest } of status.counts)
    say(`${facility}  ${both(STATE_WORDS[state])}: ${files} tệp/files, ${dossiers} hồ sơ/dossiers (${oldest})`)
  const list = (title: string, entries: Status['held']): void => {
    if (entries.length === 0) return
    say('')
    say(title)
    for (const { id, facility, name, dossiers, dueOn, problem } of entries) {
      const due = dueOn === null ? '' : `, hạn/due ${shownDay(dueOn)}`
      say(`  ${id.slice(0, ID_CHARACTERS)}  ${facility}  ${name}  ${dossiers} hồ sơ/dossiers${due}`)
      if (problem) say(`            ${problem.message.vi}`)
    }
  }
  list('Chờ duyệt: bhyt-edge gateway release <mã> / wait for a release: bhyt-edge gateway release <id>', status.held)
  list('Phải sửa / must be mended', status.refused)
  if (status.overdue > 0)
    say(`\n! ${status.overdue} tệp đã quá hạn mà chưa gửi / ${status.overdue} files are past their day and not sent`)
  for (const { since, vi, en } of status.troubles) say(`\n! ${vi}\n  ${en}\n  (từ/since ${since})`)
  return code
}
