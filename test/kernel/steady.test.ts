import { expect, test } from 'vitest'
import { steady } from '../../src/kernel/steady.ts'

test('it goes as the clock does, and never back', () => {
  let wall = 1000
  const clock = steady(() => wall)
  expect(clock()).toBe(1000)
  wall = 1500
  expect(clock()).toBe(1500)
  wall = -86_400_000
  expect(clock()).toBe(1500)
  wall += 250
  expect(clock()).toBe(1750)
  wall -= 50
  expect(clock()).toBe(1750)
  wall += 7000
  expect(clock()).toBe(8750)
})
