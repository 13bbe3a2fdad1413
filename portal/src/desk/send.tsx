import { Button, FileButton, Group, Progress, SegmentedControl, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, useSyncExternalStore } from 'react'
import { IconPlayerStop, IconPlus } from '../app/icons.tsx'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { uploads } from './kept.ts'
import { TEXTS } from './texts.ts'
import type { Purpose, Upload } from './upload.ts'

const LATELY_MS = 30_000

/** Whether something came so lately that the centre may not have begun with it. */
export const hasSentLately = (): boolean => Date.now() - uploads.receivedAt < LATELY_MS

/** Payment data needs a person beside the facility's account. */
export function Send({ hasPerson }: { hasPerson: boolean }) {
  const t = useText()
  const [purpose, setPurpose] = useState<Purpose>('management')
  return (
    <Group gap="xs">
      <SegmentedControl
        size="sm"
        aria-label={t(TEXTS.purpose)}
        value={purpose}
        data={[
          { value: 'management', label: t(TEXTS.management) },
          { value: 'payment', label: t(TEXTS.payment), disabled: !hasPerson },
        ]}
        onChange={setPurpose}
      />
      <FileButton
        multiple
        accept=".xml,.gz"
        inputProps={{ 'aria-label': t(TEXTS.send) }}
        onChange={(files) => uploads.add(files, purpose)}
      >
        {(props) => (
          <Button {...props} leftSection={<IconPlus size={16} />}>
            {t(TEXTS.send)}
          </Button>
        )}
      </FileButton>
    </Group>
  )
}

/** Files on their way, and what became of them; nothing where nothing was sent. */
export function SentFiles() {
  const t = useText()
  const list = useSyncExternalStore(uploads.subscribe, uploads.current)
  if (list.length === 0) return null
  const isRunning = list.some(({ state }) => state === 'waiting' || state === 'sending')
  return (
    <section aria-label={t(TEXTS.uploads)} className="box">
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {list.map((upload) => (
            <Table.Tr key={upload.id}>
              <Table.Td w="30%">{upload.name}</Table.Td>
              <Table.Td w="10%">{t(TEXTS[upload.purpose])}</Table.Td>
              <Table.Td>
                <UploadState upload={upload} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="end" p="xs">
        {isRunning ? (
          <Button
            size="xs"
            color="red"
            variant="outline"
            leftSection={<IconPlayerStop size={14} />}
            onClick={() => uploads.stop()}
          >
            {t(TEXTS.stop)}
          </Button>
        ) : (
          <Button size="xs" variant="default" onClick={() => uploads.clear()}>
            {t(TEXTS.clear)}
          </Button>
        )}
      </Group>
    </section>
  )
}

function UploadState({ upload }: { upload: Upload }) {
  const t = useText()
  const language = useLanguage()
  const { size, number } = useFormats()
  switch (upload.state) {
    case 'sending':
      return upload.sent >= upload.size ? (
        <span role="status">{t(TEXTS.checking)}</span>
      ) : (
        <>
          <Progress value={(upload.sent / Math.max(1, upload.size)) * 100} aria-label={upload.name} />
          <Text className="quiet">{t(TEXTS.sending, { sent: size(upload.sent), size: size(upload.size) })}</Text>
        </>
      )
    case 'received': {
      const { id, dossiers } = upload.acknowledgement ?? {}
      if (id === undefined || dossiers === undefined) return null
      const words = { counted: number(dossiers.counted), rejected: number(dossiers.rejected) }
      return (
        <Link className="link" to="/desk/$id" params={{ id }}>
          {t(TEXTS.receivedFile, words)}
        </Link>
      )
    }
    case 'refused':
      return (
        <span role="alert" style={{ color: 'var(--error)' }}>
          {upload.problem?.message[language]} {upload.problem?.remedy[language]}
        </span>
      )
    case 'waiting':
    case 'stopped':
    case 'broken':
      return <span role={upload.state === 'broken' ? 'alert' : 'status'}>{t(TEXTS[upload.state])}</span>
  }
}
