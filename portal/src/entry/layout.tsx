/**
 * The frame of direct entry. Unlike other pages it opens without a line: whoever signed in on this PC last has their drafts, until they sign
 * out.
 */
import { Alert, Button, Loader, Text } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useSyncExternalStore } from 'react'
import { useText } from '../app/language.tsx'
import { canSeal } from '../app/sealed.ts'
import { renewSession, sessionOf, sessionStore, useAskedSession, type SessionState } from '../app/session.ts'
import { SignInAgain } from '../signed-in/sign-in-again.tsx'
import { SignIn } from '../signed-in/sign-in.tsx'
import { TEXTS as FRAME_TEXTS } from '../signed-in/texts.ts'
import { drafts } from './drafts.ts'
import { TEXTS } from './texts.ts'

const FACILITY_KEY = 'entry-facility'

/** Of the session; without a line, of the last one that did not end. */
function facilityOf(state: SessionState): string | null {
  const session = sessionOf(state)
  if (session !== null) return session.side === 'facility' ? session.facility : null
  return state.state === 'away' ? localStorage.getItem(FACILITY_KEY) : null
}

/** What was remembered goes with the session. */
function remember(state: SessionState): void {
  const facility = sessionOf(state)?.facility ?? null
  if (facility !== null) localStorage.setItem(FACILITY_KEY, facility)
  else if (state.state === 'out') localStorage.removeItem(FACILITY_KEY)
}

export function EntryLayout() {
  const state = useAskedSession()
  const facility = facilityOf(state)
  useEffect(() => {
    const back = (): void => {
      if (sessionOf(sessionStore.current()) === null) void renewSession()
      else void drafts.sendWaiting()
    }
    addEventListener('online', back)
    return () => removeEventListener('online', back)
  }, [])
  useEffect(() => {
    remember(state)
    if (canSeal()) void drafts.open(facility).then(() => (state.state === 'in' ? drafts.sendWaiting() : undefined))
  }, [state, facility])
  return <Content state={state} facility={facility} />
}

function Content({ state, facility }: { state: SessionState; facility: string | null }) {
  const t = useText()
  const { list } = useSyncExternalStore(drafts.subscribe, drafts.current)
  if (!canSeal()) return <div className="message">{t(TEXTS.notSecure)}</div>
  if (state.state === 'out') return <SignIn />
  if (facility === null && state.state !== 'unknown') {
    return (
      <div className="message" role="alert">
        <Text>{t(state.state === 'away' ? TEXTS.firstOnline : FRAME_TEXTS.notFacility)}</Text>
        <Button variant="default" onClick={() => void renewSession()}>
          {t(TEXTS.retry)}
        </Button>
      </div>
    )
  }
  if (list === null) {
    return (
      <div className="message" role="status">
        <Loader size="sm" aria-hidden />
        <Text>{t(TEXTS.loading)}</Text>
      </div>
    )
  }
  return (
    <>
      {state.state === 'away' && (
        <Alert className="no-print" color="yellow" variant="outline" radius={0} py={6} role="status">
          {t(TEXTS.noLine)}
        </Alert>
      )}
      <Outlet key={facility} />
      <SignInAgain />
    </>
  )
}
