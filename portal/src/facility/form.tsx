import { Button, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Refusal, type Doing } from '../signed-in/doing.tsx'
import { whenSent } from '../signed-in/fields.ts'

type FormProps = {
  readonly doing: Doing
  readonly submit: (form: FormData) => Promise<void>
  readonly button: string
  readonly children: ReactNode
}

/** Fields under each other, what was refused, and the button that sends them. */
export function Form({ doing, submit, button, children }: FormProps) {
  return (
    <form onSubmit={whenSent(submit)}>
      <Stack gap="sm">
        <Refusal doing={doing} />
        {children}
        <Button type="submit" loading={doing.isBusy} style={{ alignSelf: 'flex-start' }}>
          {button}
        </Button>
      </Stack>
    </form>
  )
}
