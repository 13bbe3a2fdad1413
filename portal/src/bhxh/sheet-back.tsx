/** A filled sheet is sent back: how many were recorded, or which cells have to be mended. */
import { Alert, Button, FileButton, Group, Table } from '@mantine/core'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { Heads } from '../app/heads.tsx'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { KEY } from './key.ts'
import { TEXTS } from './texts.ts'

type Taken = components['schemas']['AssessmentSheet']

export function SheetBack() {
  const t = useText()
  const { number } = useFormats()
  const doing = useDoing(KEY)
  const [taken, setTaken] = useState<Taken | null>(null)
  const send = (file: File | null): void => {
    if (file === null) return
    setTaken(null)
    void doing.run(async () => {
      const answer = api.POST('/v1/assessments/sheets', {
        headers: { 'content-type': 'application/octet-stream' },
        // The document has a file as text of bytes; the browser sends it as it is.
        body: '',
        bodySerializer: () => file,
      })
      setTaken(await answered(answer))
    })
  }
  return (
    <>
      <Group gap="xs">
        <FileButton accept=".xlsx,.csv" inputProps={{ 'aria-label': t(TEXTS.upload) }} onChange={send}>
          {(props) => (
            <Button {...props} size="xs" loading={doing.isBusy}>
              {t(TEXTS.upload)}
            </Button>
          )}
        </FileButton>
        {taken?.errors === 0 && (
          <Alert role="status" color="green" variant="outline" p="xs">
            {t(TEXTS.taken, {
              recorded: number(taken.recorded),
              known: number(taken.known),
              skipped: number(taken.skipped),
            })}
          </Alert>
        )}
      </Group>
      <Refusal doing={doing} />
      {taken !== null && taken.errors > 0 && <Problems taken={taken} />}
    </>
  )
}

function Problems({ taken }: { taken: Taken }) {
  const t = useText()
  const language = useLanguage()
  const { number } = useFormats()
  return (
    <>
      <Alert role="alert" color="red" variant="outline" p="xs">
        {t(TEXTS.wrong, { errors: number(taken.errors) })}
      </Alert>
      <ScrollRegion label={t(TEXTS.problem)} className="box scroll sheet-problems">
        <Table stickyHeader verticalSpacing={3}>
          <Heads of={[TEXTS.cell, TEXTS.problem, TEXTS.mend]} />
          <Table.Tbody>
            {taken.problems.map(({ cell, row, code, message, remedy }) => (
              <Table.Tr key={`${row} ${cell} ${code}`}>
                <Table.Td className="code">
                  {cell ?? (row === 0 ? t(TEXTS.sheet) : t(TEXTS.row, { row: number(row) }))}
                </Table.Td>
                <Table.Td>{message[language]}</Table.Td>
                <Table.Td>{remedy[language]}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollRegion>
    </>
  )
}
