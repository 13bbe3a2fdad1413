/** Page "state": which part answers, what waits, how much is done; as pictures and as tables. */
import { Alert, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import type { Bar } from '../app/bars.tsx'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { Frame } from './frame.tsx'
import { KEY } from './key.ts'
import { TEXTS } from './texts.ts'

type State = components['schemas']['ServiceState']

const Bars = lazy(() => import('../app/bars.tsx').then((module) => ({ default: module.Bars })))

const ASK_MS = 10_000
/** Points of the backlog that are kept while the page is open: an hour of them. */
const MOST_POINTS = 360
const OLD_SECONDS = 600

export function StatePage() {
  const t = useText()
  const { time } = useFormats()
  const found = useQuery({
    queryKey: [KEY, 'state'],
    queryFn: () => answered(api.GET('/v1/operations/state')),
    refetchInterval: ASK_MS,
  })
  const points = useBacklog(found.data)
  return (
    <Frame
      title={TEXTS.title}
      {...(found.data ? { text: t(TEXTS.asOf, { time: time(Date.parse(found.data.at)) }) } : {})}
    >
      <Asked asked={found}>{(state) => <Parts state={state} points={points} />}</Asked>
    </Frame>
  )
}

/** What waited at each answer since the page was opened. */
function useBacklog(state: State | undefined): readonly Bar[] {
  const [points, setPoints] = useState<readonly Bar[]>([])
  useEffect(() => {
    if (state === undefined) return
    const { waiting, oldestSeconds } = state.backlog
    const first = waiting ?? 0
    const second = (oldestSeconds ?? 0) > OLD_SECONDS ? first : 0
    const at = Date.parse(state.at) / 1000
    setPoints((before) => [...before.filter((point) => point.at !== at), { at, first, second }].slice(-MOST_POINTS))
  }, [state])
  return points
}

const hourOf = (at: number): string => `${new Date((at + 7 * 3600) * 1000).toISOString().slice(11, 13)}h`
const minuteOf = (at: number): string => new Date((at + 7 * 3600) * 1000).toISOString().slice(11, 16)

function Parts({ state, points }: { state: State; points: readonly Bar[] }) {
  const t = useText()
  const { number, size } = useFormats()
  const { databases, replicas, backlog, hours, codeLists, freeBytes, unanswered } = state
  const dead = [...databases, ...replicas].filter(({ answers }) => !answers).map(({ name }) => name)
  const done = useMemo(
    () =>
      hours.map(({ hour, verified, failed }) => ({
        at: Date.parse(hour) / 1000,
        first: verified + failed,
        second: failed,
      })),
    [hours],
  )
  return (
    <>
      <Alert role={dead.length > 0 ? 'alert' : 'status'} color={dead.length > 0 ? 'red' : 'green'} variant="outline">
        {dead.length > 0 ? t(TEXTS.bad, { names: dead.join(', ') }) : t(TEXTS.good)}{' '}
        {unanswered.length > 0 && t(TEXTS.unanswered, { names: unanswered.join(', ') })}
      </Alert>
      <div className="cards">
        <section className="card">
          <Title order={2} size="h5">
            {t(TEXTS.throughput)}
          </Title>
          <Suspense fallback={<div style={{ height: 150 }} />}>
            <Bars bars={done} title={TEXTS.throughput} first={TEXTS.verified} second={TEXTS.failed} tick={hourOf} />
          </Suspense>
        </section>
        <section className="card">
          <Title order={2} size="h5">
            {t(TEXTS.backlog)}
          </Title>
          <Text size="sm">
            {t(TEXTS.waiting, {
              waiting: backlog.waiting === null ? '–' : number(backlog.waiting),
              seconds: number(backlog.oldestSeconds ?? 0),
            })}
          </Text>
          <Suspense fallback={<div style={{ height: 150 }} />}>
            <Bars bars={points} title={TEXTS.backlog} first={TEXTS.waitingNow} second={TEXTS.old} tick={minuteOf} />
          </Suspense>
        </section>
        <Databases of={databases} />
        <section className="card">
          <Replicas of={replicas} codeLists={codeLists} />
          {freeBytes !== null && (
            <Text size="sm">
              {t(TEXTS.store)}: {size(freeBytes)}
            </Text>
          )}
        </section>
      </div>
      <Webhooks of={state.webhooks} />
    </>
  )
}

function Answers({ answers }: { answers: boolean }) {
  const t = useText()
  return <span className={`severity ${answers ? 'info' : 'error'}`}>{t(answers ? TEXTS.yes : TEXTS.no)}</span>
}

function Databases({ of }: { of: State['databases'] }) {
  const t = useText()
  const { number } = useFormats()
  return (
    <section className="card">
      <Title order={2} size="h5">
        {t(TEXTS.databases)}
      </Title>
      <Table verticalSpacing={3}>
        <Heads of={[TEXTS.name, TEXTS.answers, figures(TEXTS.time)]} />
        <Table.Tbody>
          {of.map(({ name, answers, milliseconds }) => (
            <Table.Tr key={name}>
              <Table.Td className="code">{name}</Table.Td>
              <Table.Td>
                <Answers answers={answers} />
              </Table.Td>
              <Table.Td ta="end">{number(milliseconds)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

type ReplicasProps = { readonly of: State['replicas']; readonly codeLists: State['codeLists'] }

function Replicas({ of, codeLists }: ReplicasProps) {
  const t = useText()
  const { number } = useFormats()
  const lag = (seconds: number | null): string => (seconds === null ? '–' : number(seconds))
  return (
    <>
      <Title order={2} size="h5">
        {t(TEXTS.replicas)}
      </Title>
      <Table verticalSpacing={3}>
        <Heads of={[TEXTS.name, TEXTS.answers, figures(TEXTS.lag)]} />
        <Table.Tbody>
          <Table.Tr>
            <Table.Td>{t(TEXTS.codeLists, { release: codeLists?.release ?? '–' })}</Table.Td>
            <Table.Td>
              <span className={`severity ${codeLists?.stale === false ? 'info' : 'error'}`}>
                {t(codeLists?.stale === false ? TEXTS.fresh : TEXTS.stale)}
              </span>
            </Table.Td>
            <Table.Td ta="end">{lag(codeLists?.lagSeconds ?? null)}</Table.Td>
          </Table.Tr>
          {of.map(({ name, answers, lagSeconds }) => (
            <Table.Tr key={name}>
              <Table.Td className="code">{name}</Table.Td>
              <Table.Td>
                <Answers answers={answers} />
              </Table.Td>
              <Table.Td ta="end">{lag(lagSeconds)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

function Webhooks({ of: { failing, ...counts } }: { of: State['webhooks'] }) {
  const t = useText()
  const { number, time } = useFormats()
  const { pending, delivered, failed } = counts
  return (
    <section>
      <Title order={2} size="h5">
        {t(TEXTS.webhooks)}
      </Title>
      <Text size="sm">
        {t(TEXTS.messages, { pending: number(pending), delivered: number(delivered), failed: number(failed) })}
      </Text>
      {failing.length === 0 ? (
        <Text className="quiet">{t(TEXTS.noWebhook)}</Text>
      ) : (
        <Table verticalSpacing={3}>
          <Heads of={[TEXTS.facility, TEXTS.webhooks, TEXTS.reason, TEXTS.since]} />
          <Table.Tbody>
            {failing.map(({ id, facility, failingSince, disabledAt }) => {
              const since = disabledAt ?? failingSince
              return (
                <Table.Tr key={id}>
                  <Table.Td className="code">{facility}</Table.Td>
                  <Table.Td className="code">{id}</Table.Td>
                  <Table.Td>{t(disabledAt === null ? TEXTS.failing : TEXTS.disabled)}</Table.Td>
                  <Table.Td>{since === null ? '–' : time(Date.parse(since))}</Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}
