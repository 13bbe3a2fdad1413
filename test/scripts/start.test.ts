import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { until } from '../../scripts/stack/until.ts'
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
      const started = start('--port', '0')
      const url = await addressOf(started)
      expect((await fetch(`${url}/scheduled`)).status).toBe(200)
      expect(started.output()).toMatch(/Starting: .*reference-primary/)
      expect(started.output()).toContain('demo-01001')
      expect(started.output()).toContain(`curl -s ${url}/`)
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
    const first = start('--port', '0')
    await addressOf(first)
    const second = start('--port', '0')
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain(`in use by another stack (process ${first.child.pid})`)
  })

  test('an option that makes no sense ends with 2 and the usage', async () => {
    const started = start('--port', 'http')
    expect(await started.ended).toBe(2)
    expect(started.output()).toContain('--host')
  })
})
