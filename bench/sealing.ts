/** What sealing costs: CPU of the edge for the same file, sealed and not, and memory for a large one. */
import { readFile } from 'node:fs/promises'
import { usageOf } from './centre/usage.ts'
import { fileOf, oneDossierFiles, unlike } from './files.ts'
import { table, verdict, type Section } from './report.ts'
import { keptConnections, sendWell } from './send.ts'
import { memoryOf, submissions, wake, type Servers } from './servers.ts'
import { ratios, series, spread } from './statistics.ts'
import { inTurn, type Rounds } from './turns.ts'

const FULL: Rounds = { warmUp: 2, least: 5, most: 11, budgetMs: 60_000 }
const QUICK: Rounds = { warmUp: 1, least: 3, most: 3, budgetMs: 0 }
/** One small file is too quick for the clock of the kernel, which counts in hundredths of a second. */
const SMALL_AT_ONCE = 40
/** Before anything was sealed, a large file added 97 to 106 MB to a fresh edge (the section on memory). */
const MOST_ABOVE_IDLE_MB = 110

type File = { readonly name: string; readonly bodies: () => readonly (readonly Uint8Array[])[] }

export async function sealing(servers: Servers, { quick }: { quick: boolean }): Promise<Section> {
  const large = await readFile((await fileOf(quick ? 5 : 20)).path)
  const small = oneDossierFiles(process.pid)
  const files: File[] = [
    { name: `one file of ${(large.length / 1e6).toFixed(1)} MB`, bodies: () => [unlike(large)] },
    {
      name: `${SMALL_AT_ONCE} files of one dossier`,
      bodies: () => Array.from({ length: SMALL_AT_ONCE }, () => [small.next().value]),
    },
  ]
  const rows: string[][] = []
  for (const { name, bodies } of files) {
    const [sealed = [], plain = []] = await cpuOf(servers, bodies, quick)
    rows.push([name, spread(series(sealed)), spread(series(plain)), spread(ratios(sealed, plain))])
  }
  const { idle, peak, megabytes } = await peakOf(servers, quick ? 20 : 200)
  const text = [
    'CPU of workerd (`/proc/<pid>/stat`) for the whole edge path on a store that costs nothing, in one workerd, in turn: as it is, and with AES-GCM and the ' +
      'wrapping of the key taken out. Median (least–most).',
    table(['', 'sealed, CPU ms', 'not sealed, CPU ms', 'sealed ÷ not sealed'], rows),
    `Memory of a fresh edge for a file of ${megabytes} MB in chunks: ${idle.toFixed(0)} MB idle, ${peak.toFixed(0)} MB at its highest. ` +
      verdict(
        peak - idle <= MOST_ABOVE_IDLE_MB,
        `nothing of the file is held but one frame and two parts (${(peak - idle).toFixed(0)} MB ≤ ${MOST_ABOVE_IDLE_MB} MB)`,
      ),
  ]
  return { title: 'Sealing', text: text.join('\n\n') }
}

/** CPU milliseconds of each round, sealed and not. */
async function cpuOf(servers: Servers, bodies: File['bodies'], quick: boolean): Promise<number[][]> {
  const worker = await servers.startReference()
  const agent = keptConnections(1)
  const runner = (path: string) => ({
    name: path,
    run: async (): Promise<number> => {
      const sent = bodies()
      const before = (await usageOf(worker.pid)).cpuSeconds
      for (const body of sent) await sendWell(`${worker.url}/${path}`, { method: 'POST', agent, body }, 200)
      return ((await usageOf(worker.pid)).cpuSeconds - before) * 1000
    },
  })
  const times = await inTurn([runner('receive'), runner('receive-unsealed')], quick ? QUICK : FULL)
  agent.destroy()
  await worker.stop()
  return times
}

async function peakOf(servers: Servers, wanted: number): Promise<{ idle: number; peak: number; megabytes: string }> {
  const edge = await servers.startEdge()
  await wake(edge.url)
  const token = await servers.token(edge.url)
  const idle = (await memoryOf(edge.pid)).peak
  const file = await fileOf(wanted)
  await sendWell(submissions(edge.url), { method: 'POST', token, body: file, saysLength: false }, 202)
  const { peak } = await memoryOf(edge.pid)
  await edge.stop()
  return { idle, peak, megabytes: (file.bytes / 1e6).toFixed(0) }
}
