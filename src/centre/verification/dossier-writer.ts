import type { Warehouse } from '../../store/database.ts'
import { removeFindingsBehind, writeFailedDossiers } from '../../store/warehouse/write.ts'
import { createGatherer, type Gatherer, type GatherOptions, type SubmissionFacts } from './gather-rows.ts'
import { part, writeGathered, type Refused } from './write-gathered.ts'

/** Held before a piece is written: some megabytes, and what one statement takes. */
const HELD_BYTES = 2_000_000
const HELD_DOSSIERS = 1000
const HELD_FINDINGS = 2000

/** Whether so much waits that it is worth an exchange of its own, or that more would not go into one. */
export const isFull = ({ held: { bytes, dossiers, findings } }: Gatherer): boolean =>
  bytes >= HELD_BYTES || dossiers >= HELD_DOSSIERS || findings >= HELD_FINDINGS

export type DossierWriter = Pick<Gatherer, 'onFinding' | 'onRow' | 'onDossier'> & {
  /** Writes what has gathered, if it is enough to be worth an exchange. */
  drain: () => Promise<void>
  /** Writes the rest. Returns how many findings there were. */
  finish: () => Promise<number>
  /** Dossiers whose values the database would not take: of them the warehouse keeps that and why, and nothing else. */
  readonly refused: ReadonlyMap<number, string>
}

/** Writes a file piece by piece while it is read, each piece in a transaction. `writtenAt`: epoch milliseconds. */
export function createDossierWriter(
  warehouse: Warehouse,
  submission: SubmissionFacts,
  writtenAt: number,
  options: GatherOptions,
): DossierWriter {
  const gatherer = createGatherer(submission, options)
  const { submissionId, facility } = submission
  const refused: Refused = new Map()

  async function writePiece(): Promise<void> {
    const gathered = gatherer.take()
    // Of a dossier that was refused in an earlier piece nothing more is written.
    const rest = refused.size === 0 ? gathered : part(gathered, (dossier) => !refused.has(dossier ?? 0))
    for (const [dossier, cause] of await writeGathered(warehouse, options.vault, rest)) refused.set(dossier, cause)
  }

  return {
    onFinding: gatherer.onFinding,
    onRow: gatherer.onRow,
    onDossier: gatherer.onDossier,
    async drain() {
      if (isFull(gatherer)) await writePiece()
    },
    async finish() {
      await writePiece()
      await removeFindingsBehind(warehouse, submissionId, gatherer.findingsTotal)
      await writeFailedDossiers(warehouse, { submissionId, facility, failedAt: writtenAt }, refused)
      return gatherer.findingsTotal
    },
    refused,
  }
}
