/** The engine as a browser runs it: bundled for Chrome 109, in a Web Worker of a real Chromium, over the whole corpus. */
import { Buffer } from 'node:buffer'
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalogueFile, readManifest } from '../../dmdc-seed/catalogue-file.ts'
import { packCatalogue } from '../../src/engine/index.ts'
import { deflate } from '../../src/store/reference/compression.ts'
import { carried, corpusFile, mutatedFile } from '../fixtures/corpus/files.ts'
import { goldenCases } from '../fixtures/corpus/golden.ts'
import { mutations } from '../fixtures/corpus/mutations/index.ts'
import { bytesOf, inspect, piecesOf, RECEIVED, seedCodes } from '../fixtures/inspect.ts'
import { startBrowser } from '../harness/browser.ts'
import type { Outcome, Task } from './browser-worker.ts'

/** Compressed, 123 kB went over the wire when this was written; a page waits for every one of them. */
const MOST_BUNDLE_BYTES = 600_000
/** Golden files of megabytes show limits, which Node shows as well. */
const MOST_FILE_BYTES = 200_000
const PIECE_BYTES = 1000
const ORIGIN = 'https://portal.test/'

/** The script of the worker; a module of Node in it is a fault of the engine. */
async function bundle(): Promise<{ script: string; external: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('browser-worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    format: 'iife',
    globalName: 'engine',
    platform: 'browser',
    target: 'chrome109',
    external: ['node:*', ...builtinModules],
  })
  const external = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path))
  return { script: outputFiles[0]?.text ?? '', external }
}

/** What the page does: it hands each message to the worker and waits for the answer to it. */
const PAGE = (script: string): string => `
  const source = ${JSON.stringify(`${script};onmessage = async ({ data }) => {
    try { postMessage({ answer: await engine.handle(data) }) } catch (error) { postMessage({ fault: String(error.stack) }) }
  }`)};
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  globalThis.ask = (message) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => 'fault' in data ? reject(new Error(data.fault)) : resolve(data.answer);
    worker.onerror = ({ message: words }) => reject(new Error(words));
    worker.postMessage(message);
  });`

const packedLists = async (): Promise<string[]> => {
  const { catalogues } = await readManifest()
  const packed = catalogues.map(async (entry) => {
    const { rows } = await readCatalogueFile(entry)
    const head = { id: entry.id, completeness: entry.completeness, completeFrom: entry.completeFrom ?? null }
    return Buffer.from((await packCatalogue(head, rows, deflate)).bytes).toString('base64')
  })
  return Promise.all(packed)
}

const codes = await seedCodes()
let browser: Browser
let page: Page
let bundled: Awaited<ReturnType<typeof bundle>>

const ask = (message: unknown): Promise<unknown> => page.evaluate(`ask(${JSON.stringify(message)})`)

beforeAll(async () => {
  bundled = await bundle()
  browser = await startBrowser()
  page = await browser.newPage()
  // No server answers; hashing needs a page that came over https.
  await page.route(ORIGIN, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>engine</title>' }),
  )
  await page.goto(ORIGIN)
  await page.addScriptTag({ content: PAGE(bundled.script) })
  expect(await ask({ lists: await packedLists() })).toBe('ready')
}, 120_000)

afterAll(async () => {
  await browser.close()
})

/** The same file, in the same pieces, in Node. */
function inNode(file: string | Uint8Array): Outcome {
  const seen = inspect(piecesOf(bytesOf(file), PIECE_BYTES), { facility: null, codes })
  const { findings, dossiers, result, refusal } = seen
  return { findings, dossiers, result, refused: refusal && { code: refusal.code, place: refusal.place ?? null } }
}

async function inBrowser(file: string | Uint8Array): Promise<unknown> {
  const task: Task = {
    file: Buffer.from(bytesOf(file)).toString('base64'),
    pieceBytes: PIECE_BYTES,
    received: RECEIVED,
  }
  return ask(task)
}

/** As it travels: what JSON leaves out is not compared. */
const plainOf = (outcome: Outcome): unknown => JSON.parse(JSON.stringify(outcome))

test('the bundle asks for no module of Node, and is small enough for a page', () => {
  expect(bundled.external).toEqual([])
  expect(bundled.script.length).toBeLessThan(MOST_BUNDLE_BYTES)
})

describe('a browser finds in a file what Node finds', { timeout: 60_000 }, () => {
  test.each(carried)('a correct dossier of QĐ %s: %s', async (standard, kind) => {
    const file = corpusFile({ standard, kind, seed: 1 })
    expect(await inBrowser(file)).toEqual(plainOf(inNode(file)))
  })

  test.each(goldenCases)('$what', async ({ file: make }) => {
    const file = make()
    if (file.length > MOST_FILE_BYTES) return
    expect(await inBrowser(file)).toEqual(plainOf(inNode(file)))
  })

  test('every mutated dossier of the corpus', async () => {
    let findings = 0
    for (const mutation of mutations) {
      const file = mutatedFile(mutation)
      const expected = inNode(file)
      findings += expected.findings.length
      expect(await inBrowser(file), mutation.rule).toEqual(plainOf(expected))
    }
    expect(findings).toBeGreaterThan(mutations.length)
  })
})
