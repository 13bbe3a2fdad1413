import { createClient, type Client, type InArgs, type InStatement } from '@libsql/client/web'
import { DatabaseAway, isBusy } from './failures.ts'
import { inTurn } from './turns.ts'

export type ClientOptions = {
  /** `http://` or `https://` address of sqld. */
  url: string
  authToken?: string | undefined
  /** Which of several of its kind, for operators: `warehouse 79`. */
  label?: string | undefined
  /**
   * Longest wait for one HTTP exchange, headers and body. A statement or a batch is one exchange; one that writes waits for its turn as long
   * at most, and is asked for again for as long where it finds the database busy.
   */
  timeoutMs: number
  /**
   * How SQLite integers arrive. `number` (default): reading one above 2^53 throws a RangeError, it is never rounded.
   * `bigint`: every integer arrives as a BigInt, also where Drizzle's types say number; for sums of scaled money
   * (national totals in hundredths of a đồng pass 2^53).
   */
  integers?: 'number' | 'bigint'
}

/** Pauses before a busy database is asked again: of chance within a bound that doubles, so that those who wait do not come back together. */
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1000

const READING = /^\s*(?:SELECT|WITH|VALUES|EXPLAIN)\b/i
const CHANGING = /\b(?:INSERT|REPLACE|UPDATE|DELETE)\s+(?:INTO|OR|FROM|"|\w)/i

/**
 * A client for Workers and Node alike; nothing is sent before the first statement. `name` is what operators read of one that is away.
 *
 * A replica whose primary is away hangs on writes, and one started in that state hangs on reads: so an exchange is given up after
 * `timeoutMs`. `isAway` recognises such an error. A write that timed out may still have been carried out: writes must be safe to
 * repeat.
 */
export function connect(name: string, { url, authToken, timeoutMs, integers = 'number' }: ClientOptions): Client {
  const fetchInTime = async (request: Request): Promise<Response> => {
    try {
      const response = await fetch(request, { signal: AbortSignal.timeout(timeoutMs) })
      // The whole answer is awaited here: one that is cut off is no answer.
      return new Response(await response.arrayBuffer(), response)
    } catch (cause) {
      throw new DatabaseAway(`the ${name} does not answer`, { cause })
    }
  }
  const client = createClient({
    url,
    intMode: integers,
    fetch: fetchInTime,
    ...(authToken === undefined ? {} : { authToken }),
  })
  return patient(client, url, timeoutMs)
}

/**
 * The client, whose writers take turns and ask again while the database answers SQLITE_BUSY. A statement or a batch is a transaction by
 * itself, of which that answer leaves nothing behind. sqld lets a writer wait for its lock, but where others write all the time, one who comes
 * to it finds the state that it began to wait with overtaken, and after a second or so of that sqld gives up. A batch that writes takes the
 * lock before its first statement: having read, it could not come to it any more.
 */
function patient(client: Client, url: string, timeoutMs: number): Client {
  const execute = client.execute.bind(client)
  const batch = client.batch.bind(client)
  const patiently = <T>(writing: boolean, ask: () => Promise<T>): Promise<T> =>
    whileBusy(writing ? () => inTurn(url, timeoutMs, ask) : ask, timeoutMs)
  client.execute = (statement: InStatement, args?: InArgs) =>
    patiently(writes(statement), () => (typeof statement === 'string' ? execute(statement, args) : execute(statement)))
  client.batch = (statements, mode) => {
    const writing = mode !== 'read' && statements.some((statement) => writes(statement))
    return patiently(writing, () => batch(statements, writing ? 'write' : mode))
  }
  return client
}

/** Whether a statement may change something. One that only mentions such a word takes a turn for nothing. */
function writes(statement: InStatement | [string, InArgs?]): boolean {
  const sql = typeof statement === 'string' ? statement : Array.isArray(statement) ? statement[0] : statement.sql
  return !READING.test(sql) || CHANGING.test(sql)
}

async function whileBusy<T>(ask: () => Promise<T>, timeoutMs: number): Promise<T> {
  let patience: AbortSignal | undefined
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await ask()
    } catch (error) {
      if (!isBusy(error)) throw error
      patience ??= AbortSignal.timeout(timeoutMs)
      if (patience.aborted) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pause * Math.random()))
  }
}
