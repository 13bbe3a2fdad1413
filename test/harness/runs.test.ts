import { expect, test } from 'vitest'
import { sampled } from './runs.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const instants = Array.from({ length: 50 }, (_, at) => at)

test('within so many days every instant has its turn', () => {
  for (const oneIn of [1, 3, 4]) {
    const tried = Array.from({ length: oneIn }, (_, day) => sampled(instants, oneIn, day * DAY_MS)).flat()
    expect([...new Set(tried)].toSorted((a, b) => a - b)).toEqual(instants)
  }
})
