/** How long a sender waits for the acknowledgement of one dossier, against a route of the same runtime that does nothing. */
import { fileOf, oneDossierFiles } from './files.ts'
import { table, type Section } from './report.ts'
import { keptConnections, sendWell, type Sending } from './send.ts'
import { submissions, wake, type Servers } from './servers.ts'
import { quantile, shown } from './statistics.ts'

const CONNECTIONS = 8
/** Requests to one route before the next has its turn. */
const BLOCK = 40
const WARM_UP_BLOCKS = 2

type Route = { name: string; ask: () => Promise<number> }

/** `count` requests over so many connections, each waiting for its answer before it sends again. */
async function block(ask: () => Promise<number>, connections: number, count: number): Promise<number[]> {
  const times: number[] = []
  let left = count
  const sender = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      times.push(await ask())
    }
  }
  await Promise.all(Array.from({ length: connections }, sender))
  return times
}

async function inTurn(routes: readonly Route[], connections: number, blocks: number): Promise<number[][]> {
  const times = routes.map((): number[] => [])
  for (let turn = 0; turn < WARM_UP_BLOCKS + blocks; turn += 1)
    for (const [at, { ask }] of routes.entries()) {
      const some = await block(ask, connections, BLOCK)
      if (turn >= WARM_UP_BLOCKS) times[at]?.push(...some)
    }
  return times
}

function resultTable(routes: readonly Route[], times: readonly (readonly number[])[]): string {
  const nothing = times.at(-1) ?? []
  return table(
    ['', 'requests', 'median, ms', 'p99, ms', 'median ÷ no-op', 'p99 ÷ no-op'],
    routes.map(({ name }, at) => {
      const own = times[at] ?? []
      const [median, p99] = [quantile(own, 0.5), quantile(own, 0.99)]
      const [medianRatio, p99Ratio] = [median / quantile(nothing, 0.5), p99 / quantile(nothing, 0.99)]
      return [name, String(own.length), shown(median), shown(p99), shown(medianRatio), shown(p99Ratio)]
    }),
  )
}

export async function latency(servers: Servers, { quick }: { quick: boolean }): Promise<Section> {
  const [edge, reference] = [await servers.startEdge(), await servers.startReference()]
  await wake(edge.url)
  const token = await servers.token(edge.url)
  const files = oneDossierFiles(process.pid)
  const next = (): Buffer => files.next().value
  const bytes = next().length

  const measure = async (connections: number, blocks: number): Promise<string> => {
    const agent = keptConnections(connections)
    // The file is made before the clock starts.
    const post = (url: string, status: number) => async (): Promise<number> => {
      const sending: Sending = { method: 'POST', token, agent, body: [next()] }
      return (await sendWell(url, sending, status)).milliseconds
    }
    const get = (url: string) => async (): Promise<number> => (await sendWell(url, { agent }, 200)).milliseconds
    const routes: Route[] = [
      { name: `submission of ${(bytes / 1000).toFixed(0)} KB, acknowledged`, ask: post(submissions(edge.url), 202) },
      { name: 'the same with a store that costs nothing', ask: post(`${reference.url}/receive`, 200) },
      { name: 'the same bytes only stored: R2, receipt, message', ask: post(`${reference.url}/store`, 200) },
      { name: '`GET /healthz` of the edge', ask: get(`${edge.url}/healthz`) },
      { name: 'no-op (`GET`, the reference worker)', ask: get(`${reference.url}/no-op`) },
    ]
    const times = await inTurn(routes, connections, blocks)
    agent.destroy()
    return resultTable(routes, times)
  }

  /** What others of the same isolate wait while it reads a large file. */
  const beside = async (): Promise<string> => {
    const large = await fileOf(quick ? 20 : 100)
    const agent = keptConnections(1)
    const ask = async (): Promise<number> => (await sendWell(`${edge.url}/healthz`, { agent }, 200)).milliseconds
    const alone = await block(ask, 1, BLOCK)
    const meanwhile: number[] = []
    const sent = sendWell(submissions(edge.url), { method: 'POST', token, body: large }, 202).then(() => null)
    for (;;) {
      const asked = ask()
      const isSent = (await Promise.race([sent, asked])) === null
      const time = await asked
      if (isSent) break
      meanwhile.push(time)
    }
    agent.destroy()
    const row = (name: string, times: readonly number[]): string[] => [
      name,
      String(times.length),
      ...[0.5, 0.99, 1].map((share) => shown(quantile(times, share))),
      shown(quantile(times, 0.5) / quantile(alone, 0.5)),
    ]
    return table(
      ['`GET /healthz`, one after the other', 'requests', 'median, ms', 'p99, ms', 'longest, ms', 'median ÷ alone'],
      [
        row('alone', alone),
        row(
          `while a file of ${(large.bytes / 1e6).toFixed(0)} MB is received and checked in the same isolate`,
          meanwhile,
        ),
      ],
    )
  }

  const blocks = quick ? 3 : 10
  const sequential = await measure(1, blocks)
  const parallel = await measure(CONNECTIONS, blocks)
  const besideLarge = await beside()
  await edge.stop()
  await reference.stop()
  const text = [
    `Every file is another encounter, so nothing is a replay; connections are kept; blocks of ${BLOCK} requests in turn, ` +
      `after ${WARM_UP_BLOCKS * BLOCK} of each that do not count. An acknowledgement is four exchanges with R2 and one with the queue, ` +
      'which Miniflare plays inside the same process; R2 is a process of its own.',
    'One connection:',
    sequential,
    `${CONNECTIONS} connections, client and server sharing the machine:`,
    parallel,
    'Beside a large file:',
    besideLarge,
  ]
  return { title: 'Latency', text: text.join('\n\n') }
}
