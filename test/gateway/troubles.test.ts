/** The gateway over wire against a portal that misbehaves, and over what may befall its own disk. */
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import { openOutbox } from '../../gateway/open.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { startPortal, type TestPortal } from './portal-of-test.ts'
import { hastenedClock, makeStation, type Station } from './station.ts'

const SOON_MS = 30_000
// Retries are waited for, beside other tests.
vi.setConfig({ testTimeout: 90_000 })
const FACILITY = '01001'

let portal: TestPortal
let station: Station
beforeEach(async () => {
  portal = await startPortal(FACILITY)
  station = await makeStation({ service: portal.url, facility: FACILITY, clock: hastenedClock(20) })
})
afterEach(async () => {
  await station.dispose()
  await portal.close()
})

const fileOf = (seed: number): string => makeFile({ standard: '3176', facility: FACILITY, seed })
const inState = (state: 'answered' | 'refused' | 'waiting') => station.opened.outbox.inState(state, 10)
const answered = (files: number) =>
  until(`${files} answers`, SOON_MS, () => (inState('answered').length >= files ? true : undefined))

test('pages of strangers, faults and too many are no receipt: the file goes on waiting and is sent once', async () => {
  portal.answers.push(
    { status: 200, body: '<html>Đăng nhập Wi-Fi</html>' },
    { status: 503, headers: { 'retry-after': '1' }, body: '{}' },
    { status: 202, body: JSON.stringify({ id: 'x', sha256: 'of another file', receivedAt: 'x' }) },
  )
  await station.put('management', 'a.xml', fileOf(1))
  station.start()
  await answered(1)
  expect(portal.files).toMatchObject([{ posts: 1 }])
  const [entry] = inState('answered')
  expect(station.opened.outbox.deliveriesOf(entry?.seq ?? 0)).toMatchObject([{ attempts: 4, problem: null }])
  expect(station.opened.outbox.troubles().filter(({ scope }) => scope.startsWith('line'))).toEqual([])
})

test('a stored file that was changed on the disk is refused alone, with what to do, and the others go', async () => {
  portal.answers.push({ status: 503, headers: { 'retry-after': '2' }, body: '{}' })
  await station.put('management', 'a.xml', fileOf(1))
  station.start()
  await until('the file', SOON_MS, () => (inState('waiting').length === 1 ? true : undefined))
  await station.stop()
  const folder = join(station.directory, 'data', 'bodies')
  const [body = ''] = await readdir(folder)
  await writeFile(join(folder, body), 'damaged')
  await station.put('management', 'b.xml', fileOf(2))
  station.start()
  await answered(1)
  await until('the refusal', SOON_MS, () => (inState('refused').length === 1 ? true : undefined))
  expect(inState('refused')).toMatchObject([{ name: 'a.xml', problem: { code: 'body-damaged' } }])
  expect(portal.files).toHaveLength(1)
})

test('a clock that jumps, days ahead or back, holds nothing up and sends nothing twice', async () => {
  await station.dispose()
  let jump = 0
  const clock = { ...hastenedClock(20), now: () => Date.now() + jump }
  station = await makeStation({ service: portal.url, facility: FACILITY, clock })
  station.start()
  for (const [number, days] of [40, -40, 0].entries()) {
    portal.answers.push({ status: 500, body: '' })
    jump = days * 24 * 3_600_000
    await station.put('management', `${number}.xml`, fileOf(10 + number))
    await answered(number + 1)
  }
  expect(portal.files.map(({ posts }) => posts)).toEqual([1, 1, 1])
})

test('a wrong key opens nothing, and says what to do', async () => {
  const { configuration } = station
  const other = { ...configuration, keyFile: join(station.directory, 'other') }
  await writeFile(other.keyFile, Buffer.alloc(32, 1).toString('base64'))
  await expect(openOutbox(other, {}, Date.now)).rejects.toMatchObject({
    text: { vi: expect.stringContaining('không xóa hàng đợi') },
  })
  await expect(openOutbox(configuration, { BHYT_GATEWAY_PASSPHRASE: 'short' }, Date.now)).rejects.toMatchObject({
    text: { vi: expect.stringContaining('12 ký tự') },
  })
})

test('no word of a dossier lies in the open in what the gateway keeps', async () => {
  portal.answers.push(...Array.from({ length: 5 }, () => ({ status: 503, body: '' })))
  await station.put('management', 'a.xml', fileOf(1))
  station.start()
  const [entry] = await until('the file', SOON_MS, () =>
    inState('waiting').length === 1 ? inState('waiting') : undefined,
  )
  expect(entry?.dossiers).toBe(1)
  const { readFile } = await import('node:fs/promises')
  for (const path of await station.files('data')) {
    if (path.includes('code-lists')) continue
    const bytes = await readFile(join(station.directory, path))
    for (const word of ['HOSO', 'a.xml', FACILITY, 'CREATE TABLE'])
      expect([path, bytes.includes(word)]).toEqual([path, false])
  }
})
