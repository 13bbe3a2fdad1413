/** The same file checked three ways: on one's own machine, as a dry run, as a submission. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { submissions } from '../../db/warehouse/schema.ts'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { ACKNOWLEDGED_FINDINGS, type StandardId } from '../../src/engine/index.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope, type Row } from '../fixtures/dossier.ts'
import { checkOnMachine, errorsFirst, type Outcome } from '../harness/machine.ts'
import { sendRaw, startProbe, type Problem, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const FACILITY = '01001'
const MIB = 1024 * 1024
const MOST_DRY_RUNS = 30

/** No two files hold a dossier of the same MA_LK, which would be a version of the other. */
let lastSeed = 70
const fileWith = (standard: StandardId, table: string, changes: readonly Row[], facility = FACILITY): string => {
  const seed = ++lastSeed
  const made = changes.map((change, index) => {
    const tables = makeDossier({ standard, seed, facility }, index)
    const [first, ...others] = tables[table] ?? []
    return renderDossier(standard, { ...tables, [table]: [{ ...first, ...change }, ...others] })
  })
  return wrapEnvelope(made, { made: standard === '4210' ? '20240531' : '20261015', facility })
}
const good = makeFile({ standard: '3176', seed: 5 })
const standards = ['4210', '130', '4750', '3176'] as const

/** Name → content; bundled files come beside. */
const made: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    standards.map((id) => [`correct-${id}.xml`, makeFile({ standard: id, seed: 10 + Number(id), dossiers: 2 })]),
  ),
  'inpatient.xml': makeFile({ standard: '3176', seed: 8, more: ['XML7', 'XML8'], encoding: 'inline' }),
  'header-last.xml': makeFile({ standard: '4750', seed: 9, reversed: true, order: ['XML3', 'XML2', 'XML1'] }),
  'wrong-summary.xml': fileWith('3176', 'XML1', [
    { NGAY_RA: '202001010000', GIOI_TINH: '9', HO_TEN: '' },
    { MA_BENH_CHINH: 'Q99.99', T_TONGCHI_BH: '1' },
    { MA_CSKCB: '79001', MA_DOITUONG_KCB: '77' },
  ]),
  'wrong-drug.xml': fileWith('4210', 'XML2', [{ MA_THUOC: 'x', DON_GIA: '1,5' }, { NGAY_YL: '202413010000' }]),
  'wrong-service.xml': fileWith('130', 'XML3', [{ MA_DICH_VU: '99.9999.9999', SO_LUONG: '-1' }]),
  'many-wrong.xml': fileWith(
    '3176',
    'XML1',
    Array.from({ length: 100 }, () => ({ HO_TEN: '', NGAY_SINH: 'x', DIA_CHI: '' })),
  ),
  'cut.xml': good.slice(0, good.length / 2),
  'doctype.xml': '<?xml version="1.0"?>\n<!DOCTYPE GIAMDINHHS><GIAMDINHHS/>',
  'no-xml.xml': 'Hồ sơ thử nghiệm',
  'empty.xml': '',
  'too-few.xml': makeFile({ standard: '3176', seed: 5, declared: 7 }),
  'of-another.xml': makeFile({ standard: '3176', seed: 5, facility: '79001' }),
}

type Answered = Outcome & Partial<Problem>
let probe: Probe
let directory: string
let names: string[]

let asked = 0
const askDry = (file: string | Buffer, query = '') => {
  asked += 1
  // Each from an address of its own: the limit has a test of its own.
  const headers = { 'content-type': 'application/xml', 'cf-connecting-ip': `192.0.2.${asked}` }
  return probe.ask<Answered>('POST', `/v1/dry-run${query}`, { account: null, headers, body: file })
}
const everythingStored = async (): Promise<string[]> =>
  (await Promise.all(['raw/', 'receipts/', 'pending/', 'uploads/'].map((prefix) => probe.objects(prefix)))).flat()

/** What all three ways must agree on; of a refusal what is wrong and where, not the request's id. */
const shared = (answer: Answered) =>
  answer.code !== undefined
    ? { code: answer.code, message: answer.message, line: answer.line, column: answer.column, table: answer.table }
    : {
        standard: answer.standard,
        facility: answer.facility,
        bytes: answer.bytes,
        sha256: answer.sha256,
        dossiers: answer.dossiers,
        findings: answer.findings,
        findingsTotal: answer.findingsTotal,
        release: answer.dmdc.release,
        rules: answer.rules.version,
      }

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bhyt-three-ways-'))
  const bundled = join(projectRoot, 'test/fixtures/files')
  await mkdir(directory, { recursive: true })
  for (const [name, content] of Object.entries(made)) await writeFile(join(directory, name), content)
  for (const name of await readdir(bundled)) await writeFile(join(directory, name), await readFile(join(bundled, name)))
  names = (await readdir(directory)).toSorted()
  // The clock runs: code lists without a heartbeat are stale, and then findings about codes are milder than on the machine.
  probe = await startProbe({ runsClock: true, vars: { CLIENT_ADDRESS_HEADER: 'cf-connecting-ip' } })
  await probe.freshLists()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
  await rm(directory, { recursive: true, force: true })
})

describe('a dry run', () => {
  test(
    'says finding by finding what the program says and what a submission is told, for every kind of file',
    { timeout: START_TIMEOUT_MS },
    async () => {
      const machine = await checkOnMachine('--facility', FACILITY, directory)
      expect(machine.files.map(({ file }) => basename(file))).toEqual(names)

      const dry = new Map<string, Answered>()
      for (const name of names) {
        const { body } = await askDry(await readFile(join(directory, name)), `?facility=${FACILITY}`)
        dry.set(name, body)
      }
      expect(await everythingStored()).toEqual([])
      expect(await probe.warehouse.select().from(submissions)).toEqual([])

      for (const [at, name] of names.entries()) {
        const submitted = await probe.submit(await readFile(join(directory, name)))
        const told = shared(submitted.body as unknown as Answered)
        expect({ name, ...shared(dry.get(name) as Answered) }).toEqual({ name, ...told })
        const own = machine.files[at]
        const fromMachine = own?.result
          ? {
              ...own.result,
              findings: errorsFirst(own.findings)
                .slice(0, ACKNOWLEDGED_FINDINGS)
                .map(({ inFile: _, ...finding }) => finding),
              findingsTotal: own.findingsTotal,
              release: machine.dmdc,
              rules: machine.rules,
            }
          : {
              ...shared({
                line: undefined,
                column: undefined,
                table: undefined,
                ...own?.problem,
              } as unknown as Answered),
            }
        expect({ name, ...fromMachine }).toEqual({ name, ...told })
      }
      // The corpus has all there is to compare.
      const severities = machine.files.flatMap(({ findings }) => findings.map(({ severity }) => severity))
      expect(new Set(severities)).toEqual(new Set(['error', 'warning', 'info']))
      expect(new Set(machine.files.flatMap(({ problem }) => (problem ? [problem.code] : []))).size).toBeGreaterThan(4)
      expect(machine.files.some(({ findingsTotal }) => findingsTotal > ACKNOWLEDGED_FINDINGS)).toBe(true)
      expect(machine.files.some(({ findings }) => findings.some(({ rule }) => /\.code-/.test(rule)))).toBe(true)
    },
  )

  test('takes the file for that of its own MACSKCB, and holds its dossiers against it', async () => {
    const { status, body } = await askDry(made['of-another.xml'] ?? '')
    expect([status, body.facility]).toEqual([200, '79001'])
    const lettered = makeFile({ standard: '3176', seed: 5, facility: '01B66' })
    expect((await askDry(lettered, '?facility=01B66')).body.facility).toBe('01B66')
    const mixed = await askDry(fileWith('3176', 'XML1', [{}, { MA_CSKCB: '01002' }], '79001'))
    expect(
      mixed.body.findings.filter(({ field }) => field === 'MA_CSKCB').map(({ dossier }) => dossier?.index),
    ).toEqual([2])
  })

  test('is for smaller files than a submission', async () => {
    const head = `POST /v1/dry-run HTTP/1.1\r\nhost: x\r\ncf-connecting-ip: 192.0.2.201\r\ncontent-length: ${64 * MIB + 1}\r\n\r\n`
    const answer = await sendRaw(probe.stack.url, head)
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('file-too-large')
  })

  test('is refused beyond so many a minute from one address, with the time to wait; others are not', async () => {
    const from = (address: string) =>
      probe.ask<Problem>('POST', '/v1/dry-run', {
        account: null,
        headers: { 'content-type': 'application/xml', 'cf-connecting-ip': address },
        body: '',
      })
    const answers = []
    // Two minutes may share the requests; a third one they do not reach.
    for (let at = 0; at <= 2 * MOST_DRY_RUNS; at += 1) answers.push(await from('192.0.2.202'))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(answers.findIndex(({ status }) => status === 429)).toBeGreaterThanOrEqual(MOST_DRY_RUNS)
    expect(refused[0]?.body.code).toBe('too-many-requests')
    expect(refused[0]?.headers.get('retry-after')).toBe('60')
    expect((await from('192.0.2.203')).body.code).toBe('body-empty')
  }, 60_000)
})
