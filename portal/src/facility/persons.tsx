/** Page "persons": who authenticates payment data of the facility; a person registers a successor and ends. */
import { Alert, Button, Checkbox, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { Heads, unseen } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { sessionOf, useSession } from '../app/session.ts'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { useDoing } from '../signed-in/doing.tsx'
import { textOf } from '../signed-in/fields.ts'
import { Dialog } from '../signed-in/dialog.tsx'
import { Form } from '../signed-in/form.tsx'
import { Frame, useFacility } from './frame.tsx'
import { Secrets, type Shown } from './secrets.tsx'
import { TEXTS } from './texts.ts'

type Person = components['schemas']['Person']
const KEY = 'persons'

export function PersonsPage() {
  const t = useText()
  const facility = useFacility()
  const isPerson = sessionOf(useSession())?.duties.includes('person') ?? false
  const [isAdding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Person | null>(null)
  const [shown, setShown] = useState<Shown | null>(null)
  const asked = useQuery({
    queryKey: [KEY, facility],
    queryFn: () => answered(api.GET('/v1/facilities/{facility}/persons', { params: { path: { facility } } })),
  })
  return (
    <Frame
      title={TEXTS.personsTitle}
      text={isPerson ? TEXTS.personsText : TEXTS.personsNotYou}
      action={isPerson && <Button onClick={() => setAdding(true)}>{t(TEXTS.register)}</Button>}
    >
      {shown && <Secrets shown={shown} onKept={() => setShown(null)} />}
      <Asked asked={asked}>
        {({ persons }) =>
          persons.length === 0 ? (
            <Empty title={t(TEXTS.noPersons)}>{t(TEXTS.noPersonsText)}</Empty>
          ) : (
            <Persons persons={persons} onEnd={isPerson ? setEnding : null} />
          )
        }
      </Asked>
      <Dialog isOpen={isAdding} onClose={() => setAdding(false)} title={t(TEXTS.registerTitle)}>
        <Register
          facility={facility}
          onDone={(made) => {
            setAdding(false)
            setShown(made)
          }}
        />
      </Dialog>
      <Dialog isOpen={ending !== null} onClose={() => setEnding(null)} title={t(TEXTS.endTitle)}>
        {ending && <End person={ending} onDone={() => setEnding(null)} />}
      </Dialog>
    </Frame>
  )
}

function Persons({ persons, onEnd }: { persons: readonly Person[]; onEnd: ((person: Person) => void) | null }) {
  const t = useText()
  const { day } = useFormats()
  const today = vietnamIsoDay(Date.now())
  return (
    <div className="box">
      <Table verticalSpacing={6}>
        <Heads
          of={[
            TEXTS.personCode,
            TEXTS.function,
            TEXTS.firstDay,
            TEXTS.lastDay,
            TEXTS.state,
            ...(onEnd ? [unseen(TEXTS.end)] : []),
          ]}
        />
        <Table.Tbody>
          {persons.map((person) => {
            const { id, title, validFrom, validTo } = person
            const isOver = validTo !== null && validTo < today
            const state = isOver ? TEXTS.ended : validFrom > today ? TEXTS.comes : TEXTS.inForce
            return (
              <Table.Tr key={id}>
                <Table.Td className="code">{id}</Table.Td>
                <Table.Td>{title}</Table.Td>
                <Table.Td>{day(validFrom)}</Table.Td>
                <Table.Td>{validTo === null ? t(TEXTS.open) : day(validTo)}</Table.Td>
                <Table.Td>{t(state)}</Table.Td>
                {onEnd && (
                  <Table.Td ta="end">
                    {!isOver && (
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={`${t(TEXTS.end)}: ${id}`}
                        onClick={() => onEnd(person)}
                      >
                        {t(TEXTS.end)}
                      </Button>
                    )}
                  </Table.Td>
                )}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Register({ facility, onDone }: { facility: string; onDone: (made: Shown) => void }) {
  const t = useText()
  const doing = useDoing(KEY)
  const submit = async (form: FormData): Promise<void> => {
    const body = {
      id: textOf(form, 'id'),
      title: textOf(form, 'title'),
      ...(textOf(form, 'from') === '' ? {} : { validFrom: textOf(form, 'from') }),
      signsIn: form.get('signsIn') !== null,
    }
    await doing.run(async () => {
      const path = { facility }
      const made = await answered(api.POST('/v1/facilities/{facility}/persons', { params: { path }, body }))
      const { portal } = made
      onDone({
        title: t(TEXTS.registered, { person: made.id }),
        lines: [
          ...(portal === null
            ? []
            : [
                { label: t(TEXTS.portalAccount), value: portal.account },
                { label: t(TEXTS.portalPassword), value: portal.password },
              ]),
          { label: t(TEXTS.softwareSecret), value: made.secret },
        ],
      })
    })
  }
  return (
    <Form doing={doing} submit={submit} button={t(TEXTS.register)}>
      <TextInput
        name="id"
        label={t(TEXTS.personCode)}
        description={t(TEXTS.personCodeHint)}
        placeholder={`${facility}-kt02`}
        pattern="[A-Za-z0-9][A-Za-z0-9._\-]{0,31}"
        required
        data-autofocus
      />
      <TextInput
        name="title"
        label={t(TEXTS.function)}
        description={t(TEXTS.functionHint)}
        minLength={2}
        maxLength={100}
        required
      />
      <TextInput type="date" name="from" label={t(TEXTS.firstDay)} description={t(TEXTS.firstDayHint)} />
      <Checkbox name="signsIn" defaultChecked label={t(TEXTS.signsIn)} />
    </Form>
  )
}

function End({ person: { facility, id, title }, onDone }: { person: Person; onDone: () => void }) {
  const t = useText()
  const doing = useDoing(KEY)
  const isOneself = sessionOf(useSession())?.person === id
  const submit = async (form: FormData): Promise<void> => {
    const path = { facility, person: id }
    const body = { validTo: textOf(form, 'to') }
    const isDone = await doing.run(() =>
      answered(api.POST('/v1/facilities/{facility}/persons/{person}/end', { params: { path }, body })),
    )
    if (isDone) onDone()
  }
  return (
    <Form doing={doing} submit={submit} button={t(TEXTS.setLastDay)}>
      <Text>
        <span className="code">{id}</span> · {title}
      </Text>
      {isOneself && (
        <Alert color="var(--warning)" variant="outline">
          {t(TEXTS.endOneself)}
        </Alert>
      )}
      <TextInput type="date" name="to" label={t(TEXTS.lastDay)} defaultValue={vietnamIsoDay(Date.now())} required />
    </Form>
  )
}
