/** An assessment of one dossier: of the whole, and of each line of cost that is not paid as it was claimed. */
import { Alert, Button, Group, NativeSelect, Table, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { whenSent } from '../signed-in/fields.ts'
import type { WholeDossier } from '../signed-in/whole-dossier.ts'
import { KEY } from './key.ts'
import { DECISIONS, TEXTS } from './texts.ts'

type Decision = keyof typeof DECISIONS
type Typed = { readonly decision: Decision; readonly amount: string; readonly code: string; readonly words: string }
const ACCEPTED: Typed = { decision: 'accepted', amount: '', code: '', words: '' }
const CHOICES = ['accepted', 'reduced', 'refused'] as const

/** Tables of cost, with what names a line in each. */
const LINE_TABLES = [
  { table: 'XML2', code: 'MA_THUOC', name: 'TEN_THUOC' },
  { table: 'XML3', code: 'MA_DICH_VU', name: 'TEN_DICH_VU' },
] as const

type Line = {
  readonly key: string
  readonly table: (typeof LINE_TABLES)[number]['table']
  readonly STT: number
  readonly code: string
  readonly name: string
  readonly quantity: string
  readonly claimed: string
}

function linesOf({ tables }: WholeDossier): readonly Line[] {
  return LINE_TABLES.flatMap(({ table, code, name }) =>
    (tables.find((each) => each.table === table)?.rows ?? []).flatMap(({ values }) => {
      const STT = Number(values['STT'] ?? Number.NaN)
      if (!Number.isInteger(STT)) return []
      return {
        key: `${table} ${STT}`,
        table,
        STT,
        code: values[code] ?? (table === 'XML3' ? (values['MA_VAT_TU'] ?? '') : ''),
        name: values[name] ?? (table === 'XML3' ? (values['TEN_VAT_TU'] ?? '') : ''),
        quantity: values['SO_LUONG'] ?? '',
        claimed: values['T_BHTT'] ?? values['THANH_TIEN_BH'] ?? values['THANH_TIEN'] ?? '',
      }
    }),
  )
}

/** What was typed as the API takes it. */
const judgedOf = ({ decision, amount, code, words }: Typed) => ({
  decision,
  ...(decision === 'reduced' ? { amount: amount.trim() } : {}),
  ...(decision === 'accepted' ? {} : { reason: { code: code.trim(), words: words.trim() } }),
})

export function AssessForm({ whole }: { whole: WholeDossier }) {
  const t = useText()
  const doing = useDoing(KEY)
  const { MA_LK, facility, shown, versions } = whole
  const [id, setId] = useState(() => crypto.randomUUID())
  const [dossier, setDossier] = useState<Typed>(ACCEPTED)
  const [typed, setTyped] = useState<ReadonlyMap<string, Typed>>(new Map())
  const [isDone, setDone] = useState(false)
  const lines = linesOf(whole)
  const state = versions.find(({ submission }) => submission === shown.submission)?.state
  if (state === 'waiting') return <Text>{t(TEXTS.notAssessable)}</Text>
  const submit = async (): Promise<void> => {
    setDone(false)
    const judged = lines.flatMap(({ key, table, STT }) => {
      const of = typed.get(key)
      return of === undefined || of.decision === 'accepted' ? [] : [{ table, STT, ...judgedOf(of) }]
    })
    const item = { id, facility, MA_LK, purpose: 'payment' as const, submission: shown.submission }
    const body = { assessments: [{ ...item, ...judgedOf(dossier), lines: judged }] }
    if (await doing.run(() => answered(api.POST('/v1/assessments', { body })))) {
      setDone(true)
      // Said again it is another one.
      setId(crypto.randomUUID())
    }
  }
  return (
    <form className="assess scroll" onSubmit={whenSent(() => submit())}>
      <Refusal doing={doing} />
      {isDone && (
        <Alert role="status" color="green" variant="outline" p="xs">
          {t(TEXTS.recorded)}
        </Alert>
      )}
      <Title order={2} size="h5">
        {t(TEXTS.whole)}
      </Title>
      <Group gap="xs" align="flex-end">
        <Judged value={dossier} of={t(TEXTS.whole)} isLabelled onChange={setDossier} />
        <Button type="submit" loading={doing.isBusy}>
          {t(TEXTS.record)}
        </Button>
      </Group>
      <Title order={2} size="h5">
        {t(TEXTS.lines)}
      </Title>
      <Lines
        lines={lines}
        typed={typed}
        onChange={(key, value) => setTyped((before) => new Map(before).set(key, value))}
      />
    </form>
  )
}

type LinesProps = {
  readonly lines: readonly Line[]
  readonly typed: ReadonlyMap<string, Typed>
  readonly onChange: (key: string, value: Typed) => void
}

function Lines({ lines, typed, onChange }: LinesProps) {
  const t = useText()
  const { number } = useFormats()
  return (
    <ScrollRegion label={t(TEXTS.lines)} className="box scroll">
      <Table stickyHeader verticalSpacing={3}>
        <Heads
          of={[
            TEXTS.table,
            TEXTS.line,
            TEXTS.code,
            TEXTS.name,
            figures(TEXTS.quantity),
            figures(TEXTS.claimed),
            TEXTS.decision,
          ]}
        />
        <Table.Tbody>
          {lines.map(({ key, table, STT, code, name, quantity, claimed }) => (
            <Table.Tr key={key}>
              <Table.Td>{table}</Table.Td>
              <Table.Td>{STT}</Table.Td>
              <Table.Td className="code">{code}</Table.Td>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="end">{quantity}</Table.Td>
              <Table.Td ta="end">{claimed === '' ? '–' : number(Number(claimed))}</Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <Judged value={typed.get(key) ?? ACCEPTED} of={key} onChange={(value) => onChange(key, value)} />
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}

type JudgedProps = {
  readonly value: Typed
  /** What is judged, for whoever does not see where the fields are. */
  readonly of: string
  readonly isLabelled?: boolean
  readonly onChange: (value: Typed) => void
}

/** The decision, and what it asks for. */
function Judged({ value, of, isLabelled = false, onChange }: JudgedProps) {
  const t = useText()
  const named = (text: { vi: string; en: string }) =>
    isLabelled ? { label: t(text) } : { 'aria-label': `${t(text)}: ${of}`, placeholder: t(text) }
  const { placeholder: _, ...decisionName } = { placeholder: '', ...named(TEXTS.decision) }
  const field = (name: 'amount' | 'code' | 'words', text: { vi: string; en: string }, width: number) => (
    <TextInput
      size="xs"
      w={width}
      required
      maxLength={name === 'words' ? 500 : 100}
      {...(name === 'amount' ? { inputMode: 'decimal' as const, pattern: '\\d{1,13}(\\.\\d{1,2})?' } : {})}
      {...named(text)}
      value={value[name]}
      onChange={({ currentTarget }) => onChange({ ...value, [name]: currentTarget.value })}
    />
  )
  return (
    <>
      <NativeSelect
        size="xs"
        {...decisionName}
        value={value.decision}
        data={CHOICES.map((choice) => ({ value: choice, label: t(DECISIONS[choice]) }))}
        onChange={({ currentTarget }) =>
          onChange({ ...value, decision: CHOICES.find((each) => each === currentTarget.value) ?? 'accepted' })
        }
      />
      {value.decision === 'reduced' && field('amount', TEXTS.amount, 130)}
      {value.decision !== 'accepted' && field('code', TEXTS.reasonCode, 90)}
      {value.decision !== 'accepted' && field('words', TEXTS.reason, 240)}
    </>
  )
}
