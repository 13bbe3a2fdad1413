/** What the portal finds in a file is what the edge finds: its own worker, as it is served, over the whole corpus. */
import { expect, test } from 'vitest'
import { codecs } from '../../src/edge/codecs.ts'
import { inspectFile, refusedFile, renderFinding, type Finding } from '../../src/engine/index.ts'
import { vietnamDay } from '../../src/kernel/vietnam-time.ts'
import { carried, corpusFile, mutatedFile } from '../fixtures/corpus/files.ts'
import { goldenCases } from '../fixtures/corpus/golden.ts'
import { mutations } from '../fixtures/corpus/mutations/index.ts'
import { bytesOf, seedCodes } from '../fixtures/inspect.ts'
import { visit } from './visit.ts'

/** Golden files of megabytes show limits, which Node shows as well. */
const MOST_FILE_BYTES = 200_000
const FILES_AT_ONCE = 100

type Found = { findings: unknown[]; dossiers: unknown[]; result: unknown; refused: unknown }

const codes = await seedCodes()
const received = vietnamDay(Date.now())

/** As the edge does in a dry run: `src/edge/dry-run.ts`. */
function atTheEdge(file: string | Uint8Array): Found {
  const found: Finding[] = []
  const seen: Found = { findings: [], dossiers: [], result: null, refused: null }
  const inspection = inspectFile({
    facility: null,
    stated: null,
    received,
    codes,
    codecs,
    onFinding: (finding) => found.push(finding),
    onDossier: (dossier) => seen.dossiers.push(dossier),
  })
  try {
    inspection.push(bytesOf(file))
    const { standard, dossiers: counts } = inspection.end()
    seen.result = { standard, counts, facility: inspection.facility() }
  } catch (error) {
    const refused = refusedFile(error)
    if (refused === null) throw error
    seen.refused = refused
  }
  return { ...seen, findings: found.map(renderFinding) }
}

/** In the page: a worker of the portal, which fetches the lists of the service, and one file after the other. */
const IN_PAGE = `(workerUrl, files, received) => new Promise((resolve, reject) => {
  const worker = new Worker(workerUrl, { type: 'module' })
  const found = []
  const seen = () => (found[found.length - 1] ?? null)
  const plain = ({ file, ordinal, ...rest }) => rest
  const next = () => {
    const text = files[found.length]
    if (text === undefined) return worker.terminate(), resolve(found)
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
    found.push({ findings: [], dossiers: [], result: null, refused: null })
    worker.postMessage({ kind: 'check', id: found.length, file: new File([bytes], 'file.xml'), received })
  }
  worker.onerror = ({ message }) => reject(new Error(message))
  worker.onmessage = ({ data }) => {
    if (data.kind === 'ready') return next()
    if (data.kind === 'progress') {
      seen().findings.push(...data.findings.map(plain))
      return seen().dossiers.push(...data.dossiers.map(plain))
    }
    if (data.kind === 'checked') seen().result = { standard: data.standard, counts: data.counts, facility: data.facility }
    else if (data.kind === 'refused') seen().refused = data.refused
    else return reject(new Error('the worker reports ' + data.kind))
    next()
  }
  worker.postMessage({ kind: 'prepare' })
})`

test('every file of the corpus has the same findings in the portal as at the edge', { timeout: 240_000 }, async () => {
  const files = [
    ...carried.map(([standard, kind]) => corpusFile({ standard, kind, seed: 1 })),
    ...goldenCases.map(({ file }) => file()).filter((file) => file.length <= MOST_FILE_BYTES),
    ...mutations.map(mutatedFile),
  ]
  const person = await visit('/check')
  const { page } = person
  await expect.poll(() => page.workers().length).toBe(1)
  const [worker] = page.workers()
  let findings = 0
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    const some = files.slice(at, at + FILES_AT_ONCE)
    const sent = JSON.stringify(some.map((file) => Buffer.from(bytesOf(file)).toString('base64')))
    const inPortal = await page.evaluate<Found[]>(
      `(${IN_PAGE})(${JSON.stringify(worker?.url())}, ${sent}, ${received})`,
    )
    const expected = some.map((file) => JSON.parse(JSON.stringify(atTheEdge(file))) as Found)
    for (const [number, one] of expected.entries()) {
      expect(inPortal[number], `file ${at + number}`).toEqual(one)
      findings += one.findings.length
    }
  }
  expect(findings).toBeGreaterThan(mutations.length)
  await person.close()
})
