/** What a page has asked for: the answer or why there is none, and the pages of a long one. */
import { Button, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText, type Text as TextPair } from '../app/language.tsx'
import { ProblemNote, problemOf } from './problem.tsx'
import { TEXTS } from './texts.ts'

type AskedProps<T> = { readonly asked: UseQueryResult<T>; readonly children: (answer: T) => ReactNode }

/** An answer, once it is here; until then that it is asked for. One that is refused when it is asked again stays beside the refusal. */
export function Asked<T>({ asked, children }: AskedProps<T>) {
  const t = useText()
  const { data, error, isError, isPending, refetch } = asked
  return (
    <>
      {isError && <ProblemNote problem={problemOf(error)} onRetry={() => void refetch()} />}
      {isPending && <Text role="status">{t(TEXTS.loading)}</Text>}
      {data !== undefined && children(data)}
    </>
  )
}

type PagesProps = {
  readonly next: string | null
  /** What the ways are called, where the order of the list has a better word. */
  readonly first?: TextPair
  readonly more?: TextPair
}

/** The way to the next page of a list, and back to the first; the address has the place (`after`). */
export function Pages({ next, first = TEXTS.firstPage, more = TEXTS.nextPage }: PagesProps) {
  const t = useText()
  const navigate = useNavigate()
  const { after } = useSearch({ strict: false })
  if (after === undefined && next === null) return null
  const way = (text: TextPair, place: string | undefined) => (
    <Button
      size="xs"
      variant="default"
      onClick={() => void navigate({ to: '.', search: (before) => ({ ...before, after: place }) })}
    >
      {t(text)}
    </Button>
  )
  return (
    <div className="pages">
      {after !== undefined && way(first, undefined)}
      {next !== null && way(more, next)}
    </div>
  )
}
