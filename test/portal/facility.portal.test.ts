/** The facility's smaller pages: a person registers a successor; outages, days compared, cards, own codes, webhooks, who looked. */
import { describe, expect, inject, test } from 'vitest'
import { demoPerson } from '../../scripts/stack/accounts.ts'
import { makePerson, SIGN_IN, signIn, tokenOf, typePassword } from './people.ts'
import { LANGUAGES, visit, type Language, type Visit } from './visit.ts'

const WORDS = {
  vi: {
    persons: 'Người có thẩm quyền của cơ sở',
    register: 'Đăng ký người',
    code: 'Mã',
    function: 'Chức danh',
    kept: 'Đã cất',
    account: 'Tài khoản cổng',
    end: 'Cho thôi',
    setLastDay: 'Ghi ngày cuối',
    signOut: 'Đăng xuất',
    declare: 'Khai sự cố',
    running: /đang kéo dài 00:\d\d:\d\d/,
    endNow: 'Đã hết sự cố',
    lasted: /kéo dài 00:00:/,
    withdraw: 'Rút lại',
    reason: 'Lý do',
    withdrawn: 'đã rút lại: khai nhầm sự cố',
    keys: 'MA_LK, mỗi dòng một hồ sơ',
    compare: 'Khai và đối chiếu',
    missing: 'Thiếu: đã khai, kho không có',
    noManifest: 'Ngày này chưa khai danh sách',
    card: 'Số thẻ',
    name: 'Họ và tên',
    birth: 'Ngày sinh',
    ask: 'Tra',
    unknown: 'Không có thẻ khớp',
    noMappings: 'Chưa có mã riêng nào khớp',
    upload: 'Nộp tệp CSV',
    uploaded: /thêm 1/,
    choose: 'Chọn mã',
    proposed: 'chờ duyệt',
    noWebhooks: 'Chưa có webhook',
    address: 'Địa chỉ',
    add: 'Thêm',
    secret: 'Khoá ký',
    rotate: 'Đổi khoá',
    remove: 'Xoá',
    accesses: 'Ai đã xem người bệnh của cơ sở',
    ended: /^Phiên làm việc đã hết hạn/,
  },
  en: {
    persons: 'Authorised persons of the facility',
    register: 'Register a person',
    code: 'Code',
    function: 'Function',
    kept: 'I have kept it',
    account: 'Account at the portal',
    end: 'End',
    setLastDay: 'Set the last day',
    signOut: 'Sign out',
    declare: 'Declare an outage',
    running: /running for 00:\d\d:\d\d/,
    endNow: 'It is over',
    lasted: /lasted 00:00:/,
    withdraw: 'Take back',
    reason: 'Reason',
    withdrawn: 'taken back: khai nhầm sự cố',
    keys: 'MA_LK, one a line',
    compare: 'Declare and compare',
    missing: 'Missing: declared, not here',
    noManifest: 'Nothing was declared for this day',
    card: 'Number of the card',
    name: 'Name',
    birth: 'Birth',
    ask: 'Check',
    unknown: 'No card fits',
    noMappings: 'No own code fits',
    upload: 'Send a CSV file',
    uploaded: /added 1/,
    choose: 'Choose',
    proposed: 'proposed',
    noWebhooks: 'There is no webhook',
    address: 'Address',
    add: 'Add',
    secret: 'Secret',
    rotate: 'New secret',
    remove: 'Remove',
    accesses: 'Who looked at patients of the facility',
    ended: /^The session has ended/,
  },
} as const

/** A facility of its own for each language. */
const FACILITIES: Readonly<Record<Language, string>> = { vi: '01001', en: '79001' }

const colourOf = (language: Language) => (language === 'vi' ? 'light' : 'dark')

/** The demo person of the facility, by an account of their own. */
async function signedIn(path: string, language: Language): Promise<Visit> {
  const person = await visit(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`, { colour: colourOf(language) })
  await signIn(person, language, demoPerson(FACILITIES[language]))
  return person
}

describe.each(LANGUAGES)('the facility (%s)', (language) => {
  const words = WORDS[language]
  const facility = FACILITIES[language]

  test('a person registers a successor, who signs in and ends the one before', async () => {
    // Not the demo person, whom other tests need.
    const leaver = `${facility}-leaver-${language}`
    const made = await fetch(`${inject('portalUrl')}/v1/facilities/${facility}/persons`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenOf(`province-${facility.slice(0, 2)}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ id: leaver, title: 'Giám đốc', signsIn: true }),
    })
    const { portal } = await made.json<{ portal: { account: string; password: string } }>()
    const person = await visit(`/facility/persons?lang=${language}`, { colour: colourOf(language) })
    const { page } = person
    await typePassword(person, language, { id: portal.account, password: portal.password })
    await page.getByRole('heading', { name: words.persons }).waitFor()
    await page.getByText(leaver, { exact: true }).first().waitFor()
    await person.look(`persons-${language}`)

    const successor = `${facility}-kt-${language}`
    await page.getByRole('button', { name: words.register, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(words.code, { exact: true }).fill(leaver)
    await dialog.getByLabel(words.function, { exact: true }).fill('Kế toán trưởng')
    await dialog.getByRole('button', { name: words.register }).click()
    // A code that is taken is refused in the service's words, and what was typed stays.
    await dialog.getByRole('alert').waitFor()
    await person.look(`persons-register-${language}`)
    await dialog.getByLabel(words.code, { exact: true }).fill(successor)
    await dialog.getByRole('button', { name: words.register }).click()
    await page.getByText(words.account, { exact: true }).waitFor()
    await person.look(`persons-registered-${language}`)
    const [account = '', password = ''] = await page.locator('.secrets .code').allTextContents()
    expect(account).toBe(successor)
    await page.getByRole('button', { name: words.kept }).click()
    expect(await page.getByText(password).count()).toBe(0)

    await page.getByRole('button', { name: words.signOut }).click()
    await page.getByRole('heading', { name: SIGN_IN[language].signIn }).waitFor()
    await typePassword(person, language, { id: account, password })
    await page.getByRole('button', { name: `${words.end}: ${leaver}` }).click()
    await person.look(`persons-end-${language}`)
    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
    await page.getByRole('dialog').locator('input[type="date"]').fill(yesterday)
    await page.getByRole('button', { name: words.setLastDay }).click()
    await expect.poll(() => page.getByRole('button', { name: `${words.end}: ${leaver}` }).count()).toBe(0)

    // Whoever has ended opens nothing any more.
    await page.getByRole('button', { name: words.signOut }).click()
    await typePassword(person, language, { id: portal.account, password: portal.password })
    await page.getByRole('alert').waitFor()
    await person.close()
  }, 120_000)

  test('declares an outage, whose clock runs, ends it and takes it back', async () => {
    const person = await signedIn('/facility/outages?show=open', language)
    const { page } = person
    await page.getByRole('button', { name: words.declare }).click()
    await person.look(`outages-declare-${language}`)
    await page.getByRole('dialog').getByRole('button', { name: words.declare }).click()
    await page.getByText(words.running).waitFor()
    const first = await page.getByRole('timer').textContent()
    await expect.poll(() => page.getByRole('timer').textContent()).not.toBe(first)
    await person.look(`outages-${language}`)
    await page.getByRole('button', { name: words.endNow }).click()
    await expect.poll(() => page.getByRole('timer').count()).toBe(0)
    await page.goto(`${person.url}/facility/outages?lang=${language}`)
    await page.getByText(words.lasted).waitFor()
    await page.getByRole('button', { name: words.withdraw }).first().click()
    await page.getByRole('dialog').getByLabel(words.reason).fill('khai nhầm sự cố')
    await page.getByRole('dialog').getByRole('button', { name: words.withdraw }).click()
    await page.getByText(words.withdrawn).waitFor()
    await person.close()
  })

  test('compares a day, checks a card, and finds neither', async () => {
    const person = await signedIn('/facility/manifests?day=2026-11-20', language)
    const { page } = person
    await page.getByText(words.noManifest).waitFor()
    await person.look(`manifests-none-${language}`)
    await page.getByLabel(words.keys).fill('01001.0000.1111111\n01001.0000.2222222')
    await page.getByRole('button', { name: words.compare }).click()
    await page.getByRole('heading', { name: words.missing }).waitFor()
    expect(await page.locator('.box .code').first().textContent()).toBe('01001.0000.1111111')
    await person.look(`manifests-${language}`)
    expect(page.url()).not.toContain('1111111')

    await page.goto(`${person.url}/facility/cards?lang=${language}`)
    await page.getByLabel(words.card).fill('GD4010000000001')
    await page.getByLabel(words.name, { exact: true }).fill('Nguyễn Văn Thử')
    await page.getByLabel(words.birth).fill('1980-01-01')
    await page.getByRole('button', { name: words.ask, exact: true }).click()
    await page.getByText(words.unknown).waitFor()
    await person.look(`cards-${language}`)
    expect(page.url()).not.toContain('GD4010000000001')
    await person.close()
  })

  test('lists own codes and chooses a national one; adds a webhook, whose secret is shown once', async () => {
    const person = await signedIn('/facility/mappings?catalogue=icd10', language)
    const { page } = person
    await page.getByText(words.noMappings).waitFor()
    await person.look(`mappings-none-${language}`)
    await page.getByLabel(words.upload).setInputFiles({
      name: 'own.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('localCode,localName\nVP-01,Viêm phổi\n'),
    })
    await page.getByText(words.uploaded).waitFor()
    await page.getByRole('button', { name: `${words.choose}: VP-01` }).click()
    await page.getByRole('dialog').locator('tbody tr').first().waitFor()
    await person.look(`mappings-candidates-${language}`)
    await page.getByRole('dialog').locator('tbody tr').first().getByRole('button').click()
    await expect.poll(() => page.locator('.box tbody').textContent()).toContain(words.proposed)
    await person.look(`mappings-${language}`)

    await page.goto(`${person.url}/facility/webhooks?lang=${language}`)
    await page.getByText(words.noWebhooks).waitFor()
    await person.look(`webhooks-none-${language}`)
    await page.getByLabel(words.address, { exact: true }).fill('http://his.example.vn/bhyt')
    await page.getByRole('button', { name: words.add, exact: true }).click()
    await page.getByRole('alert').waitFor()
    await person.look(`webhooks-refused-${language}`)
    await page.getByLabel(words.address, { exact: true }).fill('http://127.0.0.1:9/none')
    await page.getByRole('button', { name: words.add, exact: true }).click()
    await page.getByText(words.secret, { exact: true }).waitFor()
    const secret = (await page.locator('.secrets .code').last().textContent()) ?? ''
    expect(secret).toMatch(/^whsec_/)
    await person.look(`webhooks-secret-${language}`)
    await page.getByRole('button', { name: words.kept }).click()
    expect(await page.getByText(secret).count()).toBe(0)
    await page.getByRole('button', { name: new RegExp(`^${words.rotate}`) }).click()
    await page.getByText(words.secret, { exact: true }).waitFor()
    expect(await page.locator('.secrets .code').last().textContent()).not.toBe(secret)
    await page.getByRole('button', { name: new RegExp(`^${words.remove}`) }).click()
    await page.getByText(words.noWebhooks).waitFor()
    await person.close()
  })

  test('keeps what it shows when its session ends, and goes on with the next one', async () => {
    const person = await signedIn('/facility/persons', language)
    const { page, context } = person
    await page.locator('.box tbody tr').first().waitFor()
    await page.evaluate("document.querySelector('.box tbody tr').dataset.kept = 'yes'")
    await page.clock.install()
    await context.clearCookies()
    // Whoever comes back to the window after a while has the list asked for anew.
    await page.clock.fastForward(15_000)
    await page.evaluate("dispatchEvent(new Event('visibilitychange'))")
    await page.getByText(words.ended).waitFor()
    await signIn(person, language, demoPerson(facility))
    await page.getByText(words.ended).waitFor({ state: 'detached' })
    // The very row: it was there all the while.
    expect(await page.locator('tr[data-kept=yes]').count()).toBe(1)
    await person.close()
  })

  test('shows to its auditor alone who looked', async () => {
    const clerk = await makePerson(`${facility}-looks-${language}`, {
      role: 'facility',
      duties: ['sender'],
      facility,
    })
    const person = await visit(`/facility/accesses?lang=${language}`, { colour: colourOf(language) })
    await typePassword(person, language, clerk)
    // Whom it is not for sees the service's own words.
    await person.page.getByRole('heading', { name: words.accesses }).waitFor()
    await person.page.getByRole('alert').waitFor()
    await person.look(`accesses-refused-${language}`)
    await person.close()
  })
})
