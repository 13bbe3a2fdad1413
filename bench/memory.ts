/** Peak memory of workerd for files of growing size: it must not grow with them. */
import { readFile } from 'node:fs/promises'
import { fileOf, unlike } from './files.ts'
import { table, verdict, type Section } from './report.ts'
import { send, sendWell, type Sending } from './send.ts'
import { memoryOf, submissions, wake, type Servers } from './servers.ts'

const GOAL_MB = 40
const SIZES = [10, 100, 500]
const QUICK_SIZES = [5, 20]
/** The centre writes every row to the warehouse, which takes its time; larger files say nothing more. */
const WHOLE_SIZES = [10]
/** With Content-Length, and in chunks. */
const BOTH_WAYS = [true, false]
const CENTRE_TIMEOUT_MS = 90_000
const CENTRE_POLL_MS = 500

type Peak = { idle: number; peak: number; seconds: number }

/** A fresh workerd takes these, one after the other. */
async function edgePeak(servers: Servers, sendings: Iterable<Sending>): Promise<Peak> {
  const edge = await servers.startEdge()
  await wake(edge.url)
  const token = await servers.token(edge.url)
  const idle = (await memoryOf(edge.pid)).peak
  let seconds = 0
  for (const sending of sendings) {
    const answer = await sendWell(submissions(edge.url), { method: 'POST', token, ...sending }, 202)
    seconds += answer.milliseconds / 1000
  }
  const { peak } = await memoryOf(edge.pid)
  await edge.stop()
  return { idle, peak, seconds }
}

/** A file, streamed from disk. */
const fileAlone = async (megabytes: number, saysLength: boolean): Promise<Sending[]> => [
  { body: await fileOf(megabytes), saysLength },
]

/** So much in files of one size: what V8's heap grows by with traffic is then the same for every size. */
async function traffic(megabytes: number, each: number, saysLength: boolean): Promise<Iterable<Sending>> {
  const file = await readFile((await fileOf(each)).path)
  // Made as they are sent: all of them together are large.
  return (function* () {
    for (let sent = 0; sent < megabytes; sent += each) yield { body: unlike(file), saysLength }
  })()
}

/** The reference: the same file in the same runtime, received and thrown away. */
async function receivePeak(servers: Servers, megabytes: number): Promise<number> {
  const reference = await servers.startReference()
  await sendWell(`${reference.url}/receive-only`, { method: 'POST', body: await fileOf(megabytes) }, 200)
  const { peak } = await memoryOf(reference.pid)
  await reference.stop()
  return peak
}

/** The all-in-one, as `npm start` runs it: edge, queue and centre in one workerd, until the file is verified. */
async function wholePeak(servers: Servers, megabytes: number): Promise<{ peak: number; verified: boolean }> {
  const { stack } = servers
  await stack.restartWorker()
  await wake(stack.url)
  const token = await servers.token(stack.url)
  const body = await fileOf(megabytes)
  const { text } = await sendWell(submissions(stack.url), { method: 'POST', token, body }, 202)
  const id = /"id":"(\w+)"/.exec(text)?.[1]
  const until = performance.now() + CENTRE_TIMEOUT_MS
  let verified = false
  while (!verified && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, CENTRE_POLL_MS))
    verified = (await send(`${stack.url}/v1/submissions/${id}`, { token })).text.includes('"status":"verified"')
  }
  return { peak: (await memoryOf(stack.workerPid())).peak, verified }
}

const round = (value: number): string => value.toFixed(0)

export async function memory(servers: Servers, { quick }: { quick: boolean }): Promise<Section> {
  const sizes = quick ? QUICK_SIZES : SIZES
  const rows: { megabytes: number; saysLength: boolean; own: Peak; reference: number }[] = []
  for (const megabytes of sizes) {
    const reference = await receivePeak(servers, megabytes)
    for (const saysLength of BOTH_WAYS)
      rows.push({
        megabytes,
        saysLength,
        own: await edgePeak(servers, await fileAlone(megabytes, saysLength)),
        reference,
      })
  }
  const peakOf = (megabytes: number | undefined, saysLength: boolean): number =>
    rows.find((row) => row.megabytes === megabytes && row.saysLength === saysLength)?.own.peak ?? Number.NaN
  const [least = 0, most = 0] = [sizes[0], sizes.at(-1)]
  const growth = BOTH_WAYS.map((saysLength) => peakOf(most, saysLength) - peakOf(least, saysLength))

  const inTraffic: { megabytes: number; peaks: number[] }[] = []
  for (const megabytes of sizes) {
    const peaks: number[] = []
    for (const saysLength of BOTH_WAYS)
      peaks.push(
        megabytes === most
          ? peakOf(most, saysLength)
          : (await edgePeak(servers, await traffic(most, megabytes, saysLength))).peak,
      )
    inTraffic.push({ megabytes, peaks })
  }
  const overSmall = BOTH_WAYS.map(
    (saysLength, at) => peakOf(most, saysLength) - (inTraffic[0]?.peaks[at] ?? Number.NaN),
  )

  const whole: string[][] = []
  for (const megabytes of quick ? QUICK_SIZES.slice(0, 1) : WHOLE_SIZES) {
    const { peak, verified } = await wholePeak(servers, megabytes)
    whole.push([
      `${megabytes} MB`,
      verified ? round(peak) : `${round(peak)}, not yet verified after ${CENTRE_TIMEOUT_MS / 1000} s`,
    ])
  }

  const text = [
    'Highest resident memory (VmHWM) of workerd, in MB; a fresh one for each line, the file streamed from disk. Edge only: its ' +
      'queue has no consumer, as in `[env.edge]`, and R2 is a process of its own, so what R2 holds is not in these figures.',
    table(
      [
        'file',
        'length',
        'before the file',
        'peak',
        'received and thrown away (reference)',
        'peak ÷ reference',
        'time, s',
      ],
      rows.map(({ megabytes, saysLength, own, reference }) => [
        `${megabytes} MB`,
        saysLength ? 'Content-Length' : 'chunked',
        round(own.idle),
        round(own.peak),
        round(reference),
        (own.peak / reference).toFixed(2),
        own.seconds.toFixed(1),
      ]),
    ),
    `One file alone in a fresh workerd takes ${growth.map(round).join(' MB with Content-Length and ')} MB without more at ${most} MB than at ${least} MB: ` +
      verdict(
        growth.every((each) => each <= GOAL_MB),
        `within ${GOAL_MB} MB`,
      ),
    `That is the size of the file and the amount of traffic in one. The same ${most} MB in files of each size, through a fresh workerd each:`,
    table(
      ['files', 'peak, with Content-Length', 'peak, chunked'],
      inTraffic.map(({ megabytes, peaks }) => [`${most / megabytes} of ${megabytes} MB`, ...peaks.map(round)]),
    ),
    `With the same traffic a file of ${most} MB takes ${overSmall.map(round).join(' MB with Content-Length and ')} MB without more than files of ${least} MB: ` +
      verdict(
        overSmall.every((each) => each <= GOAL_MB),
        `within ${GOAL_MB} MB`,
      ),
    'All in one, as `npm start` runs it: edge, R2, queue and centre in one workerd, until the warehouse has the file:',
    table(['file', 'peak, MB'], whole),
  ]
  return { title: 'Memory', text: text.join('\n\n') }
}
