/** What a caller sees of a database at which many write. */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { createClient } from '@libsql/client/web'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import type { Sqld } from '../../scripts/stack/sqld.ts'
import { startTestSqld } from '../harness/sqld.ts'

const TIMEOUT_MS = 10_000
/** Long after a batch that was sent before has come to the lock. */
const HELD_MS = 300
const READS_FIRST = ['SELECT count(*) AS number FROM notes']

let sqld: Sqld
beforeAll(async () => {
  sqld = await startTestSqld()
})
afterAll(async () => {
  await sqld?.stop()
})
beforeEach(async () => {
  await open().batch(['DROP TABLE IF EXISTS notes', 'CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE)'])
})

const open = () => openDatabase('reference', { url: sqld.url, timeoutMs: TIMEOUT_MS }).$client
const texts = async (): Promise<unknown[]> =>
  (await open().execute('SELECT text FROM notes ORDER BY id')).rows.map(({ text }) => text)

type Pipeline = { baton: string | null; results: { type: string }[] }

/** One exchange of a conversation over several: https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md */
async function converse(baton: string | null, ...statements: readonly string[]): Promise<string | null> {
  const requests = statements.map((sql) => ({ type: 'execute', stmt: { sql } }))
  const response = await fetch(`${sqld.url}/v3/pipeline`, { method: 'POST', body: JSON.stringify({ baton, requests }) })
  // As the specification says.
  const answer = (await response.json()) as Pipeline
  expect(answer.results.map(({ type }) => type)).toEqual(statements.map(() => 'ok'))
  return answer.baton
}

/** Somebody else writes, from before `work` begins until it has long been waiting. */
async function whileSomebodyWrites<T>(work: () => Promise<T>): Promise<T> {
  const baton = await converse(null, 'BEGIN IMMEDIATE', "INSERT INTO notes (text) VALUES ('theirs')")
  const waiting = work()
  // Handled below; it may fail while the lock is given back.
  waiting.catch(() => {})
  await setTimeout(HELD_MS)
  await converse(baton, 'COMMIT')
  return waiting
}

test('sqld answers that it is busy to whoever has read what was overtaken while they waited to write', async () => {
  const once = createClient({ url: sqld.url })
  const work = () => once.batch([...READS_FIRST, "INSERT INTO notes (text) VALUES ('ours')"], 'deferred')
  await expect(whileSomebodyWrites(work)).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
  expect(await texts()).toEqual(['theirs'])
})

test('a transaction that finds the database busy is carried out after all, once', async () => {
  const counted = await whileSomebodyWrites(() =>
    open().batch([
      ...READS_FIRST,
      "INSERT INTO notes (text) VALUES ('ours')",
      "INSERT INTO notes (text) VALUES ('too')",
    ]),
  )
  expect(counted[0]?.rows[0]?.['number']).toBe(1)
  expect(await texts()).toEqual(['theirs', 'ours', 'too'])
})

/** Before the real server, a door that says of so many exchanges that write that the database is busy, and lets none of them through. */
async function whileBusyTimes(times: number, work: (url: string) => Promise<unknown>): Promise<number> {
  let refused = 0
  const answer = async (request: IncomingMessage): Promise<string> => {
    const body = await text(request)
    const isRefused = refused < times && body.includes('INSERT')
    refused += isRefused ? 1 : 0
    const error = { type: 'error', error: { message: 'database is locked', code: 'SQLITE_BUSY' } }
    const busy = { baton: null, base_url: null, results: [error, { type: 'ok', response: { type: 'close' } }] }
    const { method, url } = request
    if (isRefused) return JSON.stringify(busy)
    return (await fetch(`${sqld.url}${url}`, method === 'POST' ? { method, body } : {})).text()
  }
  const door = createServer((request, response) => {
    answer(request).then(
      (shown) => response.writeHead(200, { 'content-type': 'application/json' }).end(shown),
      (error: Error) => response.destroy(error),
    )
  })
  await once(door.listen(0, '127.0.0.1'), 'listening')
  // A server on a port has an address of this form.
  const { port } = door.address() as AddressInfo
  try {
    await work(`http://127.0.0.1:${port}`)
  } finally {
    door.closeAllConnections()
    door.close()
  }
  return refused
}

test('who writes asks again while the database says that it is busy, and for no longer than the time-out', async () => {
  const write = (timeoutMs: number) => async (url: string) => {
    const { $client: client } = openDatabase('reference', { url, timeoutMs })
    await client.execute("INSERT INTO notes (text) VALUES ('one')")
    await client.batch(["INSERT INTO notes (text) VALUES ('two')", "INSERT INTO notes (text) VALUES ('three')"])
  }
  expect(await whileBusyTimes(3, write(TIMEOUT_MS))).toBe(3)
  expect(await texts()).toEqual(['one', 'two', 'three'])
  await expect(whileBusyTimes(Number.POSITIVE_INFINITY, write(100))).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
})

test('what is wrong in itself fails at once', async () => {
  const twice = "INSERT INTO notes (text) VALUES ('ours')"
  await expect(open().batch([twice, twice], 'write')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' })
  expect(await texts()).toEqual([])
})
