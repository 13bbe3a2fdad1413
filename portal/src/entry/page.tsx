/** Screen "direct entry": the dossiers of this PC. */
import { Button, Group, Table, Text, Title } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { IconPlus } from '../app/icons.tsx'
import { Heads } from '../app/heads.tsx'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { Empty } from '../findings/panes.tsx'
import { Dialog } from '../signed-in/dialog.tsx'
import { CATALOGUES, names } from './codes.ts'
import { headTable, type Draft, type Kind } from './draft.ts'
import { drafts } from './drafts.ts'
import { KIND_TEXTS, TEXTS } from './texts.ts'

export function EntryPage() {
  const t = useText()
  const navigate = useNavigate()
  const { facility, list } = useSyncExternalStore(drafts.subscribe, drafts.current)
  useEffect(() => {
    void names.prepare(CATALOGUES)
  }, [])
  const begin = (kind: Kind, again?: Draft): void => {
    const draft = drafts.begin(kind, again)
    if (draft) void navigate({ to: '/entry/$id', params: { id: draft.id } })
  }
  return (
    <div className="page">
      <Group justify="space-between">
        <div>
          <Title order={1}>{t(TEXTS.title, { facility: facility ?? '' })}</Title>
          <Text className="quiet" maw="60rem">
            {t(TEXTS.intro)}
          </Text>
          <KeptCodes />
        </div>
        <Group gap="xs">
          <Button leftSection={<IconPlus size={16} />} onClick={() => begin('visit')}>
            {t(TEXTS.newVisit)}
          </Button>
          <Button variant="default" onClick={() => begin('check-in')}>
            {t(TEXTS.newCheckIn)}
          </Button>
          <Button variant="default" onClick={() => begin('assessment')}>
            {t(TEXTS.newAssessment)}
          </Button>
        </Group>
      </Group>
      {list?.length === 0 && <Empty title={t(TEXTS.nothingTitle)}>{t(TEXTS.nothing)}</Empty>}
      {list !== null && list.length > 0 && <DraftList list={list} onAgain={(draft) => begin('visit', draft)} />}
    </div>
  )
}

/** Whether codes can be searched without a line. */
function KeptCodes() {
  const t = useText()
  const { kept, all } = useSyncExternalStore(names.subscribe, names.current)
  const isWhole = all > 0 && kept >= all
  return (
    <Text className="quiet" role="status">
      {isWhole ? t(TEXTS.codesKept) : t(TEXTS.codesComing, { kept, all })}
    </Text>
  )
}

export const headValue = (draft: Draft, name: string): string =>
  draft.tables[headTable(draft.kind)]?.[0]?.values[name] ?? ''

function DraftList({ list, onAgain }: { list: readonly Draft[]; onAgain: (draft: Draft) => void }) {
  const t = useText()
  const { time } = useFormats()
  const [removed, setRemoved] = useState<Draft | null>(null)
  return (
    <>
      <ScrollRegion label={t(TEXTS.list)}>
        <Table stickyHeader highlightOnHover verticalSpacing={6}>
          <Heads of={[TEXTS.person, TEXTS.kind, TEXTS.key, TEXTS.changed, TEXTS.state, TEXTS.actions]} />
          <Table.Tbody>
            {list.map((draft) => (
              <Table.Tr key={draft.id}>
                <Table.Td>
                  <Link className="link" to="/entry/$id" params={{ id: draft.id }}>
                    {headValue(draft, 'HO_TEN') || t(TEXTS.noName)}
                  </Link>
                </Table.Td>
                <Table.Td>{t(KIND_TEXTS[draft.kind])}</Table.Td>
                <Table.Td className="code">{headValue(draft, 'MA_LK')}</Table.Td>
                <Table.Td>{time(draft.changedAt)}</Table.Td>
                <Table.Td>
                  <DraftState draft={draft} />
                </Table.Td>
                <Table.Td>
                  <Group gap={6} wrap="nowrap">
                    <Button size="compact-xs" variant="default" onClick={() => onAgain(draft)}>
                      {t(TEXTS.again)}
                    </Button>
                    <Button size="compact-xs" variant="subtle" color="red" onClick={() => setRemoved(draft)}>
                      {t(TEXTS.remove)}
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollRegion>
      <Dialog isOpen={removed !== null} onClose={() => setRemoved(null)} title={t(TEXTS.removeTitle)}>
        <Text size="sm">{t(TEXTS.removeText)}</Text>
        <Group justify="end" mt="md" gap="xs">
          <Button variant="default" data-autofocus onClick={() => setRemoved(null)}>
            {t(TEXTS.cancel)}
          </Button>
          <Button
            color="red"
            onClick={() => {
              if (removed) void drafts.remove(removed.id)
              setRemoved(null)
            }}
          >
            {t(TEXTS.remove)}
          </Button>
        </Group>
      </Dialog>
    </>
  )
}

/** In words: where the dossier is, and what is to be done. */
export function DraftState({ draft: { state, sent, refusal } }: { draft: Draft }) {
  const t = useText()
  const language = useLanguage()
  if (state === 'waiting') return <span className="severity warning">{t(TEXTS.waiting)}</span>
  if (refusal)
    return <span className="severity error wraps">{t(TEXTS.refused, { why: refusal.message[language] })}</span>
  if (state === 'open') return <span className="severity info">{t(TEXTS.open)}</span>
  if (!sent) return null
  return <span className={`severity ${sent.outcome === 'rejected' ? 'error' : 'good'}`}>{t(TEXTS[sent.outcome])}</span>
}
