/** Why a reader looks at lists of few persons: kept while the page is open, and never in an address. */
import { useSyncExternalStore } from 'react'
import { whenAccountChanges } from '../signed-in/queries.ts'

let reason: string | null = null
const listeners = new Set<() => void>()

export const reasonStore = {
  set: (next: string | null): void => {
    reason = next
    for (const listener of listeners) listener()
  },
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useReason = (): string | null => useSyncExternalStore(subscribe, () => reason)

whenAccountChanges(() => reasonStore.set(null))
