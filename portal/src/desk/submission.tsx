/** One submission: how far it has come, what has to be sent again, and every finding. */
import { Anchor, Button, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { IconFileSpreadsheet, IconPrinter } from '../app/icons.tsx'
import { useFormats, useText } from '../app/language.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { Empty, Panes } from '../findings/panes.tsx'
import type { Marks } from '../findings/dossier-tables.tsx'
import { PrintedReport } from '../findings/print.tsx'
import { ShownFindings, type Shown } from '../findings/shown.tsx'
import { answered, api, type FindingsPage, type Submission } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { ASK_AGAIN_MS } from '../signed-in/queries.ts'
import { DOSSIER_TEXTS } from './dossier-texts.ts'
import { useMarks } from './marks.ts'
import type { ReadFile } from './read-file.ts'
import { Resend } from './resend.tsx'
import { TEXTS } from './texts.ts'

const DeskDossier = lazy(() => import('./dossier.tsx').then((module) => ({ default: module.DeskDossier })))

const PAGE = 1000
/** As many as a page can hold; the sheet has all. */
const MOST_FINDINGS = 20_000
const UNDER_WAY: ReadonlySet<string> = new Set(['received', 'verifying'])

/** With the outcomes of all its dossiers, page by page. */
async function readSubmission(id: string): Promise<Submission> {
  const ask = (after: number): Promise<Submission> =>
    answered(api.GET('/v1/submissions/{id}', { params: { path: { id }, query: { after, limit: PAGE } } }))
  const first = await ask(0)
  const outcomes = [...first.outcomes]
  for (let next = first.nextDossier; next !== null;) {
    const page = await ask(next)
    outcomes.push(...page.outcomes)
    next = page.nextDossier
  }
  return { ...first, outcomes }
}

/** Of the forms that the address has, the one that was asked for. */
const isPage = (answer: unknown): answer is FindingsPage =>
  typeof answer === 'object' && answer !== null && 'findingsTotal' in answer

async function readFindings(id: string): Promise<{ findings: FoundFinding[]; total: number; isFinal: boolean }> {
  const findings: FoundFinding[] = []
  for (let after = 0; ;) {
    const query = { after, limit: PAGE, format: 'json' as const }
    const page = await answered(api.GET('/v1/submissions/{id}/findings', { params: { path: { id }, query } }))
    if (!isPage(page)) throw new Error('findings in another form than JSON')
    for (const finding of page.findings) findings.push({ ...finding, file: 1, ordinal: findings.length + 1 })
    if (page.next === null || findings.length >= MOST_FINDINGS)
      return { findings, total: page.findingsTotal, isFinal: page.final }
    after = page.next
  }
}

export function SubmissionPage() {
  const t = useText()
  const { time } = useFormats()
  const { id } = useParams({ from: '/desk/$id' })
  const asked = useQuery({
    queryKey: ['submissions', id],
    queryFn: () => readSubmission(id),
    refetchInterval: ({ state }) => (state.data && UNDER_WAY.has(state.data.status) ? ASK_AGAIN_MS : false),
  })
  const submission = asked.data
  return (
    <div className="page">
      <Group justify="space-between">
        <div>
          <Anchor className="link no-print" component={Link} to="/desk">
            ← {t(TEXTS.back)}
          </Anchor>
          <Title order={1}>
            {t(TEXTS.submission)} <span className="code">{id.slice(0, 12)}</span>
          </Title>
          {submission && (
            <Text className="quiet">
              {t(TEXTS[submission.purpose])} · QĐ {submission.standard} · {time(Date.parse(submission.receivedAt))}
            </Text>
          )}
        </div>
        {submission && (
          <Group gap="xs" className="no-print">
            <Button
              component="a"
              href={`/v1/submissions/${id}/findings?format=xlsx`}
              variant="default"
              leftSection={<IconFileSpreadsheet size={16} />}
            >
              {t(TEXTS.excel)}
            </Button>
            <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => print()}>
              {t(TEXTS.print)}
            </Button>
          </Group>
        )}
      </Group>
      <Asked asked={asked}>
        {(found) => (
          <>
            <Levels submission={found} />
            <Worked submission={found} />
          </>
        )}
      </Asked>
    </div>
  )
}

const LEVEL_TEXTS = {
  received: TEXTS.levelReceived,
  checked: TEXTS.levelChecked,
  verified: TEXTS.levelVerified,
  assessed: TEXTS.levelAssessed,
} as const

/** The four levels with their times, and what each of them counted. */
function Levels({ submission: { levels } }: { submission: Submission }) {
  const t = useText()
  const { number, time } = useFormats()
  return (
    <ol className="totals levels" aria-label={t(TEXTS.levels)}>
      {levels.map(({ level, at, dossiers }) => (
        <li key={level}>
          <b>{t(LEVEL_TEXTS[level])}</b>
          <div className="quiet">{at === null ? t(TEXTS.notYet) : time(Date.parse(at))}</div>
          {dossiers && (
            <div className="quiet">
              {t(TEXTS.accepted)} {number(dossiers.accepted + dossiers.acceptedWithWarnings)} · {t(TEXTS.rejected)}{' '}
              <b style={{ color: dossiers.rejected > 0 ? 'var(--error)' : 'inherit' }}>{number(dossiers.rejected)}</b>
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

type Outcome = Submission['outcomes'][number]

/** The rejected dossiers: which are to be sent again, the first due first; and how many were, and accepted. */
function rejectedOf({ outcomes }: Submission): { readonly open: readonly Outcome[]; readonly answered: number } {
  const rejected = outcomes.filter(({ outcome }) => outcome === 'rejected')
  const open = rejected.filter(({ answeredBy }) => answeredBy === null)
  return {
    open: open.toSorted((a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9')),
    answered: rejected.length - open.length,
  }
}

type ResendProps = {
  readonly submission: Submission
  readonly found: FoundFindings | undefined
  readonly marks: Marks
  readonly mended: ReadFile | null
  readonly onMended: (file: ReadFile | null) => void
  readonly onOpen: (index: number) => void
}

/** Only what was rejected is sent again. */
function ToResend({ submission, found, ...rest }: ResendProps) {
  const t = useText()
  const { number } = useFormats()
  if (UNDER_WAY.has(submission.status)) return null
  const { open, answered } = rejectedOf(submission)
  if (open.length > 0)
    return <Resend submission={submission} open={open} answered={answered} findings={found?.findings ?? []} {...rest} />
  return (
    <Text role="status" className="quiet">
      {t(TEXTS.noneToResend)} {answered > 0 && t(TEXTS.answered, { number: number(answered) })}
    </Text>
  )
}

type FoundFindings = Awaited<ReturnType<typeof readFindings>>

/** What the clerk works with: what is to be sent again, all findings, and the dossier that is open. */
function Worked({ submission }: { submission: Submission }) {
  const { id, status, facility } = submission
  const navigate = useNavigate({ from: '/desk/$id' })
  const { dossier } = useSearch({ from: '/desk/$id' })
  const marks = useMarks(id, facility)
  const [mended, setMended] = useState<ReadFile | null>(null)
  const asked = useQuery({ queryKey: ['submissions', id, 'findings', status], queryFn: () => readFindings(id) })
  const open = (index: number | undefined): void =>
    void navigate({ search: (before) => ({ ...before, dossier: index === undefined ? undefined : String(index) }) })
  return (
    <>
      <ToResend
        submission={submission}
        found={asked.data}
        marks={marks}
        mended={mended}
        onMended={setMended}
        onOpen={open}
      />
      <Asked asked={asked}>{(found) => <Findings submission={submission} found={found} onOpen={open} />}</Asked>
      {dossier !== undefined && asked.data && (
        <Suspense fallback={null}>
          <DeskDossier
            key={dossier}
            submission={submission}
            index={Number(dossier)}
            findings={asked.data.findings}
            marks={marks}
            mended={mended}
            onClose={() => open(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}

type FindingsProps = { submission: Submission; found: FoundFindings; onOpen: (index: number) => void }

function Findings({ submission, found, onOpen }: FindingsProps) {
  const { id } = submission
  const t = useText()
  const { number } = useFormats()
  const navigate = useNavigate({ from: '/desk/$id' })
  const { dossier, ...view } = useSearch({ from: '/desk/$id' })
  const { findings, total, isFinal } = found
  if (findings.length === 0) return <Empty title={t(TEXTS.noFindings)}>{t(TEXTS.noFindingsText)}</Empty>
  const shown: Shown = {
    findings,
    files: [{ id: 1, name: id.slice(0, 12) }],
    view,
    change: (part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    openDossier: (_file, index) => onOpen(index),
  }
  // What is printed is what is looked at: one dossier, or all.
  const printed = dossier === undefined ? findings : findings.filter((each) => each.dossier?.index === Number(dossier))
  return (
    <>
      <ShownFindings value={shown}>
        {!isFinal && <Text className="quiet">{t(TEXTS.notFinal)}</Text>}
        {total > findings.length && isFinal && (
          <Text className="quiet">{t(TEXTS.cut, { shown: number(findings.length), total: number(total) })}</Text>
        )}
        <Panes />
      </ShownFindings>
      <Printed
        submission={submission}
        findings={printed}
        total={dossier === undefined ? total : printed.length}
        index={dossier === undefined ? null : Number(dossier)}
      />
    </>
  )
}

type PrintedProps = {
  submission: Submission
  findings: readonly FoundFinding[]
  total: number
  /** Of one dossier alone. */
  index: number | null
}

function Printed({ submission, findings, total, index }: PrintedProps) {
  const t = useText()
  const { number, time } = useFormats()
  const { id, facility, purpose, standard, receivedAt, dossiers, outcomes } = submission
  const open = rejectedOf(submission).open.map(({ MA_LK, index: at }) => MA_LK ?? `#${at}`)
  const only = outcomes.find((each) => each.index === index)
  const title = only ? `${t(DOSSIER_TEXTS.dossier)} ${only.MA_LK ?? `#${only.index}`}` : `${t(TEXTS.submission)} ${id}`
  const lines = [
    `${facility} · ${t(TEXTS[purpose])} · QĐ ${standard} · ${time(Date.parse(receivedAt))}`,
    `${t(TEXTS.dossiers)}: ${number(dossiers.counted)} · ${t(TEXTS.rejected)}: ${number(dossiers.rejected)} · ${t(TEXTS.findings)}: ${number(total)}`,
    ...(open.length === 0 || only ? [] : [`${t(TEXTS.toResend, { number: number(open.length) })}: ${open.join(', ')}`]),
  ]
  return <PrintedReport title={title} lines={lines} findings={findings} total={total} />
}
