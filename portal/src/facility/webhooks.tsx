/** Page "webhooks": where results are sent; the secret is shown once. */
import { Button, Group, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { figures, Heads, unseen } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api, done } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { textOf, whenSent } from '../signed-in/fields.ts'
import { Secrets, type Shown } from './secrets.tsx'
import { Frame } from './frame.tsx'
import { FAILURES, TEXTS, WEBHOOK_STATES } from './texts.ts'

type Webhook = components['schemas']['Webhook']
type Tested = components['schemas']['WebhookTested']
const KEY = 'webhooks'

export function WebhooksPage() {
  const t = useText()
  const doing = useDoing(KEY)
  const [shown, setShown] = useState<Shown | null>(null)
  const [tested, setTested] = useState<Tested | null>(null)
  const asked = useQuery({ queryKey: [KEY], queryFn: () => answered(api.GET('/v1/webhooks')) })
  const add = (typed: FormData, form: HTMLFormElement): Promise<boolean> =>
    doing.run(async () => {
      const body = { url: textOf(typed, 'url') }
      const { url, secret } = await answered(api.POST('/v1/webhooks', { body }))
      setShown(secretOf(t(TEXTS.webhookMade), url, secret))
      form.reset()
    })
  const secretOf = (title: string, url: string, secret: string): Shown => ({
    title,
    lines: [
      { label: t(TEXTS.address), value: url },
      { label: t(TEXTS.secret), value: secret },
    ],
  })
  const rotate = (id: string): Promise<boolean> =>
    doing.run(async () => {
      const { url, secret } = await answered(api.POST('/v1/webhooks/{id}/secret', { params: { path: { id } } }))
      setShown(secretOf(t(TEXTS.webhookRotated), url, secret))
    })
  const test = (id: string): Promise<boolean> =>
    doing.run(async () => setTested(await answered(api.POST('/v1/webhooks/{id}/test', { params: { path: { id } } }))))
  const remove = (id: string): Promise<boolean> =>
    doing.run(() => done(api.DELETE('/v1/webhooks/{id}', { params: { path: { id } } })))
  return (
    <Frame title={TEXTS.webhooksTitle} text={TEXTS.webhooksText}>
      <form onSubmit={whenSent(add)}>
        <Group align="end">
          <TextInput
            type="url"
            name="url"
            label={t(TEXTS.address)}
            placeholder="https://his.example.vn/bhyt"
            w={420}
            required
          />
          <Button type="submit" loading={doing.isBusy}>
            {t(TEXTS.add)}
          </Button>
        </Group>
      </form>
      <Refusal doing={doing} />
      {shown && <Secrets shown={shown} onKept={() => setShown(null)} />}
      {tested && <TestOutcome tested={tested} />}
      <Asked asked={asked}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <Empty title={t(TEXTS.noWebhooks)}>{t(TEXTS.noWebhooksText)}</Empty>
          ) : (
            <Webhooks webhooks={webhooks} isBusy={doing.isBusy} onTest={test} onRotate={rotate} onRemove={remove} />
          )
        }
      </Asked>
    </Frame>
  )
}

function TestOutcome({ tested: { delivered, status, failure } }: { tested: Tested }) {
  const t = useText()
  const values = { status: status ?? '' }
  return (
    <Text role="status">
      {delivered || failure === null
        ? t(TEXTS.tested, values)
        : t(TEXTS.notTested, { why: t(FAILURES[failure], values) })}
    </Text>
  )
}

type ListProps = {
  readonly webhooks: readonly Webhook[]
  readonly isBusy: boolean
  readonly onTest: (id: string) => Promise<boolean>
  readonly onRotate: (id: string) => Promise<boolean>
  readonly onRemove: (id: string) => Promise<boolean>
}

function Webhooks({ webhooks, isBusy, onTest, onRotate, onRemove }: ListProps) {
  const t = useText()
  const { number } = useFormats()
  return (
    <div className="box">
      <Table verticalSpacing={6}>
        <Heads of={[TEXTS.address, TEXTS.state, figures(TEXTS.pending), unseen(TEXTS.test)]} />
        <Table.Tbody>
          {webhooks.map(({ id, url, state, pending }) => (
            <Table.Tr key={id}>
              <Table.Td className="code">{url}</Table.Td>
              <Table.Td>
                <span className={`severity ${state === 'active' ? 'info' : state === 'failing' ? 'warning' : 'error'}`}>
                  {t(WEBHOOK_STATES[state])}
                </span>
              </Table.Td>
              <Table.Td ta="end">{number(pending)}</Table.Td>
              <Table.Td>
                <Group gap="xs" justify="flex-end" wrap="nowrap">
                  {(
                    [
                      [TEXTS.test, onTest],
                      [TEXTS.rotate, onRotate],
                      [TEXTS.remove, onRemove],
                    ] as const
                  ).map(([text, act]) => (
                    <Button
                      key={text.en}
                      size="xs"
                      variant="default"
                      disabled={isBusy}
                      aria-label={`${t(text)}: ${url}`}
                      onClick={() => void act(id)}
                    >
                      {t(text)}
                    </Button>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
