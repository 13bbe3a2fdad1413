import { Button, Group, Text } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useText } from './language.tsx'
import { sessionStore, signOut } from './session.ts'
import { TEXTS } from './texts.ts'

/** Who is signed in, and the way out; nothing where nobody is. */
export function Account() {
  const t = useText()
  const current = useSyncExternalStore(sessionStore.subscribe, sessionStore.current)
  if (current.state !== 'in' && current.state !== 'ended') return null
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" className="code">
        {current.session.account}
      </Text>
      <Button size="xs" variant="default" onClick={() => void signOut()}>
        {t(TEXTS.signOut)}
      </Button>
    </Group>
  )
}
