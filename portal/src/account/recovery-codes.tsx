import { Alert, Button, CopyButton, Group, Text } from '@mantine/core'
import { IconPrinter } from '../app/icons.tsx'
import { useText } from '../app/language.tsx'
import { TEXTS } from './texts.ts'

/** Shown once, on the screen and on paper. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useText()
  return (
    <Alert color="var(--warning)" variant="outline" role="alert" title={t(TEXTS.recovery)} className="only-these">
      <Text size="sm">{t(TEXTS.recoveryShown)}</Text>
      <ul className="codes code">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs" className="no-print">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {t(copied ? TEXTS.copied : TEXTS.copy)}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" leftSection={<IconPrinter size={14} />} onClick={() => print()}>
          {t({ vi: 'In', en: 'Print' })}
        </Button>
        <Button size="xs" onClick={onKept}>
          {t(TEXTS.kept)}
        </Button>
      </Group>
    </Alert>
  )
}
