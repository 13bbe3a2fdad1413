import { Alert, Progress, Text } from '@mantine/core'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import type { Checked, CheckedFile } from '../engine/session.ts'
import { TEXTS } from '../findings/texts.ts'

const sum = (files: readonly CheckedFile[], of: (file: CheckedFile) => number): number =>
  files.reduce((total, file) => total + of(file), 0)

/** How far the check is, by bytes and dossiers; then what could not be read. */
export function Files({ checked: { files, findingsTotal, isRunning } }: { checked: Checked }) {
  const t = useText()
  const { number, size } = useFormats()
  const [read, all] = [sum(files, (file) => file.read), sum(files, (file) => file.size)]
  const dossiers = number(sum(files, (file) => file.dossiers))
  const done = { files: files.length, dossiers, findings: number(findingsTotal) }
  return (
    <>
      {isRunning && (
        <div>
          <Progress value={all === 0 ? 0 : (read / all) * 100} aria-label={t(TEXTS.progressLabel)} />
          <Text className="quiet" mt={4}>
            {t(TEXTS.progress, { read: size(read), size: size(all), dossiers })}
          </Text>
        </div>
      )}
      <Text className="quiet" role="status" hidden={isRunning}>
        {isRunning ? '' : t(TEXTS.done, done)}
      </Text>
      {files.map((file) => (
        <Refused key={file.id} file={file} />
      ))}
    </>
  )
}

/** A file of which nothing, or not all, could be checked. */
function Refused({ file: { name, state, refused } }: { file: CheckedFile }) {
  const t = useText()
  const language = useLanguage()
  if (state === 'broken') {
    return (
      <Alert color="red" variant="outline" title={name} py="xs">
        {t(TEXTS.broken)}
      </Alert>
    )
  }
  if (refused === null) return null
  const { message, remedy, place } = refused
  return (
    <Alert color="red" variant="outline" title={`${name}: ${t(TEXTS.refused)}`} py="xs">
      {message[language]} {place && t(TEXTS.place, { line: place.line, column: place.column })} {remedy[language]}
    </Alert>
  )
}
