import { NativeSelect } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../app/language.tsx'
import type { PeriodChoice } from './periods.ts'
import { TEXTS } from './texts.ts'

/** Which period is shown; the address has it. */
export function PeriodSelect({ period, choices }: { period: string; choices: readonly PeriodChoice[] }) {
  const t = useText()
  const navigate = useNavigate()
  return (
    <NativeSelect
      size="xs"
      label={t(TEXTS.period)}
      value={period}
      data={choices.map(({ value, text, values }) => ({ value, label: t(text, values) }))}
      onChange={({ currentTarget: { value } }) =>
        void navigate({ to: '.', search: (before) => ({ ...before, period: value }) })
      }
    />
  )
}
