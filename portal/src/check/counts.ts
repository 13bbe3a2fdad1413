import type { Text } from '../app/language.tsx'
import type { FoundDossier } from '../engine/messages.ts'
import { TEXTS } from '../findings/texts.ts'
import type { Checked } from '../engine/session.ts'

type Count = { readonly text: Text; readonly value: number; readonly kind?: 'rejected' | 'accepted' }

/** What was checked in numbers, in the order of the screen: dossiers by outcome, then all that was found. */
export function countsOf({ dossiers, findingsTotal }: Checked): readonly Count[] {
  const of = (outcome: FoundDossier['outcome']): number => dossiers.filter((each) => each.outcome === outcome).length
  return [
    { text: TEXTS.dossiers, value: dossiers.length },
    { text: TEXTS.rejected, value: of('rejected'), kind: 'rejected' },
    { text: TEXTS.withWarnings, value: of('accepted-with-warnings') },
    { text: TEXTS.accepted, value: of('accepted'), kind: 'accepted' },
    { text: TEXTS.findings, value: findingsTotal },
  ]
}
