/** One submission: how far it has come, what has to be sent again, and every finding. */
import { Alert, Anchor, Button, CopyButton, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { IconFileSpreadsheet, IconPrinter } from '../app/icons.tsx'
import { useFormats, useText } from '../app/language.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { Empty, Panes } from '../findings/panes.tsx'
import { PrintedReport } from '../findings/print.tsx'
import { ShownFindings, type Shown } from '../findings/shown.tsx'
import { answered, api, type FindingsPage, type Submission } from '../signed-in/api.ts'
import { ASK_AGAIN_MS } from '../signed-in/queries.ts'
import { ProblemNote, problemOf } from '../signed-in/problem.tsx'
import { TEXTS } from './texts.ts'

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
      {asked.isError && <ProblemNote problem={problemOf(asked.error)} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Text role="status">{t(TEXTS.loading)}</Text>}
      {submission && (
        <>
          <Levels submission={submission} />
          <ToResend submission={submission} />
          <Findings submission={submission} />
        </>
      )}
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

/** The rejected dossiers: which are to be sent again, by MA_LK, else their number; and how many were, and accepted. */
function rejectedOf({ outcomes }: Submission): { readonly open: readonly string[]; readonly answered: number } {
  const rejected = outcomes.filter(({ outcome }) => outcome === 'rejected')
  const open = rejected.filter(({ answeredBy }) => answeredBy === null)
  return { open: open.map(({ MA_LK, index }) => MA_LK ?? `#${index}`), answered: rejected.length - open.length }
}

/** Only what was rejected is sent again: by its MA_LK, to be taken into the HIS. */
function ToResend({ submission }: { submission: Submission }) {
  const t = useText()
  const { number } = useFormats()
  if (UNDER_WAY.has(submission.status)) return null
  const { open, answered } = rejectedOf(submission)
  const answeredText = answered > 0 && t(TEXTS.answered, { number: number(answered) })
  if (open.length === 0) {
    return (
      <Text role="status" className="quiet">
        {t(TEXTS.noneToResend)} {answeredText}
      </Text>
    )
  }
  return (
    <Alert color="red" variant="outline" py="xs" title={t(TEXTS.toResend, { number: number(open.length) })}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <Text size="sm">
            {t(TEXTS.toResendText)} {answeredText}
          </Text>
          <Text className="code" lineClamp={2}>
            {open.join(', ')}
          </Text>
        </div>
        <CopyButton value={open.join('\n')}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" className="no-print" miw={140} onClick={copy}>
              {t(copied ? TEXTS.copied : TEXTS.copy)}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  )
}

function Findings({ submission }: { submission: Submission }) {
  const { id, status } = submission
  const t = useText()
  const { number } = useFormats()
  const navigate = useNavigate({ from: '/desk/$id' })
  const view = useSearch({ from: '/desk/$id' })
  const asked = useQuery({ queryKey: ['submissions', id, 'findings', status], queryFn: () => readFindings(id) })
  if (asked.isError) return <ProblemNote problem={problemOf(asked.error)} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Text role="status">{t(TEXTS.loading)}</Text>
  const { findings, total, isFinal } = asked.data
  if (findings.length === 0) return <Empty title={t(TEXTS.noFindings)}>{t(TEXTS.noFindingsText)}</Empty>
  const shown: Shown = {
    findings,
    files: [{ id: 1, name: id.slice(0, 12) }],
    view,
    change: (part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    openDossier: null,
  }
  return (
    <>
      <ShownFindings value={shown}>
        {!isFinal && <Text className="quiet">{t(TEXTS.notFinal)}</Text>}
        {total > findings.length && isFinal && (
          <Text className="quiet">{t(TEXTS.cut, { shown: number(findings.length), total: number(total) })}</Text>
        )}
        <Panes />
      </ShownFindings>
      <Printed submission={submission} findings={findings} total={total} />
    </>
  )
}

type PrintedProps = { submission: Submission; findings: readonly FoundFinding[]; total: number }

function Printed({ submission, findings, total }: PrintedProps) {
  const t = useText()
  const { number, time } = useFormats()
  const { id, facility, purpose, standard, receivedAt, dossiers } = submission
  const { open } = rejectedOf(submission)
  const lines = [
    `${facility} · ${t(TEXTS[purpose])} · QĐ ${standard} · ${time(Date.parse(receivedAt))}`,
    `${t(TEXTS.dossiers)}: ${number(dossiers.counted)} · ${t(TEXTS.rejected)}: ${number(dossiers.rejected)} · ${t(TEXTS.findings)}: ${number(total)}`,
    ...(open.length === 0 ? [] : [`${t(TEXTS.toResend, { number: number(open.length) })}: ${open.join(', ')}`]),
  ]
  return <PrintedReport title={`${t(TEXTS.submission)} ${id}`} lines={lines} findings={findings} total={total} />
}
