import { describe, expect, test } from 'vitest'
import { LONGEST_RETRY_AFTER_MS, pauseAfter, retryAfterOf } from '../../gateway/sending/pace.ts'

const PACE = { firstSeconds: 5, longestMinutes: 10 }
const least = (): number => 0.999_999
const most = (): number => 0

describe('the pause before the next try', () => {
  test('doubles, is cut at the longest, and chance takes up to a half of it', () => {
    expect([1, 2, 3].map((failures) => pauseAfter(failures, PACE, null, most))).toEqual([5000, 10_000, 20_000])
    expect(pauseAfter(50, PACE, null, most)).toBe(600_000)
    expect(pauseAfter(10_000, PACE, null, most)).toBe(600_000)
    expect(pauseAfter(1, PACE, null, least)).toBeCloseTo(2500, -1)
  })

  test('is never shorter than was asked for, and never as long as a proxy may ask by mistake', () => {
    expect(pauseAfter(1, PACE, 60_000, most)).toBe(60_000)
    expect(pauseAfter(1, PACE, 60_000, least)).toBeGreaterThan(60_000)
    expect(pauseAfter(1, PACE, 365 * 24 * 3600 * 1000, most)).toBe(LONGEST_RETRY_AFTER_MS)
  })
})

describe('Retry-After', () => {
  const date = 'Mon, 30 Nov 2026 08:00:00 GMT'
  test.each([
    ['seconds', '120', date, 120_000],
    ['a date, against the clock of whoever answered', 'Mon, 30 Nov 2026 08:01:00 GMT', date, 60_000],
    ['a date that has passed', 'Mon, 30 Nov 2026 07:00:00 GMT', date, 0],
    ['words', 'later', date, null],
    ['nothing', undefined, date, null],
  ])('%s', (_, header, answered, expected) => {
    expect(retryAfterOf(header, answered, 0)).toBe(expected)
  })

  test('a date without a clock of theirs is taken by ours', () => {
    expect(retryAfterOf('Mon, 30 Nov 2026 08:01:00 GMT', undefined, Date.parse(date))).toBe(60_000)
  })
})
