/** Screen "clerk's desk": a clerk mends refused dossiers before the 5th. */
import { describe, expect, test } from 'vitest'
import { demoPerson, demoSecret } from '../../scripts/stack/accounts.ts'
import { makeDossier, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { SIGN_IN, signIn, typePassword } from './people.ts'
import { LANGUAGES, visit, xmlFile, type Language, type Visit } from './visit.ts'

const WORDS = {
  vi: {
    withPerson: /^Gửi dữ liệu thanh toán/,
    person: 'Mã người có thẩm quyền',
    personSecret: 'Mật khẩu của người đó',
    wrong: 'Sai tài khoản hoặc mật khẩu',
    title: 'Bàn làm việc của cơ sở',
    send: 'Gửi tệp',
    purpose: 'Mục đích',
    payment: 'Thanh toán',
    receivedTwo: 'đã nhận: 2 hồ sơ, 1 bị từ chối',
    receivedOne: 'đã nhận: 1 hồ sơ, 0 bị từ chối',
    broken: /^mất kết nối/,
    resend: 'Sửa và gửi lại riêng 1 hồ sơ này',
    none: /^Không phải gửi lại gì/,
    answered: 'Đã gửi lại và được nhận: 1',
    open: 'Bàn làm việc',
    signOut: 'Đăng xuất',
    ended: /^Phiên làm việc đã hết hạn/,
    all: 'Tất cả',
    show: 'Hiện',
  },
  en: {
    withPerson: /^To send payment data/,
    person: 'Code of the person',
    personSecret: 'Password of the person',
    wrong: 'Wrong account or password',
    title: 'Desk of facility',
    send: 'Send files',
    purpose: 'Purpose',
    payment: 'Payment',
    receivedTwo: 'received: dossiers 2, rejected 1',
    receivedOne: 'received: dossiers 1, rejected 0',
    broken: /^the line was cut/,
    resend: 'Mend and send again only these dossiers (1)',
    none: /^Nothing has to be sent again/,
    answered: 'Sent again and accepted: 1',
    open: 'Desk',
    signOut: 'Sign out',
    ended: /^The session has ended/,
    all: 'All',
    show: 'Show',
  },
} as const

/** A facility of its own for each language: what one has open is not what the other sees. */
const FACILITIES: Readonly<Record<Language, string>> = { vi: '01001', en: '79001' }

/** Of the end of November: their payment data is due on the 4th of December. `isWrong`: of the second. */
function fileOf(facility: string, indexes: readonly number[], isWrong: boolean): string {
  const dossiers = indexes.map((index) => {
    const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility, seed: 961 }, index)
    const ended = { NGAY_VAO: '202611270800', NGAY_RA: '202611271000', NGAY_TTOAN: '202611271000' }
    const wrong = isWrong && index === 1 ? { MA_LOAI_KCB: '99', GIOI_TINH: '9' } : {}
    return renderDossier('3176', { XML1: [{ ...summary?.[0], ...ended, ...wrong }], ...rest })
  })
  return wrapEnvelope(dossiers, { facility, made: '20261130' })
}

/** The facility with its authorised person. */
async function signInWithPerson(visitor: Visit, language: Language, facility: string): Promise<void> {
  const words = WORDS[language]
  const { page } = visitor
  const person = demoPerson(facility)
  await page.getByLabel(words.withPerson).check()
  await page.getByLabel(words.person, { exact: true }).fill(person)
  await page.getByLabel(words.personSecret, { exact: true }).fill(demoSecret(person))
  await signIn(visitor, language, facility)
  await page.getByRole('heading', { name: words.title }).waitFor()
}

describe.each(LANGUAGES)('a clerk mends refused dossiers before the 5th (%s)', (language) => {
  const words = WORDS[language]
  const facility = FACILITIES[language]

  test('signs in, sends, sees what was refused and why, sends it again, and nothing is left', async () => {
    const person = await visit(`/desk?lang=${language}`)
    const { page } = person
    await page.getByRole('heading', { name: SIGN_IN[language].signIn }).waitFor()
    await person.look(`desk-sign-in-${language}`)
    await typePassword(person, language, { id: facility, password: 'wrong' })
    await page.getByText(words.wrong).waitFor()
    await person.look(`desk-sign-in-wrong-${language}`)
    await signInWithPerson(person, language, facility)

    await page
      .getByRole('radiogroup', { name: words.purpose })
      .first()
      .getByText(words.payment, { exact: true })
      .click()
    await page
      .getByLabel(words.send, { exact: true })
      .setInputFiles(xmlFile('november.xml', fileOf(facility, [0, 1], true)))
    await page.getByText(words.receivedTwo).waitFor()
    // What is open comes with its deadline.
    await page.getByText('04/12/2026').waitFor()
    await person.look(`desk-open-${language}`)

    await page.getByText(words.receivedTwo).click()
    await page.getByText(words.resend, { exact: true }).waitFor()
    await page.locator('.found tbody tr').first().waitFor()
    await person.look(`desk-submission-${language}`)
    const refused = page.url()
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await page.locator('.only-print').textContent()).toContain('GIOI_TINH')
    expect(await page.locator('.panes').isVisible()).toBe(false)
    await person.look(`desk-print-${language}`)
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    await page.emulateMedia({ media: null })

    await page.getByRole('link', { name: words.open, exact: true }).click()
    await page
      .getByRole('radiogroup', { name: words.purpose })
      .first()
      .getByText(words.payment, { exact: true })
      .click()
    await page
      .getByLabel(words.send, { exact: true })
      .setInputFiles(xmlFile('mended.xml', fileOf(facility, [1], false)))
    await page.getByText(words.receivedOne).waitFor()
    await page.goto(refused)
    await expect.poll(() => page.getByText(words.none).count(), { timeout: 20_000 }).toBe(1)
    expect(await page.getByText(words.none).textContent()).toContain(words.answered)
    await page.locator('.found tbody tr').first().waitFor()
    await person.look(`desk-mended-${language}`)

    await page.getByRole('link', { name: words.open, exact: true }).click()
    await page.getByRole('radiogroup', { name: words.show }).getByText(words.all, { exact: true }).click()
    await expect.poll(() => page.locator('.box tbody tr').count()).toBeGreaterThan(1)
    await person.look(`desk-all-${language}`)
    await page.getByRole('button', { name: words.signOut }).click()
    await page.getByRole('heading', { name: SIGN_IN[language].signIn }).waitFor()
    await person.close()
  }, 120_000)

  test('whose session ends signs in again, on the page as it was', async () => {
    const person = await visit(`/desk?lang=${language}&show=all`)
    const { page, context } = person
    await signInWithPerson(person, language, facility)
    await context.clearCookies()
    await page.getByRole('radiogroup', { name: words.purpose }).last().getByText(words.payment, { exact: true }).click()
    await page.getByText(words.ended).waitFor()
    await person.look(`desk-session-ended-${language}`)
    await signInWithPerson(person, language, facility)
    expect(new URL(page.url()).searchParams.get('show')).toBe('all')
    await page.locator('.box tbody tr').first().waitFor()
    await person.close()
  })

  test('sends again what a server on the way answered, and the next who signs in sees nothing of it', async () => {
    const person = await visit(`/desk?lang=${language}`)
    const { page } = person
    await signInWithPerson(person, language, facility)
    const send = (name: string) =>
      page.getByLabel(words.send, { exact: true }).setInputFiles(xmlFile(name, fileOf(facility, [2], false)))
    await page.route('**/v1/submissions?purpose=*', (route) =>
      route.fulfill({ status: 502, contentType: 'text/html', body: '<title>502</title>' }),
    )
    await send('cut.xml')
    await page.getByText(words.broken).waitFor()
    await page.unroute('**/v1/submissions?purpose=*')
    await send('again.xml')
    await page.getByText(words.receivedOne).waitFor()

    await page.getByRole('button', { name: words.signOut }).click()
    await page.getByRole('heading', { name: SIGN_IN[language].signIn }).waitFor()
    await signInWithPerson(person, language, FACILITIES[language === 'vi' ? 'en' : 'vi'])
    expect(await page.getByText('again.xml').count()).toBe(0)
    await person.close()
  })
})
