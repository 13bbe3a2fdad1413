import type { Warehouse } from '../../store/database.ts'
import { describeFault } from '../../kernel/fault.ts'
import { isAboutValues } from '../../store/failures.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { writeAll, type Gathered } from '../../store/warehouse/write.ts'

/** Dossier number → why the database would not take it, in words that hold no data. */
export type Refused = Map<number, string>

/**
 * Writes what was gathered of one submission: a dossier is in the warehouse when its own row is. Where the database refuses values, what was
 * gathered is halved until the dossier is found whose values they are: that one is returned, the others are written. Throws where the
 * database is what fails, and where what it refuses belongs to no dossier.
 */
export async function writeGathered(warehouse: Warehouse, vault: Vault, gathered: Gathered): Promise<Refused> {
  try {
    await writeAll(warehouse, vault, gathered)
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
      for (const [dossier, cause] of await writeGathered(warehouse, vault, half)) refused.set(dossier, cause)
    return refused
  }
}

type OfDossier = { readonly dossier?: number | null | undefined }

/** Only what is of the dossiers that `has` holds for; null and undefined stand for none. */
export function part(gathered: Gathered, has: (dossier: number | null | undefined) => boolean): Gathered {
  const kept = <T extends OfDossier>(rows: readonly T[]): T[] => rows.filter(({ dossier }) => has(dossier))
  return {
    contents: kept(gathered.contents),
    findings: kept(gathered.findings),
    costs: kept(gathered.costs),
    hashes: kept(gathered.hashes),
    rejected: kept(gathered.rejected),
    dossiers: kept(gathered.dossiers),
  }
}

const numbersIn = ({ contents, findings, costs, hashes, rejected, dossiers }: Gathered): number[] => {
  const all: OfDossier[] = [...contents, ...findings, ...costs, ...hashes, ...rejected, ...dossiers]
  return [...new Set(all.flatMap(({ dossier }) => dossier ?? []))].sort((a, b) => a - b)
}
