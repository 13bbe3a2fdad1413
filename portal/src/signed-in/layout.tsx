/** The frame of pages for those who have signed in: nobody else sees them, and a session that ends takes nothing away. */
import { Button, Loader, Text } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { useText, type Text as TextPair } from '../app/language.tsx'
import { renewSession, useAskedSession, type Session } from '../app/session.ts'
import { queries } from './queries.ts'
import { SignInAgain } from './sign-in-again.tsx'
import { SignIn } from './sign-in.tsx'
import { TEXTS } from './texts.ts'

/** In place of every page, while a second factor has yet to be set up. */
const AccountPage = lazy(async () => ({ default: (await import('../account/page.tsx')).AccountPage }))

/** Of pages for facilities. */
export const FacilityLayout = () => (
  <SignedInLayout isFor={({ side }) => side === 'facility'} other={TEXTS.notFacility} />
)

/** Of pages for everybody; a reader for whom they are not sees why (`other`). */
export function SignedInLayout({
  isFor = () => true,
  other,
}: {
  isFor?: (session: Session) => boolean
  other?: TextPair
}) {
  const t = useText()
  const current = useAskedSession()
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
          {current.session.mustSetUpSecondFactor ? (
            <Suspense fallback={<Text role="status">{t(TEXTS.loading)}</Text>}>
              <AccountPage />
            </Suspense>
          ) : isFor(current.session) ? (
            <Outlet key={current.session.account} />
          ) : (
            other && <div className="message">{t(other)}</div>
          )}
          <SignInAgain />
        </QueryClientProvider>
      )
  }
}
