/** The code lists that files are checked by: a copy that is followed and proven, else those bundled with the program. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { readCodeLists } from '../../scripts/check/code-lists.ts'
import { follow } from '../../scripts/dmdc/follow/follow.ts'
import { Mismatch } from '../../scripts/dmdc/follow/problem.ts'
import { openRemote } from '../../scripts/dmdc/follow/remote.ts'
import type { CodeLists } from '../../src/engine/index.ts'
import type { Text } from '../../src/kernel/text.ts'
import type { Outbox } from '../outbox/outbox.ts'

const HOUR_MS = 60 * 60 * 1000
/** When the copy was last proven to be what is in force. */
export const CONFIRMED = 'code-lists confirmed'
const CODE_LISTS = 'code-lists'

export type FollowedLists = {
  readonly current: () => Promise<CodeLists>
  /** Asks the service for changes. Never rejects: what went wrong is a trouble of the outbox. */
  readonly renew: () => Promise<void>
}

export type FollowedNeeds = {
  readonly outbox: Outbox
  readonly directory: string
  readonly service: string
  readonly staleAfterHours: number
  readonly now: () => number
}

export function createFollowedLists(needs: FollowedNeeds): FollowedLists {
  const { outbox, directory, service, staleAfterHours, now } = needs
  let held: CodeLists | null = null
  const hasCopy = (): Promise<boolean> =>
    access(join(directory, 'state.json')).then(
      () => true,
      () => false,
    )
  const isStale = (): boolean => {
    const confirmed = outbox.kept(CONFIRMED)
    return confirmed === null || now() - Number(confirmed) > staleAfterHours * HOUR_MS
  }
  return {
    async current() {
      held ??= await readCodeLists((await hasCopy()) ? directory : null)
      return { ...held, stale: isStale() }
    },
    async renew() {
      try {
        const remote = openRemote(service)
        const { release } = await follow({ remote, directory, fromSnapshot: !(await hasCopy()) })
        if (held?.snapshot.release.id !== release) held = null
        outbox.keep(CONFIRMED, String(now()))
        outbox.over(CODE_LISTS)
      } catch (error) {
        outbox.trouble(CODE_LISTS, wordsOf(error))
      }
    },
  }
}

/** A damaged copy is renewed by a person: it may be a sign of a disk that fails. */
const wordsOf = (error: unknown): Text =>
  error instanceof Mismatch
    ? {
        vi: 'Danh mục nhận về không khớp chữ ký hoặc bản sao bị hỏng; vẫn dùng bản đã xác nhận. Xóa thư mục code-lists để tải lại từ đầu.',
        en: 'The code lists do not match their signature, or the copy is damaged; the proven copy stays in use. Delete the folder code-lists to begin anew.',
      }
    : {
        vi: 'Chưa lấy được danh mục mới; vẫn dùng bản đang có.',
        en: 'New code lists could not be fetched; those at hand stay in use.',
      }
