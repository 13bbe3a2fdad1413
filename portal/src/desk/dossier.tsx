/** One dossier of a submission: its tables with each finding at its cell, what was mended, and how it differs from another state of it. */
import { FileButton, Button, Group, NativeSelect, SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormats, useText } from '../app/language.tsx'
import type { FoundFinding, ShownTable } from '../engine/messages.ts'
import { compareDossiers } from '../findings/compare.ts'
import { DifferenceList } from '../findings/difference-list.tsx'
import { DossierDialog } from '../findings/dossier-dialog.tsx'
import { DossierTables, type Marks } from '../findings/dossier-tables.tsx'
import { byImportance } from '../findings/findings.ts'
import type { Submission } from '../signed-in/api.ts'
import { ProblemNote, problemOf } from '../signed-in/problem.tsx'
import { uploads } from './kept.ts'
import { readWhole, tablesOfFindings, type Whole } from './read-dossier.ts'
import { dossierOf, readFile, type ReadFile } from './read-file.ts'
import { DOSSIER_TEXTS as TEXTS } from './dossier-texts.ts'

type Outcome = Submission['outcomes'][number]
type Props = {
  readonly submission: Submission
  readonly index: number
  readonly findings: readonly FoundFinding[]
  readonly marks: Marks
  /** What was chosen to be sent in its place. */
  readonly mended: ReadFile | null
  readonly onClose: () => void
}

export function DeskDossier({ submission, index, onClose, ...rest }: Props) {
  const t = useText()
  const outcome = submission.outcomes.find((each) => each.index === index)
  return (
    <DossierDialog title={outcome?.MA_LK ?? t(TEXTS.numberOnly, { number: index })} onClose={onClose}>
      {outcome ? <Content submission={submission} outcome={outcome} {...rest} /> : <Text>{t(TEXTS.gone)}</Text>}
    </DossierDialog>
  )
}

type ContentProps = Omit<Props, 'index' | 'onClose'> & { readonly outcome: Outcome }

const isStored = ({ state, MA_LK, outcome }: Outcome): boolean =>
  MA_LK !== null && outcome !== 'rejected' && state !== null

/** Its rows: of an accepted one the warehouse has them; of a rejected one only the file that was sent. */
function useTables({ submission, outcome }: Pick<ContentProps, 'submission' | 'outcome'>, file: File | null) {
  const { id, purpose } = submission
  const version = `${id}-${outcome.index}`
  const whole = useQuery({
    queryKey: ['dossier', version],
    enabled: isStored(outcome),
    queryFn: () => readWhole({ MA_LK: outcome.MA_LK ?? '', purpose, version }),
  })
  const ofFile = useQuery({
    queryKey: ['dossier-of-file', version, file?.name, file?.size, file?.lastModified],
    enabled: !isStored(outcome) && file !== null,
    gcTime: 0,
    queryFn: async () => {
      if (file === null) return null
      const read = await readFile(file)
      // The file as it was sent has the dossier at its number; another export of it, by its key.
      const own = dossierOf(read, outcome.MA_LK) ?? read.dossiers.find(({ index }) => index === outcome.index)
      const tables = own ? await read.tablesOf(own.index) : null
      read.close()
      return tables
    },
  })
  return {
    whole,
    tables: whole.data?.tables ?? ofFile.data ?? null,
    isMissing: ofFile.isSuccess && ofFile.data === null,
  }
}

function Content({ submission, outcome, findings, marks, mended }: ContentProps) {
  const t = useText()
  const { number } = useFormats()
  const [chosen, setChosen] = useState<File | null>(null)
  const [view, setView] = useState<'tables' | 'compare'>('tables')
  const { whole, tables, isMissing } = useTables({ submission, outcome }, chosen ?? uploads.fileOf(submission.id))
  const own = findings.filter(({ dossier }) => dossier?.index === outcome.index).toSorted(byImportance)
  const done = own.filter((finding) => marks.has(finding)).length
  const shown = tables ?? tablesOfFindings(own, submission.standard)
  return (
    <div className="desk-dossier">
      <Group justify="space-between" gap="xs" mb="xs">
        <SegmentedControl
          size="xs"
          aria-label={t(TEXTS.view)}
          value={view}
          data={[
            { value: 'tables', label: t(TEXTS.tables) },
            { value: 'compare', label: t(TEXTS.compare) },
          ]}
          onChange={setView}
        />
        <Text size="sm" role="status">
          {t(TEXTS.mendedOf, { done: number(done), all: number(own.length) })}
        </Text>
        {!isStored(outcome) && (
          <Group gap="xs">
            <Text className="quiet">
              {t(isMissing ? TEXTS.notInFile : tables ? TEXTS.rowsOfFile : TEXTS.rowsUnknown)}
            </Text>
            <FileButton accept=".xml,.gz" inputProps={{ 'aria-label': t(TEXTS.chooseSent) }} onChange={setChosen}>
              {(props) => (
                <Button {...props} size="xs" variant="default">
                  {t(TEXTS.chooseSent)}
                </Button>
              )}
            </FileButton>
          </Group>
        )}
      </Group>
      {whole.isError && <ProblemNote problem={problemOf(whole.error)} onRetry={() => void whole.refetch()} />}
      {view === 'tables' ? (
        <DossierTables key={tables === null ? 'findings' : 'rows'} tables={shown} findings={own} marks={marks} />
      ) : (
        <Compare submission={submission} outcome={outcome} before={shown} whole={whole.data} mended={mended} />
      )}
    </div>
  )
}

type CompareProps = {
  readonly submission: Submission
  readonly outcome: Outcome
  readonly before: readonly ShownTable[]
  readonly whole: Whole | undefined
  readonly mended: ReadFile | null
}

type Other = { readonly value: string; readonly label: string }

/** What this dossier can be compared with: versions that were accepted, and what was chosen to be sent in its place. */
function useOthers({ submission, outcome, whole, mended }: Omit<CompareProps, 'before'>): readonly Other[] {
  const t = useText()
  const { time } = useFormats()
  const { answeredBy } = outcome
  const own = `${submission.id}-${outcome.index}`
  const versions = (whole?.versions ?? []).filter(({ name }) => name !== own)
  return [
    ...(mended !== null && dossierOf(mended, outcome.MA_LK) !== null
      ? [{ value: 'file', label: t(TEXTS.newFile, { name: mended.file.name }) }]
      : []),
    ...(answeredBy
      ? [
          {
            value: `${answeredBy.submission}-${answeredBy.dossier}`,
            label: t(TEXTS.answer, { time: time(Date.parse(answeredBy.receivedAt)) }),
          },
        ]
      : []),
    ...versions.map(({ name, number, receivedAt }) => ({
      value: name,
      label: t(TEXTS.version, { number, time: time(Date.parse(receivedAt)) }),
    })),
  ]
}

function Compare({ before, ...rest }: CompareProps) {
  const t = useText()
  const { submission, outcome, mended } = rest
  const others = useOthers(rest)
  const [asked, setAsked] = useState<string | null>(null)
  const other = others.find(({ value }) => value === asked)?.value ?? others[0]?.value ?? null
  const after = useQuery({
    queryKey: ['dossier-after', submission.id, outcome.index, other, mended?.file.name, mended?.file.lastModified],
    enabled: other !== null,
    queryFn: async () => {
      if (other !== 'file')
        return (await readWhole({ MA_LK: outcome.MA_LK ?? '', purpose: submission.purpose, version: other ?? '' }))
          .tables
      const dossier = mended && dossierOf(mended, outcome.MA_LK)
      return (dossier && (await mended.tablesOf(dossier.index))) ?? []
    },
  })
  if (other === null) return <Text>{t(TEXTS.nothingToCompare)}</Text>
  return (
    <div className="scroll">
      <NativeSelect
        size="xs"
        w={420}
        mb="xs"
        label={t(TEXTS.compareWith)}
        data={[...others]}
        value={other}
        onChange={({ currentTarget }) => setAsked(currentTarget.value)}
      />
      {after.isError && <ProblemNote problem={problemOf(after.error)} onRetry={() => void after.refetch()} />}
      {after.data && <DifferenceList differences={compareDossiers(before, after.data)} />}
    </div>
  )
}
