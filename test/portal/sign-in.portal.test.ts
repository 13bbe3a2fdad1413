/** Signing in: with one-time codes, with a passkey, by an outside provider; own sessions and their end. */
import { describe, expect, test } from 'vitest'
import { codeOf, makePerson, SIGN_IN, typePassword } from './people.ts'
import { LANGUAGES, visit, type Language, type Visit } from './visit.ts'

const WORDS = {
  vi: {
    mustSetUp: /^Nhiệm vụ của tài khoản bắt buộc/,
    setUp: 'Đăng ký',
    code: 'Mã 6 số',
    confirm: 'Xác nhận',
    kept: 'Đã cất',
    step: 'Xác nhận bước hai',
    wrongCode: 'Mã không đúng, hoặc đã dùng.',
    lost: /^Không có điện thoại/,
    recovery: 'Mã khôi phục',
    title: 'Tài khoản',
    signOut: 'Đăng xuất',
    passkeyTitle: 'Tên gọi của khoá',
    passkeyAdd: 'Thêm khoá truy cập',
    passkey: 'Dùng khoá truy cập (passkey)',
    connect: 'Gắn',
    connected: /^đã gắn lúc/,
    outside: 'Tài khoản Sở Y tế',
    outsideUnknown: /^Danh tính này chưa gắn/,
    everywhere: 'Đăng xuất khỏi mọi máy',
    sessions: 'Các phiên đang mở',
    accesses: 'Ai đã xem người bệnh của cơ sở',
    ended: /^Phiên làm việc đã hết hạn/,
  },
  en: {
    mustSetUp: /^The duties of this account need/,
    setUp: 'Set up',
    code: 'Six digits',
    confirm: 'Confirm',
    kept: 'I have kept them',
    step: 'Second step',
    wrongCode: 'The code is wrong, or was used already.',
    lost: /^No telephone/,
    recovery: 'Recovery code',
    title: 'Account',
    signOut: 'Sign out',
    passkeyTitle: 'Name of the passkey',
    passkeyAdd: 'Add a passkey',
    passkey: 'Use a passkey',
    connect: 'Connect',
    connected: /^connected on/,
    outside: 'Account of the health department',
    outsideUnknown: /^This identity belongs to no account/,
    everywhere: 'Sign out everywhere',
    sessions: 'Open sessions',
    accesses: 'Who looked at patients of the facility',
    ended: /^The session has ended/,
  },
} as const
const CLERK = { role: 'facility', duties: ['sender'], facility: '01001' }

async function signOut({ page }: Visit, language: Language): Promise<void> {
  await page.getByRole('button', { name: WORDS[language].signOut, exact: true }).click()
  await page.getByRole('heading', { name: SIGN_IN[language].signIn }).waitFor()
}

/** Types six digits where the page asks for them one by one. */
async function typeCode({ page }: Visit, language: Language, code: string): Promise<void> {
  const boxes = page.getByRole('group', { name: WORDS[language].code }).getByRole('textbox')
  for (const [at, digit] of [...code].entries()) await boxes.nth(at).fill(digit)
  await page.getByRole('button', { name: WORDS[language].confirm }).click()
}

describe.each(LANGUAGES)('signing in (%s)', (language) => {
  const words = WORDS[language]
  const colour = language === 'vi' ? 'light' : 'dark'

  test('with one-time codes: set up because the policy asks, then asked for, taken once; a recovery code without the telephone', async () => {
    const who = await makePerson(`01001-auditor-${language}`, { ...CLERK, duties: ['auditor'] })
    const person = await visit(`/account?lang=${language}`, { colour })
    const { page } = person
    await page.getByRole('heading', { name: SIGN_IN[language].signIn }).waitFor()
    await person.look(`sign-in-${language}`)
    await typePassword(person, language, who)
    await page.getByText(words.mustSetUp).waitFor()
    await person.look(`account-must-set-up-${language}`)
    await page.getByRole('button', { name: words.setUp, exact: true }).click()
    await page.locator('svg[role="img"]').waitFor()
    await person.look(`account-codes-${language}`)
    const secret = ((await page.locator('.card form .code').textContent()) ?? '').replaceAll(' ', '')
    const first = codeOf(secret)
    await page.getByLabel(words.code).fill(first)
    await page.getByRole('button', { name: words.confirm }).click()
    await page.getByRole('button', { name: words.kept }).waitFor()
    await person.look(`account-recovery-codes-${language}`)
    const recoveryCodes = await page.locator('.codes li').allTextContents()
    expect(recoveryCodes).toHaveLength(10)
    await page.getByRole('button', { name: words.kept }).click()
    await page.getByRole('heading', { name: words.sessions }).waitFor()
    await person.look(`account-${language}`)

    await signOut(person, language)
    await typePassword(person, language, who)
    await page.getByRole('heading', { name: words.step }).waitFor()
    await person.look(`sign-in-code-${language}`)
    await typeCode(person, language, first)
    // That code was taken when it was set up.
    await page.getByText(words.wrongCode).waitFor()
    await person.look(`sign-in-code-wrong-${language}`)
    await typeCode(person, language, codeOf(secret, 1))
    await page.getByRole('heading', { name: words.sessions }).waitFor()

    await signOut(person, language)
    await typePassword(person, language, who)
    await page.getByText(words.lost).click()
    await page.getByLabel(words.recovery).fill(recoveryCodes[0] ?? '')
    await page.getByRole('button', { name: words.confirm }).click()
    await page.getByRole('heading', { name: words.sessions }).waitFor()
    // What was closed before the second factor was there.
    await page.goto(`${person.url}/facility/accesses?lang=${language}`)
    await page.getByRole('heading', { name: words.accesses }).waitFor()
    await page.locator('.message, .box').first().waitFor()
    await person.look(`accesses-${language}`)
    await person.close()
  }, 120_000)

  test('with a passkey, without any password', async () => {
    const who = await makePerson(`01001-passkey-${language}`, CLERK)
    const person = await visit(`/account?lang=${language}`, { host: 'localhost', colour })
    const { page, context } = person
    const device = await context.newCDPSession(page)
    await device.send('WebAuthn.enable')
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await typePassword(person, language, who)
    await page.getByLabel(words.passkeyTitle).fill('Máy ở phòng tài vụ')
    await page.getByRole('button', { name: words.passkeyAdd }).click()
    await page.getByRole('button', { name: words.kept }).click()
    await page.getByText('Máy ở phòng tài vụ').waitFor()
    await person.look(`account-passkey-${language}`)
    await signOut(person, language)
    await page.getByRole('button', { name: words.passkey }).click()
    await page.getByRole('heading', { name: words.sessions }).waitFor()
    // The password alone is not enough any more; the passkey is shown after it too.
    await signOut(person, language)
    await typePassword(person, language, who)
    await page.getByRole('heading', { name: words.step }).waitFor()
    await page.getByRole('button', { name: words.passkey }).click()
    await page.getByRole('heading', { name: words.sessions }).waitFor()
    await person.close()
  })

  test('by an outside provider, once the account is connected', async () => {
    const who = await makePerson(`01001-outside-${language}`, CLERK)
    const person = await visit(`/account?lang=${language}`, { colour })
    const { page } = person
    const atProvider = async (): Promise<void> => {
      await page.locator('input[name="login"]').fill(`officer-${language}`)
      await page.locator('input[name="password"]').fill('any')
      await page.locator('button[type="submit"]').click()
      await page.locator('button[type="submit"]').click()
    }
    await page.getByRole('link', { name: words.outside }).click()
    await atProvider()
    await page.getByText(words.outsideUnknown).waitFor()
    await person.look(`sign-in-outside-unknown-${language}`)
    await typePassword(person, language, who)
    await page.getByRole('link', { name: words.connect }).click()
    await page.getByText(words.connected).waitFor()
    await person.look(`account-outside-${language}`)
    await signOut(person, language)
    await page.getByRole('link', { name: words.outside }).click()
    await page.getByRole('heading', { name: words.sessions }).waitFor()
    await person.close()
  }, 120_000)

  test('in two browsers: each is listed, and both end at once', async () => {
    const who = await makePerson(`01001-everywhere-${language}`, CLERK)
    const [here, there] = [await visit(`/account?lang=${language}`), await visit(`/desk?lang=${language}`)]
    await typePassword(there, language, who)
    await there.page.getByRole('link', { name: who.id }).waitFor()
    await typePassword(here, language, who)
    await expect.poll(() => here.page.locator('.box tbody tr').count()).toBe(2)
    await here.page.getByRole('button', { name: words.everywhere }).click()
    await here.page.getByRole('heading', { name: SIGN_IN[language].signIn }).waitFor()
    // The other one asks again as soon as it wants something.
    await there.page.getByRole('link', { name: who.id }).click()
    await there.page.getByText(words.ended).waitFor()
    await here.close()
    await there.close()
  })
})
