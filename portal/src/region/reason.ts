/** Why a reader looks at lists of few persons: kept while the page is open, and never in an address. */
import { useSyncExternalStore } from 'react'
import { Store } from '../app/store.ts'
import { whenAccountChanges } from '../signed-in/queries.ts'

export const reasonStore = new Store<string | null>(null)

export const useReason = (): string | null => useSyncExternalStore(reasonStore.subscribe, reasonStore.current)

whenAccountChanges(() => reasonStore.set(null))
