/** One dossier as a form: its tables on the left, the fields of one row in the middle, what is wrong on the right. */
import { Anchor, Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { vietnamDay } from '../../../src/kernel/vietnam-time.ts'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { sessionOf, useSession } from '../app/session.ts'
import type { FoundFinding } from '../engine/messages.ts'
import { Empty } from '../findings/panes.tsx'
import { DraftChecker } from './checker.ts'
import { CATALOGUES, names } from './codes.ts'
import { headTable, tableOf, tablesOf, type Draft, type Purpose } from './draft.ts'
import { drafts } from './drafts.ts'
import { EntryFindings } from './entry-findings.tsx'
import { DraftState, headValue } from './page.tsx'
import { TableForm } from './table-form.tsx'
import { KIND_TEXTS, TEXTS } from './texts.ts'
import { writeFile } from './write-xml.ts'

/** While somebody types, the engine waits for a moment of rest. */
const CHECK_AFTER_MS = 250

const checker = new DraftChecker()

export function EntryEditor() {
  const t = useText()
  const { id } = useParams({ from: '/entry/$id' })
  useSyncExternalStore(drafts.subscribe, drafts.current)
  const draft = drafts.find(id)
  useEffect(() => {
    void names.prepare(CATALOGUES)
  }, [])
  if (!draft) {
    return (
      <Empty title={t(TEXTS.missingTitle)}>
        {t(TEXTS.missing)}{' '}
        <Link className="link" to="/entry">
          {t(TEXTS.back)}
        </Link>
      </Empty>
    )
  }
  return <Editor key={id} draft={draft} />
}

function useJudged(draft: Draft) {
  const { tables } = draft
  useEffect(() => {
    const timer = setTimeout(() => checker.check(writeFile(draft, String(vietnamDay(Date.now())))), CHECK_AFTER_MS)
    return () => clearTimeout(timer)
    // Only what is typed changes what is found.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [tables])
  return useSyncExternalStore(checker.subscribe, checker.current)
}

function Editor({ draft }: { draft: Draft }) {
  const navigate = useNavigate({ from: '/entry/$id' })
  const { table: asked, row: askedRow } = useSearch({ from: '/entry/$id' })
  const tables = tablesOf(draft.kind, draft.standard)
  const table = tables.find(({ id }) => id === asked)?.id ?? headTable(draft.kind)
  const judged = useJudged(draft)
  const [showsAll, setShowsAll] = useState(draft.sent !== null)
  const rows = draft.tables[table]?.length ?? 0
  const row = Math.min(Math.max(1, Number(askedRow) || 1), Math.max(1, rows))
  const show = (part: { table?: string; row?: string }): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  useHotkeys([['mod+S', () => void drafts.save(draft.id)]], [])
  return (
    <div className="page entry">
      <Head
        draft={draft}
        errors={judged.findings.filter(({ severity }) => severity === 'error').length}
        onSend={() => setShowsAll(true)}
      />
      <div className="entry-panes">
        <TableList
          draft={draft}
          open={table}
          findings={judged.findings}
          onOpen={(id) => show({ table: id, row: '1' })}
        />
        <TableForm
          key={table}
          draft={draft}
          table={tableOf(draft.standard, table)}
          row={row}
          findings={judged.findings}
          showsAll={showsAll}
          onRow={(number) => show({ row: String(number) })}
        />
        <EntryFindings
          judged={judged}
          onGo={({ table: at, row: label }) => {
            if (at !== null) show({ table: at, row: label ?? '1' })
          }}
        />
      </div>
    </div>
  )
}

function Head({ draft, errors, onSend }: { draft: Draft; errors: number; onSend: () => void }) {
  const t = useText()
  const { time } = useFormats()
  const { unsaved, saveFailed, sending, obstacle } = useSyncExternalStore(drafts.subscribe, drafts.current)
  const { sent } = draft
  return (
    <Group justify="space-between" wrap="nowrap" align="start">
      <div>
        <Anchor className="link" component={Link} to="/entry">
          ← {t(TEXTS.back)}
        </Anchor>
        <Title order={1}>
          {headValue(draft, 'HO_TEN') || t(TEXTS.noName)} <DraftState draft={draft} />
        </Title>
        <Text className="quiet">
          {t(KIND_TEXTS[draft.kind])} · QĐ {draft.standard} · <span className="code">{headValue(draft, 'MA_LK')}</span>{' '}
          · <span role="status">{t(unsaved.has(draft.id) ? TEXTS.saving : TEXTS.saved)}</span>
          {sent && (
            <>
              {' '}
              · {t(TEXTS.sentText, { time: time(sent.at) })}{' '}
              <Link className="link" to="/desk/$id" params={{ id: sent.id }}>
                {t(TEXTS.toSubmission)}
              </Link>
            </>
          )}
        </Text>
        {saveFailed && (
          <Text role="alert" className="said error">
            {t(TEXTS.saveFailed)}
          </Text>
        )}
        {draft.state === 'waiting' && sending === null && (
          <Text role="status" className="said warning">
            {t(obstacle === 'signed-out' ? TEXTS.waitingSession : TEXTS.waitingText)}
          </Text>
        )}
        <RefusalText draft={draft} />
      </div>
      <Actions draft={draft} errors={errors} isSending={sending === draft.id} onSend={onSend} />
    </Group>
  )
}

function RefusalText({ draft: { refusal } }: { draft: Draft }) {
  const language = useLanguage()
  if (!refusal) return null
  return (
    <Text role="alert" className="said error">
      {refusal.message[language]} {refusal.remedy[language]}
    </Text>
  )
}

type ActionProps = { draft: Draft; errors: number; isSending: boolean; onSend: () => void }

/** What is wrong is shown before it goes; whoever sends all the same gets the same answer from the service. */
function Actions({ draft, errors, isSending, onSend }: ActionProps) {
  const t = useText()
  const session = sessionOf(useSession())
  const [wasWarned, setWarned] = useState(false)
  const send = (): void => {
    onSend()
    if (errors > 0 && !wasWarned) setWarned(true)
    else void drafts.send(draft.id, draft.purpose)
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <SegmentedControl
        size="sm"
        aria-label={t(TEXTS.purpose)}
        value={draft.purpose}
        data={[
          { value: 'management', label: t(TEXTS.management) },
          { value: 'payment', label: t(TEXTS.payment), disabled: session !== null && !session.person },
        ]}
        onChange={(purpose: Purpose) => drafts.put({ ...draft, purpose })}
      />
      <Button variant="default" title={t(TEXTS.saveKeys)} onClick={() => void drafts.save(draft.id)}>
        {t(TEXTS.save)}
      </Button>
      <Button loading={isSending} color={wasWarned && errors > 0 ? 'red' : 'accent'} onClick={send}>
        {wasWarned && errors > 0 ? t(TEXTS.sendAnyway, { errors }) : t(TEXTS.send)}
      </Button>
    </Group>
  )
}

type TablesProps = {
  draft: Draft
  open: string
  findings: readonly FoundFinding[]
  onOpen: (table: string) => void
}

function TableList({ draft, open, findings, onOpen }: TablesProps) {
  const t = useText()
  const language = useLanguage()
  const wrong = useMemo(() => {
    const counts = new Map<string, number>()
    for (const { table, severity } of findings)
      if (table !== null && severity === 'error') counts.set(table, (counts.get(table) ?? 0) + 1)
    return counts
  }, [findings])
  return (
    <nav className="entry-tables" aria-label={t(TEXTS.tables)}>
      {tablesOf(draft.kind, draft.standard).map((table) => (
        <button
          key={table.id}
          type="button"
          className="group"
          aria-current={table.id === open}
          onClick={() => onOpen(table.id)}
        >
          <b className="code">{table.id}</b>
          <span>{table[language]}</span>
          <span>
            {draft.tables[table.id]?.length ?? ''}
            {(wrong.get(table.id) ?? 0) > 0 && <b className="said error"> · {wrong.get(table.id)}</b>}
          </span>
        </button>
      ))}
    </nav>
  )
}
