/** What is set for the old calls of one facility: who answers them, and whether payment data needs a person. */
import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '../app/language.tsx'
import { answered, api, type LegacyCalls } from '../signed-in/api.ts'
import { Dialog } from '../signed-in/dialog.tsx'
import { ProblemNote, problemOf } from '../signed-in/problem.tsx'
import { TEXTS } from './texts.ts'

type Setting = Pick<LegacyCalls['facilities'][number], 'facility' | 'mode' | 'paymentPerson' | 'waivedUntil'>

export function Change({ setting, onClose }: { setting: Setting; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const { facility } = setting
  const [mode, setMode] = useState(setting.mode)
  const [paymentPerson, setPaymentPerson] = useState(setting.paymentPerson)
  const [until, setUntil] = useState(setting.waivedUntil ?? '')
  const [reason, setReason] = useState('')
  const saved = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/v1/facilities/{facility}/legacy-settings', {
          params: { path: { facility } },
          body: {
            mode,
            paymentPerson,
            waivedUntil: paymentPerson === 'waived' && until !== '' ? until : null,
            reason,
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['legacy-calls'] })
      onClose()
    },
  })
  return (
    <Dialog isOpen onClose={onClose} title={t(TEXTS.changeOf, { facility })}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          saved.mutate()
        }}
      >
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
          {saved.isError && <ProblemNote problem={problemOf(saved.error)} />}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t(TEXTS.cancel)}
            </Button>
            <Button type="submit" loading={saved.isPending}>
              {t(TEXTS.save)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
