/** `npm run dmdc:follow`: keeps a local copy of the shared code lists true. */
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { follow } from './follow/follow.ts'
import { Mismatch, Unreachable } from './follow/problem.ts'
import { openRemote } from './follow/remote.ts'

const USAGE = `npm run dmdc:follow -- <url> <dir> [--snapshot] [--watch <seconds>] [--trust-keys]

  <url>          of the service, such as https://dmdc.example
  <dir>          of the copy: one NDJSON file per catalogue, and state.json
  --snapshot     begin with all rows of the release in force instead of the first change; also renews a damaged copy
  --watch        go on following, asking again after so many seconds
  --trust-keys   pin the keys that the server publishes now (they are pinned by themselves the first time)

Every signature, every hash of the chain and, release by release, the content of every catalogue is verified. Exit code 1: something did
not match, or the server did not answer; the copy stays at the last release that was proven. Exit code 2: wrong arguments.`

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const warn = (line: string): void => void process.stderr.write(`${line}\n`)

type Arguments = { url: string; directory: string; fromSnapshot: boolean; trustKeys: boolean; watch: number | null }

function readArguments(): Arguments {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      snapshot: { type: 'boolean', default: false },
      'trust-keys': { type: 'boolean', default: false },
      watch: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    say(USAGE)
    process.exit(0)
  }
  const [url, directory, ...more] = positionals
  if (url === undefined || directory === undefined || more.length > 0)
    throw new Error('an address and a folder are needed')
  if (!/^https?:$/.test(new URL(url).protocol)) throw new Error(`${url} is no http address`)
  const watch = values.watch === undefined ? null : Number(values.watch)
  if (watch !== null && !(watch > 0)) throw new Error('--watch takes seconds')
  return { url, directory, fromSnapshot: values.snapshot, trustKeys: values['trust-keys'], watch }
}

/** A bar where somebody looks; nothing in a log. */
function createProgress(): { show: (done: number, total: number) => void; end: () => void } {
  if (!process.stdout.isTTY) return { show: () => {}, end: () => {} }
  const bar = new SingleBar(
    { format: '{bar} {percentage} % · {value}/{total} · {duration_formatted}' },
    Presets.shades_classic,
  )
  let isShown = false
  return {
    show: (done, total) => {
      if (!isShown) bar.start(total, done)
      isShown = true
      bar.setTotal(Math.max(total, done))
      bar.update(done)
    },
    end: () => {
      if (isShown) bar.stop()
    },
  }
}

async function once({ url, directory, fromSnapshot, trustKeys }: Arguments): Promise<void> {
  const progress = createProgress()
  try {
    const remote = openRemote(url)
    const options = { remote, directory, fromSnapshot, trustKeys, warn, onProgress: progress.show }
    const { release, rows, lastChange, applied } = await follow(options)
    progress.end()
    say(
      `release ${release}: ${rows} rows, every catalogue matches its signed hash; ${applied} changes taken, now at ${lastChange}`,
    )
  } finally {
    progress.end()
  }
}

function failed(error: unknown): void {
  if (!(error instanceof Mismatch || error instanceof Unreachable)) throw error
  warn(error instanceof Mismatch ? `DOES NOT MATCH: ${error.message}` : error.message)
  process.exitCode = 1
}

let given: Arguments
try {
  given = readArguments()
} catch (error) {
  warn(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  process.exit(2)
}

for (let round = given; ; round = { ...given, fromSnapshot: false, trustKeys: false }) {
  try {
    await once(round)
    process.exitCode = 0
  } catch (error) {
    failed(error)
    // What does not match will not match by waiting.
    if (error instanceof Mismatch) break
  }
  if (given.watch === null) break
  await wait(given.watch * 1000)
}
