/** The frame of the facility's pages: nobody sees them who has not signed in, and a session that ends takes nothing away. */
import { Button, Loader, Modal, Text } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useText } from '../app/language.tsx'
import { renewSession, sessionStore, useSession } from '../app/session.ts'
import { queries } from './kept.ts'
import { SignIn } from './sign-in.tsx'
import { TEXTS } from './texts.ts'

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
      return <SignIn />
    case 'in':
    case 'ended':
      return (
        <QueryClientProvider client={queries}>
          {current.session.side === 'facility' ? (
            <Outlet key={current.session.account} />
          ) : (
            <div className="message">{t(TEXTS.notFacility)}</div>
          )}
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
