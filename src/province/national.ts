import { Refusal } from './refusals.ts'
import { text } from '../store/columns.ts'
import type { Warehouse } from '../store/database.ts'
import { isAway } from '../store/failures.ts'
import { answerFigure, type FigureTable } from './answer-figure.ts'
import type { Filters } from './filters.ts'
import { Region, type Freshness, type Warehouses } from './region.ts'
import type { Scope } from './scope.ts'

/** What one province's warehouse says; or that it did not answer in time. */
export type ProvinceAnswer = {
  readonly province: string
  readonly answered: {
    readonly volumes: FigureTable
    readonly timeliness: FigureTable
    readonly freshness: Freshness
  } | null
}

/** Longest wait for a province in ms: the others' figures do not wait for one that is away. */
const WAIT_MS = 5000

/**
 * The provinces of a database: of one that several share, those that have sent. Throws what the database throws, so that a deployment's
 * `*` that is away is named.
 */
export async function provincesIn(database: Warehouse): Promise<string[]> {
  const rows = await database.ask({
    sql: `SELECT province FROM province_months WHERE dimension = 'all' GROUP BY 1
          UNION SELECT area FROM stale_days WHERE length(area) = 2 ORDER BY 1`,
    shape: { province: text },
  })
  return rows.map(({ province }) => province)
}

/** The totals of each province, asked at once; each from its own roll-ups. `scopes` are those of the ministry. */
export const national = (
  scopes: readonly Scope[],
  warehouses: Warehouses,
  filters: Filters,
  now: number,
): Promise<ProvinceAnswer[]> =>
  Promise.all(
    scopes.map(async (scope) => {
      const asked = async (): Promise<ProvinceAnswer['answered']> => {
        const region = await Region.open(scope, warehouses, now)
        const [volumes, timeliness] = await Promise.all([
          answerFigure(region, 'volumes', 'total', filters),
          answerFigure(region, 'timeliness', 'total', filters),
        ])
        return { volumes, timeliness, freshness: region.freshness }
      }
      return { province: scope.province, answered: await inTime(asked()) }
    }),
  )

/** null where its database is away, or it takes longer. Anything else that it throws is thrown. */
export async function inTime<T>(work: Promise<T>, milliseconds = WAIT_MS): Promise<T | null> {
  const late = new Promise<null>((resolve) => {
    AbortSignal.timeout(milliseconds).addEventListener('abort', () => resolve(null), { once: true })
  })
  const answered = work.catch((error: unknown) => {
    if (isUnavailable(error)) return null
    throw error
  })
  return Promise.race([answered, late])
}

const isUnavailable = (error: unknown): boolean =>
  isAway(error) || (error instanceof Refusal && error.code === 'warehouse-unavailable')
