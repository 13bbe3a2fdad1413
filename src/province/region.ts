import type { InValue, Row } from '@libsql/client/web'
import { eq } from 'drizzle-orm'
import type { Warehouse } from '../store/database.ts'
import { accesses, heartbeats } from '../../db/warehouse/schema.ts'
import { Refusal } from './refusals.ts'
import { vietnamIsoDay } from '../kernel/vietnam-time.ts'
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

export type Access = Omit<typeof accesses.$inferInsert, 'province'>

/** A statement and what it names. */
export type Question = { readonly sql: string; readonly args: Readonly<Record<string, InValue>> }

/** The warehouse of one province, open for the questions of one caller. */
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

  /** The replica if it answers, else the primary. Throws Refusal('warehouse-unavailable') where neither does. `now` in epoch ms. */
  static async open({ province }: Scope, { openPrimary, openReplica }: Warehouses, now: number): Promise<Region> {
    const primary = (): Warehouse => openPrimary(province)
    const today = vietnamIsoDay(now)
    const replica = openReplica(province)
    const beatAt = replica && (await lastBeat(replica).catch(() => undefined))
    if (replica && beatAt !== undefined) {
      const lagSeconds = beatAt === null ? null : Math.max(0, Math.round((now - beatAt) / 1000))
      return new Region(province, today, replica, { source: 'replica', asOf: beatAt, lagSeconds }, primary)
    }
    return new Region(province, today, primary(), { source: 'primary', asOf: now, lagSeconds: 0 }, primary)
  }

  /** Rows of a question; throws as `askAll` does. */
  async ask(sql: string, args: Question['args'] = {}): Promise<Row[]> {
    const [rows = []] = await this.askAll([{ sql, args }])
    return rows
  }

  /**
   * Rows of each question, all in one exchange and as of one moment. Each must say `:province`, which is filled in here: provinces may share
   * a database. `:today` is filled in as well (ISO day in Việt Nam). Throws Refusal('warehouse-unavailable').
   */
  async askAll(questions: readonly Question[]): Promise<Row[][]> {
    const statements = questions.map(({ sql, args }) => {
      if (!sql.includes(':province')) throw new Error('a question to a region does not say of which province')
      const all = Object.entries({ ...args, province: this.province, today: this.#today })
      return { sql, args: Object.fromEntries(all.filter(([name]) => sql.includes(`:${name}`))) }
    })
    try {
      return (await this.#database.$client.batch(statements, 'read')).map(({ rows }) => rows)
    } catch (cause) {
      throw new Refusal('warehouse-unavailable', {}, undefined, { cause })
    }
  }

  /** Notes at the primary who saw what. Throws Refusal('warehouse-unavailable'): what is not noted is not shown. */
  async note(access: Access): Promise<void> {
    try {
      await this.#openPrimary()
        .insert(accesses)
        .values({ ...access, province: this.province })
    } catch (cause) {
      throw new Refusal('warehouse-unavailable', {}, undefined, { cause })
    }
  }
}

/** null: it answers, but has seen none. */
async function lastBeat(database: Warehouse): Promise<number | null> {
  const [row] = await database.select({ beatAt: heartbeats.beatAt }).from(heartbeats).where(eq(heartbeats.id, 1))
  return row?.beatAt ?? null
}
