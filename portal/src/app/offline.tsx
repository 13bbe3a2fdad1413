/** After the first visit the page opens without a line: a service worker keeps its files. A new version waits until the reader takes it. */
import { Button, Group, Notification } from '@mantine/core'
import { useRegisterSW } from 'virtual:pwa-register/react'
import { useText } from './language.tsx'
import { TEXTS } from './texts.ts'

export function NewVersion() {
  const t = useText()
  const {
    needRefresh: [isWaiting, setWaiting],
    updateServiceWorker,
  } = useRegisterSW()
  if (!isWaiting) return null
  return (
    <Notification
      className="floating no-print"
      withBorder
      title={t(TEXTS.newVersion)}
      withCloseButton={false}
      role="status"
    >
      <Group gap="xs" mt="xs">
        <Button size="xs" onClick={() => void updateServiceWorker(true)}>
          {t(TEXTS.update)}
        </Button>
        <Button size="xs" variant="default" onClick={() => setWaiting(false)}>
          {t(TEXTS.later)}
        </Button>
      </Group>
    </Notification>
  )
}
