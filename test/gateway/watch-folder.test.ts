/** Files as a HIS really leaves them in a folder. */
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { facilityOf, openTestOutbox, type TestOutbox } from './outbox-of-test.ts'
import { createFolderWatch, type FolderWatch } from '../../gateway/intake/watch-folder.ts'
import { listFolder } from '../../gateway/intake/list-folder.ts'
import { makeFile } from '../fixtures/dossier.ts'

const SETTLED_SECONDS = 5
const never = new AbortController().signal

let root: string
let box: TestOutbox
let watch: FolderWatch
/** Seconds of the clock that only goes forward. */
let seconds: number
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bhyt-watch-'))
  box = await openTestOutbox(join(root, 'data'))
  seconds = 0
  await mkdir(join(root, 'his'))
  watch = createFolderWatch({
    facility: facilityOf('01001', root),
    folder: { path: join(root, 'his'), purpose: 'management' },
    takeFile: box.takeFile,
    outbox: box.outbox,
    settledAfterSeconds: SETTLED_SECONDS,
    growingAlarmMinutes: 1,
    now: () => Date.parse('2026-11-30T03:00:00Z'),
    passed: () => seconds * 1000,
    done: () => {},
  })
})
afterEach(async () => {
  box.outbox.close()
  await rm(root, { recursive: true, force: true })
})

let seed = 100
const dossiers = (): string => makeFile({ standard: '3176', facility: '01001', seed: (seed += 1) })
const put = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(root, 'his', name), content)
const lookAfter = async (pause: number): Promise<void> => {
  seconds += pause
  await watch.look(never)
}
/** Long enough for what does not change. */
const settle = async (): Promise<void> => {
  await lookAfter(0)
  await lookAfter(SETTLED_SECONDS)
}
const names = async (below: string): Promise<string[]> =>
  (await readdir(join(root, 'his', below), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted()
const states = (): string[] => box.outbox.counts().map(({ state, files }) => `${files} ${state}`)

test('a file that is still being written is left alone until it has been the same for long enough', async () => {
  const whole = dossiers()
  await put('x.xml', whole.slice(0, 1000))
  await lookAfter(0)
  await lookAfter(SETTLED_SECONDS - 1)
  await appendFile(join(root, 'his', 'x.xml'), whole.slice(1000))
  await lookAfter(SETTLED_SECONDS)
  expect(states()).toEqual([])
  await lookAfter(SETTLED_SECONDS)
  expect(states()).toEqual(['1 waiting'])
})

test('a file that never ends is reported, and others go on', async () => {
  await put('endless.xml', '<')
  for (let minute = 0; minute < 4; minute += 1) {
    await appendFile(join(root, 'his', 'endless.xml'), 'x')
    await lookAfter(30)
  }
  await put('x.xml', dossiers())
  await lookAfter(1)
  await appendFile(join(root, 'his', 'endless.xml'), 'x')
  await lookAfter(SETTLED_SECONDS)
  expect(states()).toEqual(['1 waiting'])
  expect(box.outbox.troubles()).toMatchObject([
    { en: expect.stringContaining('1 files have been written to for long') },
  ])
})

test('names of half-written and hidden files mean nothing, and a name that was renamed is taken', async () => {
  for (const name of ['x.xml.tmp', '.x.xml', '~$x.xml', 'x.xml.part', 'Thumbs.db']) await put(name, 'x')
  await settle()
  expect(states()).toEqual([])
  expect(await names('')).toHaveLength(5)
})

describe('what cannot be sent lies in refused with a readable reason', () => {
  test.each([
    ['a zip', () => zipSync({ 'x.xml': Buffer.from('<a/>') }), 'Nội dung không phải XML'],
    ['an empty file', () => '', 'rỗng'],
    ['a file that was cut', () => dossiers().slice(0, 2000), 'Tệp bị cắt'],
    ['a file of another facility', () => makeFile({ standard: '3176', facility: '79001', seed: 1 }), 'MACSKCB'],
    ['broken gzip', () => gzipSync('<a/>').subarray(0, 12), 'gzip'],
  ])('%s', async (_, content, words) => {
    await put('Hồ sơ số 1.xml', content())
    await settle()
    expect(await names('refused')).toEqual(['Hồ sơ số 1.xml', 'Hồ sơ số 1.xml.ly-do.txt'])
    const [day = ''] = await readdir(join(root, 'his', 'refused'))
    const reason = await readFile(join(root, 'his', 'refused', day, 'Hồ sơ số 1.xml.ly-do.txt'), 'utf8')
    expect(reason).toContain(words)
    expect(reason).toMatch(/Cách xử lý: .*\r?\n[^]*What to do: /)
    expect(states()).toEqual(['1 refused'])
    // Nothing of it stays in the outbox's folder of bodies.
    expect(await box.bodyFiles()).toEqual([])
  })
})

test('gzip is taken as what it holds, and the same bytes are taken once under whatever name', async () => {
  const file = dossiers()
  await put('x.xml.gz', gzipSync(file))
  await settle()
  await put('y.xml', file)
  await settle()
  expect(states()).toEqual(['1 waiting'])
  expect(await names('taken')).toEqual(['x.xml.gz', 'y.xml'])
  expect(await box.bodyFiles()).toHaveLength(1)
})

test('a name in NFC and the same in NFD, and a name that comes again, lose nothing', async () => {
  const name = 'Hồ sơ.xml'
  await put(name.normalize('NFC'), dossiers())
  await put(name.normalize('NFD'), dossiers())
  await settle()
  await put(name.normalize('NFC'), dossiers())
  await settle()
  expect(states()).toEqual(['3 waiting'])
  expect(await names('taken')).toHaveLength(3)
})

test('what was in the middle when the power went is taken at the next look', async () => {
  await mkdir(join(root, 'his', 'taking'))
  await writeFile(join(root, 'his', 'taking', 'x.xml'), dossiers())
  await lookAfter(0)
  expect(states()).toEqual(['1 waiting'])
  expect(await names('taking')).toEqual([])
})

test('a folder that is away is a trouble with its name, and is over when it is back', async () => {
  await rm(join(root, 'his'), { recursive: true })
  await writeFile(join(root, 'his'), 'not a folder')
  await lookAfter(0)
  expect(box.outbox.troubles()).toMatchObject([{ vi: expect.stringContaining(join(root, 'his')) }])
  await rm(join(root, 'his'))
  await lookAfter(1)
  expect(box.outbox.troubles()).toEqual([])
})

test('of many files the oldest come first, and no more are held than a batch', async () => {
  for (let number = 0; number < 50; number += 1) {
    const path = join(root, 'his', `${String(number).padStart(2, '0')}.xml`)
    await writeFile(path, 'x')
    await utimes(path, 1_700_000_000 - number, 1_700_000_000 - number)
  }
  const { files, more } = await listFolder(join(root, 'his'), 5)
  expect([files.map(({ name }) => name), more]).toEqual([['49.xml', '48.xml', '47.xml', '46.xml', '45.xml'], 45])
})
