import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoSecret } from '../../scripts/stack/accounts.ts'
import { CookieJar } from '../harness/cookie-jar.ts'
import { describeAcknowledgement } from '../../scripts/demo/acknowledgement.ts'
import { makePaint, money, wantsColours, wrap } from '../../scripts/demo/paper.ts'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { until } from '../../scripts/stack/until.ts'
import { processesNaming } from '../harness/processes.ts'
import { type Acknowledgement } from '../../src/http/routes/submissions/schemas.ts'

const DEMO_TIMEOUT_MS = 120_000
const LONGEST_LINE = 110

describe('npm run demo', { timeout: DEMO_TIMEOUT_MS }, () => {
  let directory: string
  let child: ChildProcess | undefined
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'bhyt-demo-test-'))
  })
  afterEach(async () => {
    child?.kill('SIGKILL')
    await rm(directory, { recursive: true, force: true })
  })

  const start = (): { output: () => string; ended: Promise<unknown> } => {
    const running = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts'], {
      cwd: projectRoot,
      // Its temporary folder lies in ours, so that its processes and what it leaves can be distinguished from all others.
      env: { ...process.env, TMPDIR: directory },
    })
    child = running
    let output = ''
    for (const stream of [running.stdout, running.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    const ended = once(running, 'close').then(([code, signal]: unknown[]) => code ?? signal)
    return { output: () => output, ended }
  }
  const leftOver = async (): Promise<string[]> =>
    (await readdir(directory)).filter((name) => name.startsWith('bhyt-demo-'))

  test('shows a clerk in both languages what was refused and why, and leaves nothing behind', async () => {
    const demo = start()
    const code = await demo.ended
    const output = demo.output()
    expect(code, output).toBe(0)

    expect(output).toMatch(/Mã tiếp nhận {3}[0-9a-f]{32} +receipt id/)
    expect(output).toContain('chuẩn QĐ 4210')
    expect(output).toContain('chuẩn QĐ 3176')
    expect(output).toMatch(/Danh mục DMDC {2}bản \S+, trễ \d+ giây/)
    expect(output).toMatch(/Hồ sơ \d+ · MA_LK \S+ · TỪ CHỐI: \d+ lỗi/)
    expect(output).toMatch(/LỖI +XML1 · dòng 1 · HO_TEN +\d+:\d+/)
    expect(output).toContain('→ Điền HO_TEN trong bảng XML1 rồi gửi lại hồ sơ')
    expect(output).toContain('QĐ 4210/QĐ-BYT, Bảng 1')
    expect(output).toContain('What to do next')
    expect(output.match(/status verified \d+\.\d s after/g)).toHaveLength(2)
    expect(output).toMatch(/Tổng chi của hồ sơ \S+ \(demo-4210\.xml\): [\d.]+(,\d+)? đồng/)
    expect(output).toContain('Idempotent-Replay: true')
    expect(output).toContain('Every step did what it says')

    expect(output).not.toContain('\u001B[')
    expect(Math.max(...output.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(LONGEST_LINE)
    expect(await processesNaming(directory)).toEqual([])
    expect(await leftOver()).toEqual([])
  })

  test('interrupted, it stops what it started and does not claim success', async () => {
    const demo = start()
    await until('the warehouse', DEMO_TIMEOUT_MS, () =>
      demo.output().includes('database warehouse') ? true : undefined,
    )
    child?.kill('SIGINT')
    expect(await demo.ended).toBe(130)
    expect(await processesNaming(directory)).toEqual([])
    expect(await leftOver()).toEqual([])
  })
})

describe('npm run demo -- --stay', { timeout: DEMO_TIMEOUT_MS }, () => {
  test('ends by naming the address of the portal, which has what was sent, until Ctrl-C', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'bhyt-demo-test-'))
    const running = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts', '--stay'], {
      cwd: projectRoot,
      env: { ...process.env, TMPDIR: directory },
    })
    try {
      let output = ''
      running.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
      const ended = once(running, 'close').then(([code]: unknown[]) => code)
      const url = await until('the portal', DEMO_TIMEOUT_MS, () =>
        /Open (http:\/\/localhost:\d+) in a browser[^]*officer-auditor/
          .exec(output)?.[1]
          ?.replace('localhost', '127.0.0.1'),
      )
      const page = await fetch(url, { headers: { accept: 'text/html' } })
      expect(await page.text()).toContain('<div id="root">')
      const jar = new CookieJar(url)
      const signedIn = await jar.ask('POST', '/v1/session', {
        account: '01001-clerk',
        secret: demoSecret('01001-clerk'),
      })
      expect(signedIn.status).toBe(200)
      expect((await jar.ask('GET', '/v1/submissions')).body['submissions']).toHaveLength(2)
      running.kill('SIGINT')
      expect(await ended).toBe(0)
      expect(await processesNaming(directory)).toEqual([])
    } finally {
      running.kill('SIGKILL')
      await rm(directory, { recursive: true, force: true })
    }
  })
})

describe('the acknowledgement on paper', () => {
  const source = { document: 'QĐ 4210/QĐ-BYT', place: 'Bảng 2', confidence: 'high' } as const
  const finding = (index: number | null, row: number): Acknowledgement['findings'][number] => ({
    rule: 'XML2.DON_GIA.number',
    severity: 'error',
    dossier: index === null ? null : { index, MA_LK: `key-${index}` },
    table: 'XML2',
    row: String(row),
    field: 'DON_GIA',
    line: row,
    column: 1,
    value: 'x'.repeat(200),
    message: { vi: 'Không phải là số', en: 'Not a number' },
    remedy: { vi: 'Viết số', en: 'Write a number' },
    source,
  })
  const acknowledgement = (changes: Partial<Acknowledgement>): Acknowledgement => ({
    id: 'a'.repeat(32),
    status: 'received',
    receivedAt: '2026-11-22T08:15:30.123+07:00',
    facility: '01001',
    purpose: 'payment',
    authenticatedBy: null,
    correction: null,
    identical: [],
    identicalTotal: 0,
    standard: '4210',
    bytes: 1000,
    sha256: 'b'.repeat(64),
    dossiers: { declared: 2, counted: 2, accepted: 1, acceptedWithWarnings: 0, rejected: 1 },
    dmdc: { release: '2026.11.1', replicaLagSeconds: null, stale: true },
    rules: { version: '1' },
    findings: [],
    findingsTotal: 0,
    receipt: null,
    resend: 'none',
    ...changes,
  })
  const read = (changes: Partial<Acknowledgement>): string =>
    describeAcknowledgement(acknowledgement(changes), makePaint(false)).join('\n')

  test('a demand broken in many rows is explained once, with its further places', () => {
    const text = read({
      findings: Array.from({ length: 12 }, (_, at) => finding(1, at + 1)),
      resend: 'rejected-dossiers',
    })
    expect(text.match(/Không phải là số/g)).toHaveLength(1)
    expect(text).toContain('và 11 chỗ nữa: dòng 2 (2:1), dòng 3 (3:1)')
    expect(text).toContain('chỉ gồm các hồ sơ đó: key-1')
  })

  test('what is wrong with the whole file stands before the dossiers', () => {
    const text = read({ findings: [finding(2, 1), finding(null, 1)] })
    expect(text.indexOf('Cả tệp')).toBeGreaterThan(0)
    expect(text.indexOf('Cả tệp')).toBeLessThan(text.indexOf('Hồ sơ 2 ·'))
  })

  test('dossiers that were accepted before are counted', () => {
    expect(read({})).not.toContain('đã nhận từ trước')
    expect(read({ identicalTotal: 3 })).toContain('3 đã nhận từ trước, nội dung không đổi')
  })

  test('whoever need not send again hears so', () => {
    expect(read({})).toContain('Không phải gửi lại gì')
  })

  test('findings beyond those of the acknowledgement are pointed to', () => {
    expect(read({ findings: [finding(1, 1)], findingsTotal: 5000 })).toContain(
      `/v1/submissions/${'a'.repeat(32)}/findings`,
    )
  })

  test('stale code lists are reported, and an unknown lag is not called zero', () => {
    expect(read({})).toMatch(/chưa rõ độ trễ[^]*quá cũ/)
  })

  test('no line is too wide, however long a value', () => {
    const lines = read({ findings: [finding(1, 1)] }).split('\n')
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(LONGEST_LINE)
  })
})

test.each([
  ['0', '0'],
  ['999', '999'],
  ['151129.50', '151.129,50'],
  ['1234567890.00', '1.234.567.890,00'],
  ['-1234.5', '-1.234,5'],
])('%s is written %s, as money is in Việt Nam', (decimal, written) => {
  expect(money(decimal)).toBe(written)
})

test('text is broken between words, and a word longer than a line within itself', () => {
  expect(wrap('một hai ba', 7)).toEqual(['một hai', 'ba'])
  expect(wrap('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k'])
})

test('colours are for terminals without NO_COLOR only', () => {
  expect(wantsColours(true, {})).toBe(true)
  expect(wantsColours(true, { NO_COLOR: '1' })).toBe(false)
  expect(wantsColours(false, {})).toBe(false)
})
