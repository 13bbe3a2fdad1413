/** Screen "overview of a region": an officer finds who is late, opens the list, and takes the report to sign. */
import { describe, expect, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { accountsOf } from '../harness/stack.ts'
import { signIn } from './people.ts'
import { LANGUAGES, visit, type Language } from './visit.ts'

const WORDS = {
  vi: {
    title: /^Tổng quan/,
    find: 'Tìm cơ sở theo mã, tên',
    print: 'Mở để in',
    word: 'Tải Word',
    list: /^Danh sách hồ sơ/,
    back: 'Tổng quan',
    nation: 'Các tỉnh, thành phố',
    none: 'Không có cơ sở nào khớp',
    notOffice: 'Trang này dành cho Sở Y tế và Bộ Y tế.',
  },
  en: {
    title: /^Overview/,
    find: 'Find a facility by code or name',
    print: 'Open to print',
    word: 'Word',
    list: /^Dossiers/,
    back: 'Overview',
    nation: 'Provinces',
    none: 'No facility fits',
    notOffice: 'This page is for provincial health departments and the Ministry.',
  },
} as const

/** A facility that the other screens do not use, for each language. */
const FACILITIES: Readonly<Record<Language, string>> = { vi: '01001', en: '79001' }

async function deliver(url: string, facility: string, file: string): Promise<void> {
  const accounts = accountsOf(url)
  const headers = { 'content-type': 'application/xml' }
  const { id } = await (
    await accounts.post(facility, '/v1/submissions?purpose=management', file, headers)
  ).json<{ id: string }>()
  await until('the submission to be verified', 30_000, async () => {
    const { status } = await (await accounts.get(facility, `/v1/submissions/${id}`)).json<{ status: string }>()
    return status === 'verified' ? true : undefined
  })
}

/** A dossier with a result of treatment that there is not. */
function wrongFile(facility: string): string {
  const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', facility, seed: 4300 }, 0)
  const tables = renderDossier('3176', { XML1: [{ ...summary, KET_QUA_DTRI: '9' }], ...rest })
  return wrapEnvelope([tables], { facility })
}

describe.each(LANGUAGES)('an officer of a Sở Y tế (%s)', (language) => {
  const words = WORDS[language]
  const facility = FACILITIES[language]
  const province = facility.slice(0, 2)

  test('finds a facility, opens the list behind its figure, and takes the report', async () => {
    const person = await visit(`/region?lang=${language}`, { colour: language === 'vi' ? 'light' : 'dark' })
    const { page, url } = person
    const file = makeFile({ standard: '3176', facility, seed: 4200, dossiers: 6 })
    await deliver(url, facility, file)
    await signIn(person, language, `province-${province}`)
    await page.getByRole('heading', { name: words.title }).waitFor()
    await page.locator('.region-facilities tbody tr').first().waitFor()
    await page.locator('.uplot canvas').waitFor()
    await person.look(`region-${language}`)

    await page.getByLabel(words.find).fill('khong co co so nay')
    await page.getByText(words.none).waitFor()
    await page.getByLabel(words.find).fill(facility)
    const row = page.locator('.region-facilities tbody tr')
    await expect.poll(() => row.count()).toBe(1)
    expect(decodeURIComponent(page.url())).toMatch(new RegExp(`q="?${facility}`))

    const [, , , , received] = await row.locator('td').allTextContents()
    await row.getByRole('link').first().click()
    await page.getByRole('heading', { name: words.list }).waitFor()
    const dossiers = page.locator('tbody tr')
    await dossiers.first().waitFor()
    expect(await dossiers.count()).toBe(Number(received))
    // Persons are masked; of what was rejected nobody is kept.
    const persons = await page.locator('tbody tr td:nth-child(3)').allTextContents()
    expect(persons.filter((text) => text !== '–').length).toBeGreaterThan(0)
    for (const text of persons) expect(text).toMatch(/^(–|.\*+ \(\d+\))$/)
    await person.look(`region-list-${language}`)

    await page.getByRole('link', { name: words.back, exact: true }).click()
    await page.getByRole('link', { name: words.print }).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: words.word, exact: true }).click()
    expect((await download).suggestedFilename()).toMatch(/^bao-cao-\d\d-[\d-]+\.docx$/)
    const opened = person.context.waitForEvent('page')
    await page.getByRole('link', { name: words.print }).click()
    const document = await opened
    await document.getByText('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM').waitFor()
    await document
      .getByRole('link', { name: String(received), exact: true })
      .first()
      .waitFor()
    // A session that is not there yet is asked for.
    expect(person.errors.filter((text) => !text.includes('401'))).toEqual([])
    await person.close()
  })
})

test('an analyst of the Ministry begins with all provinces; a facility is shown the way', async () => {
  const analyst = await visit('/region?lang=vi')
  await signIn(analyst, 'vi', 'analyst')
  await analyst.page.getByRole('heading', { name: WORDS.vi.nation }).waitFor()
  await analyst.page.locator('tbody tr').first().waitFor()
  await analyst.look('nation-vi')
  // The same 34 on the map and in the table; arrows go from tile to tile.
  const tiles = analyst.page.getByRole('navigation', { name: /^Bản đồ ô các tỉnh/ }).getByRole('link')
  expect([await tiles.count(), await analyst.page.locator('tbody tr').count()]).toEqual([34, 34])
  await analyst.page.getByRole('link', { name: /^Hà Nội .*Thành phố Hà Nội/ }).focus()
  await analyst.page.keyboard.press('ArrowRight')
  expect(await analyst.page.evaluate('document.activeElement.textContent')).toMatch(/^Bắc Ninh/)
  await analyst.page.keyboard.press('ArrowDown')
  expect(await analyst.page.evaluate('document.activeElement.textContent')).toMatch(/^Hưng Yên/)
  await analyst.page.getByLabel('Hiện trên bản đồ').selectOption('received')
  const row = analyst.page.getByRole('row').filter({ hasText: 'Thành phố Hà Nội' })
  const received = (await row.locator('td').allTextContents()).at(-1) ?? ''
  expect(Number(received)).toBeGreaterThan(0)
  await analyst.page.getByRole('link', { name: `Hà Nội ${received}: Thành phố Hà Nội` }).click()
  await analyst.page.getByRole('heading', { name: WORDS.vi.title }).waitFor()

  // What few persons have in common is withheld; the rule itself opens.
  await deliver(analyst.url, '01001', wrongFile('01001'))
  await analyst.page.goto(`${analyst.url}/rules?lang=en`)
  const rule = analyst.page.getByRole('button', { name: /^XML1\.KET_QUA_DTRI/ }).first()
  await rule.waitFor()
  await analyst.look('rules-en')
  await rule.click()
  await analyst.page.getByRole('dialog').getByText('How to mend', { exact: false }).first().waitFor()
  await analyst.look('rule-en')
  await analyst.close()

  const facility = await visit('/region?lang=en')
  await signIn(facility, 'en', '01001')
  await facility.page.getByText(WORDS.en.notOffice).waitFor()
  await facility.close()
})
