import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textReporter } from '../../scripts/check/text.ts'
import { makePaint } from '../../scripts/demo/paper.ts'
import { expandInputs } from '../../scripts/check/files.ts'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'

/** Starting the program takes seconds where others want the machine too. */
const RUN_TIMEOUT_MS = 120_000

let directory: string
const path = (name: string): string => join(directory, name)

type Ran = { code: number | null; stdout: string; stderr: string }

/** The program as `npx bhyt-edge` starts it, in the folder of the files. */
const run = (args: readonly string[], input: Uint8Array | string = ''): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const program = join(projectRoot, 'scripts/check/bhyt-edge.js')
    const child = spawn(process.execPath, [program, ...args], { cwd: directory })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, stdout, stderr })
    })
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })

const tables = makeDossier({ standard: '3176', seed: 12 })
const [summary = {}] = tables['XML1'] ?? []
const wrong = wrapEnvelope(
  [renderDossier('3176', { ...tables, XML1: [{ ...summary, HO_TEN: '', GIOI_TINH: '<&"9' }] })],
  {
    made: '20261015',
  },
)
/** The line of the file that XML1's content is on. */
const lineOfXml1 = wrong.slice(0, wrong.indexOf('<NOIDUNGFILE>')).split('\n').length

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bhyt-check-test-'))
  await mkdir(path('in/deep'), { recursive: true })
  await writeFile(path('in/good.xml'), makeFile({ standard: '3176', seed: 12 }))
  await writeFile(path('in/deep/good.xml.gz'), gzipSync(makeFile({ standard: '4210', seed: 12, facility: '79001' })))
  await writeFile(path('in/notes.txt'), 'not a dossier')
  await writeFile(path('wrong.xml'), wrong)
  await writeFile(path('cut.xml'), wrong.slice(0, 500))
  await writeFile(path('broken.xml.gz'), gzipSync(wrong).subarray(0, 300))
})
afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

test('folders, patterns and names are taken once each; what is not there is said', async () => {
  const named = [
    path('in'),
    path('in/**/*.gz'),
    path('in/g?od.xml'),
    path('*.xml'),
    path('absent.xml'),
    path('no*.xml'),
    '-',
  ]
  const found = (await expandInputs(named)).map((input) => ({
    ...input,
    path: input.path.replace(`${directory}/`, ''),
  }))
  const there = ['in/deep/good.xml.gz', 'in/good.xml', 'cut.xml', 'wrong.xml']
  expect(found).toEqual([
    ...there.map((path) => ({ path, missing: false })),
    ...['absent.xml', 'no*.xml'].map((path) => ({ path, missing: true })),
    { path: '-', missing: false },
  ])
})

describe('what a person reads of a file', () => {
  const printed = (severities: readonly ('error' | 'warning' | 'info')[]): string => {
    let text = ''
    const paint = makePaint(false)
    const write = (more: string): void => void (text += more)
    const options = { write, lang: 'en', rules: 'r', dmdc: 'd', quiet: false, counts: () => true, paint } as const
    const reporter = textReporter(options)
    reporter.openFile('a.xml')
    for (const [at, severity] of severities.entries()) {
      const source = { document: 'QĐ', place: 'STT', confidence: 'high' } as const
      const words = { vi: 'v', en: 'e' }
      const dossier = { index: at + 1, MA_LK: `L${at + 1}` }
      const place = { table: 'XML1', row: '1', field: 'F', line: 1, column: 1, value: null }
      const finding = { rule: `R.${severity}`, severity, dossier, ...place, message: words, remedy: words, source }
      reporter.finding({ finding, inFile: null })
    }
    const dossiers = { declared: null, counted: 3, accepted: 3, acceptedWithWarnings: 0, rejected: 0 }
    const result = { facility: null, standard: '3176', bytes: 1, sha256: '', dossiers } as const
    reporter.closeFile('a.xml', result, { error: 1, warning: 1, info: 1 })
    return text
  }
  const order = (text: string): string[] =>
    [...text.matchAll(/^Dossier (\d+)|^ {2}(ERROR|WARNING|INFO)/gm)].map(([, dossier, label]) => dossier ?? label ?? '')

  test('is errors first, then warnings, then the rest, each under its dossier', () => {
    const text = printed(['info', 'warning', 'error', 'warning'])
    expect(order(text)).toEqual(['3', 'ERROR', '2', 'WARNING', '4', 'WARNING', '1', 'INFO'])
  })

  test('is in the order of the file where more waits than may be held, and nothing is left out', () => {
    const text = printed([...Array.from({ length: 100_000 }, () => 'info' as const), 'warning', 'error'])
    const labels = order(text).filter((each) => !/\d/.test(each))
    expect(labels.length).toBe(100_002)
    expect(labels.slice(-3)).toEqual(['INFO', 'WARNING', 'ERROR'])
  })
})

describe('bhyt-edge check', { timeout: RUN_TIMEOUT_MS }, () => {
  test('ends with 0 where nothing refuses a dossier, with 1 where something does, as of any day', async () => {
    const good = await run(['check', 'in'])
    expect(good).toMatchObject({ code: 0, stderr: '' })
    expect(good.stdout).toMatch(/in\/good\.xml.*\n {2}01001, QĐ 3176/)
    expect(good.stdout).toMatch(/good\.xml\.gz.*\n {2}79001, QĐ 4210/)
    const bad = await run(['check', 'wrong.xml', '--lang', 'en'])
    expect(bad).toMatchObject({ code: 1, stderr: '' })
    expect(bad.stdout).toMatch(/ERROR +XML1 · row 1 · HO_TEN/)
    const early = await run(['check', 'in/good.xml', '--fail-on', 'info', '--as-of', '2020-01-01'])
    expect(early.code).toBe(1)
    expect(early.stdout).toContain('XML1.NGAY_RA.not-in-future')
    expect(good.stdout).not.toContain('not-in-future')
  })

  test('names every input that cannot be used, goes on with the others and ends with 2', async () => {
    const { code, stdout } = await run(
      ['check', '--format', 'json', 'absent.xml', 'cut.xml', 'broken.xml.gz', '-', 'wrong.xml'],
      gzipSync(wrong),
    )
    expect(code).toBe(2)
    const { files, summary } = JSON.parse(stdout) as {
      files: { file: string; problem?: { code: string }; findings: unknown[]; findingsTotal?: number }[]
      summary: unknown
    }
    expect(files.map(({ file, problem }) => [file, problem?.code])).toEqual([
      ['absent.xml', 'file-unreadable'],
      ['cut.xml', 'file-truncated'],
      ['broken.xml.gz', 'gzip-broken'],
      ['-', undefined],
      ['wrong.xml', undefined],
    ])
    expect(files[3]?.findings).toEqual(files[4]?.findings)
    expect(summary).toMatchObject({ files: 5, unusable: 3, dossiers: 2 })
  })

  test('writes SARIF whose regions lie in the file and whose rules have help', async () => {
    expect((await run(['check', 'wrong.xml', 'cut.xml', '--format', 'sarif', '--output', 'out.sarif'])).code).toBe(2)
    const sarif = JSON.parse(await readFile(path('out.sarif'), 'utf8'))
    const [{ results, tool }] = sarif.runs
    expect(sarif.version).toBe('2.1.0')
    for (const { ruleId, ruleIndex } of results) {
      const rule = tool.driver.rules[ruleIndex]
      expect([rule.id, rule.help.text === '']).toEqual([ruleId, false])
    }
    const noName = results.find(({ ruleId }: { ruleId: string }) => ruleId === 'XML1.HO_TEN.required')
    expect(noName.level).toBe('error')
    expect(noName.locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'wrong.xml' },
      region: { startLine: lineOfXml1 },
    })
    expect(noName.locations[0].logicalLocations[0].fullyQualifiedName).toBe('HOSO[1]/XML1[1]/HO_TEN')
    expect(results.at(-1)).toMatchObject({ ruleId: 'file-truncated', level: 'error' })
  })

  test('writes JUnit that is well-formed and counts its failures before they come', async () => {
    const { code, stdout } = await run(['check', 'in/good.xml', 'wrong.xml', 'cut.xml', '--format', 'junit'])
    expect(code).toBe(2)
    const suites: { name: string; tests: number; failures: number; errors: number }[] = []
    const met: { tests: number; failures: number; errors: number }[] = []
    const parser = new SaxesParser()
    parser.on('opentag', ({ name, attributes }) => {
      const count = (key: string): number => Number(attributes[key])
      if (name === 'testsuite') {
        suites.push({
          name: String(attributes['name']),
          tests: count('tests'),
          failures: count('failures'),
          errors: count('errors'),
        })
        met.push({ tests: 0, failures: 0, errors: 0 })
      }
      const here = met.at(-1)
      if (!here) return
      if (name === 'testcase') here.tests += 1
      if (name === 'failure') here.failures += 1
      if (name === 'error') here.errors += 1
    })
    parser.write(stdout).close()
    expect(suites.map(({ name: _, ...counts }) => counts)).toEqual(met)
    expect(suites.map(({ name, failures, errors }) => [name, failures > 0, errors])).toEqual([
      ['in/good.xml', false, 0],
      ['wrong.xml', true, 0],
      ['cut.xml', suites[2] !== undefined && suites[2].failures > 0, 1],
    ])
  })

  test('explains itself, and says which argument is wrong', async () => {
    const [help, version, ...wrongly] = await Promise.all([
      run(['--help']),
      run(['--version']),
      run(['check']),
      run(['check', 'in', '--format', 'pdf']),
      run(['check', 'in', '--dmdc', 'in']),
    ])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain('--fail-on')
    expect(version?.stdout).toMatch(/^bhyt-edge \d+\.\d+\.\d+, rules /)
    expect(wrongly.map(({ code }) => code)).toEqual([2, 2, 2])
    expect(wrongly[1]?.stderr).toContain('--format')
    expect(wrongly[2]?.stderr).toContain('manifest.json')
  })
})

describe('hashes', () => {
  test(
    'are one line for each dossier, the same for whatever order of rows and elements, and the body of a manifest as JSON',
    async () => {
      const shuffled = wrapEnvelope(
        [
          renderDossier('3176', {
            ...tables,
            XML1: (tables['XML1'] ?? []).map((row) => Object.fromEntries(Object.entries(row).toReversed())),
            XML2: (tables['XML2'] ?? []).toReversed(),
          }),
        ],
        { made: '20261015' },
      )
      const [first, second] = [await run(['hash', path('in/good.xml')]), await run(['hash', '-'], shuffled)]
      const [MA_LK, hash] = first.stdout.split('\n')[0]?.split('\t') ?? []
      expect([first.code, second.code, MA_LK]).toEqual([0, 0, summary['MA_LK']])
      expect(hash).toMatch(/^[0-9a-f]{64}$/)
      expect(second.stdout).toBe(`${MA_LK}\t${hash}\n`)
      const changed = await run(['hash', '--format', 'json', path('wrong.xml')])
      const { entries } = JSON.parse(changed.stdout) as { entries: { MA_LK: string; hash: string }[] }
      expect(entries.map((entry) => entry.MA_LK)).toEqual([MA_LK])
      expect(entries[0]?.hash).not.toBe(hash)
    },
    RUN_TIMEOUT_MS,
  )

  test(
    'of a file that cannot be used are none, and the others are told all the same',
    async () => {
      const { code, stdout, stderr } = await run(['hash', path('cut.xml'), path('in/good.xml')])
      expect(code).toBe(2)
      expect(stdout.trim().split('\n').length).toBeGreaterThan(0)
      expect(stderr).toContain('cut.xml')
    },
    RUN_TIMEOUT_MS,
  )
})
