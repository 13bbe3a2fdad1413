/** The embedded libSQL file of the outbox, sealed as a whole. Every write is on the disk when its call returns. */
import Database from 'libsql'
import { z } from 'zod'
import { GatewayProblem, systemCode } from '../problem.ts'
import { MIGRATIONS } from './migrations.ts'

const VERSION = z.object({ version: z.int() })

export type SqlValue = string | number | null | Uint8Array

export type OutboxDatabase = {
  /** The rows of a question, each of the form given. */
  readonly rows: <Schema extends z.ZodType>(
    schema: Schema,
    sql: string,
    ...values: readonly SqlValue[]
  ) => z.infer<Schema>[]
  /** The first row; null: there is none. */
  readonly row: <Schema extends z.ZodType>(
    schema: Schema,
    sql: string,
    ...values: readonly SqlValue[]
  ) => z.infer<Schema> | null
  /** Returns how many rows changed. */
  readonly run: (sql: string, ...values: readonly SqlValue[]) => number
  /** All of it or nothing. Within, nothing may be awaited. */
  readonly together: <T>(work: () => T) => T
  readonly close: () => void
}

/** Commands write beside the running gateway: each write takes milliseconds. */
const BUSY_MS = 10_000

/** Opens the file, makes it where there is none and brings it to the form of this version. Throws a GatewayProblem on a wrong key. */
export function openDatabase(file: string, key: string): OutboxDatabase {
  const database = new Database(file, { encryptionKey: key, timeout: BUSY_MS })
  try {
    // FULL: a transaction is on the disk when COMMIT returns, also in a power cut. The journal survives a kill at any instruction.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    const opened = faceOf(database)
    migrate(opened)
    return opened
  } catch (cause) {
    database.close()
    if (systemCode(cause) !== 'SQLITE_NOTADB') throw cause
    throw new GatewayProblem(
      {
        vi: `Khóa không mở được hàng đợi ${file}. Dùng đúng tệp khóa hoặc cụm mật khẩu đã tạo ra nó; không xóa hàng đợi: hồ sơ chưa gửi còn ở trong.`,
        en: `The key does not open the outbox ${file}. Use the key file or passphrase it was made with; do not delete it: dossiers that were not sent are in it.`,
      },
      { cause },
    )
  }
}

declare module 'libsql' {
  interface Options {
    readonly encryptionKey?: string
  }
}

function faceOf(database: Database.Database): OutboxDatabase {
  const prepared = new Map<string, Database.Statement>()
  const statement = (sql: string): Database.Statement => {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }
  return {
    rows: (schema, sql, ...values) =>
      statement(sql)
        .all(...values)
        .map((row) => schema.parse(row)),
    row: (schema, sql, ...values) => {
      const [first] = statement(sql).all(...values)
      return first === undefined ? null : schema.parse(first)
    },
    run: (sql, ...values) => statement(sql).run(...values).changes,
    together: (work) => {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        // A full disk has ended the transaction already; what is thrown is why, not that there is nothing to take back.
        if (database.inTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => void database.close(),
  }
}

/** One after the other, each as a whole; `user_version` counts them. */
function migrate(database: OutboxDatabase): void {
  database.together(() => {
    const version = database.row(VERSION, 'SELECT user_version AS version FROM pragma_user_version')?.version ?? 0
    if (version > MIGRATIONS.length)
      throw new GatewayProblem({
        vi: 'Hàng đợi do một phiên bản mới hơn của chương trình tạo ra. Cài phiên bản đó.',
        en: 'The outbox was made by a newer version of this program. Install that version.',
      })
    for (const migration of MIGRATIONS.slice(version)) for (const sql of migration) database.run(sql)
    // A pragma takes no parameter; the value is our own number.
    database.run(`PRAGMA user_version = ${MIGRATIONS.length}`)
  })
}
