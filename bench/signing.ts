/** What signing a receipt costs: CPU of workerd for a thousand of them, over a request that does nothing. */
import { usageOf } from './centre/usage.ts'
import { table, verdict, type Section } from './report.ts'
import { keptConnections, sendWell } from './send.ts'
import type { Servers } from './servers.ts'
import { series, spread } from './statistics.ts'
import { inTurn, type Rounds } from './turns.ts'

const FULL: Rounds = { warmUp: 2, least: 7, most: 15, budgetMs: 30_000 }
const QUICK: Rounds = { warmUp: 1, least: 3, most: 3, budgetMs: 0 }
/** The clock of the kernel counts in hundredths of a second. */
const SIGNED_AT_ONCE = 1000
const MOST_MS = 1

export async function signing(servers: Servers, { quick }: { quick: boolean }): Promise<Section> {
  const worker = await servers.startReference()
  const agent = keptConnections(1)
  const runner = (path: string) => ({
    name: path,
    run: async (): Promise<number> => {
      const before = (await usageOf(worker.pid)).cpuSeconds
      await sendWell(`${worker.url}/${path}`, { method: 'POST', agent, body: [] }, 200)
      return ((await usageOf(worker.pid)).cpuSeconds - before) * 1000
    },
  })
  const [signed = []] = await inTurn([runner(`sign?times=${SIGNED_AT_ONCE}`), runner('no-op')], quick ? QUICK : FULL)
  agent.destroy()
  await worker.stop()
  const each = signed.map((milliseconds) => milliseconds / SIGNED_AT_ONCE)
  const median = [...each].sort((a, b) => a - b)[Math.floor(each.length / 2)] ?? Number.POSITIVE_INFINITY
  const text = [
    `CPU of workerd (\`/proc/<pid>/stat\`) for ${SIGNED_AT_ONCE} receipts in one request, as the edge signs them (ES256, Web Crypto through jose). Median (least–most).`,
    table(['', 'CPU ms'], [['one receipt', spread(series(each))]]),
    verdict(median <= MOST_MS, `signing a receipt costs ${median.toFixed(2)} ms of CPU (≤ ${MOST_MS} ms)`),
  ]
  return { title: 'Signing receipts', text: text.join('\n\n') }
}
