/** When the local codes that an isolate holds are renewed before a file is judged, with a clock that the test moves. */
import { describe, expect, test, vi } from 'vitest'
import { createLocalCodes, type LocalCodes } from '../../../src/engine/index.ts'
import { createLocalCodesHolder } from '../../../src/store/reference/local-codes.ts'

const MINUTE = 60_000
const FACILITY = '01001'

const codes = (code: string): LocalCodes => createLocalCodes([['drugs', 'L1', code, '0001-01-01', null]])

function harness(load: (facility: string) => Promise<LocalCodes>) {
  const clock = { now: Date.UTC(2026, 10, 22) }
  const behind: Promise<unknown>[] = []
  const report = vi.fn()
  const holder = createLocalCodesHolder({ load, now: () => clock.now, refreshAfterMs: MINUTE, report })
  return {
    clock,
    report,
    of: (facility = FACILITY) => holder.of(facility, (work) => behind.push(work)),
    settle: async () => {
      while (behind.length > 0) await behind.shift()
    },
  }
}

describe('the local codes of an isolate', () => {
  const [first, second] = [codes('40.1'), codes('40.2')]

  test('are renewed first after a while in which nobody asked for them', async () => {
    const load = vi.fn(async () => first)
    const { of, clock } = harness(load)
    await of()
    load.mockResolvedValue(second)
    clock.now += 6 * MINUTE
    expect(await of()).toBe(second)
  })

  test('hold up one file while the replica is away, and none of the next', async () => {
    const load = vi.fn(async () => first)
    const { of, clock, report, settle } = harness(load)
    await of()
    load.mockRejectedValue(new Error('away'))
    clock.now += 6 * MINUTE
    expect(await of()).toBe(first)
    let answer: (value: LocalCodes) => void = () => {}
    load.mockImplementation(() => new Promise((resolve) => (answer = resolve)))
    clock.now += MINUTE
    expect(await of()).toBe(first)
    answer(second)
    await settle()
    expect(await of()).toBe(second)
    expect(report).toHaveBeenCalledOnce()
  })
})
