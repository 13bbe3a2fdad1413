import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, type Opened } from '../../../src/store/database.ts'
import { mappings } from '../../../db/reference/workflow.ts'
import type { Sqld } from '../../../scripts/stack/sqld.ts'
import { createLocalCodes, NO_LOCAL_CODES, type LocalCodes } from '../../../src/engine/index.ts'
import { createLocalCodesHolder, loadLocalCodes } from '../../../src/store/reference/local-codes.ts'
import { startReferencePrimary } from '../../harness/sqld.ts'

const START_TIMEOUT_MS = 60_000

describe('local codes', () => {
  const codes = createLocalCodes([
    ['drugs', 'T1', '40.17', '0001-01-01', '2026-06-30'],
    ['drugs', 'T1', '40.48', '2026-07-01', null],
    ['services', 'T1', '02.03', '2026-01-01', '2026-01-31'],
  ])
  test.each([
    ['drugs', 'T1', 20260630, '40.17'],
    ['drugs', 'T1', 20260701, '40.48'],
    ['drugs', 'T1', 20991231, '40.48'],
    ['drugs', 't1', 20260701, null],
    ['services', 'T1', 20251231, null],
    ['services', 'T1', 20260131, '02.03'],
    ['services', 'T1', 20260201, null],
    ['herbs', 'T1', 20260701, null],
  ] as const)('of %s, %s on %i: %s', (catalogue, local, day, national) => {
    expect(codes(catalogue, local, day)).toBe(national)
  })
})

describe('a replica', () => {
  let sqld: Sqld
  let replica: Opened<'reference'>
  beforeAll(async () => {
    sqld = await startReferencePrimary()
    replica = openDatabase('reference', { url: sqld.url, timeoutMs: 10_000 })
  }, START_TIMEOUT_MS)
  afterAll(async () => {
    replica?.$client.close()
    await sqld?.stop()
  })

  test('gives what the province has approved for this facility, and nothing else', async () => {
    expect(await loadLocalCodes(replica, '01001')).toBe(NO_LOCAL_CODES)
    const row = { catalogue: 'drugs', validFrom: '0001-01-01', localName: 'x', attributes: '{}', code: '40.17' }
    await replica.insert(mappings).values([
      { ...row, facility: '01001', localCode: 'A "1"', state: 'approved' },
      { ...row, facility: '01001', localCode: 'B', state: 'proposed' },
      { ...row, facility: '01001', localCode: 'C', state: 'rejected' },
      { ...row, facility: '01002', localCode: 'D', state: 'approved' },
    ])
    const codes = await loadLocalCodes(replica, '01001')
    expect(['A "1"', 'B', 'C', 'D'].map((local) => codes('drugs', local, 20261122))).toEqual([
      '40.17',
      null,
      null,
      null,
    ])
  })
})

describe('the holder', () => {
  const named =
    (name: string): LocalCodes =>
    () =>
      name
  const start = (refreshAfterMs = 1000) => {
    let time = 0
    const loads: string[] = []
    const faults: unknown[] = []
    const behind: Promise<unknown>[] = []
    let answer: (facility: string) => Promise<LocalCodes> = (facility) =>
      Promise.resolve(named(`${facility} ${loads.length}`))
    const holder = createLocalCodesHolder({
      load: (facility) => {
        loads.push(facility)
        return answer(facility)
      },
      now: () => time,
      refreshAfterMs,
      report: (error) => faults.push(error),
    })
    return {
      loads,
      faults,
      ask: async (facility: string) => (await holder.of(facility, (work) => behind.push(work)))('', '', 0),
      settle: () => Promise.all(behind),
      later: (ms: number) => {
        time += ms
      },
      answerWith: (next: typeof answer) => {
        answer = next
      },
    }
  }

  test('asks once within the time of a refresh, then behind the answer', async () => {
    const { ask, later, loads, settle } = start()
    expect([await ask('a'), await ask('a')]).toEqual(['a 1', 'a 1'])
    later(1000)
    expect(await ask('a')).toBe('a 1')
    await settle()
    expect(await ask('a')).toBe('a 2')
    expect(loads).toEqual(['a', 'a'])
  })

  test('has nothing to say while the replica is away, does not ask it for every file, and heals', async () => {
    const { ask, later, loads, faults, settle, answerWith } = start()
    answerWith(() => Promise.reject(new Error('away')))
    expect([await ask('a'), await ask('a')]).toEqual([null, null])
    expect([loads.length, faults.length]).toEqual([1, 1])
    later(1000)
    answerWith(() => Promise.resolve(named('back')))
    await ask('a')
    await settle()
    expect(await ask('a')).toBe('back')
    answerWith(() => Promise.reject(new Error('away again')))
    later(1000)
    await ask('a')
    await settle()
    expect(await ask('a')).toBe('back')
  })

  test('keeps those of the facilities met last, and of a bounded number', async () => {
    const { ask, loads } = start()
    const facilities = Array.from({ length: 21 }, (_, at) => `f${at}`)
    for (const facility of ['f0', ...facilities.slice(1, 20), 'f0', 'f20']) await ask(facility)
    loads.length = 0
    for (const facility of ['f0', 'f20', 'f1']) await ask(facility)
    expect(loads).toEqual(['f1'])
  })
})
