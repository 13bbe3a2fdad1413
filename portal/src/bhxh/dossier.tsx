/** One payment dossier before an assessor: its tables with each finding at its cell, its history, and its assessment. */
import { SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '../app/language.tsx'
import { DossierDialog } from '../findings/dossier-dialog.tsx'
import { DossierTables } from '../findings/dossier-tables.tsx'
import { byImportance } from '../findings/findings.ts'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { AskReason, useReason } from '../signed-in/reason.tsx'
import { tablesOfWhole, type WholeDossier } from '../signed-in/whole-dossier.ts'
import { AssessForm } from './assess-form.tsx'
import { History } from './history.tsx'
import type { Work } from './list.tsx'
import { TEXTS } from './texts.ts'

const MOST_ROWS = 5000

type Props = {
  readonly facility: string
  /** `submission-number`. */
  readonly name: string
  /** As the list has it; nothing: it is not on the page of the list that is shown (any more). */
  readonly work: Work | undefined
  readonly onClose: () => void
}

export function AssessedDossier({ facility, name, work, onClose }: Props) {
  const t = useText()
  // What was done takes it off the list; it stays open until its reader closes it.
  const [kept] = useState(work)
  const shown = work ?? kept
  return (
    <DossierDialog title={shown?.MA_LK ?? name} onClose={onClose}>
      {shown === undefined ? (
        <Text>{t(TEXTS.nothingText)}</Text>
      ) : (
        <Reasoned facility={facility} name={name} MA_LK={shown.MA_LK} />
      )}
    </DossierDialog>
  )
}

type ReasonedProps = { readonly facility: string; readonly name: string; readonly MA_LK: string }

/** Whoever is not the facility states what for; every look is noted. */
function Reasoned({ facility, name, MA_LK }: ReasonedProps) {
  const t = useText()
  const reason = useReason()
  const found = useQuery({
    queryKey: ['whole', facility, name, reason],
    enabled: reason !== null,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    queryFn: () => {
      const query = { facility, purpose: 'payment' as const, version: name, limit: MOST_ROWS, reason: reason ?? '' }
      return answered(api.GET('/v1/dossiers/{MA_LK}', { params: { path: { MA_LK }, query } }))
    },
  })
  if (reason === null) return <AskReason title={TEXTS.reasonNeeded} suggestion={t(TEXTS.suggestion)} />
  return <Asked asked={found}>{(whole) => <Content whole={whole} />}</Asked>
}

const VIEWS = ['tables', 'history', 'assess'] as const

function Content({ whole }: { whole: WholeDossier }) {
  const t = useText()
  const [view, setView] = useState<(typeof VIEWS)[number]>('tables')
  const tables = tablesOfWhole(whole.standard, whole.tables)
  const findings = whole.findings
    .map((finding, at) => ({ ...finding, file: 1, ordinal: at + 1 }))
    .toSorted(byImportance)
  return (
    <div className="desk-dossier">
      <SegmentedControl
        size="xs"
        mb="xs"
        aria-label={t(TEXTS.view)}
        value={view}
        data={VIEWS.map((value) => ({ value, label: t(TEXTS[value]) }))}
        onChange={setView}
      />
      {view === 'tables' && <DossierTables tables={tables} findings={findings} />}
      {view === 'history' && <History whole={whole} />}
      {view === 'assess' && <AssessForm whole={whole} />}
    </div>
  )
}
