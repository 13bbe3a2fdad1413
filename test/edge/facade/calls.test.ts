import { expect, test } from 'vitest'
import { createCallCounter, type Call, type CountedCall } from '../../../src/edge/facade/calls.ts'

const call = (operation: string): Call => ({ facility: '01001', wire: 'old', operation, code: '200' })

function counter(fails = false) {
  const handed: CountedCall[][] = []
  const works: Promise<unknown>[] = []
  const reports: unknown[] = []
  let later = 0
  let goOn = (): void => {}
  const { note } = createCallCounter({
    put: (calls) => (fails ? Promise.reject(new Error('away')) : Promise.resolve(void handed.push([...calls]))),
    now: () => 1_790_000_000_000 + later,
    dayOf: () => '2026-09-21',
    pause: () =>
      new Promise((resolve) => {
        goOn = resolve
      }),
    report: (error) => reports.push(error),
  })
  const passTime = async (): Promise<void> => {
    goOn()
    await Promise.all(works)
  }
  const at = (milliseconds: number): void => {
    later = milliseconds
  }
  return { note: (each: Call) => note(each, (work) => works.push(work)), handed, works, reports, passTime, at }
}

test('calls are added up and handed over once, and those that come later again', async () => {
  const { note, handed, works, passTime } = counter()
  note(call('/api/a'))
  note(call('/api/a'))
  note(call('/api/b'))
  expect([works.length, handed.length]).toEqual([1, 0])
  await passTime()
  expect(handed[0]?.map(({ operation, calls }) => [operation, calls])).toEqual([
    ['/api/a', 2],
    ['/api/b', 1],
  ])
  note(call('/api/a'))
  await passTime()
  expect(handed[1]?.map(({ calls }) => calls)).toEqual([1])
})

test('paths that somebody invents take no memory without end, and none is left out of the count', async () => {
  const { note, handed, passTime } = counter()
  for (let at = 0; at < 2000; at += 1) note(call(`/api/${at}`))
  await passTime()
  expect(handed[0]?.length).toBeLessThanOrEqual(501)
  expect(handed[0]?.reduce((sum, { calls }) => sum + calls, 0)).toBe(2000)
})

test('a call that was to hand over and was cut off is followed by another one', async () => {
  const { note, works, at } = counter()
  note(call('/api/a'))
  at(9000)
  note(call('/api/a'))
  expect(works.length).toBe(1)
  at(11_000)
  note(call('/api/a'))
  expect(works.length).toBe(2)
})

test('a store that is away fails no call', async () => {
  const { note, reports, passTime } = counter(true)
  note(call('/api/a'))
  await passTime()
  expect(reports).toHaveLength(1)
})
