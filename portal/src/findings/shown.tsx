/** What a screen gives the list of findings: the findings, the choices of its reader, and what a dossier leads to. */
import { createContext, use } from 'react'
import type { FoundFinding } from '../engine/messages.ts'
import type { Filters, Grouping } from './findings.ts'

export type View = Filters & {
  readonly by?: Grouping | undefined
  /** Key of the group that is open. */
  readonly group?: string | undefined
}

export type Shown = {
  readonly findings: readonly FoundFinding[]
  /** By their numbers; one alone is not named beside each finding. */
  readonly files: readonly { readonly id: number; readonly name: string }[]
  readonly view: View
  /** Keeps a choice in the address. */
  readonly change: (part: View) => void
  /** null: the screen has no dossiers to show. */
  readonly openDossier: ((file: number, dossier: number) => void) | null
}

const ShownContext = createContext<Shown | null>(null)
export const ShownFindings = ShownContext

export function useShown(): Shown {
  const shown = use(ShownContext)
  if (shown === null) throw new Error('a list of findings needs its findings')
  return shown
}
