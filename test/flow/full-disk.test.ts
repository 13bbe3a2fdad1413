/** The disk of the store fills up: nothing is acknowledged that is not there, and what was refused can be sent again. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { copyTemplate } from '../harness/copy-template.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const MIB = 1024 * 1024
/** Of a whole disk, in memory. */
const DISK_BYTES = 24 * MIB
const FILES = 30
/** Less than a file needs, so that it is the disk that refuses. */
const LEAST_BYTES = 64 * 1024
const DOSSIERS = 8
const STEP_BYTES = 16 * 1024
const TEST_TIMEOUT_MS = 300_000

/** A file system of its own needs the right to mount one. */
function mounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const probing = await mkdtemp(join(tmpdir(), 'bhyt-mount-'))
const mayMount = mounted(probing)
if (mayMount) execFileSync('umount', [probing])
await rm(probing, { recursive: true })
if (!mayMount) console.warn('LEFT OUT: the full disk; nothing may be mounted here')

const small = (seed: number): string => makeFile({ standard: '3176', seed, dossiers: 2 })
/** Rejected dossiers, whose findings make a receipt as long as the file. */
function fileOf(seed: number): string {
  const dossiers = Array.from({ length: DOSSIERS }, (_, at) => {
    const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', seed: seed + at })
    const wrong = Object.fromEntries(
      Object.keys(summary).map((name) => [name, name.startsWith('T_') ? 'x' : (summary[name] ?? '')]),
    )
    return renderDossier('3176', { XML1: [wrong], ...rest })
  })
  return wrapEnvelope(dossiers, { facility: '01001', made: '20261015' })
}

const digestOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

let probe: Probe
let directory: string
let disk: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bhyt-full-disk-'))
  await copyTemplate('stack', directory)
  disk = join(directory, 'worker')
  await rm(disk, { recursive: true, force: true })
  await mkdir(disk)
  if (mayMount && !mounted(disk)) throw new Error('the disk cannot be mounted')
  probe = await startProbe({ directory, vars: { STORE_READ_BACK: 'true', STORE_LEAST_BYTES: String(LEAST_BYTES) } })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.stack.stop()
  if (mayMount) execFileSync('umount', ['-l', disk])
  await probe?.dispose()
})

describe('what the store confirms and does not hold', () => {
  test.each([
    ['the bytes', 'cut raw/', small(50), 'raw/'],
    ['the receipt', 'cut receipts/', small(51), 'receipts/'],
  ] as const)(
    'is not acknowledged: %s',
    async (_, fault, file, prefix) => {
      const before = await probe.objects(prefix)
      await probe.setFaults(fault)
      const refused = await probe.submit(file)
      expect([refused.status, refused.body.code]).toEqual([503, 'storage-unavailable'])
      expect(await probe.objects(prefix)).toEqual(before)
      await probe.setFaults()
      const taken = await probe.submit(file)
      expect(taken.status).toBe(202)
      expect(await probe.settled(taken.body.id)).toMatchObject({ status: 'verified' })
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'a receipt that was cut off later is none: the same file is taken again, once',
    async () => {
      const { body } = await probe.submit(small(52))
      const whole = Buffer.from((await probe.content(`receipts/${body.id}`)) ?? []).toString()
      await probe.settled(body.id)
      await probe.cleared(body.id)
      await probe.putObject(`receipts/${body.id}`, whole.slice(0, 300))
      expect((await probe.ask('GET', `/v1/submissions/${body.id}`)).status).toBe(404)
      const both = await Promise.all([probe.submit(small(52)), probe.submit(small(52))])
      expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 202]))
      expect(new Set(both.map((each) => each.body.id))).toEqual(new Set([body.id]))
      const mended = await probe.receipt(body.id)
      expect(mended).toMatchObject({ id: body.id, sha256: body.sha256 })
      expect(await probe.settled(body.id)).toMatchObject({ status: 'verified' })
    },
    TEST_TIMEOUT_MS,
  )
})

describe.skipIf(!mayMount)('a disk that fills up', () => {
  const filler = (): string => join(disk, 'filler')
  /** Leaves so many bytes free. */
  const fill = async (left: number): Promise<void> => {
    await rm(filler(), { force: true })
    const { bavail, bsize } = await statfs(disk)
    await writeFile(filler(), new Uint8Array(Math.max(0, bavail * bsize - left)))
  }

  test(
    'is never acknowledged for what it does not hold, and takes everything once there is room',
    async () => {
      const files = Array.from({ length: FILES }, (_, at) => fileOf(4000 + at * DOSSIERS))
      const answers: { file: string; status: number; id: string; code: string }[] = []
      for (const [at, file] of files.entries()) {
        // From no room at all to room for all but the last of what a file needs.
        await fill(at * STEP_BYTES)
        // How much room there is is known for a second.
        await probe.advance(1001)
        const { status, body } = await probe.submit(file)
        answers.push({ file, status, id: body.id, code: body.code })
      }
      const taken = answers.filter(({ status }) => status === 202)
      const refused = answers.filter(({ status }) => status !== 202)
      expect(refused.length).toBeGreaterThan(0)
      expect(taken.length).toBeGreaterThan(0)
      expect(new Set(refused.map(({ status, code }) => `${status} ${code}`))).toEqual(
        new Set(['503 storage-full', '503 storage-unavailable']),
      )

      await rm(filler())
      for (const { id, file } of taken) {
        const receipt = await probe.receipt(id)
        expect(receipt).toMatchObject({ id })
        expect(digestOf((await probe.content(receipt.rawKey)) ?? '')).toBe(digestOf(file))
      }
      for (const { file } of answers) {
        const again = await probe.submit(file)
        expect([200, 202]).toContain(again.status)
        expect(await probe.settled(again.body.id)).toMatchObject({ status: 'verified' })
      }
    },
    TEST_TIMEOUT_MS,
  )
})
