/** What pages ask for and keep while they are open, and only for one account. */
import { QueryClient } from '@tanstack/react-query'
import { sessionOf, sessionStore } from '../app/session.ts'
import { Refused } from './api.ts'

const MOST_TRIES = 2
/** While the centre is at work on something that is shown. */
export const ASK_AGAIN_MS = 2000

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What was refused is refused again; only a line that is away may come back.
      retry: (failures, error) => failures < MOST_TRIES && error instanceof Refused && error.problem === null,
    },
  },
})

/** Calls when another account signs in, or nobody is signed in any more. */
export function whenAccountChanges(forget: () => void): void {
  let account = sessionOf(sessionStore.current())?.account
  sessionStore.subscribe(() => {
    const next = sessionOf(sessionStore.current())?.account
    if (next === account) return
    account = next
    forget()
  })
}

// Nothing stays of what another had asked for.
whenAccountChanges(() => queries.clear())
