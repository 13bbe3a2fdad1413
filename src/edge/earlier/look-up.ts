import type { Warehouse } from '../../store/database.ts'
import { readChains, type Chain, type ChainKey } from './read-chains.ts'

/** MA_LKs asked for in one exchange: some 150 KB; the answer is usually empty. */
const ASKED_AT_ONCE = 5000

/** The chains of a facility and purpose that already hold one of these MA_LKs. */
export type EarlierLookUp = (key: ChainKey, MA_LKs: readonly string[]) => Promise<readonly Chain[]>

/**
 * What was accepted before, as the nearest copy of the warehouse knows it. It never refuses anything by being away: then nothing is known
 * here, `report` is called, and the centre finds out.
 */
export const createEarlierLookUp =
  (open: (facility: string) => Warehouse, report: (error: unknown) => void): EarlierLookUp =>
  async (key, MA_LKs) => {
    if (MA_LKs.length === 0) return []
    const found: Chain[] = []
    try {
      const warehouse = open(key.facility)
      for (let from = 0; from < MA_LKs.length; from += ASKED_AT_ONCE) {
        found.push(...(await readChains(warehouse, key, MA_LKs.slice(from, from + ASKED_AT_ONCE), ['dossier'])))
      }
      return found
    } catch (error) {
      report(error)
      return []
    }
  }
