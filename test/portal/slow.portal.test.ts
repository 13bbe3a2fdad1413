/**
 * A commune station: an old PC on a slow line. Bounds are those of the promise; the figures of a run are printed, and those of a quiet
 * machine are in docs/develop/portal.md.
 */
import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { makeDossier, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { visit, xmlFile } from './visit.ts'

/** As Chromium's own "3G": bits per second and milliseconds. */
const LINE = { offline: false, downloadThroughput: 200_000, uploadThroughput: 93_750, latency: 150 }
/** Of a PC of ten years ago, against the one that tests run on. */
const SLOWDOWN = 4
const MOST_FIRST_PAINT_MS = 3000
/** Longer, and a reader sees that the page stands still while they scroll (a long task is one above 50 ms). */
const MOST_PAUSE_MS = 200

async function slowDown(page: Page, { line }: { line: boolean }): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  if (line) await session.send('Network.emulateNetworkConditions', LINE)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  return session
}

/** When the heading of the page was drawn, in milliseconds since somebody asked for it; empty caches. */
const FIRST_HEADING = `new Promise((resolve) => {
  const look = () => {
    if (document.querySelector('h1')) requestAnimationFrame(() => resolve(performance.now()))
    else requestAnimationFrame(look)
  }
  look()
})`

test.each(['/check', '/help', '/entry'])(
  '%s: what is read first is there within three seconds over 3G',
  async (path) => {
    const person = await visit('/icon.svg')
    const { page } = person
    await slowDown(page, { line: true })
    await page.goto(`${person.url}${path}?lang=vi`, { waitUntil: 'commit' })
    const first = await page.evaluate<number>(FIRST_HEADING)
    console.log(`${path}: first useful paint ${Math.round(first)} ms over 3G with ${SLOWDOWN} times slower a processor`)
    expect(first).toBeLessThan(MOST_FIRST_PAINT_MS)
    await person.close()
  },
)

test('5,000 findings scroll without a pause on an old PC', { timeout: 180_000 }, async () => {
  const person = await visit('/check?lang=vi')
  const { page } = person
  const dossiers = Array.from({ length: 500 }, (_, index) => {
    const {
      XML1: summary,
      XML2: drugs = [],
      ...rest
    } = makeDossier({ standard: '3176', facility: '01001', seed: 981, drugs: 10 }, index)
    const wrong = drugs.map((row) => ({ ...row, MA_NHOM: '99' }))
    return renderDossier('3176', { XML1: summary ?? [], XML2: wrong, ...rest })
  })
  const file = wrapEnvelope(dossiers, { facility: '01001', made: '20261015' })
  await page.getByLabel('Chọn tệp', { exact: true }).setInputFiles(xmlFile('much.xml', file))
  await page.getByRole('button', { name: 'Tải Excel' }).waitFor({ timeout: 120_000 })
  const rows = Number(await page.locator('.found table').getAttribute('aria-rowcount'))
  expect(rows).toBeGreaterThan(5000)
  await slowDown(page, { line: false })
  const pauses = await page.evaluate<number[]>(`new Promise((resolve) => {
    const found = []
    const observer = new PerformanceObserver((list) => found.push(...list.getEntries().map(({ duration }) => duration)))
    observer.observe({ type: 'longtask' })
    const frame = document.querySelector('.found')
    let left = 120
    const scroll = () => {
      frame.scrollBy(0, 400)
      left -= 1
      if (left > 0) requestAnimationFrame(scroll)
      else setTimeout(() => { found.push(...observer.takeRecords().map(({ duration }) => duration)); resolve(found) }, 300)
    }
    requestAnimationFrame(scroll)
  })`)
  const longest = Math.max(0, ...pauses)
  console.log(`${rows - 1} findings, 120 steps: ${pauses.length} long tasks, the longest ${Math.round(longest)} ms`)
  expect(longest).toBeLessThan(MOST_PAUSE_MS)
  await person.close()
})
