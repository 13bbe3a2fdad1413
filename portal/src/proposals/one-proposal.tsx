/** One proposal: what it asks for, what it resembles, the steps so far, and the step that is its reader's. */
import { Button, Group, Table, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { sessionOf, useSession, type Session } from '../app/session.ts'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { KEY } from './key.ts'
import { ProposalForm } from './proposal-form.tsx'
import { ACTIONS, KINDS, STATES, TEXTS } from './texts.ts'

type Found = components['schemas']['ProposalWithSteps']
type Step = 'forward' | 'return' | 'reject' | 'accept' | 'withdraw'

/** The steps that a reader may take now. */
function stepsOf(session: Session | null, state: Found['proposal']['state']): readonly Step[] {
  const duties = session?.duties ?? []
  if (duties.includes('supervisor') && state === 'open') return ['forward', 'return', 'reject']
  if (duties.includes('curator') && state === 'forwarded') return ['accept', 'reject']
  if (session?.side === 'facility' && (state === 'open' || state === 'returned')) return ['withdraw']
  return []
}

type Props = { readonly id: string; readonly titles: ReadonlyMap<string, string> }

export function OneProposal({ id, titles }: Props) {
  const session = sessionOf(useSession())
  const found = useQuery({
    queryKey: [KEY, 'one', id],
    queryFn: () => answered(api.GET('/v1/dmdc/proposals/{id}', { params: { path: { id } } })),
  })
  return (
    <Asked asked={found}>
      {(answer) => (
        <>
          <Content of={answer} titles={titles} />
          <TakeStep key={answer.proposal.revision} of={answer} steps={stepsOf(session, answer.proposal.state)} />
          {session?.side === 'facility' && answer.proposal.state === 'returned' && (
            <Revise of={answer} titles={titles} />
          )}
        </>
      )}
    </Asked>
  )
}

function Content({ of: { proposal, steps, likelyDuplicates }, titles }: { of: Found } & Pick<Props, 'titles'>) {
  const t = useText()
  const { day, time } = useFormats()
  const { name, kind, catalogue, code, validFrom, evidence, facility, state, draft } = proposal
  return (
    <>
      <Text>
        <span className="severity info">{t(STATES[state])}</span> {t(KINDS[kind])} ·{' '}
        {titles.get(catalogue) ?? catalogue} · <span className="code">{code ?? '–'}</span> · <b>{name}</b>
      </Text>
      <Text size="sm">
        {t(TEXTS.facility)} {facility} · {t(TEXTS.validFrom)} {day(validFrom)} · {t(TEXTS.evidence)}: {evidence}
      </Text>
      {draft !== null && (
        <Text size="sm">
          <Link className="link" to="/dmdc/drafts/$id" params={{ id: draft }}>
            {t(TEXTS.inDraft)}
          </Link>
        </Text>
      )}
      {likelyDuplicates.length > 0 && (
        <>
          <Title order={3} size="h6" mt="sm">
            {t(TEXTS.similar)}
          </Title>
          <ul className="plain-list">
            {likelyDuplicates.map((each) => (
              <li key={`${each.source} ${each.code} ${each.proposal}`}>
                <span className="code">{each.code ?? '–'}</span> {each.name}
              </li>
            ))}
          </ul>
        </>
      )}
      <Title order={3} size="h6" mt="sm">
        {t(TEXTS.steps)}
      </Title>
      <Table verticalSpacing={3} mb="sm">
        <Heads of={[TEXTS.at, TEXTS.who, TEXTS.step, TEXTS.comment]} />
        <Table.Tbody>
          {steps.map(({ number, at, actor, action, comment }) => (
            <Table.Tr key={number}>
              <Table.Td className="one-line">{time(Date.parse(at))}</Table.Td>
              <Table.Td>{actor}</Table.Td>
              <Table.Td>{t(ACTIONS[action])}</Table.Td>
              <Table.Td>{comment}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

function TakeStep({ of: { proposal }, steps }: { of: Found; steps: readonly Step[] }) {
  const t = useText()
  const doing = useDoing(KEY)
  const [comment, setComment] = useState('')
  const [code, setCode] = useState(proposal.code ?? '')
  const [document, setDocument] = useState('')
  const take = (step: Step): void => {
    const params = { path: { id: proposal.id } }
    const said = { comment: comment.trim(), revision: proposal.revision }
    void doing.run(() =>
      step === 'accept'
        ? answered(
            api.POST('/v1/dmdc/proposals/{id}/accept', {
              params,
              body: {
                ...said,
                ...(code.trim() === '' ? {} : { code: code.trim() }),
                ...(document.trim() === '' ? {} : { document: document.trim() }),
              },
            }),
          )
        : answered(api.POST(`/v1/dmdc/proposals/{id}/${step}`, { params, body: said })),
    )
  }
  if (steps.length === 0) return <Refusal doing={doing} />
  return (
    <>
      <Refusal doing={doing} />
      {steps.includes('accept') && (
        <Group grow mb="xs">
          <TextInput
            size="xs"
            label={t(TEXTS.code)}
            maxLength={50}
            value={code}
            onChange={({ currentTarget: { value } }) => setCode(value)}
          />
          <TextInput
            size="xs"
            label={t(TEXTS.document)}
            placeholder={t(TEXTS.documentHint)}
            maxLength={1000}
            value={document}
            onChange={({ currentTarget: { value } }) => setDocument(value)}
          />
        </Group>
      )}
      <Textarea
        label={t(TEXTS.comment)}
        maxLength={4000}
        value={comment}
        onChange={({ currentTarget: { value } }) => setComment(value)}
      />
      <Group gap="xs" mt="xs">
        {steps.map((step, at) => (
          <Button
            key={step}
            size="xs"
            variant={at === 0 ? 'filled' : 'default'}
            disabled={doing.isBusy || comment.trim() === ''}
            onClick={() => take(step)}
          >
            {t(TEXTS[step])}
          </Button>
        ))}
      </Group>
    </>
  )
}

function Revise({ of: { proposal }, titles }: { of: Found } & Pick<Props, 'titles'>) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  if (!isOpen)
    return (
      <Button size="xs" mt="xs" onClick={() => setOpen(true)}>
        {t(TEXTS.revise)}
      </Button>
    )
  return <ProposalForm titles={titles} returned={proposal} onDone={() => setOpen(false)} />
}
