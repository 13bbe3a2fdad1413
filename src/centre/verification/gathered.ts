import type { Warehouse } from '../../store/database.ts'
import { describeFault } from '../../kernel/fault.ts'
import { keepErased } from '../../store/warehouse/identity/erase.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import {
  removeRows,
  writeCosts,
  writeDossiers,
  writeFindings,
  writeIdentityHashes,
  writeRows,
  type CostRow,
  type DossierRow,
  type FindingRow,
  type IdentityHashRow,
  type LegalRow,
} from '../../store/warehouse/write.ts'

/** What was gathered of some dossiers of one submission, or of parts of them, and waits to be written. */
export type Gathered = {
  /** By table. */
  readonly rows: ReadonlyMap<string, readonly LegalRow[]>
  readonly findings: readonly FindingRow[]
  readonly costs: readonly CostRow[]
  readonly hashes: readonly IdentityHashRow[]
  /** Dossiers of which nothing may be left. */
  readonly rejected: readonly number[]
  readonly dossiers: readonly DossierRow[]
}

/** Dossier number → why the database would not take it, in words that hold no data. */
export type Refused = Map<number, string>

/**
 * Writes it, each dossier's own row last: a dossier is in the warehouse when that is. Where the database refuses values, what was gathered
 * is halved until the dossier is found whose values they are: that one is returned, the others are written. Throws where the database is
 * what fails, and where what it refuses belongs to no dossier.
 */
export async function writeGathered(
  warehouse: Warehouse,
  vault: Vault,
  submissionId: string,
  gathered: Gathered,
): Promise<Refused> {
  try {
    await writeAll(warehouse, vault, submissionId, gathered)
    return new Map()
  } catch (error) {
    const numbers = numbersIn(gathered)
    const [only] = numbers
    if (!isAboutValues(error) || only === undefined) throw error
    if (numbers.length === 1 && gathered.findings.every(({ dossier }) => dossier === only))
      return new Map([[only, describeFault(error)]])
    // What belongs to no dossier goes by itself in the end.
    const first = new Set(numbers.slice(0, Math.ceil(numbers.length / 2)))
    const inFirst = (dossier: number | null | undefined): boolean => typeof dossier === 'number' && first.has(dossier)
    const halves = [part(gathered, inFirst), part(gathered, (dossier) => !inFirst(dossier))]
    const refused: Refused = new Map()
    for (const half of halves)
      for (const [dossier, cause] of await writeGathered(warehouse, vault, submissionId, half))
        refused.set(dossier, cause)
    return refused
  }
}

/** Only what is of the dossiers that `has` holds for; null and undefined stand for none. */
export const part = (gathered: Gathered, has: (dossier: number | null | undefined) => boolean): Gathered => ({
  rows: new Map([...gathered.rows].map(([table, rows]) => [table, rows.filter(({ dossier }) => has(dossier))])),
  findings: gathered.findings.filter(({ dossier }) => has(dossier)),
  costs: gathered.costs.filter(({ dossier }) => has(dossier)),
  hashes: gathered.hashes.filter(({ dossier }) => has(dossier)),
  rejected: gathered.rejected.filter(has),
  dossiers: gathered.dossiers.filter(({ dossier }) => has(dossier)),
})

const numbersIn = ({ rows, findings, costs, hashes, rejected, dossiers }: Gathered): number[] => {
  const all = [...[...rows.values()].flat(), ...findings, ...costs, ...hashes, ...dossiers]
  const numbers = all.flatMap(({ dossier }) => (typeof dossier === 'number' ? [dossier] : []))
  return [...new Set([...numbers, ...rejected])].sort((a, b) => a - b)
}

async function writeAll(warehouse: Warehouse, vault: Vault, submissionId: string, gathered: Gathered): Promise<void> {
  await writeFindings(warehouse, gathered.findings)
  for (const [table, rows] of gathered.rows) await writeRows(warehouse, vault, submissionId, table, rows)
  await writeCosts(warehouse, gathered.costs)
  await writeIdentityHashes(warehouse, gathered.hashes)
  await removeRows(warehouse, submissionId, gathered.rejected)
  await writeDossiers(warehouse, gathered.dossiers)
  await keepErased(
    warehouse,
    submissionId,
    gathered.dossiers.map(({ dossier }) => dossier),
  )
}

/** What SQLite says of values that it does not take; anything else it says is about the database itself. */
const OF_VALUES = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/
/** A request that the server cannot read, or that is too large for it. */
const OF_REQUESTS = /^Server returned HTTP status (400|413)\b/

/** Whether another try with the same values would fail in the same way. */
function isAboutValues(error: unknown): boolean {
  // The client does not send a number that is none, or that no integer of the database holds.
  if (error instanceof RangeError) return true
  if (!(error instanceof Error) || !('code' in error)) return false
  const code = String(error.code)
  return OF_VALUES.test(code) || (code === 'SERVER_ERROR' && OF_REQUESTS.test(error.message))
}
