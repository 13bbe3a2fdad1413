/** The frame of the facility's pages: nobody sees them who has not signed in, and a session that ends takes nothing away. */
import { Button, Loader, Modal, Text } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useSyncExternalStore } from 'react'
import { useText } from '../app/language.tsx'
import { renewSession, sessionStore } from '../app/session.ts'
import { Refused } from './api.ts'
import { SignIn } from './sign-in.tsx'
import { TEXTS } from './texts.ts'

const MOST_TRIES = 2

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What was refused is refused again; only a line that is away may come back.
      retry: (failures, error) => failures < MOST_TRIES && error instanceof Refused && error.problem === null,
    },
  },
})

export const useSession = () => useSyncExternalStore(sessionStore.subscribe, sessionStore.current)

export function DeskLayout() {
  const t = useText()
  const current = useSession()
  useEffect(() => {
    if (sessionStore.current().state === 'unknown') void renewSession()
  }, [])
  useEffect(() => {
    // What was refused to a session that had ended is asked again by the new one.
    if (current.state === 'in') void queries.invalidateQueries()
  }, [current.state])
  switch (current.state) {
    case 'unknown':
      return (
        <div className="message" role="status">
          <Loader size="sm" aria-hidden />
          <Text>{t(TEXTS.loading)}</Text>
        </div>
      )
    case 'away':
      return (
        <div className="message" role="alert">
          <Text>{t(TEXTS.noLine)}</Text>
          <Button variant="default" onClick={() => void renewSession()}>
            {t(TEXTS.retry)}
          </Button>
        </div>
      )
    case 'out':
      // Nothing that another person had asked for stays.
      queries.clear()
      return <SignIn />
    case 'in':
    case 'ended':
      return (
        <QueryClientProvider client={queries}>
          {current.session.side === 'facility' ? <Outlet /> : <div className="message">{t(TEXTS.notFacility)}</div>}
          <Modal.Root opened={current.state === 'ended'} onClose={() => {}} centered>
            <Modal.Overlay />
            <Modal.Content aria-label={t(TEXTS.signIn)}>
              <Modal.Body>
                <SignIn account={current.session.account} isAgain />
              </Modal.Body>
            </Modal.Content>
          </Modal.Root>
        </QueryClientProvider>
      )
  }
}
