/** Screen "clerk's desk": what is open by deadline, refused first; all that was sent; sending. */
import { Group, SegmentedControl, Table, Text, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import type { DeskSearch } from '../app/router.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { sessionOf, useSession } from '../app/session.ts'
import { Empty } from '../findings/panes.tsx'
import { answered, api, type ListedSubmission } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { ASK_AGAIN_MS } from '../signed-in/queries.ts'
import { hasSentLately, Send, SentFiles } from './send.tsx'
import { TEXTS } from './texts.ts'

const PAGE = 50
const DAY_MS = 24 * 60 * 60 * 1000

export function DeskPage() {
  const t = useText()
  const session = sessionOf(useSession())
  const { show = 'open', purpose, after } = useSearch({ from: '/desk/' })
  const query = {
    ...(show === 'open' ? { open: true } : {}),
    ...(purpose ? { purpose } : {}),
    ...(after ? { after } : {}),
    limit: PAGE,
  }
  const found = useQuery({
    queryKey: ['submissions', query],
    queryFn: () => answered(api.GET('/v1/submissions', { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      hasSentLately() || state.data?.submissions.some(({ status }) => status === 'verifying') ? ASK_AGAIN_MS : false,
  })
  return (
    <div className="page">
      <Group justify="space-between">
        <div>
          <Title order={1}>{t(TEXTS.title, { facility: session?.facility ?? '' })}</Title>
          <Text className="quiet">
            {session?.person ? t(TEXTS.asPerson, { person: session.person }) : t(TEXTS.noPerson)}
          </Text>
        </div>
        <Send hasPerson={Boolean(session?.person)} />
      </Group>
      <SentFiles />
      <Filters />
      <Asked asked={found}>
        {({ submissions, next }) => <Submissions list={submissions} isOpen={show === 'open'} next={next} />}
      </Asked>
    </div>
  )
}

function Filters() {
  const t = useText()
  const navigate = useNavigate({ from: '/desk/' })
  const { show = 'open', purpose } = useSearch({ from: '/desk/' })
  const change = (part: DeskSearch): void => {
    void navigate({ search: (before) => ({ ...before, ...part, after: undefined }), replace: true })
  }
  return (
    <Group gap="sm">
      <SegmentedControl
        size="xs"
        aria-label={t(TEXTS.show)}
        value={show}
        data={[
          { value: 'open', label: t(TEXTS.toMend) },
          { value: 'all', label: t(TEXTS.all) },
        ]}
        onChange={(value) => change({ show: value === 'open' ? undefined : value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t(TEXTS.purpose)}
        value={purpose ?? 'all'}
        data={[
          { value: 'all', label: t(TEXTS.all) },
          { value: 'management', label: t(TEXTS.management) },
          { value: 'payment', label: t(TEXTS.payment) },
        ]}
        onChange={(value) => change({ purpose: value === 'all' ? undefined : value })}
      />
    </Group>
  )
}

type ListProps = { readonly list: readonly ListedSubmission[]; readonly isOpen: boolean; readonly next: string | null }

/** What is due first comes first, where all that is open is here; else the newest. */
const inOrder = (list: readonly ListedSubmission[], isByDue: boolean): readonly ListedSubmission[] =>
  isByDue ? list.toSorted((a, b) => (a.open.dueOn ?? '9').localeCompare(b.open.dueOn ?? '9')) : list

function Submissions({ list, isOpen, next }: ListProps) {
  const t = useText()
  const { after } = useSearch({ from: '/desk/' })
  if (list.length === 0) {
    return (
      <Empty title={t(isOpen ? TEXTS.nothingOpen : TEXTS.nothing)}>
        {t(isOpen ? TEXTS.nothingOpenText : TEXTS.nothingText)}
      </Empty>
    )
  }
  return (
    <ScrollRegion label={t(TEXTS.list)}>
      <Table stickyHeader highlightOnHover verticalSpacing={6}>
        <Heads
          of={[
            TEXTS.due,
            figures(TEXTS.openDossiers),
            figures(TEXTS.dossiers),
            figures(TEXTS.findings),
            TEXTS.purpose,
            TEXTS.received,
            TEXTS.state,
            TEXTS.submission,
          ]}
        />
        <Table.Tbody>
          {inOrder(list, isOpen && next === null && after === undefined).map((submission) => (
            <SubmissionRow key={submission.id} submission={submission} />
          ))}
        </Table.Tbody>
      </Table>
      <Pages next={next} first={TEXTS.newest} more={TEXTS.older} />
    </ScrollRegion>
  )
}

function SubmissionRow({ submission }: { submission: ListedSubmission }) {
  const t = useText()
  const { number, time } = useFormats()
  const { id, open, dossiers, findingsTotal, purpose, receivedAt, status } = submission
  const shown = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : number(value)
  return (
    <Table.Tr>
      <Table.Td>{open.dossiers > 0 && open.dueOn !== null ? <Due day={open.dueOn} /> : '–'}</Table.Td>
      <Table.Td ta="end" fw={open.dossiers > 0 ? 600 : 400} c={open.dossiers > 0 ? 'var(--error)' : 'inherit'}>
        {number(open.dossiers)}
      </Table.Td>
      <Table.Td ta="end">{shown(dossiers?.counted)}</Table.Td>
      <Table.Td ta="end">{shown(findingsTotal)}</Table.Td>
      <Table.Td>{t(TEXTS[purpose])}</Table.Td>
      <Table.Td>{time(Date.parse(receivedAt))}</Table.Td>
      <Table.Td>{t(TEXTS[status])}</Table.Td>
      <Table.Td>
        <Link className="link code" to="/desk/$id" params={{ id }}>
          {id.slice(0, 12)}
        </Link>
      </Table.Td>
    </Table.Tr>
  )
}

/** A day (ISO, Việt Nam) and how far it is. */
function Due({ day }: { day: string }): ReactNode {
  const t = useText()
  const { day: dayText } = useFormats()
  const days = Math.round((Date.parse(day) - Date.parse(vietnamIsoDay(Date.now()))) / DAY_MS)
  const [words, kind] =
    days < 0
      ? [t(TEXTS.overdue), 'error']
      : days === 0
        ? [t(TEXTS.today), 'warning']
        : [t(TEXTS.daysLeft, { days }), days <= 2 ? 'warning' : 'info']
  return (
    <>
      {dayText(day)} <span className={`severity ${kind}`}>{words}</span>
    </>
  )
}
