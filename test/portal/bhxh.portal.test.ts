/** Screen "BHXH": an assessor assesses fifty dossiers, one by hand and the others by Excel, and agrees to a correction. */
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import { makeDossier, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { fillSheet, type Fill } from '../fixtures/filled-sheet.ts'
import { keyOf } from '../fixtures/synthetic.ts'
import { accountsOf } from '../harness/stack.ts'
import { signIn } from './people.ts'
import { LANGUAGES, visit, type Language } from './visit.ts'

const WORDS = {
  vi: {
    title: 'Giám định hồ sơ thanh toán',
    show: 'Xem',
    assess: 'Giám định',
    history: 'Lịch sử',
    decision: 'Quyết định',
    amount: 'Số tiền chấp nhận',
    code: 'Mã lý do',
    reason: 'Lý do',
    record: 'Ghi kết quả giám định',
    recorded: 'Đã ghi kết quả giám định.',
    close: 'Đóng',
    download: 'Tải bảng Excel để điền',
    upload: 'Gửi lại bảng đã điền',
    wrong: /bảng có 1 chỗ phải sửa/,
    taken: /^Đã ghi 49 hồ sơ/,
    waiting: 'Chờ đồng ý sửa',
    decide: 'Lý do quyết định (từ 10 ký tự)',
    agree: 'Đồng ý sửa',
    agreed: /đồng ý: Đã xem/,
    notYou: 'Trang này dành cho giám định viên BHXH.',
  },
  en: {
    title: 'Assessment of payment dossiers',
    show: 'Show',
    assess: 'Assess',
    history: 'History',
    decision: 'Decision',
    amount: 'Accepted amount',
    code: 'Code of reason',
    reason: 'Reason',
    record: 'Record the assessment',
    recorded: 'The assessment is recorded.',
    close: 'Close',
    download: 'Sheet to fill in',
    upload: 'Send a filled sheet',
    wrong: /1 places of the sheet/,
    taken: /^Recorded: 49/,
    waiting: 'Wait for agreement',
    decide: 'Why (10 characters or more)',
    agree: 'Agree',
    agreed: /agreed: Đã xem/,
    notYou: 'This page is for assessors of Social Security.',
  },
} as const

/** A facility of its own for each language: what one assesses is not what the other does. */
const FACILITIES: Readonly<Record<Language, string>> = { vi: '01001', en: '79001' }
const DOSSIERS = 50
const SEED = 7300

function fileOf(facility: string, numbers: readonly number[], note: string | null): string {
  const dossiers = numbers.map((number) => {
    const dossier = makeDossier({ standard: '3176', facility, seed: SEED }, number)
    const [first = {}, ...others] = dossier['XML5'] ?? []
    return renderDossier(
      '3176',
      note === null ? dossier : { ...dossier, XML5: [{ ...first, DIEN_BIEN_LS: note }, ...others] },
    )
  })
  return wrapEnvelope(dossiers, { facility })
}

/** Sends payment data, and waits until the centre is done with it. */
async function deliver(url: string, facility: string, file: string, why = ''): Promise<void> {
  const accounts = accountsOf(url)
  const headers = { 'content-type': 'application/xml' }
  const sent = await accounts.post(facility, `/v1/submissions?purpose=payment${why}`, file, headers)
  expect(sent.status).toBe(202)
  const { id } = await sent.json<{ id: string }>()
  await until('the submission to be verified', 60_000, async () => {
    const { status } = await (await accounts.get(facility, `/v1/submissions/${id}`)).json<{ status: string }>()
    return status === 'verified' ? true : undefined
  })
}

describe.each(LANGUAGES)('an assessor of BHXH (%s)', (language) => {
  const words = WORDS[language]
  const facility = FACILITIES[language]
  const keys = Array.from({ length: DOSSIERS }, (_, number) => keyOf(facility, SEED, number))
  const [byHand = '', ...others] = keys

  test('assesses fifty dossiers, one by hand, the others by Excel, and agrees to a correction', async () => {
    const person = await visit(`/bhxh?lang=${language}&province=${facility.slice(0, 2)}`, {
      colour: language === 'vi' ? 'light' : 'dark',
    })
    const { page, url } = person
    await deliver(url, facility, fileOf(facility, [...keys.keys()], null))
    await signIn(person, language, 'bhxh')
    await page.getByRole('heading', { name: words.title }).waitFor()
    const row = page.locator('tbody tr').filter({ hasText: facility })
    await row.waitFor()
    await person.look(`bhxh-${language}`)
    await row.getByRole('link').first().click()

    await page.getByRole('button', { name: byHand, exact: true }).click()
    await page.getByRole('button', { name: words.show, exact: true }).click()
    await page.getByRole('tab').first().waitFor()
    await person.look(`bhxh-dossier-${language}`)
    await page.getByText(words.assess, { exact: true }).last().click()
    await page.getByLabel(words.decision, { exact: true }).selectOption('reduced')
    await page.getByLabel(words.amount, { exact: true }).fill('100000')
    await page.getByLabel(words.code, { exact: true }).fill('G1')
    await page.getByLabel(words.reason, { exact: true }).fill('Vượt định mức')
    await page.getByLabel(`${words.decision}: XML2 1`).selectOption('refused')
    await page.getByLabel(`${words.code}: XML2 1`).fill('G2')
    await page.getByLabel(`${words.reason}: XML2 1`, { exact: true }).fill('Không có chỉ định')
    await person.look(`bhxh-assess-${language}`)
    await page.getByRole('button', { name: words.record }).click()
    await page.getByText(words.recorded).waitFor()
    await page.getByText(words.history, { exact: true }).click()
    await page.getByText('G2: Không có chỉ định').waitFor()
    await page.getByRole('button', { name: words.close }).click()

    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: words.download }).click()
    const bytes = await readFile(await (await download).path())
    const sheet = new Uint8Array(bytes).buffer
    const mine = new Set(others)
    const fill =
      (last: string): Fill =>
      ({ MA_LK = '' }) =>
        mine.has(MA_LK) ? { 'Quyết định': MA_LK === others.at(-1) ? last : 'chấp nhận' } : {}
    const upload = async (decision: string): Promise<void> => {
      const buffer = Buffer.from(await fillSheet(sheet, fill(decision)))
      const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      await page.locator('input[type=file]').setInputFiles({ name: 'giam-dinh.xlsx', mimeType: type, buffer })
    }
    await upload('được')
    await page.getByText(words.wrong).waitFor()
    await page
      .locator('.sheet-problems')
      .getByText(/^L\d+$/)
      .waitFor()
    await person.look(`bhxh-sheet-${language}`)
    await upload('chấp nhận')
    await page.getByText(words.taken).waitFor()
    await expect.poll(() => page.getByRole('button', { name: others[0] ?? '', exact: true }).count()).toBe(0)

    const correction = fileOf(facility, [0], 'Dữ liệu thử nghiệm đã sửa, tỉnh')
    const reason = encodeURIComponent('Nhập thiếu dịch vụ khi kết thúc đợt')
    await deliver(url, facility, correction, `&correction=missing-data&reason=${reason}`)
    await page.getByText(words.waiting, { exact: true }).click()
    await page.getByRole('button', { name: byHand, exact: true }).click()
    await page.getByText(words.history, { exact: true }).click()
    await page.getByText('DIEN_BIEN_LS').first().waitFor()
    await person.look(`bhxh-correction-${language}`)
    await page.getByLabel(words.decide).fill('Đã xem bệnh án giấy')
    await page.getByRole('button', { name: words.agree, exact: true }).click()
    await page.getByText(words.agreed).waitFor()
    const { versions } = await (
      await accountsOf(url).get(facility, `/v1/dossiers/${byHand}/versions?purpose=payment`)
    ).json<{ versions: { state: string; agreement: { by: string } | null }[] }>()
    expect(versions).toMatchObject([{ state: 'replaced' }, { state: 'standing', agreement: { by: 'bhxh' } }])
    expect(person.errors.filter((text) => !text.includes('401'))).toEqual([])
    await person.close()
  }, 180_000)
})

test('somebody else is shown whose page it is', async () => {
  const person = await visit('/bhxh?lang=vi')
  await signIn(person, 'vi', 'province-01')
  await person.page.getByText(WORDS.vi.notYou).waitFor()
  await person.close()
})
