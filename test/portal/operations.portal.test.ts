/** Screen "operations": an operator finds a dead database, and runs a dead letter again. A service of its own, as parts of it die. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'
import { signIn } from './people.ts'
import { visit } from './visit.ts'

const SOON_MS = 30_000
const FACILITY = '01001'

let probe: Probe
beforeAll(async () => {
  probe = await startProbe({
    servesPortal: true,
    warehouseReplicas: false,
    vars: {
      SWEEP_AFTER_SECONDS: '1',
      SIGN_IN_POLICY: JSON.stringify({ secondFactor: ['auditor'] }),
      // Accounts that see more than one facility are agreed to by two.
      DMDC_ONE_PERSON: 'false',
    },
    // The first failure is the last: nobody waits for pauses.
    queues: { maxBatchTimeout: 0, retryDelay: 0, maxRetries: 0 },
  })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

/** A submission whose verification was tried to the end. */
async function deadLetter(): Promise<string> {
  await probe.setFaults('get raw/')
  const { status, body } = await probe.submit(makeFile({ standard: '3176', facility: FACILITY, seed: 9100 }))
  expect(status).toBe(202)
  await until('its dead letter', SOON_MS, async () => {
    const answer = await probe.ask<{ state: string }>('GET', `/v1/operations/dead-letters/${body.id}`, {
      account: 'operator',
    })
    return answer.status === 200 && answer.body.state === 'open' ? true : undefined
  })
  await probe.setFaults()
  return body.id
}

test('an operator finds a dead database and reruns a letter', async () => {
  const file = makeFile({ standard: '3176', facility: FACILITY, seed: 9101 })
  await probe.verified(file)
  const id = await deadLetter()
  const person = await visit('/operations?lang=vi', { service: probe.stack.url })
  const { page } = person
  await signIn(person, 'vi', 'operator')
  await page.getByText('Mọi phần đều trả lời.').waitFor()
  await page.getByRole('img', { name: /^Tệp giám định xong theo giờ: 24; .* xong [1-9]/ }).waitFor()
  await page.locator('.uplot canvas').first().waitFor()
  await person.look('operations-vi')

  await probe.stack.register.stop()
  // The page asks again by itself.
  await page.getByText('Không trả lời: register').waitFor({ timeout: SOON_MS })
  await page.getByRole('row').filter({ hasText: 'register' }).getByText('KHÔNG').waitFor()
  await page.getByText('English', { exact: true }).click()
  await page.getByText('No answer from: register').waitFor()
  await person.look('operations-dead-en')
  await probe.stack.register.restart()
  await page.getByText('Every part answers.').waitFor({ timeout: SOON_MS })

  await page.getByRole('link', { name: 'Dead letters, overdue' }).click()
  const row = page.getByRole('row').filter({ hasText: id })
  await row.getByText('open', { exact: true }).waitFor()
  await person.look('operations-letters-en')
  await row.getByRole('button', { name: `Run again: ${id}` }).click()
  await page.getByLabel('Why (10 characters or more)').fill('Kho tệp đã trả lời lại')
  await page.getByRole('dialog').getByRole('button', { name: 'Run again', exact: true }).click()
  await page.getByText('Mended', { exact: true }).click()
  await row.getByText('mended', { exact: true }).waitFor({ timeout: SOON_MS })
  await row.getByText(/^operator, .*: Kho tệp đã trả lời lại$/).waitFor()
  await page.getByText('Tiếng Việt', { exact: true }).click()
  await row.getByText('đã xong', { exact: true }).waitFor()
  await person.look('operations-letters-vi')
  // Nothing of a person is on these pages.
  expect(await page.locator('main').textContent()).not.toMatch(/THỬ|GIẢ LẬP/)
  expect(person.errors.filter((text) => !text.includes('401'))).toEqual([])
  await person.close()

  const other = await visit('/operations?lang=vi', { service: probe.stack.url })
  await signIn(other, 'vi', 'province-01')
  await other.page.getByText('Trang này dành cho đơn vị vận hành.').waitFor()
  await other.close()
}, 180_000)

test('an operator makes an account, and another one agrees to it', async () => {
  const maker = await visit('/operations/accounts?lang=vi', { service: probe.stack.url, colour: 'dark' })
  await signIn(maker, 'vi', 'operator')
  const { page } = maker
  await page.getByRole('button', { name: 'Lập tài khoản', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Mã tài khoản').fill('so-y-te-31')
  await form.getByLabel('Các mã tỉnh cũ, cách nhau bằng dấu phẩy').fill('31, 30')
  await form.getByLabel('quản lý vùng').check()
  await form.getByLabel('Lý do (từ 10 ký tự)').fill('Sở Y tế Hải Phòng bắt đầu dùng cổng')
  await maker.look('operations-account-vi')
  await form.getByRole('button', { name: 'Lập tài khoản', exact: true }).click()
  await page.getByText('Mật khẩu của so-y-te-31, chỉ hiện một lần:').waitFor()
  const row = page.getByRole('row').filter({ hasText: 'so-y-te-31' })
  await row.getByText('chờ người thứ hai, operator đề nghị').waitFor()
  // Nobody agrees to what they asked for.
  expect(await row.getByRole('button', { name: 'Đồng ý: so-y-te-31' }).count()).toBe(0)
  await maker.look('operations-accounts-vi')
  await maker.close()

  const second = await visit('/operations/accounts?lang=en&side=province', { service: probe.stack.url })
  await signIn(second, 'en', 'operator-2')
  await second.page.getByRole('button', { name: 'Approve: so-y-te-31' }).click()
  await second.page.getByLabel('Why (10 characters or more)').fill('Đã đối chiếu công văn đề nghị')
  await second.page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click()
  await expect.poll(() => second.page.getByText('waits for a second operator', { exact: false }).count()).toBe(0)
  await second.page.getByRole('button', { name: 'Disable: so-y-te-31' }).waitFor()
  await second.look('operations-accounts-en')
  await second.close()
}, 120_000)
