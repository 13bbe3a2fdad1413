import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { parseProvinces } from '../../scripts/stack/provinces.ts'
import { until } from '../../scripts/stack/until.ts'
import { copyTemplate } from '../harness/copy-template.ts'
import { processesNaming } from '../harness/processes.ts'

const START_TIMEOUT_MS = 60_000

type Started = { child: ChildProcess; output: () => string; ended: Promise<number | string | null> }

let directory: string
const children: ChildProcess[] = []
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bhyt-start-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await until('all processes to end', 10_000, async () =>
    (await processesNaming(directory)).length === 0 ? true : undefined,
  )
  await rm(directory, { recursive: true, force: true })
})

/** What a start on an empty folder makes is there already, as after an earlier one: a start takes a third of its time. */
const startedBefore = (): Promise<void> => copyTemplate('stack', directory)

const start = (...args: string[]): Started => {
  const flags = ['--import', 'tsx', 'scripts/start.ts', '--entry', 'test/scripts/stub-worker.ts', '--data', directory]
  const child = spawn(process.execPath, [...flags, ...args], { cwd: projectRoot })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? null)
  return { child, output: () => output, ended }
}

const addressOf = ({ output, child }: Started): Promise<string> =>
  until('the address to be printed', START_TIMEOUT_MS, () => {
    if (child.exitCode !== null) throw new Error(output())
    // The last line: everything before it has been printed.
    return output().includes('Ctrl-C') ? /answers at (\S+)/.exec(output())?.[1] : undefined
  })

describe('npm start', { timeout: 2 * START_TIMEOUT_MS }, () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'says where it is and what to try, and ends with 0 on %s',
    async (signal) => {
      if (signal === 'SIGTERM') await startedBefore()
      const started = start('--port', '0')
      const url = await addressOf(started)
      expect((await fetch(`${url}/scheduled`)).status).toBe(200)
      expect(started.output()).toMatch(/Starting: .*reference-primary/)
      expect(started.output()).toContain('demo-01001')
      expect(started.output()).toContain(`curl -s ${url}/`)
      // Two warehouses, each with the replica that answers what provinces ask.
      expect(started.output()).toMatch(
        / warehouse http:\S+, its replica http:\S+\n +warehouse of province 79 http:\S+, its replica http:/,
      )
      expect(await processesNaming(directory)).not.toHaveLength(0)

      started.child.kill(signal)
      expect(await started.ended).toBe(0)
      expect(await processesNaming(directory)).toEqual([])
    },
  )

  test('a signal while it is starting is obeyed as well', async () => {
    const started = start('--port', '0')
    await until('the first database', START_TIMEOUT_MS, () => {
      if (started.child.exitCode !== null) throw new Error(started.output())
      return started.output().includes('replica') ? true : undefined
    })
    started.child.kill('SIGINT')
    expect(await started.ended).toBe(0)
    expect(await processesNaming(directory)).toEqual([])
  })

  test('killed hard, it takes its children along, and the next start works', async () => {
    await startedBefore()
    const started = start('--port', '0')
    const url = await addressOf(started)
    started.child.kill('SIGKILL')
    expect(await started.ended).toBe('SIGKILL')
    await until('its databases to end', 10_000, async () =>
      (await processesNaming(directory)).length === 0 ? true : undefined,
    )
    await until('workerd to end', 10_000, () =>
      fetch(url).then(
        () => undefined,
        () => true as const,
      ),
    )

    const again = start('--port', '0')
    await addressOf(again)
    again.child.kill('SIGINT')
    expect(await again.ended).toBe(0)
  })

  test('a taken port is named, with what to do, before anything is started', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const started = start('--port', String(port))
    expect(await started.ended).toBe(1)
    expect(started.output().trim()).toMatch(new RegExp(`^Port ${port} is taken .* the worker .* --port\\.$`))
    server.close()
  })

  test('a folder in use is refused', async () => {
    await startedBefore()
    const first = start('--port', '0')
    await addressOf(first)
    const second = start('--port', '0')
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain(`in use by another stack (process ${first.child.pid})`)
  })

  test.each([
    ['--port', 'http', '--port is a number'],
    ['--provinces', '01,79,01', '01 twice'],
  ])('%s %s makes no sense and ends with 2, the reason and the usage', async (option, value, reason) => {
    const started = start(option, value)
    expect(await started.ended).toBe(2)
    expect(started.output()).toContain(reason)
    expect(started.output()).toContain('--host')
  })

  test('a port that leaves none for the edges is refused', async () => {
    const started = start('--port', '65535', '--provinces', '01')
    expect(await started.ended).toBe(2)
    expect(started.output()).toContain('from 0 to 65534')
  })

  test('--help names every option and ends with 0', async () => {
    const started = start('--help')
    expect(await started.ended).toBe(0)
    for (const option of ['--port', '--host', '--data', '--provinces']) expect(started.output()).toContain(option)
  })

  test('with provinces it says for each where its edge is, who may sign in there and what to try', async () => {
    await startedBefore()
    const started = start('--port', '0', '--provinces', '01,48')
    const centre = await addressOf(started)
    const said = [...started.output().matchAll(/^Province (\d\d): its edge answers at (\S+)$/gm)]
    expect(said.map(([, code]) => code)).toEqual(['01', '48'])
    for (const [, code, url = ''] of said) {
      expect(url).not.toBe(centre)
      expect((await fetch(`${url}/environment`)).status).toBe(200)
      expect(started.output()).toContain(`curl -s ${url}/`)
      expect(started.output()).toContain(`demo-${code}001`)
      expect(started.output()).toContain(`demo-province-${code}`)
    }
    // The clock runs at the centre, which shares the store with its edges.
    expect((await fetch(`${said[0]?.[2]}/scheduled`)).status).toBe(200)
    const file = await readFile(/@"?(\S+demo-48001\.xml)/.exec(started.output())?.[1] ?? '', 'utf8')
    expect(file).toContain('<MACSKCB>48001</MACSKCB>')

    started.child.kill('SIGINT')
    expect(await started.ended).toBe(0)
    expect(await processesNaming(directory)).toEqual([])
  })
})

describe('a list of provinces', () => {
  test('is read in its order', () => {
    expect(parseProvinces('79,01')).toEqual(['79', '01'])
  })

  test.each([
    ['', 'not ""'],
    ['1', 'not "1"'],
    ['001', 'not "001"'],
    ['01,ab', 'not "ab"'],
    ['01;79', 'not "01;79"'],
    ['01,', 'not ""'],
    ['01, 79', 'not " 79"'],
    ['01,79,01', '01 twice'],
  ])('"%s" is refused: %s', (text, reason) => {
    expect(() => parseProvinces(text)).toThrow(reason)
  })
})
