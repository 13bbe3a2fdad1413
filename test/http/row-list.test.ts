import { expect, test } from 'vitest'
import { manifestBody } from '../../src/http/routes/results/schemas.ts'
import { refuseParameter } from '../../src/http/parameter.ts'

const manifestOf = (count: number, hash: string) => ({
  entries: Array.from({ length: count }, (_, at) => ({ MA_LK: `LK${at}`, hash })),
})

test('a manifest of 190,000 wrong hashes is refused for its first wrong row', () => {
  const read = manifestBody.safeParse(manifestOf(190_000, 'not a hash'))
  expect(read.error && refuseParameter(read.error)).toMatchObject({
    code: 'row-invalid',
    status: 422,
    params: { row: 1, field: 'hash' },
  })
})

test('a list that is right is read whole, its values in the form of the schema', () => {
  const read = manifestBody.parse(manifestOf(3, 'A'.repeat(64)))
  expect(read.entries.map(({ hash }) => hash)).toEqual(Array.from({ length: 3 }, () => 'a'.repeat(64)))
})

test('what is no list, and a list that is too long, are refused as before', () => {
  expect(manifestBody.safeParse({ entries: 'x' }).error?.issues[0]).toMatchObject({
    code: 'invalid_type',
    expected: 'array',
  })
  expect(manifestBody.safeParse(manifestOf(200_001, 'a'.repeat(64))).error?.issues[0]).toMatchObject({
    code: 'too_big',
  })
})
