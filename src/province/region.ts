import { eq } from 'drizzle-orm'
import type { RowOf, Shape } from '../store/columns.ts'
import type { NamedArgs, Warehouse } from '../store/database.ts'
import { isAway } from '../store/failures.ts'
import { available } from '../store/warehouse/read.ts'
import { heartbeats } from '../../db/warehouse/schema.ts'
import { vietnamIsoDay } from '../kernel/vietnam-time.ts'
import { accessLogOf, type AccessLog } from './access-log.ts'
import { OwnProvince, OWN_PROVINCE } from './own-province.ts'
import type { Scope } from './scope.ts'

/** Where the warehouses are, by province. */
export type Warehouses = {
  /** Provinces that have one of their own; `*` where the others share one. */
  readonly names: readonly string[]
  readonly openPrimary: (province: string) => Warehouse
  /** The replica near this worker; null where there is none. */
  readonly openReplica: (province: string) => Warehouse | null
}

/** How old an answer is: as of the last heartbeat that its database has seen. */
export type Freshness = {
  readonly source: 'replica' | 'primary'
  /** Epoch milliseconds; null where a replica has seen no heartbeat yet. */
  readonly asOf: number | null
  readonly lagSeconds: number | null
}

/**
 * A statement about one province, made with the conditions of its scope, the values that it names, and the rows it answers. `:today` is
 * given to each (ISO day in Việt Nam).
 */
export type ScopedQuestion<S extends Shape = Shape> = {
  readonly sql: (own: OwnProvince) => string
  readonly args: NamedArgs
  readonly shape: S
}

/** The warehouse of one province, open for the questions of one caller. By hand: what figures are asked by; Drizzle does the rest. */
export class Region {
  readonly province: string
  readonly freshness: Freshness
  readonly #today: string
  readonly #database: Warehouse
  readonly #openPrimary: () => Warehouse

  private constructor(
    province: string,
    today: string,
    database: Warehouse,
    freshness: Freshness,
    openPrimary: () => Warehouse,
  ) {
    this.province = province
    this.freshness = freshness
    this.#today = today
    this.#database = database
    this.#openPrimary = openPrimary
  }

  /** ISO day in Việt Nam. */
  get today(): string {
    return this.#today
  }

  /** The replica if it answers, else the primary. Throws Refusal('warehouse-unavailable') where neither does. `now` in epoch ms. */
  static async open({ province }: Scope, { openPrimary, openReplica }: Warehouses, now: number): Promise<Region> {
    const primary = (): Warehouse => openPrimary(province)
    const today = vietnamIsoDay(now)
    const replica = openReplica(province)
    const beatAt = replica && (await lastBeat(replica))
    if (replica && beatAt !== undefined) {
      const lagSeconds = beatAt === null ? null : Math.max(0, Math.round((now - beatAt) / 1000))
      return new Region(province, today, replica, { source: 'replica', asOf: beatAt, lagSeconds }, primary)
    }
    return new Region(province, today, primary(), { source: 'primary', asOf: now, lagSeconds: 0 }, primary)
  }

  /** Rows of a question; throws as `askAll` does. */
  async ask<S extends Shape>(question: ScopedQuestion<S>): Promise<RowOf<S>[]> {
    const [rows = []] = await this.askAll([question])
    return rows
  }

  /**
   * Rows of each question, all in one exchange and as of one moment. Throws Refusal('warehouse-unavailable'), and a fault where a question
   * took no condition of the scope: provinces may share a database.
   */
  askAll<S extends Shape>(questions: readonly ScopedQuestion<S>[]): Promise<RowOf<S>[][]> {
    const statements = questions.map(({ sql: sqlFor, args, shape }) => {
      const own = new OwnProvince()
      const sql = sqlFor(own)
      if (!own.isUsed) throw new Error('a question to a region does not say of which province')
      return { sql, args: { ...args, today: this.#today, [OWN_PROVINCE]: this.province }, shape }
    })
    return available(() => this.#database.askAll(statements))
  }

  /** Who saw what of the province is noted at the primary. */
  get accesses(): AccessLog {
    return accessLogOf(this.#openPrimary, this.province)
  }
}

/** null: it answers, but has seen none; undefined: it is away. */
async function lastBeat(replica: Warehouse): Promise<number | null | undefined> {
  try {
    const [row] = await replica.select({ beatAt: heartbeats.beatAt }).from(heartbeats).where(eq(heartbeats.id, 1))
    return row?.beatAt ?? null
  } catch (error) {
    if (!isAway(error)) throw error
    return undefined
  }
}
