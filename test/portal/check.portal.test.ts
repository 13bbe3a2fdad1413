/** Screen "check without sending": a HIS engineer checks files, in both languages, with and without a line. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { read, utils } from 'xlsx'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { LANGUAGES, visit, xmlFile, type Language, type Visit } from './visit.ts'

const FACILITY = '01001'
const WORDS = {
  vi: {
    title: 'Kiểm tra hồ sơ, không gửi đi',
    choose: 'Chọn tệp',
    rejected: 'Sẽ bị từ chối',
    by: 'Xếp theo',
    dossier: 'Hồ sơ',
    none: 'Mọi hồ sơ đều đạt',
    open: /^Mở hồ sơ/,
    close: 'Đóng',
    refused: 'không đọc được cả tệp',
    excel: 'Tải Excel',
    stop: 'Dừng',
    stopped: /^Đã kiểm tra xong/,
    kept: /^Không có mạng: dùng danh mục/,
    search: /^Tìm trong phát hiện/,
    noMatch: 'Không có phát hiện nào khớp',
    clear: 'Bỏ bộ lọc',
    clearFiles: 'Bỏ tất cả',
  },
  en: {
    title: 'Check dossiers without sending',
    choose: 'Choose files',
    rejected: 'Would be rejected',
    by: 'Group by',
    dossier: 'Dossier',
    none: 'Every dossier is as it should be',
    open: /^Open dossier/,
    close: 'Close',
    refused: 'refused as a whole',
    excel: 'Excel',
    stop: 'Stop',
    stopped: /^Checked:/,
    kept: /^No line: code lists/,
    search: /^Search findings/,
    noMatch: 'No finding fits',
    clear: 'Clear the filters',
    clearFiles: 'Clear',
  },
} as const

/** Three dossiers, of which the second and third are wrong in several ways. */
function wrongFile(seed = 901): string {
  const dossiers = [0, 1, 2].map((index) => {
    const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility: FACILITY, seed }, index)
    const wrong = [{}, { MA_LOAI_KCB: '99', GIOI_TINH: '9' }, { NGAY_RA: '202001010800', MA_BENH_CHINH: 'ZZZ' }][index]
    return renderDossier('3176', { XML1: [{ ...summary?.[0], ...wrong }], ...rest })
  })
  return wrapEnvelope(dossiers, { facility: FACILITY, made: '20261015' })
}

async function choose(
  { page }: Visit,
  language: Language,
  ...files: ReturnType<typeof xmlFile>[] | string[]
): Promise<void> {
  await page.getByLabel(WORDS[language].choose, { exact: true }).setInputFiles(files)
}

/** The number below a heading of the totals. */
const totalOf = ({ page }: Visit, heading: string) => page.locator('.totals > div', { hasText: heading }).locator('dd')

describe.each(LANGUAGES)('a HIS engineer checks a file without sending (%s)', (language) => {
  const words = WORDS[language]

  test('sees each fault at its place, how to mend it and why, opens the dossier, and takes it along as Excel', async () => {
    const person = await visit(`/check?lang=${language}`)
    const { page } = person
    await page.getByRole('heading', { name: words.title }).waitFor()
    await person.look(`check-start-${language}`)

    await choose(person, language, xmlFile('wrong.xml', wrongFile()))
    await expect.poll(() => totalOf(person, words.rejected).textContent()).toBe('2')
    await page.locator('.found tbody tr').first().waitFor()
    expect(await page.locator('.found').textContent()).toContain('XML1')
    await person.look(`check-by-rule-${language}`)

    await page.getByRole('radiogroup', { name: words.by }).getByText(words.dossier, { exact: true }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('by')).toBe('dossier')
    await person.look(`check-by-dossier-${language}`)

    await page.getByRole('button', { name: words.open }).first().click()
    await page.locator('.cell.error').first().waitFor()
    await page.locator('.cell.error').first().hover()
    await person.look(`check-dossier-${language}`)
    await page.getByRole('button', { name: words.close }).click()
    await page.locator('.cell').first().waitFor({ state: 'detached' })

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: words.excel }).click(),
    ])
    const book = read(await readFile(await download.path()))
    const [summary = '', findings = ''] = book.SheetNames
    expect(utils.sheet_to_json(book.Sheets[summary] ?? {}, { header: 1 })).toContainEqual([words.rejected, 2])
    const rows = utils.sheet_to_json<Record<string, string>>(book.Sheets[findings] ?? {})
    expect(rows.length).toBe(
      await page.evaluate('Number(document.querySelector(".totals > div:last-child dd").textContent)'),
    )

    expect(person.sent).toEqual([])
    expect(person.errors).toEqual([])
    await person.close()
  })

  test('finds by words, is told where nothing fits, and an address brings the same view again', async () => {
    const person = await visit(`/check?lang=${language}`)
    const { page } = person
    await choose(person, language, xmlFile('wrong.xml', wrongFile()))
    await page.locator('.found tbody tr').first().waitFor()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('NGAY_RA')
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('NGAY_RA')
    const hasOnlyDates = (groups: string[]): boolean =>
      groups.length > 0 && groups.every((group) => group.includes('NGAY'))
    const groupsShown = () => page.locator('.group .code').allTextContents()
    await expect.poll(groupsShown).toSatisfy(hasOnlyDates)
    const address = page.url()
    await page.getByLabel(words.search).fill('nothing has this')
    await page.getByText(words.noMatch).waitFor()
    await person.look(`check-no-match-${language}`)
    await page.getByRole('button', { name: words.clear }).click()
    await page.locator('.found tbody tr').first().waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBeNull()
    await expect.poll(groupsShown).not.toSatisfy(hasOnlyDates)

    await page.goto(address)
    await choose(person, language, xmlFile('wrong.xml', wrongFile()))
    await expect.poll(groupsShown).toSatisfy(hasOnlyDates)
    await person.close()
  })

  test('reads why a file as a whole is refused, beside one that is correct', async () => {
    const person = await visit(`/check?lang=${language}`)
    const { page } = person
    const correct = makeFile({ standard: '3176', facility: FACILITY, seed: 902 })
    await choose(person, language, xmlFile('cut.xml', wrongFile().slice(0, 3000)), xmlFile('correct.xml', correct))
    await page.getByText(words.refused).waitFor()
    await page.getByText(words.stopped).waitFor()
    await person.look(`check-refused-${language}`)
    await page.getByRole('button', { name: words.clearFiles, exact: true }).click()
    await choose(person, language, xmlFile('correct.xml', correct))
    await page.getByText(words.none).waitFor()
    await person.look(`check-correct-${language}`)
    await person.close()
  })

  test('works without a line after the first visit', async () => {
    const person = await visit(`/check?lang=${language}`)
    const { page, context } = person
    await page.evaluate('navigator.serviceWorker.ready.then(() => 0)')
    await page.locator('[role=status]', { hasText: '202' }).first().waitFor()
    // A first visit is not yet controlled by its service worker; what it keeps is complete once it is active.
    await context.setOffline(true)
    await page.goto(`${person.url}/check?lang=${language}&by=table`)
    await page.getByText(words.kept).waitFor()
    await choose(person, language, xmlFile('wrong.xml', wrongFile()))
    await expect.poll(() => totalOf(person, words.rejected).textContent()).toBe('2')
    await person.look(`check-offline-${language}`)
    await person.close()
  })
})

test('the screen is as readable on a dark background', async () => {
  const person = await visit('/check', { colour: 'dark' })
  const { page } = person
  await page.getByRole('heading', { name: WORDS.vi.title }).waitFor()
  await person.look('check-start-dark')
  await choose(person, 'vi', xmlFile('wrong.xml', wrongFile()))
  await page.locator('.found tbody tr').first().waitFor()
  await person.look('check-by-rule-dark')
  await page.getByRole('button', { name: WORDS.vi.open }).first().click()
  await page.locator('.cell.error').first().waitFor()
  await person.look('check-dossier-dark')
  await person.close()
})

describe('much at once', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bhyt-portal-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  const written = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }

  test('shows how far it is, by bytes and dossiers, and is stopped at once', async () => {
    const person = await visit('/check')
    const { page } = person
    // Enough that reading it takes a while.
    const text = makeFile({ standard: '3176', facility: FACILITY, seed: 910, dossiers: 2500 })
    await choose(person, 'vi', await written('first.xml', text), await written('second.xml', text))
    await page.getByText(/^Đã đọc [\d,.]+ (KB|MB) \/ [\d,.]+ MB, [1-9]/).waitFor()
    await person.look('check-progress-vi')
    await page.getByRole('button', { name: WORDS.vi.stop }).click()
    await page.getByText(WORDS.vi.stopped).waitFor()
    expect(await page.getByRole('progressbar').count()).toBe(0)
    // The next file is checked all the same.
    await page.getByRole('button', { name: WORDS.vi.clearFiles, exact: true }).click()
    await choose(person, 'vi', xmlFile('wrong.xml', wrongFile()))
    await expect.poll(() => totalOf(person, WORDS.vi.rejected).textContent()).toBe('2')
    await person.close()
  })

  test('5,000 findings of one rule scroll while only those in sight are in the page', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => {
      const { XML1: summary } = makeDossier({ standard: '3176', facility: FACILITY, seed: 911 }, index)
      return renderDossier('3176', { XML1: [{ ...summary?.[0], GIOI_TINH: '9' }] })
    })
    const person = await visit('/check')
    const { page } = person
    const text = wrapEnvelope(rows, { facility: FACILITY, made: '20261015' })
    await choose(person, 'vi', await written('many.xml', text))
    await page.getByText(WORDS.vi.stopped).waitFor({ timeout: 60_000 })
    const found = page.locator('.found')
    await page.locator('.group', { hasText: 'XML1.GIOI_TINH.allowed-values' }).click()
    await expect.poll(() => found.locator('table').getAttribute('aria-rowcount')).toBe('5001')
    expect(await found.locator('tbody tr').count()).toBeLessThan(60)
    // From one end to the other, some screens at a time. What a frame has to do follows from the rows that are there; how long that takes,
    // from the machine.
    const most = await page.evaluate<number>(`new Promise((resolve) => {
      const frame = document.querySelector('.found')
      let [most, step] = [0, 0]
      const next = () => {
        most = Math.max(most, frame.querySelectorAll('tbody tr').length)
        step += 1
        frame.scrollTop = (frame.scrollHeight / 60) * step
        step < 60 ? requestAnimationFrame(next) : resolve(most)
      }
      requestAnimationFrame(next)
    })`)
    expect(most).toBeLessThan(60)
    await expect
      .poll(() => found.locator('[aria-rowindex]').last().getAttribute('aria-rowindex').then(Number))
      .toBeGreaterThan(4500)
    await person.close()
  }, 120_000)
})
