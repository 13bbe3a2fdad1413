import { Button, Group, Text } from '@mantine/core'
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
      <Text size="sm" className="code">
        {session.account}
      </Text>
      <Button size="xs" variant="default" onClick={() => void signOut()}>
        {t(TEXTS.signOut)}
      </Button>
    </Group>
  )
}
