/** `npm start` as a process of its own, and the processes that it started: what a campaign kills is what an operator runs. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../stack/bundle.ts'
import { until } from '../stack/until.ts'

const READY_WITHIN_MS = 240_000
const ENDS_WITHIN_MS = 60_000
const KEPT_LINES = 4000

/** `address`: of a database. */
export type Part = { readonly name: string; readonly pid: number; readonly address: string | null }

export type Service = {
  readonly url: string
  /** workerd and the databases, as they run now. */
  parts(): Promise<Part[]>
  /** SIGKILL for what runs all of it, as a power cut would; then it is started again on the same data. */
  cutPower(): Promise<void>
  stop(): Promise<void>
  /** The last lines it wrote. */
  log(): string
}

/** Starts it at that port and resolves once it is ready. */
export async function startService(directory: string, port: number): Promise<Service> {
  const lines: string[] = []
  let child: ChildProcess
  const launch = async (): Promise<void> => {
    let isReady = false
    child = spawn(
      process.execPath,
      ['--import', 'tsx', 'scripts/start.ts', '--port', String(port), '--data', directory],
      {
        cwd: projectRoot,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      },
    )
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        if (line.startsWith('Ready after')) isReady = true
        lines.push(line)
        if (lines.length > KEPT_LINES) lines.shift()
      })
    }
    await until('the service to be ready', READY_WITHIN_MS, () => {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`npm start ended\n${lines.slice(-20).join('\n')}`)
      return isReady || undefined
    })
  }
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  const parts = (): Promise<Part[]> => partsOf(child.pid ?? 0)
  await launch().catch(async (error: unknown) => {
    await end('SIGKILL')
    throw error
  })
  return {
    url: `http://127.0.0.1:${port}`,
    parts,
    async cutPower() {
      const running = await parts()
      // Continued, so that what was stopped can end.
      for (const { pid } of running) signalTo(pid, 'SIGCONT')
      await end('SIGKILL')
      await until('its processes to end', ENDS_WITHIN_MS, () =>
        running.some(({ pid }) => signalTo(pid, 0)) ? undefined : true,
      )
      await launch()
    },
    stop: () => end('SIGTERM'),
    log: () => lines.join('\n'),
  }
}

/** Sends a signal; false: the process is gone. */
export function signalTo(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Children of a process by what they are: databases are named by their folder. Linux shows them under /proc. */
async function partsOf(parent: number): Promise<Part[]> {
  const found: Part[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // Behind the name in brackets, which may hold anything: state, then the parent.
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== parent) continue
    const words = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).split('\0')
    const valueOf = (flag: string): string | undefined =>
      words.find((word) => word.startsWith(flag))?.slice(flag.length)
    const folder = valueOf('--db-path=')
    if (folder)
      found.push({ name: basename(folder), pid: Number(name), address: `http://${valueOf('--http-listen-addr=')}` })
    else if (basename(words[0] ?? '').startsWith('workerd'))
      found.push({ name: 'worker', pid: Number(name), address: null })
  }
  return found
}
