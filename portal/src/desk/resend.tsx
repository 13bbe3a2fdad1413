/** Only what was rejected is sent again: which dossiers, until when, and a new export of the HIS of which they alone go. */
import { Alert, Button, CopyButton, FileButton, Group, Table, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { unpacked } from '../engine/unpack.ts'
import type { Marks } from '../findings/dossier-tables.tsx'
import type { Submission } from '../signed-in/api.ts'
import { cutFile } from './cut-file.ts'
import { DOSSIER_TEXTS } from './dossier-texts.ts'
import { uploads } from './kept.ts'
import { dossierOf, readFile, type ReadFile } from './read-file.ts'
import { TEXTS } from './texts.ts'

type Outcome = Submission['outcomes'][number]
type Props = {
  readonly submission: Submission
  readonly open: readonly Outcome[]
  readonly answered: number
  readonly findings: readonly FoundFinding[]
  readonly marks: Marks
  readonly mended: ReadFile | null
  readonly onMended: (file: ReadFile | null) => void
  readonly onOpen: (index: number) => void
}

export function Resend(props: Props) {
  const { open, answered, mended } = props
  const t = useText()
  const { number } = useFormats()
  const names = open.map(({ MA_LK, index }) => MA_LK ?? `#${index}`)
  return (
    <Alert color="red" variant="outline" py="xs" title={t(TEXTS.toResend, { number: number(open.length) })}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <Text size="sm">
          {t(TEXTS.toResendText)} {answered > 0 && t(TEXTS.answered, { number: number(answered) })}
        </Text>
        <Group gap="xs" wrap="nowrap" className="no-print">
          <CopyButton value={names.join('\n')}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" miw={140} onClick={copy}>
                {t(copied ? TEXTS.copied : TEXTS.copy)}
              </Button>
            )}
          </CopyButton>
          <ChooseNew {...props} />
        </Group>
      </Group>
      <List {...props} />
      {mended?.isWhole && <SendMended {...props} mended={mended} />}
    </Alert>
  )
}

function ChooseNew({ mended, onMended }: Props) {
  const t = useText()
  const [isReading, setReading] = useState(false)
  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return
    setReading(true)
    mended?.close()
    onMended(await readFile(file))
    setReading(false)
  }
  return (
    <>
      <FileButton
        accept=".xml,.gz"
        inputProps={{ 'aria-label': t(DOSSIER_TEXTS.chooseNew) }}
        onChange={(file) => void choose(file)}
      >
        {(props) => (
          <Button {...props} size="xs" loading={isReading}>
            {t(DOSSIER_TEXTS.chooseNew)}
          </Button>
        )}
      </FileButton>
      {isReading && (
        <Text className="quiet" role="status">
          {t(DOSSIER_TEXTS.reading)}
        </Text>
      )}
      {mended && !mended.isWhole && (
        <Text role="alert" className="said error" size="sm">
          {t(DOSSIER_TEXTS.unreadable)}
        </Text>
      )}
    </>
  )
}

function List({ open, findings, marks, mended, onOpen }: Props) {
  const t = useText()
  const { day, number } = useFormats()
  return (
    <ScrollRegion className="scroll resend" label={t(DOSSIER_TEXTS.list)}>
      <Table verticalSpacing={2} stickyHeader>
        <Heads
          of={[
            DOSSIER_TEXTS.dossier,
            DOSSIER_TEXTS.due,
            DOSSIER_TEXTS.errors,
            DOSSIER_TEXTS.marked,
            ...(mended?.isWhole ? [DOSSIER_TEXTS.inNewFile] : []),
          ]}
        />
        <Table.Tbody>
          {open.map(({ index, MA_LK, dueOn, errors }) => {
            const own = findings.filter(({ dossier }) => dossier?.index === index)
            return (
              <Table.Tr key={index}>
                <Table.Td>
                  <button type="button" className="link code bare" onClick={() => onOpen(index)}>
                    {MA_LK ?? t(DOSSIER_TEXTS.numberOnly, { number: index })}
                  </button>
                </Table.Td>
                <Table.Td>{day(dueOn)}</Table.Td>
                <Table.Td>{number(errors)}</Table.Td>
                <Table.Td>
                  {number(own.filter((finding) => marks.has(finding)).length)} / {number(own.length)}
                </Table.Td>
                {mended?.isWhole && (
                  <Table.Td>
                    <InNewFile mended={mended} MA_LK={MA_LK} />
                  </Table.Td>
                )}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}

function InNewFile({ mended, MA_LK }: { mended: ReadFile; MA_LK: string | null }) {
  const t = useText()
  const found = dossierOf(mended, MA_LK)
  if (found === null) return <span className="severity warning">{t(DOSSIER_TEXTS.missing)}</span>
  if (found.outcome === 'rejected')
    return <span className="severity error">{t(DOSSIER_TEXTS.stillWrong, { errors: found.errors })}</span>
  return <span className="severity good">{t(DOSSIER_TEXTS.mendedNow)}</span>
}

/** Of the new file, the dossiers that were rejected and have no error any more. */
function SendMended({ submission, open, mended, onMended }: Props & { mended: ReadFile }) {
  const t = useText()
  const { number } = useFormats()
  const navigate = useNavigate()
  const ready = open.flatMap(({ MA_LK }) => {
    const found = dossierOf(mended, MA_LK)
    return found && found.outcome !== 'rejected' ? [found.index] : []
  })
  const others = mended.dossiers.length - open.filter(({ MA_LK }) => dossierOf(mended, MA_LK) !== null).length
  const send = async (): Promise<void> => {
    const text = await new Response(await unpacked(mended.file)).text()
    const cut = cutFile(text, (index) => ready.includes(index))
    uploads.add([new File([cut], mended.file.name.replace(/\.gz$/i, ''))], submission.purpose)
    mended.close()
    onMended(null)
    void navigate({ to: '/desk' })
  }
  return (
    <Group justify="end" mt={6} gap="sm" className="no-print">
      {others > 0 && <Text className="quiet">{t(DOSSIER_TEXTS.others, { number: number(others) })}</Text>}
      <Button size="xs" disabled={ready.length === 0} onClick={() => void send()}>
        {t(DOSSIER_TEXTS.sendMended, { number: number(ready.length) })}
      </Button>
    </Group>
  )
}
