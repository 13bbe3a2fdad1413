import { useState } from 'react'
import { ProblemNote, problemOf } from './problem.tsx'
import { queries } from './queries.ts'

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
