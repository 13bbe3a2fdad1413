/** Screen "help": guides, tours, news and whom to ask. */
import { describe, expect, test } from 'vitest'
import { SIGN_IN, signIn } from './people.ts'
import { LANGUAGES, visit } from './visit.ts'

const WORDS = {
  vi: {
    search: 'Tìm trong hướng dẫn (Ctrl-F), gõ không dấu cũng được',
    news: 'Tin và kế hoạch bảo trì',
    write: 'Đăng tin',
    save: 'Đăng (Ctrl-S)',
    outage: 'Tạm dừng',
    titleVi: 'Tiêu đề (tiếng Việt)',
    titleEn: 'Tiêu đề (tiếng Anh)',
    textVi: 'Nội dung (tiếng Việt)',
    textEn: 'Nội dung (tiếng Anh)',
    from: 'Từ',
    to: 'Đến',
    withdraw: 'Rút',
    tour: 'Bắt đầu: Trạm y tế không có phần mềm HIS',
    step: /Bước 2 trên 3/,
    next: 'Tiếp',
    end: 'Kết thúc',
  },
  en: {
    search: 'Search the guides (Ctrl-F), accents optional',
    news: 'News and planned outages',
    write: 'Publish',
    save: 'Publish (Ctrl-S)',
    outage: 'Outage',
    titleVi: 'Title (Vietnamese)',
    titleEn: 'Title (English)',
    textVi: 'Text (Vietnamese)',
    textEn: 'Text (English)',
    from: 'From',
    to: 'To',
    withdraw: 'Take back',
    tour: 'Start: Station without a HIS',
    step: /Step 2 of 3/,
    next: 'Next',
    end: 'End',
  },
} as const

describe.each(LANGUAGES)('somebody who does not know (%s)', (language) => {
  const words = WORDS[language]

  test('finds a guide without accents, also without a line, and whom to ask', async () => {
    const person = await visit(`/help?lang=${language}`)
    const { page, context } = person
    await page.getByText('1900 0000').waitFor()
    await person.look(`help-${language}`)
    await page.evaluate('navigator.serviceWorker.ready.then(() => 0)')
    await context.setOffline(true)
    await page.keyboard.press('Control+f')
    await page.keyboard.type('gui lai ho so bi tu choi')
    await page.locator('.hits li').first().waitFor()
    await person.look(`help-hits-${language}`)
    await page.locator('.hits a').first().click()
    await page.locator('.guide').waitFor()
    expect(await page.locator('.guide').textContent()).toContain('gửi')
    await person.look(`help-guide-${language}`)
    await page.goto(`${person.url}/help/clerk?lang=${language}`)
    await page.locator('.guide').waitFor()
    // Every link of every guide leads somewhere.
    const links = await page
      .locator('.guide a')
      .evaluateAll((all: { getAttribute(name: string): string | null }[]) =>
        all.map((link) => link.getAttribute('href')),
      )
    for (const link of links) expect(link).toMatch(/^(?:https?:|\/help\/)/)
    await person.close()
  })

  test('is led through the pages of their work', async () => {
    const person = await visit(`/help?lang=${language}`)
    const { page } = person
    await page.getByRole('button', { name: words.tour }).click()
    await page.waitForURL('**/entry?*')
    await page.getByLabel(SIGN_IN[language].account, { exact: true }).waitFor()
    await person.look(`help-tour-${language}`)
    await page.getByRole('button', { name: words.next }).click()
    await page.waitForURL('**/desk?*')
    await page.getByText(words.step).waitFor()
    await page.getByRole('button', { name: words.end }).click()
    await expect.poll(() => page.locator('.tour').count()).toBe(0)
    await person.close()
  })

  test('reads the outage that the operator has published', async () => {
    const operator = await visit(`/desk?lang=${language}`)
    await signIn(operator, language, 'operator')
    const { page } = operator
    await page.getByText('operator', { exact: true }).first().waitFor()
    await page.goto(`${operator.url}/help/news?lang=${language}`)
    await page.getByRole('button', { name: words.write }).click()
    await page.getByText(words.outage, { exact: true }).first().click()
    const title = `Bảo trì máy chủ ${language}`
    await page.getByLabel(words.titleVi).fill(title)
    await page.getByLabel(words.titleEn).fill(`Maintenance ${language}`)
    await page.getByLabel(words.textVi).fill('Không nhận hồ sơ.')
    await page.getByLabel(words.textEn).fill('No file is taken.')
    await page.getByLabel(words.from, { exact: true }).fill('2026-12-05T22:00')
    await page.getByLabel(words.to, { exact: true }).fill('2026-12-06T02:00')
    await operator.look(`help-news-editor-${language}`)
    await page.keyboard.press('Control+s')
    const shown = language === 'vi' ? title : `Maintenance ${language}`
    await page.getByText(shown).waitFor()

    const reader = await visit(`/help/news?lang=${language}`)
    await reader.page.getByText(shown).waitFor()
    expect(await reader.page.getByText('05/12/2026').count()).toBeGreaterThan(0)
    expect(await reader.page.getByRole('button', { name: words.write }).count()).toBe(0)
    await reader.look(`help-news-${language}`)
    await reader.close()

    await page.locator('.notice', { hasText: shown }).getByRole('button', { name: words.withdraw }).click()
    await expect.poll(() => page.getByText(shown).count()).toBe(0)
    await operator.close()
  })
})

test('is as readable on a dark background', async () => {
  const person = await visit('/help/clerk', { colour: 'dark' })
  await person.page.locator('.guide').waitFor()
  await person.look('help-dark')
  await person.close()
})
