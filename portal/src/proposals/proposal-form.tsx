/** What a facility asks for: a new code, another content, or a code's end; also once it was returned. */
import { Group, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { useText } from '../app/language.tsx'
import { answered, api } from '../signed-in/api.ts'
import { useDoing } from '../signed-in/doing.tsx'
import { textOf } from '../signed-in/fields.ts'
import { Form } from '../signed-in/form.tsx'
import { KEY } from './key.ts'
import { KINDS, TEXTS } from './texts.ts'

type Proposal = components['schemas']['Proposal']
const KIND_IDS = ['new', 'change', 'close'] as const

type Props = {
  readonly titles: ReadonlyMap<string, string>
  /** One that was returned; left out: a new one. */
  readonly returned?: Proposal
  readonly onDone: () => void
}

export function ProposalForm({ titles, returned, onDone }: Props) {
  const t = useText()
  const doing = useDoing(KEY)
  const [kind, setKind] = useState<Proposal['kind']>(returned?.kind ?? 'new')
  const send = async (form: FormData): Promise<void> => {
    const [code, name, validFrom] = [textOf(form, 'code'), textOf(form, 'name'), textOf(form, 'validFrom')]
    const content = {
      evidence: textOf(form, 'evidence'),
      ...(code === '' ? {} : { code }),
      ...(name === '' ? {} : { name }),
      ...(validFrom === '' ? {} : { validFrom }),
    }
    const isDone = await doing.run(() => {
      if (returned === undefined)
        return answered(
          api.POST('/v1/dmdc/proposals', { body: { ...content, kind, catalogue: textOf(form, 'catalogue') } }),
        )
      const { id, revision } = returned
      const body = { ...content, comment: textOf(form, 'comment'), revision }
      return answered(api.POST('/v1/dmdc/proposals/{id}/revise', { params: { path: { id } }, body }))
    })
    if (isDone) onDone()
  }
  return (
    <Form doing={doing} submit={send} button={t(TEXTS.send)}>
      {returned === undefined && (
        <Group grow>
          <NativeSelect
            name="catalogue"
            label={t(TEXTS.catalogue)}
            data={[...titles].map(([value, label]) => ({ value, label }))}
          />
          <NativeSelect
            label={t(TEXTS.kind)}
            value={kind}
            data={KIND_IDS.map((value) => ({ value, label: t(KINDS[value]) }))}
            onChange={({ currentTarget: { value } }) => setKind(KIND_IDS.find((each) => each === value) ?? 'new')}
          />
        </Group>
      )}
      <Group grow>
        <TextInput
          name="code"
          label={t(TEXTS.code)}
          defaultValue={returned?.code ?? ''}
          required={kind !== 'new'}
          maxLength={50}
        />
        <TextInput type="date" name="validFrom" label={t(TEXTS.validFrom)} defaultValue={returned?.validFrom ?? ''} />
      </Group>
      {kind !== 'close' && (
        <TextInput
          name="name"
          label={t(TEXTS.name)}
          defaultValue={returned?.name ?? ''}
          required={kind === 'new'}
          maxLength={1000}
        />
      )}
      <Textarea
        name="evidence"
        label={t(TEXTS.evidence)}
        defaultValue={returned?.evidence ?? ''}
        maxLength={4000}
        required
      />
      {returned !== undefined && <Textarea name="comment" label={t(TEXTS.comment)} maxLength={4000} required />}
    </Form>
  )
}
