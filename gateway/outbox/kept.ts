/** What the outbox keeps beside entries: secrets, how far feeds were read, and what is wrong at the moment. */
import { z } from 'zod'
import type { Text } from '../../src/kernel/text.ts'
import { isDiskFull } from '../problem.ts'
import type { OutboxDatabase } from './database.ts'

const VALUE = z.object({ value: z.string() })
const troubleSchema = z.object({ scope: z.string(), since: z.int(), last_at: z.int(), vi: z.string(), en: z.string() })
/** Something that is wrong now; `scope` says where, without a person. */
export type Trouble = z.infer<typeof troubleSchema>

export const keptValues = (database: OutboxDatabase, now: () => number) => ({
  kept: (name: string): string | null =>
    database.row(VALUE, 'SELECT value FROM kept WHERE name = ?', name)?.value ?? null,
  keep: (name: string, value: string): void => {
    database.run(
      'INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      name,
      value,
    )
  },
  forget: (name: string): void => {
    database.run('DELETE FROM kept WHERE name = ?', name)
  },
  /** Something is wrong now, since it was first seen. A full disk holds no note of it, and stops nothing. */
  trouble: (scope: string, { vi, en }: Text): void => {
    whereThereIsRoom(() =>
      database.run(
        `INSERT INTO troubles (scope, since, last_at, vi, en) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET last_at = excluded.last_at, vi = excluded.vi, en = excluded.en`,
        scope,
        now(),
        now(),
        vi,
        en,
      ),
    )
  },
  /** It is over. */
  over: (scope: string): void => {
    whereThereIsRoom(() => database.run('DELETE FROM troubles WHERE scope = ?', scope))
  },
  troubles: (): Trouble[] =>
    database.rows(troubleSchema, 'SELECT scope, since, last_at, vi, en FROM troubles ORDER BY since'),
})

function whereThereIsRoom(write: () => unknown): void {
  try {
    write()
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
}
