import { Button, FileButton, Group, List, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { IconFileCode, IconFolder, IconPlus } from '../app/icons.tsx'
import { useRef } from 'react'
import { useText } from '../app/language.tsx'
import { TEXTS } from '../findings/texts.ts'

type Props = { readonly onFiles: (files: File[]) => void }

/** What a HIS exports; of a folder the rest is left out. */
const isOfDossiers = ({ name }: File): boolean => /\.(xml|gz)$/i.test(name)

/** The empty page: where to put files, and what will come of it. */
export function Start({ onFiles }: Props) {
  const t = useText()
  return (
    <div className="start">
      <Dropzone
        className="drop"
        classNames={{ inner: 'drop-inner' }}
        activateOnClick={false}
        enablePointerEvents
        useFsAccessApi={false}
        inputProps={{ 'aria-label': t(TEXTS.drop), tabIndex: -1 }}
        onDrop={(files) => onFiles(files.filter(isOfDossiers))}
      >
        <Stack align="center" gap="sm" maw="28rem" ta="center">
          <IconFileCode size={44} stroke={1.3} aria-hidden color="var(--link)" />
          <Text fw={600} size="lg">
            {t(TEXTS.drop)}
          </Text>
          <Text className="quiet">{t(TEXTS.dropMore)}</Text>
          <Group>
            <ChooseFiles onFiles={onFiles} />
            <ChooseFolder onFiles={onFiles} />
          </Group>
        </Stack>
      </Dropzone>
      <Stack gap="md" justify="center">
        <List type="ordered" spacing="sm">
          <List.Item>{t(TEXTS.step1)}</List.Item>
          <List.Item>{t(TEXTS.step2)}</List.Item>
          <List.Item>{t(TEXTS.step3)}</List.Item>
        </List>
        <Text className="quiet">{t(TEXTS.same)}</Text>
      </Stack>
    </div>
  )
}

function ChooseFiles({ onFiles }: Props) {
  const t = useText()
  return (
    <FileButton multiple accept=".xml,.gz" onChange={onFiles} inputProps={{ 'aria-label': t(TEXTS.chooseFiles) }}>
      {(props) => <Button {...props}>{t(TEXTS.chooseFiles)}</Button>}
    </FileButton>
  )
}

/** The browser asks once for the whole folder. */
function ChooseFolder({ onFiles }: Props) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t(TEXTS.chooseFolder)}
        {...{ webkitdirectory: '' }}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])].filter(isOfDossiers))
          currentTarget.value = ''
        }}
      />
      <Button variant="default" leftSection={<IconFolder size={16} />} onClick={() => input.current?.click()}>
        {t(TEXTS.chooseFolder)}
      </Button>
    </>
  )
}

export function AddFiles({ onFiles }: Props) {
  const t = useText()
  return (
    <FileButton multiple accept=".xml,.gz" onChange={onFiles} inputProps={{ 'aria-label': t(TEXTS.addFiles) }}>
      {(props) => (
        <Button {...props} variant="default" leftSection={<IconPlus size={16} />}>
          {t(TEXTS.addFiles)}
        </Button>
      )}
    </FileButton>
  )
}
