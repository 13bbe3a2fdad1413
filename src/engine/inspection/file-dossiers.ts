/** The dossiers of a file as they open and close, and what is demanded of their FILEHOSO. */
import { shownName } from '../envelope/shown-name.ts'
import type { Place } from '../../kernel/refusal.ts'
import { ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'
import { say, type FileState } from './file-state.ts'
import { countOutcome } from './outcome.ts'
import { inspectDossier, type DossierInspection } from './inspect-dossier.ts'

/** `isHoso`: one of an envelope, not a row of a document of its own. */
export function openDossier(state: FileState, isHoso: boolean): DossierInspection {
  const { counts, header, pack, tally, options } = state
  state.inEnvelope ||= isHoso
  counts.counted += 1
  const { received, onFinding: report } = options
  state.dossier = inspectDossier({ index: counts.counted, received, header, isHoso, pack, tally, report })
  return state.dossier
}

/** Judges the dossier that is open as a whole, and counts it. */
export function closeDossier(state: FileState): void {
  const { counts, options } = state
  const result = state.dossier?.close()
  state.dossier = null
  if (!result) return
  countOutcome(counts, result.outcome)
  options.onDossier?.(result)
}

/** A FILEHOSO has ended: compares what LOAIHOSO declares with the tables that its content held. */
export function closeFile(state: FileState, declared: string | null, tables: number | null, place: Place): void {
  state.dossier?.lose(state.contents.close(declared, tables, place))
}

/** An element that the envelope does not know. */
export function reportUnexpected(state: FileState, name: string, parent: string, place: Place): void {
  // What it holds may be a table under a name that nobody knows.
  state.dossier?.lose(null)
  const demand = state.dossier ? ENVELOPE_DEMANDS.unknownElementInDossier : ENVELOPE_DEMANDS.unknownElement
  say(state, demand, place, { name: shownName(name), parent })
}
