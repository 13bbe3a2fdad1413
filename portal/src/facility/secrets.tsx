import { Alert, Button, CopyButton, Group, Text } from '@mantine/core'
import { useText } from '../app/language.tsx'
import { TEXTS } from './texts.ts'

/** What the service shows once, and never again. */
export type Shown = {
  readonly title: string
  readonly lines: readonly { readonly label: string; readonly value: string }[]
}

export function Secrets({ shown: { title, lines }, onKept }: { shown: Shown; onKept: () => void }) {
  const t = useText()
  return (
    <Alert color="var(--warning)" variant="outline" role="alert" title={title}>
      <Text size="sm">{t(TEXTS.shownOnce)}</Text>
      <dl className="secrets">
        {lines.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <span className="code">{value}</span>{' '}
              <CopyButton value={value}>
                {({ copied, copy }) => (
                  <Button size="compact-xs" variant="default" aria-label={`${t(TEXTS.copy)}: ${label}`} onClick={copy}>
                    {t(copied ? TEXTS.copied : TEXTS.copy)}
                  </Button>
                )}
              </CopyButton>
            </dd>
          </div>
        ))}
      </dl>
      <Group>
        <Button size="xs" onClick={onKept}>
          {t(TEXTS.kept)}
        </Button>
      </Group>
    </Alert>
  )
}
