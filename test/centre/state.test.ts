import { expect, test } from 'vitest'
import { createCentreState } from '../../src/centre/state.ts'
import type { Backlog } from '../../src/edge/receipt/backlog.ts'
import { openDatabase } from '../../src/store/database.ts'

const BACKLOG: Backlog = { waiting: 3, isMore: false, oldest: null }
const NOBODY = 'http://127.0.0.1:1'

/** A centre without a register and warehouses, whose database is away; `answers` are those of the store, one for each time it is asked. */
function centre(...answers: Promise<Backlog>[]) {
  let moment = 1000
  let asked = 0
  const read = createCentreState({
    centre: { openPrimary: () => openDatabase('reference', { url: NOBODY, timeoutMs: 1000 }), openRegister: null },
    warehouses: { names: [], openPrimary: () => openDatabase('warehouse', { url: NOBODY, timeoutMs: 1000 }) },
    readBacklog: () => answers[asked++] ?? Promise.reject(new Error('asked too often')),
    now: () => moment,
  })
  return { read, asked: () => asked, later: (milliseconds: number) => (moment += milliseconds) }
}

const never = new Promise<Backlog>(() => {})

test('the state is asked once in ten seconds', async () => {
  const { read, asked, later } = centre(Promise.resolve(BACKLOG), Promise.resolve({ ...BACKLOG, waiting: 4 }))
  expect(await read()).toMatchObject({ backlog: { waiting: 3 }, databases: [{ name: 'reference', answers: false }] })
  later(9999)
  expect(await read()).toMatchObject({ backlog: { waiting: 3 } })
  expect(asked()).toBe(1)
  later(1)
  expect(await read()).toMatchObject({ backlog: { waiting: 4 } })
})

test('a request that is cut off while it asks leaves nobody behind it waiting', async () => {
  const { read } = centre(never, Promise.resolve(BACKLOG))
  void read()
  expect(await read()).toMatchObject({ backlog: { waiting: 3 } })
}, 5000)

test('while one request asks anew, the others are given what was known', async () => {
  const { read, later } = centre(Promise.resolve(BACKLOG), never, Promise.resolve({ ...BACKLOG, waiting: 4 }))
  await read()
  later(10_000)
  void read()
  expect(await read()).toMatchObject({ backlog: { waiting: 3 } })
  // It was cut off: the next one asks.
  later(10_000)
  expect(await read()).toMatchObject({ backlog: { waiting: 4 } })
}, 5000)
