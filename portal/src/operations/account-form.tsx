/** A new account: with whom it is, what it may do, within whose data. */
import { Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../app/language.tsx'
import { answered, api } from '../signed-in/api.ts'
import { useDoing } from '../signed-in/doing.tsx'
import { textOf } from '../signed-in/fields.ts'
import { Form } from '../signed-in/form.tsx'
import { DUTIES, HOLDERS, SIDES, TEXTS } from './account-texts.ts'
import { KEY } from './key.ts'

const SIDE_IDS = ['facility', 'province', 'ministry'] as const
type Side = (typeof SIDE_IDS)[number]
/** Which duties can be held at each side. */
const DUTIES_OF = {
  facility: ['sender', 'auditor'],
  province: ['supervisor', 'auditor'],
  ministry: ['curator', 'analyst', 'assessor', 'operator', 'auditor'],
} as const satisfies Readonly<Record<Side, readonly (keyof typeof DUTIES)[]>>

type Props = { readonly onDone: (made: { readonly id: string; readonly secret: string }) => void }

export function AccountForm({ onDone }: Props) {
  const t = useText()
  const doing = useDoing(KEY)
  const [side, setSide] = useState<Side>('province')
  const make = async (form: FormData): Promise<void> => {
    const scope = textOf(form, 'scope')
    const body = {
      id: textOf(form, 'id'),
      role: side,
      holder: textOf(form, 'holder') === 'person' ? ('person' as const) : ('software' as const),
      duties: DUTIES_OF[side].filter((duty) => form.has(duty)),
      title: textOf(form, 'title'),
      reason: textOf(form, 'reason'),
      ...(side === 'facility' ? { facility: scope } : {}),
      ...(side === 'province' ? { provinces: scope.split(/[\s,]+/).filter(Boolean) } : {}),
      ...(side === 'ministry' && scope !== '' ? { department: scope } : {}),
    }
    await doing.run(async () => {
      const { id, secret } = await answered(api.POST('/v1/accounts', { body }))
      onDone({ id, secret })
    })
  }
  const scopeTexts = { facility: TEXTS.ofFacility, province: TEXTS.ofProvinces, ministry: TEXTS.ofDepartment } as const
  return (
    <Form doing={doing} submit={make} button={t(TEXTS.make)}>
      <Group grow>
        <TextInput name="id" label={t(TEXTS.account)} maxLength={64} required />
        <NativeSelect
          name="holder"
          label={t(TEXTS.holder)}
          data={(['person', 'software'] as const).map((value) => ({ value, label: t(HOLDERS[value]) }))}
        />
      </Group>
      <Group grow>
        <NativeSelect
          label={t(TEXTS.side)}
          value={side}
          data={SIDE_IDS.map((value) => ({ value, label: t(SIDES[value]) }))}
          onChange={({ currentTarget: { value } }) => setSide(SIDE_IDS.find((each) => each === value) ?? 'province')}
        />
        <TextInput key={side} name="scope" label={t(scopeTexts[side])} maxLength={60} required={side !== 'ministry'} />
      </Group>
      <Checkbox.Group key={side} label={t(TEXTS.duties)}>
        <Group gap="md" mt={4}>
          {DUTIES_OF[side].map((duty) => (
            <Checkbox key={duty} name={duty} value={duty} label={t(DUTIES[duty])} />
          ))}
        </Group>
      </Checkbox.Group>
      <TextInput name="title" label={t(TEXTS.what)} maxLength={200} />
      <TextInput name="reason" label={t(TEXTS.reason)} minLength={10} maxLength={500} required />
    </Form>
  )
}
