/** How a dossier came to be what it is: versions, what BHXH said of each, and the correction that waits. */
import { Button, Group, Table, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import type { WholeDossier } from '../signed-in/whole-dossier.ts'
import { KEY } from './key.ts'
import { AGREEMENTS, CORRECTIONS, DECISIONS, STATES, TEXTS } from './texts.ts'

export function History({ whole }: { whole: WholeDossier }) {
  const t = useText()
  const { MA_LK, facility, shown } = whole
  const query = { facility, purpose: 'payment' as const }
  const found = useQuery({
    queryKey: [KEY, 'versions', facility, MA_LK],
    queryFn: () => answered(api.GET('/v1/dossiers/{MA_LK}/versions', { params: { path: { MA_LK }, query } })),
  })
  const own = found.data?.versions.find(
    ({ submission, dossier }) => submission === shown.submission && dossier === shown.dossier,
  )
  return (
    <div className="dossier-history scroll">
      <Title order={2} size="h5">
        {t(TEXTS.versions)}
      </Title>
      <Asked asked={found}>{({ versions }) => <Versions of={versions} />}</Asked>
      {own?.follows && <Differences whole={whole} />}
      {own?.state === 'waiting' && <Decide whole={whole} />}
      <Title order={2} size="h5">
        {t(TEXTS.assessments)}
      </Title>
      <Assessments whole={whole} />
    </div>
  )
}

function Versions({ of }: { of: WholeDossier['versions'] }) {
  const t = useText()
  const { number, time } = useFormats()
  return (
    <Table verticalSpacing={3}>
      <Heads of={[TEXTS.version, TEXTS.receivedAt, TEXTS.state, TEXTS.correction, TEXTS.agreement, TEXTS.decision]} />
      <Table.Tbody>
        {of.map(({ submission, dossier, version, receivedAt, state, correction, agreement, assessment }) => (
          <Table.Tr key={`${submission}-${dossier}`}>
            <Table.Td>{number(version)}</Table.Td>
            <Table.Td>{time(Date.parse(receivedAt))}</Table.Td>
            <Table.Td>{state === null ? '–' : t(STATES[state])}</Table.Td>
            <Table.Td>
              {correction === null
                ? '–'
                : `${t(CORRECTIONS[correction.code] ?? TEXTS.reason)}${correction.reason && `: ${correction.reason}`}`}
            </Table.Td>
            <Table.Td>
              {agreement === null ? '–' : `${t(AGREEMENTS[agreement.decision])}: ${agreement.reason} (${agreement.by})`}
            </Table.Td>
            <Table.Td>{assessment === null ? '–' : t(DECISIONS[assessment])}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Differences({ whole: { MA_LK, facility, shown } }: { whole: WholeDossier }) {
  const t = useText()
  const { number } = useFormats()
  const path = { MA_LK, version: `${shown.submission}-${shown.dossier}` }
  const query = { facility, purpose: 'payment' as const }
  const found = useQuery({
    queryKey: ['differences', path, facility],
    queryFn: () =>
      answered(api.GET('/v1/dossiers/{MA_LK}/versions/{version}/differences', { params: { path, query } })),
  })
  const shownValue = (value: string | null, isHidden: boolean): string => (isHidden ? t(TEXTS.hidden) : (value ?? '–'))
  return (
    <Asked asked={found}>
      {({ differences, total }) => (
        <>
          <Title order={2} size="h5">
            {t(TEXTS.differences, { total: number(total) })}
          </Title>
          <Table verticalSpacing={3}>
            <Heads of={[TEXTS.table, TEXTS.line, TEXTS.field, TEXTS.before, TEXTS.after]} />
            <Table.Tbody>
              {differences.flatMap(({ table, row, fields }) =>
                fields.map(({ field, old, new: now, hidden }) => (
                  <Table.Tr key={`${table} ${row} ${field}`}>
                    <Table.Td>{table}</Table.Td>
                    <Table.Td>{row}</Table.Td>
                    <Table.Td className="code">{field}</Table.Td>
                    <Table.Td>{shownValue(old, hidden)}</Table.Td>
                    <Table.Td>{shownValue(now, hidden)}</Table.Td>
                  </Table.Tr>
                )),
              )}
            </Table.Tbody>
          </Table>
        </>
      )}
    </Asked>
  )
}

const LEAST_REASON = 10

function Decide({ whole: { MA_LK, facility, shown } }: { whole: WholeDossier }) {
  const t = useText()
  const doing = useDoing(KEY)
  const [reason, setReason] = useState('')
  const decide = (decision: 'agreed' | 'refused'): void => {
    const body = {
      facility,
      purpose: 'payment' as const,
      submission: shown.submission,
      decision,
      reason: reason.trim(),
    }
    void doing.run(() => answered(api.POST('/v1/dossiers/{MA_LK}/agreement', { params: { path: { MA_LK } }, body })))
  }
  const isShort = reason.trim().length < LEAST_REASON
  return (
    <section className="box asks">
      <Title order={2} size="h5">
        {t(TEXTS.waitingState)}
      </Title>
      <Refusal doing={doing} />
      <Group align="flex-end" gap="xs">
        <TextInput
          flex={1}
          label={t(TEXTS.decideReason)}
          maxLength={500}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Button disabled={isShort} loading={doing.isBusy} onClick={() => decide('agreed')}>
          {t(TEXTS.agree)}
        </Button>
        <Button variant="default" disabled={isShort || doing.isBusy} onClick={() => decide('refused')}>
          {t(TEXTS.refuse)}
        </Button>
      </Group>
    </section>
  )
}

function Assessments({ whole: { MA_LK, facility } }: { whole: WholeDossier }) {
  const t = useText()
  const { number, time } = useFormats()
  const found = useQuery({
    queryKey: [KEY, 'of', facility, MA_LK],
    queryFn: () =>
      answered(api.GET('/v1/dossiers/{MA_LK}/assessment', { params: { path: { MA_LK }, query: { facility } } })),
  })
  const money = (amount: string | null): string => (amount === null ? '–' : number(Number(amount)))
  return (
    <Asked asked={found}>
      {({ assessments }) =>
        assessments.length === 0 ? (
          <Text className="quiet">{t(TEXTS.noAssessment)}</Text>
        ) : (
          <Table verticalSpacing={3}>
            <Heads
              of={[TEXTS.receivedAt, TEXTS.table, TEXTS.line, TEXTS.decision, figures(TEXTS.amount), TEXTS.reason]}
            />
            <Table.Tbody>
              {assessments.flatMap(({ id, receivedAt, lines, ...judged }) =>
                [{ table: t(TEXTS.whole), STT: null, ...judged }, ...lines].map(
                  ({ table, STT, decision, amount, reason }) => (
                    <Table.Tr key={`${id} ${table} ${STT}`}>
                      <Table.Td>{STT === null ? time(Date.parse(receivedAt)) : ''}</Table.Td>
                      <Table.Td>{table}</Table.Td>
                      <Table.Td>{STT ?? ''}</Table.Td>
                      <Table.Td>{t(DECISIONS[decision])}</Table.Td>
                      <Table.Td ta="end">{money(amount)}</Table.Td>
                      <Table.Td>{reason === null ? '–' : `${reason.code}: ${reason.words}`}</Table.Td>
                    </Table.Tr>
                  ),
                ),
              )}
            </Table.Tbody>
          </Table>
        )
      }
    </Asked>
  )
}
