import { Button, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useText } from '../app/language.tsx'
import { Refused } from './api.ts'
import { ProblemNote, problemOf } from './problem.tsx'
import { queries } from './queries.ts'
import { TEXTS } from './texts.ts'

/** Something that a reader does: one at a time, what was refused, and what is asked anew once it is done. */
export type Doing = {
  readonly isBusy: boolean
  /** null: nothing was refused. */
  readonly failure: { readonly error: unknown } | null
  /** Whether it was done. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>
}

/** `changes`: key of the answers that are out of date afterwards. */
export function useDoing(changes: string): Doing {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Doing['failure']>(null)
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setFailure(null)
    try {
      await work()
      await queries.invalidateQueries({ queryKey: [changes] })
      return true
    } catch (error) {
      setFailure({ error })
      return false
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, failure, run }
}

/** What was refused, in the service's words. */
export const Refusal = ({ doing: { failure } }: { doing: Doing }) =>
  failure && <ProblemNote problem={problemOf(failure.error)} />

/** An answer without a body. Throws Refused. */
export async function done(asked: Promise<{ response: Response; error?: unknown }>): Promise<void> {
  const answer = await asked.catch(() => null)
  if (answer?.response.ok !== true) throw Refused.of(answer?.error)
}

type AskedProps<T> = { readonly asked: UseQueryResult<T>; readonly children: (answer: T) => ReactNode }

/** An answer, once it is here; until then that it is asked for, or why it is refused. */
export function Asked<T>({ asked, children }: AskedProps<T>) {
  const t = useText()
  if (asked.isError) return <ProblemNote problem={problemOf(asked.error)} onRetry={() => void asked.refetch()} />
  if (asked.data === undefined) return <Text role="status">{t(TEXTS.loading)}</Text>
  return children(asked.data)
}

/** The way to the next page of a list and back to the first. */
export function Pages({
  after,
  next,
  onGo,
}: {
  after: string | undefined
  next: string | null
  onGo: (place: string | undefined) => void
}) {
  const t = useText()
  if (after === undefined && next === null) return null
  return (
    <div className="pages">
      {after !== undefined && (
        <Button size="xs" variant="default" onClick={() => onGo(undefined)}>
          {t(TEXTS.firstPage)}
        </Button>
      )}
      {next !== null && (
        <Button size="xs" variant="default" onClick={() => onGo(next)}>
          {t(TEXTS.nextPage)}
        </Button>
      )}
    </div>
  )
}
