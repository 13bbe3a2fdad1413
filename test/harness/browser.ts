/** A real Chromium, from npm, for tests of what runs in a browser. */
import chromium from '@sparticuz/chromium'
import { chromium as driver, type Browser } from 'playwright-core'

/** The browser does what a test asks and nothing of its own: it looks for no update and calls nobody. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts it with a profile of its own, which is gone when it is closed; the first start of a machine unpacks it. */
export async function startBrowser(): Promise<Browser> {
  return driver.launch({ executablePath: await chromium.executablePath(), args: ARGUMENTS, headless: true })
}
