/** A file of this PC through the engine of the page: its dossiers by MA_LK, their findings, their rows. Nothing of it is sent. */
import type { FoundDossier, FoundFinding, ShownTable } from '../engine/messages.ts'
import { CheckSession } from '../engine/session.ts'

export type ReadFile = {
  readonly file: File
  readonly dossiers: readonly FoundDossier[]
  readonly findings: readonly FoundFinding[]
  /** Whether the whole file could be read. */
  readonly isWhole: boolean
  /** Rows of a dossier, by its number in the file; null where they cannot be read. */
  tablesOf(index: number): Promise<readonly ShownTable[] | null>
  /** Ends the worker behind it. */
  close(): void
}

export function readFile(file: File): Promise<ReadFile> {
  const session = new CheckSession()
  return new Promise((resolve) => {
    const settle = (): void => {
      const { files, dossiers, findings, lists, isRunning } = session.current()
      const [own] = files
      if (!own || (isRunning && lists.state !== 'missing')) return
      stop()
      resolve({
        file,
        dossiers,
        findings,
        isWhole: own.state === 'checked',
        tablesOf: (index) => session.tablesOf(own.id, index),
        close: () => session.stop(),
      })
    }
    const stop = session.subscribe(settle)
    session.add([file])
  })
}

/** The dossier of that key, the last where the file has several. */
export const dossierOf = ({ dossiers }: ReadFile, MA_LK: string | null): FoundDossier | null =>
  MA_LK === null ? null : (dossiers.findLast((each) => each.MA_LK === MA_LK) ?? null)
