/** Who works in this browser. Tokens lie in cookies that no script reads; the page knows who they are for, and when to ask for the next. */
import { useEffect, useSyncExternalStore } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { Store } from './store.ts'

export type Session = components['schemas']['Session']
export type SessionState =
  | { readonly state: 'unknown' | 'out' | 'away' }
  | { readonly state: 'in'; readonly session: Session }
  /** The session ended while its page was open: the page stays, and asks. */
  | { readonly state: 'ended'; readonly session: Session }

export type Problem = components['schemas']['Problem']

export const UNAUTHORIZED = 401
const FORBIDDEN = 403
const PATH = '/v1/session'

const store = new Store<SessionState>({ state: 'unknown' })
let timer: ReturnType<typeof setTimeout> | undefined

/** Only what is below changes it. */
export const sessionStore: Pick<Store<SessionState>, 'current' | 'subscribe'> = store

export const useSession = (): SessionState => useSyncExternalStore(sessionStore.subscribe, sessionStore.current)

/** The same, asked of the service where nobody has asked yet. */
export function useAskedSession(): SessionState {
  useEffect(() => {
    if (store.current().state === 'unknown') void renewSession()
  }, [])
  return useSession()
}

/** Whose page it is, also once the session ended: the page stays. */
export const sessionOf = (state: SessionState): Session | null => ('session' in state ? state.session : null)

/** Somebody has signed in. */
export function enterSession(session: Session): void {
  clearTimeout(timer)
  timer = setTimeout(() => void renewSession(), session.renewAfterSeconds * 1000)
  store.set({ state: 'in', session })
}

/** The next token; true where there is a session. Where the line is away, it is asked again with the next request. */
export async function renewSession(): Promise<boolean> {
  const answer = await fetch(`${PATH}/renew`, { method: 'POST' }).catch(() => null)
  if (answer?.ok) {
    // The shape that the OpenAPI document promises.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    enterSession((await answer.json()) as Session)
    return true
  }
  const isEnded = answer?.status === UNAUTHORIZED || answer?.status === FORBIDDEN
  const session = sessionOf(store.current())
  if (session === null) store.set({ state: isEnded ? 'out' : 'away' })
  else if (isEnded) store.set({ state: 'ended', session })
  return false
}

export async function signOut(): Promise<void> {
  await fetch(PATH, { method: 'DELETE' }).catch(() => null)
  leaveSession()
}

/** The session has ended by its reader's will. */
export function leaveSession(): void {
  clearTimeout(timer)
  store.set({ state: 'out' })
}

/** The page stays and asks for a new sign-in, as what its reader wants needs a fresh one. */
export function askAgain(): void {
  const session = sessionOf(store.current())
  if (session !== null) store.set({ state: 'ended', session })
}
