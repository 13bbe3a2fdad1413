/** The table of shards, and what is written from it. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readCatalogueFile } from '../../dmdc-seed/catalogue-file.ts'
import { NATION } from '../../scripts/deployment/shards.ts'
import { withShards } from '../../scripts/deployment/wrangler.ts'

test('the nation has a shard for each of its provinces, which holds every old code that became it', async () => {
  const { rows } = await readCatalogueFile({ file: 'catalogues/provinces.csv' })
  const today = new Set(rows.filter(({ validTo }) => validTo === null).map(({ code }) => code))
  const successors = new Map(rows.flatMap(({ code, replacedBy }) => (replacedBy ? [[code, replacedBy] as const] : [])))
  expect(NATION.map(({ shard }) => shard).toSorted()).toEqual([...today].toSorted())
  const placed = NATION.flatMap(({ shard, codes }) => codes.map((code) => `${code} in ${shard}`))
  const expected = [...successors].map(([code, shard]) => `${code} in ${shard}`)
  expect(placed.toSorted()).toEqual(expected.toSorted())
})

test('wrangler.toml is what the table says, and a part that nobody writes is a fault', async () => {
  const toml = await readFile('wrangler.toml', 'utf8')
  expect(withShards(toml)).toBe(toml)
  expect(toml.match(/^max_concurrency = 1$/gm)?.length).toBeGreaterThanOrEqual(2 * NATION.length)
  expect(() => withShards('# shards: moon vars\n# end of shards')).toThrow('moon vars')
})
