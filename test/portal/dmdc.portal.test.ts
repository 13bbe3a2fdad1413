/** Screens "code lists" and "proposals": a list is imported, published by two and rolled back; a proposal climbs from facility to release. */
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { demoSecret } from '../../scripts/stack/accounts.ts'
import { accountsOf } from '../harness/stack.ts'
import { makePerson, typePassword, type Person } from './people.ts'
import { LANGUAGES, visit, type Language, type Visit } from './visit.ts'

const WORDS = {
  vi: {
    catalogue: 'Danh mục',
    decision: 'Số quyết định',
    mode: 'Tệp là',
    compare: 'So sánh',
    difference: /thêm 2 · đóng 0/,
    problems: 'Trong tệp: 1 lỗi, 0 cảnh báo',
    keep: 'Đưa vào bản dự thảo',
    openDraft: 'Mở bản dự thảo',
    submit: 'Trình duyệt',
    approve: 'Duyệt',
    publish: 'Phát hành',
    published: /^Đã phát hành bản/,
    own: /duyệt|người khác/,
    restoreOf: /^Khôi phục bản/,
    restore: 'Khôi phục bản này',
    reason: 'Lý do',
    asked: /^Đã ghi yêu cầu/,
    search: 'Mã hoặc tên',
    none: 'Không có mã nào khớp',
    propose: 'Đề nghị mã',
    name: 'Tên',
    evidence: 'Căn cứ',
    send: 'Gửi đề nghị',
    comment: 'Ý kiến',
    forward: 'Chuyển lên',
    note: 'Nội dung',
    begin: 'Lập bản dự thảo',
    code: 'Mã',
    document: 'Theo văn bản',
    accept: 'Chấp nhận',
    accepted: 'được chấp nhận',
    inDraft: 'Trong bản dự thảo',
    history: 'Lịch sử của mã',
  },
  en: {
    catalogue: 'Catalogue',
    decision: 'Decision',
    mode: 'The file is',
    compare: 'Compare',
    difference: /added 2 · closed 0/,
    problems: 'In the file: errors 1, warnings 0',
    keep: 'Put into a draft',
    openDraft: 'Open the draft',
    submit: 'Submit for review',
    approve: 'Approve',
    publish: 'Publish',
    published: /^Release .* is published/,
    own: /approve|made/,
    restoreOf: /^Roll back to/,
    restore: 'Roll back to it',
    reason: 'Why',
    asked: /^The request is noted/,
    search: 'Code or name',
    none: 'No code fits',
    propose: 'Propose a code',
    name: 'Name',
    evidence: 'Evidence',
    send: 'Send',
    comment: 'Comment',
    forward: 'Forward',
    note: 'Note',
    begin: 'Begin a draft',
    code: 'Code',
    document: 'By decision',
    accept: 'Accept',
    accepted: 'accepted',
    inDraft: 'In a draft',
    history: 'History of',
  },
} as const

/** A second curator of the whole Ministry, agreed to by two operators. */
let curator: Person
beforeAll(async () => {
  const person = await makePerson('curator-2', { role: 'ministry', duties: ['curator'] })
  const body = JSON.stringify({ reason: 'Kiểm thử cổng người dùng' })
  const path = '/v1/accounts/curator-2/approve'
  const agreed = await accountsOf(inject('portalUrl')).post('operator-2', path, body, {
    'content-type': 'application/json',
  })
  expect(agreed.status).toBe(200)
  curator = person
}, 60_000)

const MINISTRY: Person = { id: 'ministry', password: demoSecret('ministry') }

async function open(language: Language, path: string, who: Person): Promise<Visit> {
  const person = await visit(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`, {
    colour: language === 'vi' ? 'light' : 'dark',
  })
  await typePassword(person, language, who)
  await person.page.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(() => person.page.getByLabel(language === 'vi' ? 'Mật khẩu' : 'Password').count()).toBe(0)
  return person
}

const done = async (person: Visit): Promise<void> => {
  // What is refused is an error of the line for a browser.
  expect(person.errors.filter((text) => !/ 40[139] /.test(text))).toEqual([])
  await person.close()
}

/** How many codes of a list fit, asked as the portal asks. */
const found = async (catalogue: string, code: string): Promise<number> => {
  const answer = await fetch(`${inject('portalUrl')}/v1/dmdc/${catalogue}?q=${code}&date=all`)
  return (await answer.json<{ total: number }>()).total
}

describe.each(LANGUAGES)('code lists (%s)', (language) => {
  const words = WORDS[language]
  const mark = language === 'vi' ? 'MV' : 'ME'

  test('a department imports a list, reviews the difference, two people publish it, and it is rolled back', async () => {
    const kcb = await open(language, '/dmdc/imports', { id: 'ministry-kcb', password: demoSecret('ministry-kcb') })
    const { page } = kcb
    const choose = (text: string) =>
      page.locator('input[type=file]').setInputFiles({
        name: 'mau.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(`code,name,valid_from,valid_to\n${text}`),
      })
    await page.getByLabel(words.catalogue, { exact: true }).selectOption('blood')
    await page.getByLabel(words.decision).fill('QĐ 1/QĐ-BYT')
    await page.getByLabel(words.mode).selectOption('amend')
    await choose(`${mark}01,Máu toàn phần ${mark},,\n${mark}02,,,\n`)
    await page.getByRole('button', { name: words.compare, exact: true }).click()
    await page.getByText(words.problems).waitFor()
    await page.getByText('B3', { exact: false }).first().waitFor()
    await kcb.look(`dmdc-import-wrong-${language}`)
    expect(await page.getByRole('button', { name: words.keep }).isDisabled()).toBe(true)
    await choose(`${mark}01,Máu toàn phần ${mark},,\n${mark}02,Khối hồng cầu ${mark},,\n`)
    await page.getByRole('button', { name: words.compare, exact: true }).click()
    await page.getByText(words.difference).waitFor()
    await kcb.look(`dmdc-import-${language}`)
    await page.getByRole('button', { name: words.keep }).click()
    await page.getByRole('link', { name: words.openDraft }).click()
    await page.getByRole('button', { name: words.submit }).click()
    await page.getByRole('button', { name: words.approve, exact: true }).click()
    // Nobody approves what they made.
    await page.getByRole('alert').waitFor()
    await kcb.look(`dmdc-draft-${language}`)
    const draft = new URL(page.url()).pathname
    await done(kcb)

    const second = await open(language, draft, MINISTRY)
    await second.page.getByRole('button', { name: words.approve, exact: true }).click()
    await second.page.getByText('ministry, ').waitFor()
    await second.page.getByRole('button', { name: words.publish, exact: true }).click()
    await second.page.getByText(words.published).waitFor()
    await expect.poll(() => found('blood', `${mark}02`)).toBe(1)

    await second.page.goto(`${second.url}/dmdc/releases?lang=${language}`)
    const way = second.page.getByRole('button', { name: words.restoreOf }).first()
    await way.waitFor()
    const restored = await way.getAttribute('aria-label')
    await second.look(`dmdc-releases-${language}`)
    await rollBack(second, words)
    await second.page.getByText(words.asked).waitFor()
    await done(second)
    expect(await found('blood', `${mark}02`)).toBe(1)

    const third = await open(language, '/dmdc/releases', curator)
    await third.page.getByRole('button', { name: restored ?? '' }).waitFor()
    await rollBack(third, words, restored ?? '')
    await third.page.getByText(words.published).waitFor()
    await expect.poll(() => found('blood', `${mark}02`)).toBe(0)
    await done(third)
  }, 120_000)

  test('a proposal climbs from facility to release', async () => {
    const code = `N99.${language === 'vi' ? '01' : '02'}.001`
    const name = `Vật tư thử nghiệm ${mark}`
    const facility = language === 'vi' ? '01001' : '79001'
    const own = await open(language, '/proposals', { id: facility, password: demoSecret(facility) })
    await own.page.getByRole('button', { name: words.propose, exact: true }).click()
    await own.page.getByRole('dialog').getByLabel(words.catalogue).selectOption('supplies')
    await own.page.getByLabel(words.name, { exact: true }).fill(name)
    await own.page.getByLabel(words.code, { exact: true }).fill(code)
    await own.page.getByLabel(words.evidence).fill('Số đăng ký lưu hành thử nghiệm')
    await own.page.getByRole('button', { name: words.send, exact: true }).click()
    await own.page.getByRole('button', { name }).waitFor()
    await own.look(`proposals-${language}`)

    const province = await open(language, '/proposals?state=open', {
      id: `province-${facility.slice(0, 2)}`,
      password: demoSecret(`province-${facility.slice(0, 2)}`),
    })
    await step(province, name, words.comment, words.forward)
    await province.look(`proposal-${language}`)
    await done(province)

    const owner = await open(language, '/dmdc/drafts', MINISTRY)
    await owner.page.getByLabel(words.note).fill(`Bổ sung vật tư ${mark}`)
    await owner.page.getByRole('button', { name: words.begin }).click()
    await owner.page.getByRole('link', { name: `Bổ sung vật tư ${mark}` }).waitFor()
    await owner.page.goto(`${owner.url}/proposals?state=forwarded&lang=${language}`)
    await owner.page.getByRole('button', { name }).click()
    await owner.page.getByLabel(words.document).fill('QĐ 2/QĐ-BYT')
    await step(owner, null, words.comment, words.accept)
    await owner.page.getByRole('link', { name: words.inDraft }).click()
    await owner.page.getByRole('button', { name: words.submit }).click()
    await owner.page.getByRole('button', { name: words.approve, exact: true }).waitFor()
    const draft = new URL(owner.page.url()).pathname
    await done(owner)

    const second = await open(language, draft, curator)
    await second.page.getByRole('button', { name: words.approve, exact: true }).click()
    await second.page.getByText('curator-2, ').waitFor()
    await second.page.getByRole('button', { name: words.publish, exact: true }).click()
    await second.page.getByText(words.published).waitFor()
    await expect.poll(() => found('supplies', code)).toBe(1)
    await second.page.goto(`${second.url}/dmdc?catalogue=supplies&date=all&lang=${language}`)
    await second.page.getByLabel(words.search).fill(code)
    await second.page.getByRole('button', { name: code }).click()
    await second.page.getByText(new RegExp(`^${words.history}`)).waitFor()
    await second.look(`dmdc-code-${language}`)
    await done(second)

    await own.page.reload()
    await own.page.getByRole('row').filter({ hasText: name }).getByText(words.accepted, { exact: true }).waitFor()
    await done(own)
  }, 120_000)
})

async function rollBack({ page }: Visit, words: (typeof WORDS)[Language], name?: string): Promise<void> {
  await page
    .getByRole('button', { name: name ?? words.restoreOf })
    .first()
    .click()
  await page.getByLabel(words.reason, { exact: true }).fill('Danh sách chưa đúng')
  await page.getByRole('dialog').getByRole('button', { name: words.restore }).click()
}

/** Opens a proposal of the list (null: it is open), comments, and takes the step. */
async function step({ page }: Visit, name: string | null, comment: string, button: string): Promise<void> {
  if (name !== null) await page.getByRole('button', { name }).click()
  await page.getByLabel(comment).fill('Đã xem hồ sơ kèm theo')
  await page.getByRole('button', { name: button, exact: true }).click()
  await expect.poll(() => page.getByRole('button', { name: button, exact: true }).count()).toBe(0)
}
