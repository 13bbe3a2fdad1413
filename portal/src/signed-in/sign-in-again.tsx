import { Modal } from '@mantine/core'
import { useText } from '../app/language.tsx'
import { sessionOf, useSession } from '../app/session.ts'
import { SignIn } from './sign-in.tsx'
import { TEXTS } from './texts.ts'

/** Over the page of a session that has ended: the page stays as it is, and goes on once its reader has signed in again. */
export function SignInAgain() {
  const t = useText()
  const current = useSession()
  return (
    <Modal.Root opened={current.state === 'ended'} onClose={() => {}} centered>
      <Modal.Overlay />
      <Modal.Content aria-label={t(TEXTS.signIn)}>
        <Modal.Body>
          <SignIn account={sessionOf(current)?.account ?? ''} isAgain />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
