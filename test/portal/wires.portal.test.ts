/** Screen "wires": an operator of a province sees which facility still speaks the old wire, and sets who answers it. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { demoSecret } from '../../scripts/stack/accounts.ts'
import { signIn } from './people.ts'
import { LANGUAGES, visit } from './visit.ts'

const WORDS = {
  vi: {
    title: 'Dịch vụ web cũ và API mới',
    change: 'Đổi cho cơ sở 01001',
    forward: 'cổng BHXH',
    answer: 'hệ thống này',
    waived: 'được miễn',
    reason: 'Lý do',
    save: 'Lưu',
    refused: /trục tích hợp chưa hoạt động/,
    unknown: 'hệ thống chưa có',
    notForYou: /dành cho Sở Y tế/,
  },
  en: {
    title: 'Old web services and the new API',
    change: 'Change for facility 01001',
    forward: "Social Security's gateway",
    answer: 'this service',
    waived: 'waived',
    reason: 'Reason',
    save: 'Save',
    refused: /the bus is not in operation/,
    unknown: 'not known here',
    notForYou: /for provincial health departments/,
  },
} as const

/** A HIS that signs in, and calls something that is not there. */
async function callOldServices(url: string): Promise<void> {
  const password = createHash('md5').update(demoSecret('01001')).digest('hex')
  const token = await fetch(`${url}/api/token/take`, {
    method: 'POST',
    body: new URLSearchParams({ username: '01001', password }),
  })
  const { APIKey } = await token.json<{ APIKey: { access_token: string } }>()
  await fetch(`${url}/api/his/khac`, { method: 'POST', headers: { accessToken: APIKey.access_token } })
}

describe.each(LANGUAGES)('an operator of a province (%s)', (language) => {
  const words = WORDS[language]

  test('sees who calls what, is refused what cannot be yet, and waives the person for a time', async () => {
    const person = await visit(`/wires?lang=${language}`)
    const { page, url } = person
    await callOldServices(url)
    await signIn(person, language, 'province-01')
    await page.getByRole('heading', { name: words.title }).waitFor()
    const row = page.getByRole('row').filter({ hasText: '01001' })
    // Counts are handed over some seconds after the calls.
    await expect
      .poll(
        async () => {
          await page.reload()
          await page.getByRole('heading', { name: words.title }).waitFor()
          return (await row.count()) > 0 && (await page.getByText(words.unknown).count()) > 0
        },
        { timeout: 60_000, interval: 2000 },
      )
      .toBe(true)
    await person.look(`wires-${language}`)

    await page.getByRole('button', { name: words.change }).click()
    await page.getByText(words.forward, { exact: true }).click()
    await page.getByLabel(words.reason).fill('Chuyển tiếp trong quý một')
    await page.getByRole('button', { name: words.save, exact: true }).click()
    await page.getByText(words.refused).waitFor()
    await person.look(`wires-refused-${language}`)

    await page.getByRole('dialog').getByText(words.answer, { exact: true }).click()
    await page.getByRole('dialog').getByText(words.waived, { exact: true }).click()
    await page.getByRole('button', { name: words.save, exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await row.getByText(words.waived, { exact: true }).waitFor()
    // What is refused, and a session that is not there yet, are errors of the line for a browser.
    expect(person.errors.filter((error) => !/ 40[19] /.test(error))).toEqual([])
    await person.close()
  }, 120_000)

  test('is nobody of a facility', async () => {
    const person = await visit(`/wires?lang=${language}`)
    const { page } = person
    await signIn(person, language, '01001')
    await page.getByText(words.notForYou).waitFor()
    await person.close()
  }, 60_000)
})
