import { expect, test } from 'vitest'
import { quantile, ratios, series } from '../../bench/statistics.ts'

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => count - at)

test('a quantile is one of the measurements, and as many as it says lie no higher', () => {
  expect(quantile(upTo(20), 0.95)).toBe(19)
  expect(quantile(upTo(400), 0.99)).toBe(396)
  expect(quantile(upTo(9), 0.5)).toBe(5)
  expect(quantile(upTo(20), 1)).toBe(20)
  expect(quantile([7], 0.95)).toBe(7)
  expect(quantile([], 0.95)).toBeNaN()
})

test('ratios are of pairs, so that a machine that is slow for both changes nothing', () => {
  expect(ratios([10, 40, 12], [5, 20, 4])).toEqual({ median: 2, least: 2, most: 3, count: 3 })
  expect(series([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, count: 3 })
})
