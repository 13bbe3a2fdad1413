import { createRootRoute, retainSearchParams } from '@tanstack/react-router'
import type { Language } from './language.tsx'
import { oneOf, present, text } from './search-parts.ts'
import { Fault, Missing, Shell } from './shell.tsx'

const language = oneOf(['vi', 'en'])

/** `tour`: the one that is under way, and its step. */
type RootSearch = { lang?: Language | undefined; tour?: string | undefined }

export const root = createRootRoute({
  component: Shell,
  notFoundComponent: Missing,
  errorComponent: Fault,
  validateSearch: (search: Record<string, unknown>): RootSearch =>
    present({ lang: language(search['lang']), tour: text(search['tour']) }),
  search: { middlewares: [retainSearchParams(['lang', 'tour'])] },
})
