/** Page "card check": the status of a card and its encounters of six months. Nothing of it is in the address. */
import { Alert, Group, Table, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { answered, api } from '../signed-in/api.ts'
import { useDoing } from '../signed-in/doing.tsx'
import { textOf } from '../signed-in/fields.ts'
import { Form } from '../signed-in/form.tsx'
import { Frame } from './frame.tsx'
import { CARD_STATUS, TEXTS } from './texts.ts'

type CardCheck = components['schemas']['CardCheck']

export function CardsPage() {
  const t = useText()
  const doing = useDoing('card-checks')
  const [found, setFound] = useState<CardCheck | null>(null)
  const submit = async (form: FormData): Promise<void> => {
    const [card, name, birth] = ['card', 'name', 'birth'].map((field) => textOf(form, field))
    const body = { card: card ?? '', name: name ?? '', birth: birth ?? '' }
    setFound(null)
    await doing.run(async () => setFound(await answered(api.POST('/v1/card-checks', { body }))))
  }
  return (
    <Frame title={TEXTS.cardsTitle} text={TEXTS.cardsText}>
      <Form doing={doing} submit={submit} button={t(TEXTS.ask)}>
        <Group align="start" grow>
          <TextInput name="card" label={t(TEXTS.card)} autoComplete="off" required />
          <TextInput name="name" label={t(TEXTS.name)} autoComplete="off" required />
          <TextInput
            name="birth"
            label={t(TEXTS.birth)}
            description={t(TEXTS.birthHint)}
            inputWrapperOrder={['label', 'input', 'description']}
            autoComplete="off"
            required
          />
        </Group>
      </Form>
      {found && <Found found={found} />}
    </Frame>
  )
}

function Found({ found }: { found: CardCheck }) {
  const t = useText()
  const { day } = useFormats()
  const { status, validFrom, validTo, initialFacility, registerComplete, encounters } = found
  return (
    <>
      <Alert
        color={status === 'valid' ? 'var(--good)' : 'var(--warning)'}
        variant="outline"
        role="status"
        title={t(CARD_STATUS[status])}
      >
        {status !== 'unknown' && (
          <Text size="sm">
            {t(TEXTS.validBetween, { from: day(validFrom), to: day(validTo) })}
            {initialFacility !== null && ` · ${t(TEXTS.initialFacility, { facility: initialFacility })}`}
          </Text>
        )}
        {!registerComplete && <Text size="sm">{t(TEXTS.incomplete)}</Text>}
      </Alert>
      {encounters.length === 0 ? (
        <Text className="quiet">{t(TEXTS.noEncounters)}</Text>
      ) : (
        <div className="box">
          <Table verticalSpacing={6}>
            <Heads of={[TEXTS.facility, TEXTS.from, TEXTS.to, TEXTS.diagnosis, TEXTS.result]} />
            <Table.Tbody>
              {encounters.map(({ facility, from, to, mainDiagnosis, otherDiagnoses, result }) => (
                <Table.Tr key={`${facility} ${from} ${to}`}>
                  <Table.Td className="code">{facility}</Table.Td>
                  <Table.Td>{from}</Table.Td>
                  <Table.Td>{to}</Table.Td>
                  <Table.Td className="code">{[mainDiagnosis, otherDiagnoses].filter(Boolean).join('; ')}</Table.Td>
                  <Table.Td>{result ?? '–'}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  )
}
