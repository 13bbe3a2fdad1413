/** Screen "clerk's desk": a dossier that was sent, and only what was rejected sent again out of a new export of the HIS. */
import { gzipSync } from 'node:zlib'
import { describe, expect, inject, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import { makeDossier, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { accountsOf } from '../harness/stack.ts'
import { signIn } from './people.ts'
import { LANGUAGES, visit, xmlFile, type Language } from './visit.ts'

const WORDS = {
  vi: {
    send: 'Gửi tệp',
    received: 'đã nhận: 3 hồ sơ, 2 bị từ chối',
    receivedAgain: 'đã nhận: 2 hồ sơ, 0 bị từ chối',
    chooseNew: 'Chọn tệp mới đã sửa',
    chooseSent: 'Chọn tệp đã gửi',
    sendMended: 'Gửi 2 hồ sơ hết lỗi',
    stillWrong: /^còn \d+ lỗi$/,
    clean: 'hết lỗi',
    others: /^Tệp còn 1 hồ sơ khác/,
    mended: 'Đã sửa',
    mendedOf: /^Đã sửa 1 trên/,
    compare: 'So sánh',
    close: 'Đóng',
    none: /^Không phải gửi lại gì/,
    rowsOfFile: 'Các dòng đọc từ tệp trên máy này.',
    rowsUnknown: /^Trung tâm không giữ dòng/,
    print: 'In',
    open: /^Mở hồ sơ/,
    by: 'Xếp theo',
    dossier: 'Hồ sơ',
  },
  en: {
    send: 'Send files',
    received: 'received: dossiers 3, rejected 2',
    receivedAgain: 'received: dossiers 2, rejected 0',
    chooseNew: 'Choose the new file',
    chooseSent: 'Choose the file that was sent',
    sendMended: 'Send the dossiers without errors (2)',
    stillWrong: /^errors left: \d+$/,
    clean: 'no error left',
    others: /^The file has other dossiers \(1\)/,
    mended: 'Mended',
    mendedOf: /^Mended: 1 of/,
    compare: 'Compare',
    close: 'Close',
    none: /^Nothing has to be sent again/,
    rowsOfFile: 'Rows read from the file on this computer.',
    rowsUnknown: /^The centre keeps no rows/,
    print: 'Print',
    open: /^Open dossier/,
    by: 'Group by',
    dossier: 'Dossier',
  },
} as const

const FACILITIES: Readonly<Record<Language, string>> = { vi: '01001', en: '79001' }
const SEEDS: Readonly<Record<Language, number>> = { vi: 991, en: 992 }

/** Three dossiers; those named are wrong. */
function exported(language: Language, wrong: readonly number[]): string {
  const facility = FACILITIES[language]
  const dossiers = [0, 1, 2].map((index) => {
    const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility, seed: SEEDS[language] }, index)
    const fault = wrong.includes(index) ? { MA_LOAI_KCB: '99', GIOI_TINH: '9' } : {}
    return renderDossier('3176', { XML1: [{ ...summary?.[0], ...fault }], ...rest })
  })
  return wrapEnvelope(dossiers, { facility, made: '20261130' })
}

describe.each(LANGUAGES)('a clerk mends what was rejected (%s)', (language) => {
  const words = WORDS[language]

  test('cell by cell, before and after, and sends only that again', { timeout: 180_000 }, async () => {
    const person = await visit(`/desk?lang=${language}`)
    const { page } = person
    await signIn(person, language, FACILITIES[language])
    await page.getByLabel(words.send, { exact: true }).setInputFiles(xmlFile('first.xml', exported(language, [1, 2])))
    await page.getByText(words.received).click()
    await page.locator('.resend tbody tr').first().waitFor()
    expect(await page.locator('.resend tbody tr').count()).toBe(2)
    await person.look(`resend-list-${language}`)
    const address = page.url()

    // Its rows are those of the file, which this page still has.
    await page.locator('.resend tbody button').first().click()
    await page.getByText(words.rowsOfFile).waitFor()
    await page.locator('.cell.error').first().waitFor()
    await person.look(`resend-dossier-${language}`)
    await page.getByRole('checkbox', { name: words.mended }).first().check()
    await page.getByText(words.mendedOf).waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    const printed = await page.locator('.only-print').textContent()
    expect(printed).toContain('GIOI_TINH')
    expect(await page.locator('.only-print').isVisible()).toBe(true)
    expect(await page.locator('.desk-dossier').isVisible()).toBe(false)
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    await page.emulateMedia({ media: null })
    await page.getByRole('button', { name: words.close }).click()

    // What was marked is still marked after the page was loaded again; its file then has to be chosen.
    await page.goto(address)
    await page.locator('.resend tbody tr').first().waitFor()
    await expect.poll(() => page.locator('.resend tbody tr').first().textContent()).toContain('1 /')
    await page.locator('.resend tbody button').first().click()
    await page.getByText(words.rowsUnknown).waitFor()
    await page.locator('.cell.error').first().waitFor()
    await person.look(`resend-dossier-without-file-${language}`)
    await page
      .getByLabel(words.chooseSent, { exact: true })
      .setInputFiles(xmlFile('first.xml', exported(language, [1, 2])))
    await page.getByText(words.rowsOfFile).waitFor()
    await page.getByRole('button', { name: words.close }).click()

    // A new export that mends one of them: what is still wrong is seen before anything is sent.
    const choose = (wrong: readonly number[], pack = (text: string) => Buffer.from(text)) =>
      page
        .getByLabel(words.chooseNew, { exact: true })
        .setInputFiles({ ...xmlFile('second.xml', ''), buffer: pack(exported(language, wrong)) })
    await choose([2])
    await page.getByText(words.stillWrong).waitFor()
    // Away from what shows a hint while the mouse is over it.
    await page.mouse.move(600, 760)
    await expect.poll(() => page.locator('[role=tooltip]').count()).toBe(0)
    await person.look(`resend-still-wrong-${language}`)
    // Packed, without a name that says so.
    await choose([], (text) => gzipSync(text))
    await expect.poll(() => page.getByText(words.clean, { exact: true }).count()).toBe(2)
    await page.getByText(words.others).waitFor()
    await page.locator('.resend tbody button').first().click()
    await page
      .getByLabel(words.chooseSent, { exact: true })
      .setInputFiles(xmlFile('first.xml', exported(language, [1, 2])))
    await page.getByText(words.rowsOfFile).waitFor()
    await page.getByRole('dialog').getByText(words.compare, { exact: true }).click()
    const line = page.locator('[role=dialog] tbody tr', { hasText: 'GIOI_TINH' })
    await line.waitFor()
    expect(await line.textContent()).toContain('9')
    await person.look(`resend-compare-${language}`)
    await page.getByRole('button', { name: words.close }).click()
    await page.getByRole('button', { name: words.sendMended }).click()
    await page.getByText(words.receivedAgain).waitFor()
    await page.goto(address)
    await expect.poll(() => page.getByText(words.none).count(), { timeout: 30_000 }).toBe(1)
    await person.close()
  })

  test(
    'reads a dossier that was accepted, as the warehouse keeps it, and what a correction changed',
    { timeout: 180_000 },
    async () => {
      const facility = FACILITIES[language]
      const accounts = accountsOf(inject('portalUrl'))
      const tables = makeDossier({ standard: '3176', facility, seed: SEEDS[language] + 10 })
      const sent = async (change: Record<string, string>, query = ''): Promise<string> => {
        const { XML1: summary, ...rest } = tables
        const rendered = renderDossier('3176', { XML1: [{ ...summary?.[0], ...change }], ...rest })
        const file = wrapEnvelope([rendered], { facility, made: '20261130' })
        const path = `/v1/submissions?purpose=management${query}`
        const answer = await accounts.post(facility, path, file, { 'content-type': 'application/xml' })
        expect(answer.ok).toBe(true)
        const { id } = await answer.json<{ id: string }>()
        await until('the centre', 60_000, async () => {
          const state = await accounts.get(facility, `/v1/submissions/${id}`)
          const { status } = await state.json<{ status: string }>()
          return status === 'verified' ? true : undefined
        })
        return id
      }
      const first = await sent({})
      await sent(
        { GHI_CHU: 'Uống nhiều nước' },
        `&correction=missing-data&reason=${encodeURIComponent('Bổ sung lời dặn của bác sĩ')}`,
      )
      const person = await visit(`/desk/${first}?lang=${language}&dossier=1`)
      const { page } = person
      await signIn(person, language, FACILITIES[language])
      await page.getByRole('tab', { name: /^XML2/ }).waitFor()
      await person.look(`dossier-accepted-${language}`)
      await page.getByRole('dialog').getByText(words.compare, { exact: true }).click()
      await page.getByText('Uống nhiều nước').waitFor()
      await person.look(`dossier-versions-${language}`)
      await person.close()
    },
  )
})
