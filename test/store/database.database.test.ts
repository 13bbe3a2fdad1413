/** One face for every database, on a real server: typed rows out, and what an error of each kind means. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { integer as integerColumn, primaryKey, sqliteTable, text as textColumn } from 'drizzle-orm/sqlite-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Sqld } from '../../scripts/stack/sqld.ts'
import { Refusal } from '../../src/store/refusals.ts'
import { flag, integer, json, oneOf, orNull, text, wholeText } from '../../src/store/columns.ts'
import { openDatabase, type Warehouse } from '../../src/store/database.ts'
import { available, isAway, uniqueViolation, violationOf } from '../../src/store/failures.ts'
import { startTestSqld } from '../harness/sqld.ts'

const beds = sqliteTable('beds', { ward: textColumn().notNull(), bed: integerColumn().notNull() }, (table) => [
  primaryKey({ columns: [table.ward, table.bed] }),
])

let sqld: Sqld
beforeAll(async () => {
  sqld = await startTestSqld()
})
afterAll(async () => {
  await sqld?.stop()
})

const open = (url = sqld.url, timeoutMs = 10_000) => openDatabase('warehouse', { url, timeoutMs })
const COLUMNS = 'ward TEXT NOT NULL, bed INTEGER NOT NULL CONSTRAINT bed_number CHECK (bed > 0), code TEXT UNIQUE'

beforeEach(async () => {
  await open().write([
    'DROP TABLE IF EXISTS beds',
    `CREATE TABLE beds (${COLUMNS}, PRIMARY KEY (ward, bed))`,
    'CREATE UNIQUE INDEX beds_spelling ON beds (lower(ward), bed)',
    "INSERT INTO beds (ward, bed, code) VALUES ('A', 1, 'A1')",
  ])
})

/** What a promise is rejected with. */
const thrownBy = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.unreachable('nothing was thrown'),
    (error: unknown) => error,
  )

describe('rows', () => {
  test('are what their columns say', async () => {
    const shape = {
      ward: text,
      bed: integer,
      taken: flag,
      gone: orNull(integer),
      sum: wholeText,
      kind: oneOf(['single', 'double']),
      parts: json(z.array(z.number())),
    }
    const sql = `SELECT ward, bed, 1 AS taken, NULL AS gone, CAST(9007199254740993 AS TEXT) AS sum, 'double' AS kind, '[1,2]' AS parts FROM beds`
    const expected = {
      ward: 'A',
      bed: 1,
      taken: true,
      gone: null,
      sum: 9007199254740993n,
      kind: 'double',
      parts: [1, 2],
    }
    expect(await open().ask({ sql, shape })).toEqual([expected])
    expect(
      await open().askAll([
        { sql, shape },
        { sql: 'SELECT :n AS n', args: { n: 3 }, shape: { n: integer } },
      ]),
    ).toEqual([[expected], [{ n: 3 }]])
  })

  test.each([
    ['a column that the answer has not', 'SELECT ward AS wart FROM beds', { ward: text }, /no column ward$/],
    [
      'the same of an answer without rows',
      'SELECT ward AS wart FROM beds WHERE bed = 9',
      { ward: text },
      /no column ward$/,
    ],
    [
      'NULL that is not expected',
      'SELECT NULL AS bed',
      { bed: integer },
      /column bed of an answer is NULL, not a whole number$/,
    ],
    [
      'a text for a number',
      "SELECT 'private' AS bed",
      { bed: integer },
      /column bed of an answer is string, not a whole number$/,
    ],
    ['a fraction for a whole number', 'SELECT 1.5 AS bed', { bed: orNull(integer) }, /column bed/],
    ['a number for a text', 'SELECT 1 AS ward', { ward: text }, /column ward of an answer is number, not a text$/],
    ['a truth value of another number', 'SELECT 2 AS taken', { taken: flag }, /column taken/],
    ['a text that its list does not have', "SELECT 'private' AS kind", { kind: oneOf(['single']) }, /column kind/],
    ['JSON of another form', `SELECT '["private"]' AS parts`, { parts: json(z.array(z.number())) }, /column parts/],
    ['no JSON', `SELECT 'private' AS parts`, { parts: json(z.array(z.number())) }, /column parts/],
  ])('%s: a fault that names the column and no value', async (_, sql, shape, message) => {
    const error = await thrownBy(open().ask({ sql, shape }))
    expect(error).toMatchObject({ message: expect.stringMatching(message) })
    expect(inspect(error)).not.toContain('private')
    expect(isAway(error)).toBe(false)
    expect(await thrownBy(available('warehouse-unavailable', () => open().ask({ sql, shape })))).not.toBeInstanceOf(
      Refusal,
    )
  })

  test('a command answers how many rows it changed, a question in the same transaction its rows', async () => {
    const answers = await open().write([
      { sql: 'INSERT INTO beds (ward, bed) VALUES (?, ?), (?, 2)', args: ['B', 1, 'B'] },
      { sql: 'SELECT count(*) AS number FROM beds', shape: { number: integer } },
      "UPDATE beds SET code = 'x' WHERE bed = 7",
    ])
    expect(answers).toEqual([2, [{ number: 3 }], 0])
  })

  test('all statements of a transaction are carried out, or none', async () => {
    await expect(
      open().write(["INSERT INTO beds (ward, bed) VALUES ('C', 1)", 'INSERT INTO bets VALUES (1)']),
    ).rejects.toThrow()
    expect(await open().ask({ sql: 'SELECT ward FROM beds', shape: { ward: text } })).toEqual([{ ward: 'A' }])
  })

  test('a misspelt column of a statement is a fault, never a database that is away', async () => {
    const ask = () => open().ask({ sql: 'SELECT wart FROM beds', shape: { wart: text } })
    const error = await thrownBy(available('warehouse-unavailable', ask))
    expect(error).not.toBeInstanceOf(Refusal)
    expect(error).toMatchObject({ message: expect.stringContaining('no such column: wart') })
  })
})

describe('a database that does not answer is away', () => {
  const asked = (url: string, timeoutMs?: number) => () =>
    open(url, timeoutMs).ask({ sql: 'SELECT 1 AS one', shape: { one: integer } })
  const drizzled = (url: string, timeoutMs?: number) => () => open(url, timeoutMs).select().from(beds)

  /** Listens, and does with each request what `answer` does. */
  async function door(
    answer: (end: () => void, begin: () => void) => void,
    work: (url: string) => Promise<void>,
  ): Promise<void> {
    const server = createServer((request, response) => {
      request.resume()
      const begin = (): void => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
        response.write('{"baton"')
      }
      answer(() => response.destroy(), begin)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    // A server on a port has an address of this form.
    const { port } = server.address() as AddressInfo
    try {
      await work(`http://127.0.0.1:${port}`)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  const refused = async (work: () => PromiseLike<unknown>): Promise<void> => {
    await expect(available('register-unavailable', work)).rejects.toMatchObject({
      name: 'Refusal',
      code: 'register-unavailable',
    })
  }

  test('stopped', async () => {
    const stopped = await startTestSqld()
    await stopped.stop()
    for (const work of [asked(stopped.url), drizzled(stopped.url)]) await refused(work)
  })

  test('silent for longer than the time-out', async () => {
    await door(
      () => {},
      (url) => refused(asked(url, 100)),
    )
  })

  test('cut off within its answer, or silent within it', async () => {
    await door(
      (end, begin) => {
        begin()
        setImmediate(end)
      },
      (url) => refused(asked(url)),
    )
    await door(
      (_, begin) => begin(),
      (url) => refused(asked(url, 100)),
    )
  })

  test('a TypeError of ours is not', async () => {
    const error = new TypeError('x is undefined')
    expect(await thrownBy(available('warehouse-unavailable', () => Promise.reject(error)))).toBe(error)
  })
})

describe('a row that is refused', () => {
  const insert = (ward: unknown, bed: number, code: string | null = null): Promise<unknown> =>
    open().write([{ sql: 'INSERT INTO beds (ward, bed, code) VALUES (?, ?, ?)', args: [ward as string, bed, code] }])

  test('by the key is distinguished from every other constraint', async () => {
    const taken = await thrownBy(insert('A', 1))
    expect(violationOf(await thrownBy(insert('A', 2, 'A1')))).toEqual({
      kind: 'unique',
      table: 'beds',
      columns: ['code'],
    })
    const others = await Promise.all(
      [insert('A', 2, 'A1'), insert(null, 2), insert('B', 0), insert('a', 1)].map(thrownBy),
    )
    // SQLite looks at the index before it looks at the key.
    expect(violationOf(taken)).toEqual({ kind: 'unique-index', name: 'beds_spelling' })
    expect(others.map((error) => violationOf(error)?.kind)).toEqual(['unique', 'not-null', 'check', 'unique-index'])
    expect(violationOf(await thrownBy(open().write(['SELECT nothing'])))).toBeNull()
  })

  test('is recognised by its table and columns, through Drizzle too', async () => {
    await open().write(['DROP INDEX beds_spelling'])
    const other = sqliteTable('other', { ward: textColumn() })
    const single = await thrownBy(open().insert(beds).values({ ward: 'A', bed: 1 }))
    const batch = await thrownBy(open().batch([open().insert(beds).values({ ward: 'A', bed: 1 })]))
    for (const error of [single, batch]) {
      expect(uniqueViolation(error, beds)).toBe(true)
      expect(uniqueViolation(error, beds, ['ward', 'bed'])).toBe(true)
      expect(uniqueViolation(error, beds, ['code'])).toBe(false)
      expect(uniqueViolation(error, other)).toBe(false)
    }
    const unwritten = await thrownBy(insert('B', 0))
    expect(uniqueViolation(unwritten, beds)).toBe(false)
    expect(violationOf(unwritten)).toEqual({ kind: 'check', name: 'bed_number' })
  })
})

test('a register is no warehouse', () => {
  const take = (warehouse: Warehouse): string => warehouse.databaseName
  // @ts-expect-error -- this is what the names are part of the types for
  expect(take(openDatabase('register', { url: 'http://127.0.0.1:1', timeoutMs: 1 }))).toBe('register')
})
