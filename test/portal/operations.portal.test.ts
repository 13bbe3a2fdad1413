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
    vars: { SWEEP_AFTER_SECONDS: '1', SIGN_IN_POLICY: JSON.stringify({ secondFactor: ['auditor'] }) },
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
