/** The states of an entry, as people read them. A state is never left backwards. */
import type { Text } from '../../src/kernel/text.ts'

export const STATES = ['held', 'waiting', 'delivered', 'answered', 'refused', 'withdrawn'] as const
export type EntryState = (typeof STATES)[number]

export const STATE_WORDS: Readonly<Record<EntryState, Text>> = {
  held: { vi: 'chờ duyệt', en: 'waits for a release' },
  waiting: { vi: 'chờ gửi', en: 'waits to be sent' },
  delivered: { vi: 'đã gửi, có biên nhận', en: 'sent, receipt stored' },
  answered: { vi: 'đã có kết quả', en: 'result is here' },
  refused: { vi: 'bị từ chối, phải sửa', en: 'refused, must be mended' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
}

/** What may follow what. */
export const FOLLOWS: Readonly<Record<EntryState, readonly EntryState[]>> = {
  held: ['waiting', 'withdrawn'],
  waiting: ['delivered', 'refused'],
  delivered: ['answered'],
  answered: [],
  refused: [],
  withdrawn: [],
}
