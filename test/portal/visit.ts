/**
 * A person at the portal: a page of a real browser on the real service, looked at by axe, kept as pictures. A test file that imports this
 * has one browser for all its tests.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { startBrowser } from '../harness/browser.ts'

export const LANGUAGES = ['vi', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Where pictures of the screens lie after a run. */
const PICTURES = join(projectRoot, '.build/screenshots')
/** The screen of an old office PC. */
const VIEWPORT = { width: 1366, height: 768 }
/** WCAG 2.2 AA, and what axe holds for good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
})

/** A file as a HIS exports it, for a page's file input. */
export const xmlFile = (name: string, text: string) => ({ name, mimeType: 'text/xml', buffer: Buffer.from(text) })

export type Visit = {
  readonly context: BrowserContext
  readonly page: Page
  readonly url: string
  /** Errors that the page wrote or threw; a test looks that there are none. */
  readonly errors: string[]
  /** Requests with a body, or to somewhere else: what leaves the computer. */
  readonly sent: string[]
  /** A picture of the screen as it is, and what axe says of it: nothing. */
  look(name: string): Promise<void>
  close(): Promise<void>
}

/** `host`: a name, where numbers do not do. `service`: another than the one of all files. */
type Options = { readonly colour?: 'light' | 'dark'; readonly host?: string; readonly service?: string }

export async function visit(
  path: string,
  { colour = 'light', host = '127.0.0.1', service = inject('portalUrl') }: Options = {},
): Promise<Visit> {
  const url = service.replace('127.0.0.1', host)
  const context = await browser.newContext({
    viewport: VIEWPORT,
    colorScheme: colour,
    reducedMotion: 'reduce',
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  const errors: string[] = []
  const sent: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  context.on('request', (request) => {
    const isOwn = request.url().startsWith(url) || request.url().startsWith('blob:')
    if (!isOwn || request.postData() !== null || !['GET', 'HEAD'].includes(request.method()))
      sent.push(`${request.method()} ${request.url()}`)
  })
  await page.goto(`${url}${path}`)
  return {
    context,
    page,
    url,
    errors,
    sent,
    look: async (name) => {
      await mkdir(PICTURES, { recursive: true })
      await page.screenshot({ path: join(PICTURES, `${name}.png`) })
      expect(await faultsSeenByAxe(page), name).toEqual([])
    },
    close: () => context.close(),
  }
}

type Violation = { id: string; impact: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }

async function faultsSeenByAxe(page: Page): Promise<string[]> {
  // The page's own policy allows no script of others; the driver's way in is beside it.
  await page.evaluate(`${axe.source}; 0`)
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] }).then(({ violations }) =>
       violations.map(({ id, impact, help, nodes }) => ({ id, impact, help,
         nodes: nodes.slice(0, 3).map(({ target, failureSummary }) => ({ target, failureSummary })) })))`,
  )
  return violations.map(
    ({ id, impact, help, nodes }) =>
      `${id} (${impact}): ${help}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`,
  )
}
