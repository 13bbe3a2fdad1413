import { Button, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Refusal, type Doing } from './doing.tsx'
import { whenSent } from './fields.ts'

type FormProps = {
  readonly doing: Doing
  readonly submit: (form: FormData) => unknown
  readonly button: string
  /** What it is about, above everything. */
  readonly lead?: ReactNode
  readonly children: ReactNode
}

/** Fields under each other, what was refused, and the button that sends them. */
export function Form({ doing, submit, button, lead, children }: FormProps) {
  return (
    <form onSubmit={whenSent(submit)}>
      <Stack gap="sm">
        {lead}
        <Refusal doing={doing} />
        {children}
        <Button type="submit" loading={doing.isBusy} style={{ alignSelf: 'flex-start' }}>
          {button}
        </Button>
      </Stack>
    </form>
  )
}
