/** What the desk keeps while its page is open, and only for one account: what it asked for, and files on their way. */
import { QueryClient } from '@tanstack/react-query'
import { sessionOf, sessionStore } from '../app/session.ts'
import { Refused } from './api.ts'
import { Uploads } from './upload.ts'

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

/** Going to another screen and back loses nothing. */
export const uploads = new Uploads(() => void queries.invalidateQueries({ queryKey: ['submissions'] }))

let account = sessionOf(sessionStore.current())?.account
sessionStore.subscribe(() => {
  const next = sessionOf(sessionStore.current())?.account
  if (next === account) return
  account = next
  // Nothing stays of what another had asked for or was sending.
  queries.clear()
  uploads.forget()
})
