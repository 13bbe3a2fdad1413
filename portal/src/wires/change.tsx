/** What is set for the old calls of one facility: who answers them, and whether payment data needs a person. */
import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../app/language.tsx'
import { answered, api, type LegacyCalls } from '../signed-in/api.ts'
import { Dialog } from '../signed-in/dialog.tsx'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { whenSent } from '../signed-in/fields.ts'
import { TEXTS } from './texts.ts'

/** Of what is shown, and asked for anew once something was changed. */
export const KEY = 'legacy-calls'

type Setting = Pick<LegacyCalls['facilities'][number], 'facility' | 'mode' | 'paymentPerson' | 'waivedUntil'>

export function Change({ setting, onClose }: { setting: Setting; onClose: () => void }) {
  const t = useText()
  const doing = useDoing(KEY)
  const { facility } = setting
  const [mode, setMode] = useState(setting.mode)
  const [paymentPerson, setPaymentPerson] = useState(setting.paymentPerson)
  const [until, setUntil] = useState(setting.waivedUntil ?? '')
  const [reason, setReason] = useState('')
  const submit = async (): Promise<void> => {
    const waivedUntil = paymentPerson === 'waived' && until !== '' ? until : null
    const body = { mode, paymentPerson, waivedUntil, reason }
    const path = { facility }
    const isSaved = await doing.run(() =>
      answered(api.PUT('/v1/facilities/{facility}/legacy-settings', { params: { path }, body })),
    )
    if (isSaved) onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title={t(TEXTS.changeOf, { facility })}>
      <form onSubmit={whenSent(submit)}>
        <Stack gap="sm">
          <div>
            <Text size="sm">{t(TEXTS.answeredBy)}</Text>
            <SegmentedControl
              size="xs"
              aria-label={t(TEXTS.answeredBy)}
              value={mode}
              data={(['answer', 'forward', 'both'] as const).map((value) => ({ value, label: t(TEXTS[value]) }))}
              onChange={setMode}
            />
          </div>
          <div>
            <Text size="sm">{t(TEXTS.person)}</Text>
            <SegmentedControl
              size="xs"
              aria-label={t(TEXTS.person)}
              value={paymentPerson}
              data={(['needed', 'waived'] as const).map((value) => ({ value, label: t(TEXTS[value]) }))}
              onChange={setPaymentPerson}
            />
          </div>
          {paymentPerson === 'waived' && (
            <TextInput
              type="date"
              label={t(TEXTS.until)}
              value={until}
              onChange={({ currentTarget: { value } }) => setUntil(value)}
            />
          )}
          <TextInput
            label={t(TEXTS.reason)}
            required
            maxLength={500}
            value={reason}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
          <Refusal doing={doing} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t(TEXTS.cancel)}
            </Button>
            <Button type="submit" loading={doing.isBusy}>
              {t(TEXTS.save)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
