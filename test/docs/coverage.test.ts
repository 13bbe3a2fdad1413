import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { answers, coverage, coveragePart } from '../../scripts/docs/coverage/index.ts'
import { partly } from '../../scripts/docs/coverage/partly.ts'
import { allRows, FAMILIES } from '../../scripts/docs/coverage/rows.ts'
import { ruleCatalogue } from '../../src/engine/index.ts'

/** Lies beside the project, where it is there at all. */
const COLLECTED = new URL('../../../shared/reference/rules.md', import.meta.url)

const ROW = /^\| ([A-Z]{3}-\d\d)(?:\.\.\d+)? \|.*\| (E|C|E\/C) \|[^|]*\|$/gm

test('the list of rows is that of the collected rule ideas', async (context) => {
  const text = await readFile(COLLECTED, 'utf8').catch(() => null)
  if (text === null) {
    console.warn('LEFT OUT: the collected rule ideas do not lie beside the project, and the list is not compared')
    context.skip()
    return
  }
  const found = [...text.matchAll(ROW)].map(([, id, tier]) => `${id} ${tier === 'E/C' ? 'B' : tier}`)
  expect(allRows.map(({ id, tier }) => `${id} ${tier}`)).toEqual(found)
})

test('every row is answered exactly once: by rules, or by a reason', () => {
  expect(allRows).toHaveLength(535)
  expect(coverage().flatMap(({ id, answered }) => (answered === 1 ? [] : [`${id} ${answered}`]))).toEqual([])
  for (const [family, rows] of Object.entries(answers)) {
    expect(Object.keys(FAMILIES)).toContain(family)
    const own = new Set<string>(allRows.filter((row) => row.family === family).map(({ id }) => id))
    expect(Object.keys(rows).filter((id) => !own.has(id))).toEqual([])
  }
})

test('every rule named there exists; a star stands for any table or field', () => {
  const ids = ruleCatalogue().map(({ id }) => id)
  const named = coverage().flatMap(({ rules }) => rules)
  for (const name of named) {
    const pattern = new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '\\w+')}$`)
    expect(
      ids.some((id) => pattern.test(id)),
      name,
    ).toBe(true)
  }
})

test('the document lists every row', () => {
  const text = coveragePart()
  for (const { id } of allRows) expect(text).toContain(`| ${id} |`)
})

test('what is covered partly has a rule, and the document says what is missing', () => {
  const rows = new Map(coverage().map((row) => [row.id, row]))
  const text = coveragePart()
  for (const [id, missing] of Object.entries(partly)) {
    expect(rows.get(id)?.rules.length, id).toBeGreaterThan(0)
    expect(text).toContain(`partly: ${missing}`)
  }
})
