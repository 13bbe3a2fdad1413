/** Page "outages": declared, ended, taken back; a clock runs for what still lasts. */
import { Button, Group, NativeSelect, SegmentedControl, Table, TextInput } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { vietnamTime } from '../../../src/kernel/vietnam-time.ts'
import { Heads, unseen } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { momentOf, textOf } from '../signed-in/fields.ts'
import { Dialog } from '../signed-in/dialog.tsx'
import { Form } from '../signed-in/form.tsx'
import { Frame } from './frame.tsx'
import { CAUSES, CHANNELS, TEXTS } from './texts.ts'

type Outage = components['schemas']['Outage']
const KEY = 'outages'
const SECOND_MS = 1000

export function OutagesPage() {
  const t = useText()
  const navigate = useNavigate({ from: '/facility/outages' })
  const { show, after } = useSearch({ from: '/facility/outages' })
  const query = { ...(show === 'open' ? { open: true } : {}), ...(after ? { after } : {}), limit: 50 }
  const [isDeclaring, setDeclaring] = useState(false)
  const [withdrawing, setWithdrawing] = useState<Outage | null>(null)
  const doing = useDoing(KEY)
  const asked = useQuery({
    queryKey: [KEY, query],
    queryFn: () => answered(api.GET('/v1/outages', { params: { query } })),
  })
  const end = (id: string): Promise<boolean> =>
    doing.run(() => answered(api.POST('/v1/outages/{id}/end', { params: { path: { id } }, body: {} })))
  return (
    <Frame
      title={TEXTS.outagesTitle}
      text={TEXTS.outagesText}
      action={<Button onClick={() => setDeclaring(true)}>{t(TEXTS.declare)}</Button>}
    >
      <Group>
        <SegmentedControl
          size="xs"
          aria-label={t(TEXTS.show)}
          value={show ?? 'all'}
          data={[
            { value: 'all', label: t(TEXTS.all) },
            { value: 'open', label: t(TEXTS.stillOpen) },
          ]}
          onChange={(value) =>
            void navigate({
              search: (before) => ({ ...before, show: value === 'open' ? 'open' : undefined, after: undefined }),
              replace: true,
            })
          }
        />
      </Group>
      <Refusal doing={doing} />
      <Asked asked={asked}>
        {({ outages, next }) =>
          outages.length === 0 ? (
            <Empty title={t(TEXTS.noOutages)}>{t(TEXTS.noOutagesText)}</Empty>
          ) : (
            <>
              <Outages outages={outages} isBusy={doing.isBusy} onEnd={end} onWithdraw={setWithdrawing} />
              <Pages next={next} />
            </>
          )
        }
      </Asked>
      <Dialog isOpen={isDeclaring} onClose={() => setDeclaring(false)} title={t(TEXTS.declare)}>
        <Declare onDone={() => setDeclaring(false)} />
      </Dialog>
      <Dialog isOpen={withdrawing !== null} onClose={() => setWithdrawing(null)} title={t(TEXTS.withdrawTitle)}>
        {withdrawing && <Withdraw id={withdrawing.id} onDone={() => setWithdrawing(null)} />}
      </Dialog>
    </Frame>
  )
}

type ListProps = {
  readonly outages: readonly Outage[]
  readonly isBusy: boolean
  readonly onEnd: (id: string) => Promise<boolean>
  readonly onWithdraw: (outage: Outage) => void
}

function Outages({ outages, isBusy, onEnd, onWithdraw }: ListProps) {
  const t = useText()
  const { time } = useFormats()
  return (
    <div className="box">
      <Table verticalSpacing={6}>
        <Heads of={[TEXTS.side, TEXTS.cause, TEXTS.channel, TEXTS.from, TEXTS.to, TEXTS.state, unseen(TEXTS.endNow)]} />
        <Table.Tbody>
          {outages.map((outage) => {
            const { id, side, cause, channel, from, to, withdrawn } = outage
            const isOwn = side === 'facility' && withdrawn === null
            return (
              <Table.Tr key={id}>
                <Table.Td>{t(side === 'receiver' ? TEXTS.receiver : TEXTS.facilitySide)}</Table.Td>
                <Table.Td>{t(CAUSES[cause])}</Table.Td>
                <Table.Td>{t(CHANNELS[channel])}</Table.Td>
                <Table.Td>{time(Date.parse(from))}</Table.Td>
                <Table.Td>{to === null ? '–' : time(Date.parse(to))}</Table.Td>
                <Table.Td>
                  {withdrawn ? t(TEXTS.withdrawn, { reason: withdrawn.reason }) : <Lasting from={from} to={to} />}
                </Table.Td>
                <Table.Td ta="end">
                  {isOwn && (
                    <Group gap="xs" justify="flex-end" wrap="nowrap">
                      {to === null && (
                        <Button size="xs" disabled={isBusy} onClick={() => void onEnd(id)}>
                          {t(TEXTS.endNow)}
                        </Button>
                      )}
                      <Button size="xs" variant="default" disabled={isBusy} onClick={() => onWithdraw(outage)}>
                        {t(TEXTS.withdraw)}
                      </Button>
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** How long it lasted; of what still lasts, a clock. */
function Lasting({ from, to }: { from: string; to: string | null }) {
  const t = useText()
  const [now, setNow] = useState(() => Date.now())
  const { start, stop } = useInterval(() => setNow(Date.now()), SECOND_MS)
  useEffect(() => {
    if (to === null) start()
    return stop
  }, [to, start, stop])
  const time = durationOf((to === null ? now : Date.parse(to)) - Date.parse(from))
  if (to !== null) return t(TEXTS.lasted, { time })
  // A screen reader is not to read every second.
  return (
    <span className="severity warning" role="timer" aria-live="off">
      {t(TEXTS.running, { time })}
    </span>
  )
}

/** `26:04:09`: hours, minutes, seconds. */
function durationOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND_MS))
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

function Declare({ onDone }: { onDone: () => void }) {
  const t = useText()
  const doing = useDoing(KEY)
  const submit = async (form: FormData): Promise<void> => {
    const [to, evidence] = [textOf(form, 'to'), textOf(form, 'evidence')]
    const body = {
      cause: chosen(CAUSES, form.get('cause'), 'power'),
      channel: chosen(CHANNELS, form.get('channel'), 'all'),
      from: momentOf(textOf(form, 'from')),
      ...(to === '' ? {} : { to: momentOf(to) }),
      ...(evidence === '' ? {} : { evidence }),
    }
    if (await doing.run(() => answered(api.POST('/v1/outages', { body })))) onDone()
  }
  const options = (texts: Readonly<Record<string, { vi: string; en: string }>>) =>
    Object.entries(texts).map(([value, text]) => ({ value, label: t(text) }))
  return (
    <Form doing={doing} submit={submit} button={t(TEXTS.declare)}>
      <NativeSelect name="cause" label={t(TEXTS.cause)} data={options(CAUSES)} />
      <NativeSelect name="channel" label={t(TEXTS.channel)} data={options(CHANNELS)} />
      <TextInput
        type="datetime-local"
        name="from"
        label={t(TEXTS.from)}
        defaultValue={vietnamTime(Date.now()).slice(0, 16)}
        required
      />
      <TextInput type="datetime-local" name="to" label={t(TEXTS.to)} description={t(TEXTS.toHint)} />
      <TextInput name="evidence" label={t(TEXTS.evidence)} description={t(TEXTS.evidenceHint)} maxLength={500} />
    </Form>
  )
}

/** One of a closed list. */
const chosen = <Key extends string>(
  texts: Readonly<Record<Key, unknown>>,
  value: FormDataEntryValue | null,
  fallback: Key,
): Key => {
  const isKey = (key: FormDataEntryValue | null): key is Key & string => typeof key === 'string' && key in texts
  return isKey(value) ? value : fallback
}

function Withdraw({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useText()
  const doing = useDoing(KEY)
  const submit = async (form: FormData): Promise<void> => {
    const body = { reason: textOf(form, 'reason') }
    const path = { id }
    if (await doing.run(() => answered(api.POST('/v1/outages/{id}/withdraw', { params: { path }, body })))) onDone()
  }
  return (
    <Form doing={doing} submit={submit} button={t(TEXTS.withdraw)}>
      <TextInput name="reason" label={t(TEXTS.reason)} minLength={10} maxLength={500} required />
    </Form>
  )
}
