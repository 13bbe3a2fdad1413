/** Sentences about codes name their lists in words. */
import { expect, test } from 'vitest'
import { CATALOGUE_NAMES } from '../../../src/engine/codes/catalogue-names.ts'
import { standards } from '../../../src/engine/standards/index.ts'

const asked = new Set(
  Object.values(standards).flatMap(({ tables }) =>
    Object.values(tables).flatMap(({ fields }) => Object.values(fields).flatMap(({ codeList = [] }) => codeList)),
  ),
)

test('every list that a field draws from has a name, and no other list has', () => {
  expect(Object.keys(CATALOGUE_NAMES).toSorted()).toEqual([...asked].toSorted())
})
