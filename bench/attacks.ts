/** What strangers can take: memory by bodies that nobody is asked for, and the time of others by guessing at secrets. */
import { setTimeout as pause } from 'node:timers/promises'
import { TOKEN_PATH } from '../scripts/stack/accounts.ts'
import { oneDossierFiles } from './files.ts'
import { table, type Section } from './report.ts'
import { keptConnections, send, sendWell } from './send.ts'
import { memoryOf, submissions, wake, type Servers } from './servers.ts'
import { quantile, shown } from './statistics.ts'

const BODY_MEGABYTES = 60
const BODIES = [1, 4]
const ANONYMOUS = 64
const SUBMISSIONS = 60
const QUICK_SUBMISSIONS = 15
const WARM_UP = 10
/** Until the guesses have begun. */
const HEAD_START_MS = 20

export async function attacks(servers: Servers, { quick }: { quick: boolean }): Promise<Section> {
  const text = [
    `A body of ${BODY_MEGABYTES} MB of JSON, without a token, to \`POST /v1/accounts\`; a fresh workerd each time. Resident memory of workerd:`,
    await bodies(servers),
    `${ANONYMOUS} connections ask \`${TOKEN_PATH}\` with wrong secrets, without a pause, from one address, while a facility sends files one after the other:`,
    await guesses(servers, quick ? QUICK_SUBMISSIONS : SUBMISSIONS),
  ]
  return { title: 'Attacks', text: text.join('\n\n') }
}

/** Many pieces that are the same bytes: they cost the sender nothing. */
function hugeJson(): Uint8Array[] {
  const piece = Buffer.from(`"${'a'.repeat(1e6 - 4)}",\n`)
  return [Buffer.from('['), ...Array.from({ length: BODY_MEGABYTES }, () => piece), Buffer.from('""]')]
}

async function bodies(servers: Servers): Promise<string> {
  const rows: string[][] = []
  for (const count of BODIES) {
    const edge = await servers.startEdge({ r2: 'inside' })
    await wake(edge.url)
    const { now: before } = await memoryOf(edge.pid)
    const url = `${edge.url}/v1/accounts`
    const sent = Array.from({ length: count }, () =>
      send(url, { method: 'POST', body: hugeJson(), headers: { 'content-type': 'application/json' } }).then(
        ({ status }) => String(status),
        () => 'connection closed',
      ),
    )
    const answers = [...new Set(await Promise.all(sent))].join(', ')
    const { peak, now } = await memoryOf(edge.pid)
    rows.push([String(count), ...[before, peak, now].map((megabytes) => megabytes.toFixed(0)), answers])
    await edge.stop()
  }
  return table(['bodies at once', 'before, MB', 'highest, MB', 'after, MB', 'answered'], rows)
}

async function guesses(servers: Servers, count: number): Promise<string> {
  const edge = await servers.startEdge({ r2: 'inside' })
  await wake(edge.url)
  const token = await servers.token(edge.url)
  const files = oneDossierFiles(process.pid)
  const agent = keptConnections(1)
  const measure = async (): Promise<number[]> => {
    const times: number[] = []
    for (let sent = 0; sent < count; sent += 1) {
      const body = [files.next().value]
      times.push((await sendWell(submissions(edge.url), { method: 'POST', token, agent, body }, 202)).milliseconds)
    }
    return times
  }
  for (let sent = 0; sent < WARM_UP; sent += 1)
    await sendWell(submissions(edge.url), { method: 'POST', token, agent, body: [files.next().value] }, 202)
  const alone = await measure()
  const statuses = new Map<number, number>()
  const stopped = new AbortController()
  const guesser = keptConnections(ANONYMOUS)
  const guessing = Array.from({ length: ANONYMOUS }, async (_, at) => {
    while (!stopped.signal.aborted) {
      const body = [Buffer.from(`grant_type=client_credentials&client_id=01001&client_secret=wrong-${at}`)]
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const { status } = await send(`${edge.url}${TOKEN_PATH}`, { method: 'POST', agent: guesser, body, headers })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  })
  await pause(HEAD_START_MS)
  const beside = await measure()
  stopped.abort()
  await Promise.all(guessing)
  agent.destroy()
  guesser.destroy()
  await edge.stop()
  const row = (name: string, times: readonly number[]): string[] => [
    name,
    String(times.length),
    ...[0.5, 0.95, 1].map((share) => shown(quantile(times, share))),
    shown(quantile(times, 0.5) / quantile(alone, 0.5)),
  ]
  const answered = [...statuses].map(([status, times]) => `${status}: ${times}`).join(', ')
  const heads = ['a submission', 'requests', 'median, ms', 'p95, ms', 'longest, ms', 'median ÷ alone']
  return `${table(heads, [row('alone', alone), row('beside them', beside)])}\n\nThe guesses were answered (status: times) ${answered}; the sender of the guesses shares the machine.`
}
