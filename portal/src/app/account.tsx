import { Anchor, Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useText } from './language.tsx'
import { sessionOf, signOut, useSession } from './session.ts'
import { TEXTS } from './texts.ts'

/** Who is signed in, and the way out; nothing where nobody is. */
export function Account() {
  const t = useText()
  const session = sessionOf(useSession())
  if (session === null) return null
  return (
    <Group gap="xs" wrap="nowrap">
      <Anchor component={Link} to="/account" size="sm" className="link code" title={t(TEXTS.account)}>
        {session.account}
      </Anchor>
      <Button size="xs" variant="default" onClick={() => void signOut()}>
        {t(TEXTS.signOut)}
      </Button>
    </Group>
  )
}
