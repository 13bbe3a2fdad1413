/** Writers of one database, one after the other. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { inTurn } from '../../src/store/turns.ts'
import type { Sqld } from '../../scripts/stack/sqld.ts'
import { startTestSqld } from '../harness/sqld.ts'

const PATIENCE_MS = 60_000

/** Something to wait for, and the word that ends the wait. */
const gate = (): { passed: Promise<void>; open: () => void } => {
  let open = (): void => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

test('they come in the order in which they asked, each when the one before is done, whether that went well or not', async () => {
  const said: string[] = []
  const first = gate()
  const turns = [
    inTurn('a', PATIENCE_MS, async () => {
      await first.passed
      said.push('first')
      throw new Error('went wrong')
    }),
    inTurn('a', PATIENCE_MS, async () => said.push('second')),
    inTurn('a', PATIENCE_MS, async () => said.push('third')),
  ]
  await inTurn('b', PATIENCE_MS, async () => said.push('of another database'))
  expect(said).toEqual(['of another database'])
  first.open()
  expect((await Promise.allSettled(turns)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(said).toEqual(['of another database', 'first', 'second', 'third'])
})

test('who never says that the turn is over is waited for no longer than the patience lasts', async () => {
  const forgotten = gate()
  const lost = inTurn('c', PATIENCE_MS, () => forgotten.passed)
  expect(await inTurn('c', 10, async () => 'next')).toBe('next')
  expect(await inTurn('c', PATIENCE_MS, async () => 'and next')).toBe('and next')
  forgotten.open()
  await lost
})

/** As many as make sqld 0.24.32 stop in nearly every run if they do not take turns, with rows that make it move its log all the time. */
const WRITERS = 40
const ROWS_EACH = 20
const TEXT = 'x'.repeat(20_000)

let sqld: Sqld
beforeAll(async () => {
  sqld = await startTestSqld()
})
afterAll(async () => {
  await sqld?.stop()
})

test('many who write at the same moment all come through, and who only reads waits for none of them', async () => {
  const open = () => openDatabase('reference', { url: sqld.url, timeoutMs: 20_000 }).$client
  await open().execute('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)')
  const writing = Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let row = 0; row < ROWS_EACH; row += 1) {
        await open().batch(['SELECT count(*) FROM notes', { sql: 'INSERT INTO notes (text) VALUES (?)', args: [TEXT] }])
      }
    }),
  )
  await open().execute('SELECT 1')
  const soFar = await open().execute('SELECT count(*) AS number FROM notes')
  expect(soFar.rows[0]?.['number']).toBeLessThan(WRITERS * ROWS_EACH)
  await writing
  const { rows } = await open().execute('SELECT count(*) AS number FROM notes')
  expect(rows[0]?.['number']).toBe(WRITERS * ROWS_EACH)
}, 120_000)
