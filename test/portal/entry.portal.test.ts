/** Screen "direct entry": a station enters a visit offline and sends it when the line is back. */
import { describe, expect, inject, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import { standards } from '../../src/engine/index.ts'
import { isComputed } from '../../portal/src/entry/sums.ts'
import { toShown } from '../../portal/src/entry/typed.ts'
import { makeDossier, renderDossier, wrapEnvelope, type Row, type Tables } from '../fixtures/dossier.ts'
import { accountsOf } from '../harness/stack.ts'
import { SIGN_IN, signIn } from './people.ts'
import { LANGUAGES, visit, type Language, type Visit } from './visit.ts'

const WORDS = {
  vi: {
    codes: /^Danh mục mã đã lưu đủ/,
    newVisit: 'Đợt KCB mới',
    newCheckIn: 'Check-in mới',
    list: '← Danh sách',
    saved: 'Đã lưu trên máy này',
    add: 'Thêm dòng (Ctrl-Enter)',
    all: 'Mọi trường',
    find: 'Tìm trường (Ctrl-F)',
    send: 'Gửi',
    waiting: 'chờ có mạng để gửi',
    accepted: /^đã gửi, được nhận/,
    none: 'Không còn lỗi nào.',
    wrong: /^Gửi dù còn \d+ lỗi$/,
    remove: 'Xoá khỏi máy',
    noLine: /^Không có mạng/,
    signOut: 'Đăng xuất',
    again: 'Đợt mới cho người này',
    nothing: 'Chưa có hồ sơ nào trên máy này',
    rejected: /^đã gửi, bị từ chối/,
  },
  en: {
    codes: /^All code lists are kept/,
    newVisit: 'New encounter',
    newCheckIn: 'New check-in',
    list: '← List',
    saved: 'Kept on this computer',
    add: 'Add a row (Ctrl-Enter)',
    all: 'All fields',
    find: 'Find a field (Ctrl-F)',
    send: 'Send',
    waiting: 'waits for the line',
    accepted: /^sent and accepted/,
    none: 'Nothing is wrong.',
    wrong: /^Send with errors \(\d+\)$/,
    remove: 'Remove',
    noLine: /^No line/,
    signOut: 'Sign out',
    again: 'New encounter of this patient',
    nothing: 'There is no dossier on this computer',
    rejected: /^sent and rejected/,
  },
} as const

/** A station of its own for each language. */
const STATIONS: Readonly<Record<Language, string>> = { vi: '01001', en: '79001' }
/** What the page writes, and what a new visit begins with. */
const WRITTEN = new Set(['MA_LK', 'STT', 'MA_CSKCB'])

const dossierOf = (facility: string, seed: number): Tables =>
  makeDossier({ standard: '3176', facility, seed, day: '20261127', drugs: 2, services: 1, notes: 1 })

/** Types one row as somebody would, with the signs of their keyboard; what the page writes by itself is not typed. */
async function enterRow({ page }: Visit, language: Language, table: string, row: Row): Promise<string[]> {
  const fields = standards['3176'].tables[table]?.fields ?? {}
  const hidden: string[] = []
  for (const [name, value] of Object.entries(row)) {
    const field = fields[name]
    if (value === '' || !field || WRITTEN.has(name) || isComputed(table, name)) continue
    const input = page.locator(`#entry-${table}-${name}`)
    if (!(await input.isVisible())) {
      hidden.push(name)
      await page.getByLabel(WORDS[language].all).check()
    }
    await input.fill(toShown(value, field))
  }
  await page.getByLabel(WORDS[language].all).uncheck()
  return hidden
}

async function enterDossier(person: Visit, language: Language, tables: Tables): Promise<string[]> {
  const { page } = person
  const hidden: string[] = []
  for (const [table, rows] of Object.entries(tables)) {
    if (table !== 'XML1') await page.locator('.entry-tables button', { hasText: table }).first().click()
    for (const row of rows) {
      if (table !== 'XML1') await page.getByRole('button', { name: WORDS[language].add }).click()
      hidden.push(...(await enterRow(person, language, table, row)))
    }
  }
  return hidden
}

type Whole = { tables: { table: string; rows: { row: string; values: Record<string, string> }[] }[]; standard: string }

/** As the warehouse keeps it, without the key that differs. */
async function keptOf(facility: string, MA_LK: string): Promise<unknown> {
  const accounts = accountsOf(inject('portalUrl'))
  const path = `/v1/dossiers/${encodeURIComponent(MA_LK)}?purpose=management`
  const { standard, tables } = await until(`the dossier ${MA_LK}`, 60_000, async () => {
    const answer = await accounts.get(facility, path)
    return answer.ok ? answer.json<Whole>() : undefined
  })
  const rows = tables.map(({ table, rows: own }) => [
    table,
    own.map(({ row, values: { MA_LK: _key, ...values } }) => [row, values]),
  ])
  return { standard, rows }
}

describe.each(LANGUAGES)('a station enters a visit offline and sends it when the line is back (%s)', (language) => {
  const words = WORDS[language]
  const facility = STATIONS[language]

  test('by hand, without a line; what arrives is what its file would have been', { timeout: 240_000 }, async () => {
    const person = await visit(`/entry?lang=${language}`)
    const { page, context } = person
    await signIn(person, language, facility)
    await page.getByText(words.nothing).waitFor()
    await person.look(`entry-empty-${language}`)
    // What is kept for the time without a line: the page's files, the code lists and their names.
    await page.evaluate('navigator.serviceWorker.ready.then(() => 0)')
    await page.getByText(words.codes).waitFor()
    await page.getByRole('button', { name: words.newVisit }).click()
    await page.locator('.entry-findings [class*=severity]').first().waitFor()

    await context.setOffline(true)
    await page.reload()
    await page.getByText(words.noLine).first().waitFor()
    const tables = dossierOf(facility, language === 'vi' ? 971 : 972)
    const [summary = {}] = tables['XML1'] ?? []

    // Codes are found by the words of their names, without accents, with the keyboard alone.
    await page.locator('#entry-XML1-MA_BENH_CHINH').pressSequentially('dai thao duong')
    await page.locator('[role=option]').first().waitFor()
    await person.look(`entry-codes-${language}`)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.locator('#entry-XML1-MA_BENH_CHINH').inputValue()).toMatch(/^E1\d/)

    const hidden = await enterDossier(person, language, tables)
    // A correct visit needs hardly a field that is not shown at first.
    expect(hidden.length).toBeLessThan(12)
    await page.getByText(words.none).waitFor()
    await page.locator('.entry-tables button', { hasText: 'XML1' }).first().click()
    await person.look(`entry-filled-${language}`)
    await page.locator('.entry-tables button', { hasText: 'XML2' }).first().click()
    await person.look(`entry-lines-${language}`)
    // Ctrl-S keeps it; nothing of it lies open on the disk.
    await page.keyboard.press('Control+s')
    await page.getByText(words.saved, { exact: true }).waitFor()
    const kept = await page.evaluate<string>(`new Promise((resolve, reject) => {
      const opening = indexedDB.open('sealed')
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        const reading = opening.result.transaction('drafts').objectStore('drafts').getAll()
        reading.onsuccess = () => resolve(reading.result.map(({ data, ...rest }) =>
          JSON.stringify(rest) + new TextDecoder('latin1').decode(data)).join())
      }
    })`)
    expect(kept).toContain(facility)
    expect(kept).not.toContain('GD401')
    expect(
      await page.evaluate(`new Promise((resolve) => {
      const opening = indexedDB.open('sealed')
      opening.onsuccess = () => {
        const reading = opening.result.transaction('keys').objectStore('keys').get('key')
        reading.onsuccess = () =>
          crypto.subtle.exportKey('raw', reading.result).then(() => resolve('read out'), () => resolve('not read out'))
      }
    })`),
    ).toBe('not read out')

    await page.getByRole('button', { name: words.send, exact: true }).click()
    await page.getByText(words.waiting).first().waitFor()
    await person.look(`entry-waiting-${language}`)
    await page.reload()
    await page.getByText(words.waiting).first().waitFor()
    await context.setOffline(false)
    await page.getByText(words.accepted).first().waitFor({ timeout: 60_000 })
    await person.look(`entry-sent-${language}`)
    const MA_LK = (await page.locator('.page.entry .quiet .code').first().textContent()) ?? ''

    // The same visit as a HIS would have sent it.
    const twin = `${MA_LK}.XML`
    const renamed = Object.fromEntries(
      Object.entries(tables).map(([id, rows]) => [
        id,
        rows.map((row) => ('MA_LK' in row ? { ...row, MA_LK: twin } : row)),
      ]),
    )
    const file = wrapEnvelope([renderDossier('3176', renamed)], { facility, made: '20261130' })
    const sent = await accountsOf(person.url).post(facility, '/v1/submissions?purpose=management', file, {
      'content-type': 'application/xml',
    })
    expect(sent.ok).toBe(true)
    const byHand = await keptOf(facility, MA_LK)
    expect(byHand).toEqual(await keptOf(facility, twin))
    expect(JSON.stringify(byHand)).toContain(summary['HO_TEN'])

    // The next visit of the same person begins with what is known of them.
    await page.getByRole('link', { name: words.list }).click()
    await person.look(`entry-list-${language}`)
    await page.getByRole('button', { name: words.again }).click()
    await expect.poll(() => page.locator('#entry-XML1-HO_TEN').inputValue()).toBe(summary['HO_TEN'])
    expect(await page.locator('#entry-XML1-LY_DO_VV').inputValue()).toBe('')
    await person.close()
  })

  test('sees what is wrong where it is, and what is left out only when asked', async () => {
    const person = await visit(`/entry?lang=${language}`)
    const { page } = person
    await signIn(person, language, facility)
    await page.getByRole('button', { name: words.newVisit }).click()
    await page.locator('#entry-XML1-GIOI_TINH').fill('9')
    await page.locator('#entry-XML1-NGAY_SINH').fill('31/02/1980')
    await page.locator('#entry-XML1-HO_TEN').focus()
    // Of a field that nobody was in, nothing is said yet.
    await page.locator('#entry-XML1-GIOI_TINH-error').waitFor()
    await page.locator('#entry-XML1-NGAY_SINH-error').waitFor()
    expect(await page.locator('#entry-XML1-MA_BN-error').count()).toBe(0)
    await page.getByRole('button', { name: words.send, exact: true }).click()
    await page.getByRole('button', { name: words.wrong }).waitFor()
    await page.locator('#entry-XML1-MA_BN-error').waitFor()
    await person.look(`entry-wrong-${language}`)
    // A finding leads to its field, and Enter to the next one.
    await page.locator('.entry-finding', { hasText: 'MA_BN' }).first().click()
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('entry-XML1-MA_BN')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('entry-XML1-HO_TEN')
    // Ctrl-F finds a field by what it is called.
    await page.keyboard.press('Control+f')
    await page.keyboard.type('can nang con')
    await expect.poll(() => page.locator('.entry-fields input').count()).toBe(1)
    // Sent all the same, the service says the same.
    await page.getByRole('button', { name: words.wrong }).click()
    await page.getByText(words.rejected).first().waitFor()
    await person.close()
  })

  test('shows the next who signs in nothing of it, and nobody who has signed out', async () => {
    const person = await visit(`/entry?lang=${language}`)
    const { page } = person
    await signIn(person, language, facility)
    await page.getByRole('button', { name: words.newCheckIn }).click()
    await page.locator('#entry-CHECKIN-HO_TEN').fill('NGUYỄN VĂN THỬ NGHIỆM')
    await page.getByText(words.saved, { exact: true }).waitFor()
    await person.look(`entry-check-in-${language}`)
    await page.getByRole('button', { name: words.signOut }).click()
    await page.getByLabel(SIGN_IN[language].account, { exact: true }).waitFor()
    await page.goto(`${person.url}/entry?lang=${language}`)
    await signIn(person, language, STATIONS[language === 'vi' ? 'en' : 'vi'])
    await page.getByText(words.nothing).waitFor()
    await page.getByRole('button', { name: words.signOut }).click()
    await page.getByLabel(SIGN_IN[language].account, { exact: true }).waitFor()
    await signIn(person, language, facility)
    await page.getByText('NGUYỄN VĂN THỬ NGHIỆM').waitFor()
    await page.getByRole('button', { name: words.remove }).click()
    await page.getByRole('dialog').waitFor()
    await person.look(`entry-remove-${language}`)
    await page.getByRole('dialog').getByRole('button', { name: words.remove }).click()
    await page.getByText(words.nothing).waitFor()
    await person.close()
  })
})

test('is as readable on a dark background', async () => {
  const person = await visit('/entry', { colour: 'dark' })
  await signIn(person, 'vi', STATIONS.vi)
  await person.page.getByRole('button', { name: WORDS.vi.newVisit }).click()
  await person.page.locator('.entry-finding').first().waitFor()
  await person.page.getByRole('button', { name: WORDS.vi.send, exact: true }).click()
  await person.look('entry-dark')
  await person.close()
})
