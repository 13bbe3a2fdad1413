/** Page "dead letters": what was tried to the end, run again or dismissed with a reason; and what waits too long. */
import { Button, Group, SegmentedControl, Table, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { figures, Heads, unseen } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { Dialog } from '../signed-in/dialog.tsx'
import { useDoing } from '../signed-in/doing.tsx'
import { textOf } from '../signed-in/fields.ts'
import { Form } from '../signed-in/form.tsx'
import { Frame } from './frame.tsx'
import { KEY } from './key.ts'
import { LETTER_STATES, TEXTS } from './texts.ts'

type Letter = components['schemas']['DeadLetter']
type Step = { readonly letter: Letter; readonly name: 'rerun' | 'dismiss' }

const ASK_MS = 5000

export function LettersPage() {
  const t = useText()
  const navigate = useNavigate({ from: '/operations/letters' })
  const { show, after } = useSearch({ from: '/operations/letters' })
  const [step, setStep] = useState<Step | null>(null)
  const query = { ...(show === 'mended' ? { mended: true } : {}), ...(after ? { after } : {}) }
  const letters = useQuery({
    queryKey: [KEY, 'letters', query],
    queryFn: () => answered(api.GET('/v1/operations/dead-letters', { params: { query } })),
    refetchInterval: ASK_MS,
  })
  const title = step && t(step.name === 'rerun' ? TEXTS.rerunOf : TEXTS.dismissOf, { id: step.letter.id })
  return (
    <Frame title={TEXTS.lettersTitle} text={t(TEXTS.lettersText)}>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t(TEXTS.show)}
        value={show ?? 'open'}
        data={(['open', 'mended'] as const).map((value) => ({ value, label: t(TEXTS[value]) }))}
        onChange={(value) => void navigate({ search: value === 'mended' ? { show: 'mended' } : {}, replace: true })}
      />
      <Asked asked={letters}>
        {({ deadLetters, next }) =>
          deadLetters.length === 0 ? (
            <Empty title={t(TEXTS.noLetter)}>{t(TEXTS.noLetterText)}</Empty>
          ) : (
            <>
              <Letters of={deadLetters} onStep={setStep} />
              <Pages next={next} />
            </>
          )
        }
      </Asked>
      <Overdue />
      <Dialog isOpen={step !== null} onClose={() => setStep(null)} title={title ?? ''}>
        {step !== null && <TakeStep step={step} onDone={() => setStep(null)} />}
      </Dialog>
    </Frame>
  )
}

function Letters({ of, onStep }: { of: readonly Letter[]; onStep: (step: Step) => void }) {
  const t = useText()
  const { number, time } = useFormats()
  return (
    <div className="box scroll">
      <Table verticalSpacing={4}>
        <Heads
          of={[
            TEXTS.submission,
            TEXTS.facility,
            TEXTS.cause,
            figures(TEXTS.attempts),
            TEXTS.givenUp,
            TEXTS.state,
            TEXTS.steps,
            unseen(TEXTS.rerun),
          ]}
        />
        <Table.Tbody>
          {of.map((letter) => (
            <Table.Tr key={letter.id}>
              <Table.Td className="code">{letter.id}</Table.Td>
              <Table.Td className="code">{letter.facility ?? '–'}</Table.Td>
              <Table.Td>{letter.cause}</Table.Td>
              <Table.Td ta="end">{number(letter.attempts)}</Table.Td>
              <Table.Td className="one-line">{time(Date.parse(letter.at))}</Table.Td>
              <Table.Td>{t(LETTER_STATES[letter.state])}</Table.Td>
              <Table.Td>
                {[...letter.reruns, ...letter.dismissals].map(({ by, at, reason }) => (
                  <div key={at}>
                    {by}, {time(Date.parse(at))}: {reason}
                  </div>
                ))}
              </Table.Td>
              <Table.Td>
                {letter.state !== 'mended' && (
                  <Group gap={4} wrap="nowrap">
                    {(['rerun', 'dismiss'] as const).map((name) => (
                      <Button
                        key={name}
                        size="compact-xs"
                        variant={name === 'rerun' ? 'filled' : 'default'}
                        disabled={name === 'rerun' && letter.submissionId === null}
                        aria-label={t(name === 'rerun' ? TEXTS.rerunOf : TEXTS.dismissOf, { id: letter.id })}
                        onClick={() => onStep({ letter, name })}
                      >
                        {t(TEXTS[name])}
                      </Button>
                    ))}
                  </Group>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function TakeStep({ step: { letter, name }, onDone }: { step: Step; onDone: () => void }) {
  const t = useText()
  const doing = useDoing(KEY)
  const take = async (form: FormData): Promise<void> => {
    const params = { path: { id: letter.id } }
    const body = { reason: textOf(form, 'reason') }
    if (await doing.run(() => answered(api.POST(`/v1/operations/dead-letters/{id}/${name}`, { params, body }))))
      onDone()
  }
  return (
    <Form doing={doing} submit={take} button={t(TEXTS[name])} lead={<Text size="sm">{letter.cause}</Text>}>
      <TextInput name="reason" label={t(TEXTS.why)} minLength={10} maxLength={500} required />
    </Form>
  )
}

function Overdue() {
  const t = useText()
  const { number, time } = useFormats()
  const found = useQuery({
    queryKey: [KEY, 'overdue'],
    queryFn: () => answered(api.GET('/v1/operations/overdue')),
    refetchInterval: ASK_MS,
  })
  return (
    <section>
      <Title order={2} size="h5">
        {t(TEXTS.overdue)}
      </Title>
      <Asked asked={found}>
        {({ overdue }) =>
          overdue.length === 0 ? (
            <Text className="quiet">{t(TEXTS.noOverdue)}</Text>
          ) : (
            <Table verticalSpacing={3}>
              <Heads of={[TEXTS.submission, TEXTS.facility, TEXTS.since, figures(TEXTS.minutes)]} />
              <Table.Tbody>
                {overdue.map(({ submissionId, facility, since, minutes }) => (
                  <Table.Tr key={submissionId}>
                    <Table.Td className="code">{submissionId}</Table.Td>
                    <Table.Td className="code">{facility}</Table.Td>
                    <Table.Td>{time(Date.parse(since))}</Table.Td>
                    <Table.Td ta="end">{number(minutes)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Asked>
    </section>
  )
}
