import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { catalogues } from '../../db/reference/schema.ts'
import type { Sqld } from '../../scripts/stack/sqld.ts'
import { compareWith, keepView } from '../../src/codes/foreign/views.ts'
import { uploadLocalCodes } from '../../src/codes/mapping/upload.ts'
import { cutBySize } from '../../src/codes/pieces.ts'
import { startReferencePrimary } from '../harness/sqld.ts'

const TIMEOUT_MS = 120_000
/** The drugs of DMDC v4, with names as long as those of the longest list. */
const CODES = 20_990
const name = (at: number): string => `Thuốc số ${at}, ${'viên nén bao phim '.repeat(12)}`

let sqld: Sqld
let primary: Opened<'reference'>
beforeAll(async () => {
  sqld = await startReferencePrimary()
  primary = openDatabase('reference', { url: sqld.url, timeoutMs: 60_000 })
  const titles = { titleVi: 'Thuốc', titleEn: 'Drugs', owner: 'duoc' }
  await primary.insert(catalogues).values({ id: 'drugs', ...titles, completeness: 'partial', ordinal: 1 })
  const rows = Array.from({ length: CODES }, (_, at) => [`40.${at}`, name(at)])
  for (const piece of cutBySize(rows))
    await primary.run(sql`
      INSERT INTO codes (catalogue, code, name, source_document, since_release, search_text)
      SELECT 'drugs', value ->> 0, value ->> 1, 'QĐ 1', 1, '' FROM json_each(${JSON.stringify(piece)})`)
}, TIMEOUT_MS)
afterAll(async () => {
  primary?.$client.close()
  await sqld?.stop()
})

test(
  'a whole list is compared with a whole copy of it',
  async () => {
    const theirs = Array.from({ length: CODES }, (_, at) => ({ code: `40.${at + 1}`, name: name(at + 1) }))
    const view = { id: 'v', party: 'bhxh', catalogue: 'drugs', by: 'ministry', now: 1, fileHash: '' }
    await keepView(primary, view, theirs)
    const { differences } = await compareWith(primary, { party: 'bhxh', catalogue: 'drugs' })
    expect(differences.map(({ kind, code }) => [kind, code])).toEqual([
      ['missing-there', '40.0'],
      ['missing-here', `40.${CODES}`],
    ])
  },
  TIMEOUT_MS,
)

test(
  'a facility may list as many local codes as it has, and again',
  async () => {
    const caller = { role: 'facility', account: '01001', facility: '01001', province: '01' } as const
    const rows = Array.from({ length: 20_000 }, (_, at) => ({
      localCode: `L${at}`,
      localName: name(at),
      code: `40.${at}`,
    }))
    expect(await uploadLocalCodes(primary, caller, 'drugs', rows, 1)).toEqual({
      added: 20_000,
      changed: 0,
      unchanged: 0,
    })
    expect(await uploadLocalCodes(primary, caller, 'drugs', rows, 2)).toEqual({
      added: 0,
      changed: 0,
      unchanged: 20_000,
    })
  },
  TIMEOUT_MS,
)
