/** What provinces and the ministry ask, over HTTP, of dossiers that went the whole way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { strFromU8, unzipSync } from 'fflate'
import { read, utils, type WorkBook } from 'xlsx'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { until } from '../../scripts/stack/until.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { makeVisit } from '../fixtures/synthetic.ts'
import { startTestStack, type TestStack } from '../harness/stack.ts'
import { textIn } from '../harness/text-in.ts'

const rowsOf = ({ Sheets }: WorkBook, name: string): (string | number | null)[][] =>
  utils.sheet_to_json(Sheets[name] ?? {}, { header: 1, defval: null })

const PERIOD = 'from=2020-01-01&to=2020-12-31'
let stack: TestStack
let database: Opened<'warehouse'>
let period: string
let persons: readonly string[]

/** Sends that many accepted dossiers, and returns names and cards of their persons. */
async function sendSynthetic(facility: string, seed: number, count: number): Promise<string[]> {
  const file = makeFile({ standard: '3176', facility, seed, dossiers: count })
  const response = await stack.post(facility, '/v1/submissions?purpose=payment', file, {
    'content-type': 'application/xml',
  })
  expect(await response.json()).toMatchObject({ dossiers: { counted: count, rejected: 0 } })
  const visits = Array.from({ length: count }, (_, index) => makeVisit('3176', facility, seed, index))
  return visits.flatMap(({ name, card }) => [name, card])
}

beforeAll(async () => {
  stack = await startTestStack()
  database = openDatabase('warehouse', { url: stack.warehouse.url, timeoutMs: 20_000 })
  const today = new Date(Date.now() + 7 * 60 * 60 * 1000)
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()]
  // Of people there are figures of months that are over: what is sent now was received in the last one.
  const isoDay = (...parts: [number, number, number]): string => new Date(Date.UTC(...parts)).toISOString().slice(0, 10)
  const [first, middle, last] = [isoDay(year, month - 1, 1), isoDay(year, month - 1, 15), isoDay(year, month, 0)]
  period = `from=${first}&to=${last}`
  persons = [...(await sendSynthetic('01001', 41, 8)), ...(await sendSynthetic('79001', 42, 6))]
  await until('both submissions to be verified', 30_000, async () => {
    const { rows } = await database.$client.execute("SELECT count(*) AS n FROM submissions WHERE status = 'verified'")
    return rows[0]?.['n'] === 2 ? true : undefined
  })
  for (const table of ['dossiers', 'findings', 'dossier_costs'])
    await database.$client.execute({ sql: `UPDATE ${table} SET received_on = ?`, args: [middle] })
  await stack.runScheduled()
}, 120_000)
afterAll(async () => {
  database?.$client.close()
  await stack?.dispose()
})

const FIGURES = ['volumes', 'timeliness', 'findings', 'diagnoses', 'costs']
const paths = (province: string, query = PERIOD): string[] =>
  [
    ...FIGURES.flatMap((figure) => [`${figure}?${query}`, `${figure}/dossiers?${query}&key=&by=`]).map((path) =>
      path.replace('&by=', ''),
    ),
    `findings/rows?${query}`,
    `connection?${query}`,
    `reports?${query}`,
    `reports?${query}&format=json`,
    `volumes?${query}&format=csv`,
    `volumes/dossiers?${query}&format=xlsx`,
  ].map((path) => `/v1/regions/${province}/${path}`)

const codeOf = async (response: Response): Promise<string> => (await response.json<{ code: string }>()).code
type Figure = {
  rows: { key: string; counts: Record<string, number | null>; dossiers: string }[]
  suppressed: number
  asOf: string
  lagSeconds: number
  source: string
}
type List = { dossiers: Record<string, string | null>[]; next: string | null }

describe('another province', () => {
  test.each(paths('79'))('is refused to province 01 at %s', async (path) => {
    const response = await stack.get('province-01', path)
    expect([response.status, await codeOf(response)]).toEqual([403, 'not-yours'])
  })

  test.each(paths('01'))('is refused to province 79 at %s', async (path) => {
    const response = await stack.get('province-79', path)
    expect([response.status, await codeOf(response)]).toEqual([403, 'not-yours'])
  })

  test('is not reached through a facility either', async () => {
    for (const path of [`volumes?${period}`, `volumes/dossiers?${period}&by=total`, `findings/rows?${period}`]) {
      const response = await stack.get('province-01', `/v1/regions/01/${path}&facility=79001`)
      expect([response.status, await codeOf(response)]).toEqual([403, 'not-yours'])
    }
  })

  test('is not in the answer, though it lies in the same database', async () => {
    const response = await stack.get('province-01', `/v1/regions/01/volumes?${period}&by=facility`)
    const { rows } = await response.json<Figure>()
    expect(rows.map(({ key, counts }) => [key, counts['received']])).toEqual([['01001', 8]])
  })
})

test.each(paths('01'))('a facility, and whoever shows no token, is refused at %s', async (path) => {
  const response = await stack.get('01001', path)
  expect([response.status, await codeOf(response)]).toEqual([403, 'role-not-allowed'])
  expect((await stack.get(undefined, path)).status).toBe(401)
})

test('an answer says how old it is', async () => {
  const response = await stack.get('ministry', `/v1/regions/01/volumes?${period}`)
  const body = await response.json<Figure>()
  expect(body).toMatchObject({ source: 'primary', lagSeconds: 0 })
  expect(response.headers.get('as-of')).toBe(body.asOf)
})

test('a list masks persons; no answer holds a name or a number', async () => {
  const response = await stack.get('province-01', `/v1/regions/01/volumes/dossiers?${period}&by=total`)
  const { dossiers } = await response.json<List>()
  expect(dossiers).toHaveLength(8)
  expect(dossiers.every(({ HO_TEN }) => /^.\*+ \(\d+\)$/.test(HO_TEN ?? ''))).toBe(true)
  for (const path of paths('01', period)) {
    const answer = await stack.get('province-01', path)
    const text = await answer.text()
    for (const person of persons) expect(text).not.toContain(person)
  }
})

describe('unmasked', () => {
  const list = (more: string): string => `/v1/regions/01/volumes/dossiers?${period}&by=total&unmask=true${more}`

  test('needs a reason, of an account of the province', async () => {
    expect(await codeOf(await stack.get('province-01', list('')))).toBe('reason-needed')
    expect(await codeOf(await stack.get('ministry', list('&reason=kiem-tra-ho-so')))).toBe('role-not-allowed')
  })

  test('shows persons, and who saw them why is kept', async () => {
    const response = await stack.get('province-01', list('&limit=3&reason=kiem-tra-theo-don'))
    const { dossiers } = await response.json<List>()
    expect(persons).toContain(dossiers[0]?.['HO_TEN'])
    const { rows } = await database.$client.execute('SELECT * FROM accesses WHERE unmasked > 0')
    expect(rows.map((row) => ({ ...row }))).toMatchObject([
      { account: 'province-01', role: 'province', province: '01', reason: 'kiem-tra-theo-don', rows: 3, unmasked: 3 },
    ])
  })
})

describe('the access log', () => {
  type Log = { accesses: { account: string; kind: string; unmasked: number; facility: string | null }[] }
  const logOf = async (account: string, query = ''): Promise<Log['accesses']> =>
    (await (await stack.get(account, `/v1/accesses${query}`)).json<Log>()).accesses

  test('holds every list that was asked for, of dossiers and of findings, for those who watch', async () => {
    await stack.get('province-01', `/v1/regions/01/volumes/dossiers?${period}&by=facility&key=01001`)
    await stack.get('province-01', `/v1/regions/01/findings/rows?${period}&reason=kiem-tra-theo-don`)
    const all = await logOf('province-01')
    expect(all.slice(0, 2)).toMatchObject([
      { account: 'province-01', kind: 'findings', unmasked: 0, facility: null },
      { account: 'province-01', kind: 'dossiers', unmasked: 0, facility: '01001' },
    ])
    expect(all.some(({ unmasked }) => unmasked === 3)).toBe(true)
    expect(await logOf('01001-auditor')).toEqual(all)
    for (const account of ['bhxh', 'auditor']) expect(await logOf(account, '?province=01')).toEqual(all)
  })

  test('is closed to everybody else, and to those of other provinces', async () => {
    for (const account of ['01001', 'ministry', 'analyst', 'operator'])
      expect(await codeOf(await stack.get(account, '/v1/accesses?province=01'))).toBe('role-not-allowed')
    for (const account of ['province-79', '01001-auditor'])
      expect(
        await codeOf(await stack.get(account, `/v1/accesses?province=${account === 'province-79' ? '01' : '79'}`)),
      ).toBe('not-yours')
  })
})

test('a list shows nothing that figures about people are made of, unless it is stated what for', async () => {
  const rare = 'B20'
  await database.$client.execute({
    sql: `UPDATE dossiers SET MA_BENH_CHINH = ? WHERE (submission_id, dossier) IN (SELECT submission_id, dossier FROM dossiers
            WHERE facility LIKE '01%' ORDER BY submission_id, dossier LIMIT 1)`,
    args: [rare],
  })
  const list = `/v1/regions/01/volumes/dossiers?${period}&by=total`
  const masked = await (await stack.get('province-01', list)).json<List>()
  expect(masked.dossiers).toHaveLength(8)
  expect(JSON.stringify(masked)).not.toContain(rare)
  for (const name of ['MA_BENH_CHINH', 'MA_LOAI_KCB', 'T_TONGCHI_BV', 'T_BHTT'])
    expect(masked.dossiers.map((dossier) => dossier[name])).toEqual(masked.dossiers.map(() => null))
  expect(await (await stack.get('province-01', `${list}&format=csv`)).text()).not.toContain(rare)
  const stated = await stack.get('province-01', `${list}&reason=kiem-tra-theo-don`)
  expect(await stated.text()).toContain(rare)
})

test('fewer than five persons are withheld in figures, and listed with a reason only', async () => {
  const { rows } = await database.$client.execute(
    "SELECT submission_id FROM dossiers WHERE facility = '01001' AND dossier = 1",
  )
  const id = textIn(rows[0]?.['submission_id'])
  // One dossier of another kind.
  await database.$client.execute({
    sql: "UPDATE dossiers SET MA_LOAI_KCB = '09' WHERE submission_id = ? AND dossier = 1",
    args: [id],
  })
  const path = `/v1/regions/01/volumes?${period}&by=encounter-type`
  const open = await (await stack.get('province-01', path)).json<Figure>()
  // The other is withheld as well: the total less it would be the one. Which kinds there are is withheld with them.
  expect([open.rows, open.suppressed > 0]).toEqual([[], true])
  const figure = await (await stack.get('province-01', `${path}&reason=kiem-tra-theo-don`)).json<Figure>()
  const few = figure.rows.find(({ key }) => key === '09')
  expect(few?.counts['received']).toBeNull()
  expect(figure.rows.filter(({ counts }) => counts['received'] === null)).toHaveLength(2)
  const refused = await stack.get('province-01', few?.dossiers ?? '')
  expect([refused.status, await codeOf(refused)]).toEqual([403, 'reason-needed'])
  const reported = await stack.get('province-01', `${few?.dossiers}&reason=kiem-tra-theo-don`)
  expect((await reported.json<List>()).dossiers).toHaveLength(1)
})

test('figures about people of other days, and of one facility, need a reason, which is kept', async () => {
  const inMonth = period.replace(/-01&/, '-02&')
  for (const path of [
    `diagnoses?${inMonth}`,
    `costs?${period}&facility=01001`,
    `volumes?${inMonth}&by=encounter-type`,
  ]) {
    const refused = await stack.get('province-01', `/v1/regions/01/${path}`)
    expect([path, refused.status, await codeOf(refused)]).toEqual([path, 403, 'reason-needed'])
    expect((await stack.get('province-01', `/v1/regions/01/${path}&reason=kiem-tra-theo-don`)).status).toBe(200)
  }
  const { rows } = await database.$client.execute("SELECT kind, reason, facility FROM accesses WHERE kind = 'figure'")
  expect(rows.map((row) => ({ ...row }))).toContainEqual({
    kind: 'figure',
    reason: 'kiem-tra-theo-don',
    facility: '01001',
  })
})

test('a wrong question is a problem with its code', async () => {
  for (const path of [
    'volumes?from=2026-02-31&to=2026-03-01',
    'volumes?from=2026-03-02&to=2026-03-01',
    'volumes?from=2001-01-01&to=2026-03-01',
    `volumes?${PERIOD}&by=patient`,
    `volumes/dossiers?${PERIOD}&by=total&column=nothing`,
    `volumes/dossiers?${PERIOD}&by=total&after=x`,
    `nothing?${PERIOD}`,
    'reports',
    'reports?period=2026-Q5',
  ]) {
    const response = await stack.get('province-01', `/v1/regions/01/${path}`)
    expect([path, response.status, await codeOf(response)]).toEqual([path, 400, 'parameter-invalid'])
  }
})

test('spreadsheets hold what the answer holds', async () => {
  const csv = await (await stack.get('province-01', `/v1/regions/01/volumes?${period}&by=facility&format=csv`)).text()
  expect(csv.split('\r\n').slice(0, 2)).toEqual([
    'Mã,Tên,Đã nhận,Được tiếp nhận,"Tiếp nhận, có cảnh báo",Bị từ chối',
    expect.stringMatching(/^01001,Bệnh viện Hữu Nghị,8,/),
  ])
  const response = await stack.get('province-01', `/v1/regions/01/volumes/dossiers?${period}&by=total&format=xlsx`)
  const book = read(await response.arrayBuffer())
  expect(book.SheetNames).toEqual(['Hồ sơ', 'Ghi chú'])
  const [head = [], ...rows] = rowsOf(book, 'Hồ sơ')
  expect(rows).toHaveLength(8)
  expect(head.slice(0, 3)).toEqual(['Mã bệnh nhân\nMA_BN', 'Mã lượt KCB\nMA_LK', 'Mã CSKCB'])
  expect(rows.every(([MA_BN, MA_LK]) => /^B\*+ \(14\)$/.test(String(MA_BN)) && MA_LK !== null)).toBe(true)
})

test.each([
  ['volumes?by=facility', 'Số lượng hồ sơ'],
  ['findings/rows?', 'Lỗi và cảnh báo'],
  ['connection?', 'Kết nối'],
  ['costs?by=cost-group', 'Chi phí'],
])('the workbook of %s says in Vietnamese what was asked, and explains itself', async (path, name) => {
  const response = await stack.get('province-01', `/v1/regions/01/${path}&${period}&format=xlsx`)
  const book = read(await response.arrayBuffer())
  expect(book.SheetNames).toEqual([name, 'Ghi chú'])
  const notes = rowsOf(book, 'Ghi chú')
  expect(notes).toContainEqual(['Tỉnh, thành phố (mã cũ)', '01'])
  expect(notes.find(([what]) => what === 'Số liệu đến')?.[1]).toMatch(/^\d\d:\d\d \d\d\/\d\d\/20\d\d$/)
})

describe('a report', () => {
  const reports = (more: string): string => `/v1/regions/01/reports?${period}${more}`

  test('prints as a document of its office, with names in place of codes, and nothing that runs', async () => {
    const response = await stack.get('province-01', reports('&number=12/BC-SYT&day=2026-02-05&signer=Trần Thị B'))
    const page = await response.text()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const text of [
      '@page { size: A4',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Ủy ban nhân dân Thành phố Hà Nội',
      'Số: 12/BC-SYT',
      'Hà Nội, ngày 05 tháng 02 năm 2026',
      'Nơi nhận:',
      'Trần Thị B',
      'Bệnh viện Hữu Nghị',
      '1 – Xét nghiệm',
      'chỉ tính các tháng trọn vẹn đã hết trong kỳ: hồ sơ nhận từ',
    ])
      expect(page).toContain(text)
    expect(page).not.toMatch(/<script|undefined|\[object|&quot;|mã cũ|\d{4}-\d\d-\d\dT/)
    // Ids of rules are read by programs.
    expect(page.replaceAll(/href="[^"]*"/g, '')).not.toMatch(/XML\d+\.[A-Z]\w+\.[a-z]/)
    const data = await stack.get('province-01', reports('&format=json'))
    const body = await data.json<{
      region: string
      figures: unknown[]
      compared: unknown[]
      facilities: { facility: string }[]
    }>()
    expect([body.region, body.figures.length]).toEqual(['Thành phố Hà Nội', 6])
    expect(body.compared).toContainEqual(expect.objectContaining({ column: 'received', now: 8, before: 0 }))
    expect(body.facilities.find(({ facility }) => facility === '01001')).toMatchObject({ received: 8, rejected: 0 })
  })

  test('has figures that open the list they count', async () => {
    const page = await (await stack.get('province-01', reports(''))).text()
    const linked = [...page.matchAll(/<a href="([^"]+)">([\d.]+)<\/a>/g)]
    expect(linked.length).toBeGreaterThan(5)
    for (const [, href = '', shown = ''] of linked) {
      const path = href.replaceAll('&amp;', '&')
      const response = await stack.get('province-01', `${path}&limit=1000&reason=kiem-tra-theo-don`)
      expect([path, (await response.json<List>()).dossiers.length]).toEqual([path, Number(shown.replaceAll('.', ''))])
    }
  })

  test('is a Word document with a chart, and a workbook with a sheet for each table', async () => {
    const word = await stack.get('province-01', reports('&format=docx'))
    expect(word.headers.get('content-disposition')).toMatch(/filename="bao-cao-01-[\d-]+\.docx"/)
    const parts = unzipSync(new Uint8Array(await word.arrayBuffer()))
    const text = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
    for (const words of ['ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI', 'SỞ Y TẾ', 'Nơi nhận:', 'Bệnh viện Hữu Nghị'])
      expect(text).toContain(words)
    expect(Object.keys(parts).filter((name) => /charts\/chart\d*\.xml$/.test(name))).toHaveLength(1)
    const book = read(await (await stack.get('province-01', reports('&format=xlsx'))).arrayBuffer())
    expect(book.SheetNames).toHaveLength(1 + 2 + 6 + 1)
    const facilities = rowsOf(book, book.SheetNames.at(-1) ?? '')
    expect(facilities.find(([code]) => code === '01001')?.slice(0, 4)).toEqual([
      '01001',
      'Bệnh viện Hữu Nghị',
      expect.any(String),
      8,
    ])
  })

  test('of provinces that were joined is one', async () => {
    const page = await (await stack.get('ministry', `/v1/regions/79,74,77/reports?${period}`)).text()
    expect(page).toContain('thuộc Thành phố Hồ Chí Minh.')
    expect((await stack.get('province-01', `/v1/regions/01,79/reports?${period}`)).status).toBe(403)
  })
})

test('the nation has a report of its provinces, for the ministry', async () => {
  const page = await (await stack.get('ministry', `/v1/reports?${period}`)).text()
  for (const text of ['Bộ Y tế', 'trên toàn quốc', 'Số liệu theo tỉnh, thành phố', 'Thành phố Hồ Chí Minh'])
    expect(page).toContain(text)
  expect((await stack.get('province-01', `/v1/reports?${period}`)).status).toBe(403)
})

test.each(paths('00'))('a province that never was is no province: %s', async (path) => {
  const response = await stack.get('ministry', path)
  expect([response.status, await codeOf(response)]).toEqual([404, 'province-unknown'])
})

test('connection shows who has an account, who sends, and who is not known to the list', async () => {
  const response = await stack.get('province-01', `/v1/regions/01/connection?${period}`)
  const body = await response.json<{
    levels: Record<string, number>
    facilities: { facility: string; level: string; daysSinceLast: number | null }[]
  }>()
  const own = body.facilities.find(({ facility }) => facility === '01001')
  expect(own?.daysSinceLast).toBeGreaterThan(0)
  expect(['sending', 'complete']).toContain(own?.level)
  for (const [level, number] of Object.entries(body.levels)) {
    const listed = await stack.get('province-01', `/v1/regions/01/connection?${period}&level=${level}&limit=1000`)
    expect((await listed.json<{ facilities: unknown[] }>()).facilities).toHaveLength(Math.min(number, 1000))
  }
})

describe('the ministry', () => {
  test('sees every province beside the others; nobody else does', async () => {
    const response = await stack.get('ministry', `/v1/regions?${period}`)
    const { provinces, unanswered } = await response.json<{
      provinces: { province: string; volumes: Record<string, number> }[]
      unanswered: string[]
    }>()
    expect(provinces.map(({ province, volumes }) => [province, volumes['received']])).toEqual([
      ['01', 8],
      ['79', 6],
    ])
    expect(unanswered).toEqual([])
    const book = read(await (await stack.get('ministry', `/v1/regions?${period}&format=xlsx`)).arrayBuffer())
    expect(rowsOf(book, 'Các tỉnh, thành phố')[1]?.slice(0, 3)).toEqual(['01', 'Thành phố Hà Nội', 8])
    expect((await stack.get('province-01', `/v1/regions?${period}`)).status).toBe(403)
  })

  test('has a person forgotten; nobody else does', async () => {
    const card = persons.find((text) => /^[A-Z]{2}\d{13}$/.test(text)) ?? ''
    const body = JSON.stringify({ card, reason: 'Theo đơn của người bệnh' })
    const json = { 'content-type': 'application/json' }
    expect((await stack.post('province-01', '/v1/operations/erasures', body, json)).status).toBe(403)
    const response = await stack.post('ministry', '/v1/operations/erasures', body, json)
    expect(response.status).toBe(202)
    const { erasures } = await response.json<{ erasures: { dossiers: number; finishedAt: string | null }[] }>()
    // The stored file follows by the clock.
    expect(erasures).toMatchObject([{ by: 'ministry', dossiers: 1, finishedAt: null }])
    await stack.runScheduled()
    const { rows } = await database.$client.execute('SELECT count(*) AS n FROM dossiers WHERE erased_at IS NOT NULL')
    expect(rows[0]?.['n']).toBe(1)
    const listed = await stack.get('ministry', '/v1/operations/erasures')
    const finished = erasures.map((erasure) => ({ ...erasure, finishedAt: expect.any(String) as unknown }))
    expect(await listed.json()).toEqual({ erasures: finished, requests: [] })
  })

  test('must say whom to forget, and why', async () => {
    const json = { 'content-type': 'application/json' }
    for (const body of [
      { reason: 'Theo đơn của người bệnh' },
      { card: 'DN4010000000001' },
      { card: '1', reason: 'Theo đơn' },
    ]) {
      const response = await stack.post('ministry', '/v1/operations/erasures', JSON.stringify(body), json)
      expect([response.status, await codeOf(response)]).toEqual([400, 'parameter-invalid'])
    }
  })
})
