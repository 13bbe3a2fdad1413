import { describe, expect, test } from 'vitest'
import { rules } from '../../bench/rules.ts'
import { ruleCatalogue } from '../../src/engine/index.ts'

describe('the cost per rule', () => {
  test('names every rule of the catalogue', { timeout: 240_000 }, async () => {
    const { text } = await rules({ quick: true })
    const named = new Set(Array.from(text.matchAll(/`([^`\n]+)`/g), ([, id]) => id))
    const missing = ruleCatalogue()
      .map(({ id }) => id)
      .filter((id) => !named.has(id))
    expect(missing).toEqual([])
  })
})
