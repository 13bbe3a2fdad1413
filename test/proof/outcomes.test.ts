import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { countsOf, createOutcomeRuns, type ProvenOutcome } from '../../src/proof/outcomes.ts'

const outcome = constantFrom<ProvenOutcome>('accepted', 'accepted-with-warnings', 'rejected')

test('the text says of each dossier, in their order, what became of it', () => {
  assert(
    property(array(outcome, { maxLength: 300 }), (outcomes) => {
      const runs = createOutcomeRuns()
      for (const one of outcomes) runs.add(one)
      const text = runs.text()
      const letters = [...text.matchAll(/([awr])(\d+)/g)].map(([, letter = '', length]) =>
        letter.repeat(Number(length)),
      )
      const expected = outcomes.map((one) => (one === 'accepted-with-warnings' ? 'w' : one[0]))
      expect(letters.join('')).toBe(expected.join(''))
      const count = (of: ProvenOutcome): number => outcomes.filter((one) => one === of).length
      expect(countsOf(text)).toEqual({
        accepted: count('accepted'),
        'accepted-with-warnings': count('accepted-with-warnings'),
        rejected: count('rejected'),
      })
    }),
  )
})

test.each(['a', '1', 'a0', 'x3', 'a1 r1', 'a-1', 'a1.5'])('"%s" is no such text', (text) => {
  expect(countsOf(text)).toBeNull()
})
