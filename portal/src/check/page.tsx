/** Screen "check without sending": files in, findings out, nothing leaves the computer. */
import { Alert, Button, Group, Loader, Text, Title } from '@mantine/core'
import {
  IconAlertTriangle,
  IconFileSpreadsheet,
  IconLock,
  IconPlayerStop,
  IconPrinter,
  IconTrash,
} from '../app/icons.tsx'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { Files } from './files.tsx'
import { AddFiles, Start } from './choose.tsx'
import { KEPT_FINDINGS } from '../engine/kept.ts'
import { Empty, Panes } from '../findings/panes.tsx'
import { PrintedReport } from '../findings/print.tsx'
import { ShownFindings, type Shown } from '../findings/shown.tsx'
import { countsOf } from './counts.ts'
import { CheckSession, type Checked, type Lists } from '../engine/session.ts'
import { TEXTS } from '../findings/texts.ts'
import { Totals } from './totals.tsx'

const DossierView = lazy(() => import('./dossier-view.tsx').then((module) => ({ default: module.DossierView })))

/** One for the life of the page: going to another screen and back loses nothing. */
const session = new CheckSession()

export function CheckPage() {
  const checked = useSyncExternalStore(session.subscribe, session.current)
  const { dossier } = useSearch({ from: '/check' })
  useEffect(() => {
    session.prepare()
  }, [])
  const isEmpty = checked.files.length === 0
  return (
    <>
      <div className="page no-print">
        <Heading checked={checked} />
        {checked.lists.state === 'missing' && <NoLists />}
        {isEmpty ? <Start onFiles={(files) => session.add(files)} /> : <Results checked={checked} />}
      </div>
      {dossier !== undefined && (
        <Suspense fallback={null}>
          <DossierView session={session} checked={checked} place={dossier} />
        </Suspense>
      )}
      <Printed checked={checked} />
    </>
  )
}

function Heading({ checked }: { checked: Checked }) {
  const t = useText()
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <Title order={1}>{t(TEXTS.title)}</Title>
        <Group gap="md">
          <Group gap={6} wrap="nowrap">
            <IconLock size={16} aria-hidden color="var(--good)" />
            <Text className="quiet">{t(TEXTS.private)}</Text>
          </Group>
          <ListsState lists={checked.lists} />
        </Group>
      </div>
      {checked.files.length > 0 && <Tools checked={checked} />}
    </Group>
  )
}

function ListsState({ lists: { state, judge } }: { lists: Lists }) {
  const t = useText()
  const { time } = useFormats()
  if (state === 'loading') {
    return (
      <Group gap={6} role="status">
        <Loader size={14} aria-hidden />
        <Text className="quiet">{t(TEXTS.listsLoading)}</Text>
      </Group>
    )
  }
  if (judge === null) return null
  const values = { release: judge.release, rules: judge.rulesVersion, time: time(judge.fetchedAt) }
  return (
    <Text className="quiet" role="status">
      {t(judge.isKept ? TEXTS.listsKept : TEXTS.lists, values)}
    </Text>
  )
}

function NoLists() {
  const t = useText()
  return (
    <Alert color="red" variant="outline" icon={<IconAlertTriangle aria-hidden />} title={t(TEXTS.listsMissingTitle)}>
      <Group justify="space-between">
        <Text size="sm" maw="46rem">
          {t(TEXTS.listsMissing)}
        </Text>
        <Button variant="default" onClick={() => session.prepare()}>
          {t(TEXTS.retry)}
        </Button>
      </Group>
    </Alert>
  )
}

function Tools({ checked }: { checked: Checked }) {
  const t = useText()
  const language = useLanguage()
  const download = async (): Promise<void> => {
    const { downloadWorkbook } = await import('./excel.ts')
    await downloadWorkbook(checked, language)
  }
  return (
    <Group gap="xs">
      <AddFiles onFiles={(files) => session.add(files)} />
      {checked.isRunning ? (
        <Button color="red" variant="outline" leftSection={<IconPlayerStop size={16} />} onClick={() => session.stop()}>
          {t(TEXTS.stop)}
        </Button>
      ) : (
        <>
          <Button variant="default" leftSection={<IconFileSpreadsheet size={16} />} onClick={() => void download()}>
            {t(TEXTS.excel)}
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => print()}>
            {t(TEXTS.print)}
          </Button>
          <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => session.clear()}>
            {t(TEXTS.clear)}
          </Button>
        </>
      )}
    </Group>
  )
}

function Results({ checked }: { checked: Checked }) {
  return (
    <>
      <Files checked={checked} />
      <Totals checked={checked} />
      <Found checked={checked} />
    </>
  )
}

function Found({ checked: { findings, findingsTotal, files, isRunning } }: { checked: Checked }) {
  const t = useText()
  const { number } = useFormats()
  const navigate = useNavigate({ from: '/check' })
  const view = useSearch({ from: '/check' })
  if (findings.length === 0) {
    if (isRunning || files.some(({ state }) => state !== 'checked')) return null
    return <Empty title={t(TEXTS.noneTitle)}>{t(TEXTS.none)}</Empty>
  }
  const shown: Shown = {
    findings,
    files,
    view,
    change: (part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    openDossier: (file, dossier) =>
      void navigate({ search: (before) => ({ ...before, dossier: `${file}.${dossier}` }) }),
  }
  return (
    <ShownFindings value={shown}>
      {findingsTotal > findings.length && (
        <Text className="quiet" role="status">
          {t(TEXTS.cut, { shown: number(findings.length), total: number(findingsTotal), kept: number(KEPT_FINDINGS) })}
        </Text>
      )}
      <Panes />
    </ShownFindings>
  )
}

function Printed({ checked }: { checked: Checked }) {
  const t = useText()
  const { number, time } = useFormats()
  const { findings, findingsTotal, files, lists } = checked
  const judge = lists.judge && t(TEXTS.lists, { release: lists.judge.release, rules: lists.judge.rulesVersion })
  const lines = [
    [files.map(({ name }) => name).join(', '), time(Date.now()), judge].filter(Boolean).join(' · '),
    countsOf(checked)
      .map(({ text, value }) => `${t(text)}: ${number(value)}`)
      .join(' · '),
  ]
  return <PrintedReport title={t(TEXTS.reportTitle)} lines={lines} findings={findings} total={findingsTotal} />
}
