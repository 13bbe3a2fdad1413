/**
 * `npm run chaos -- --minutes 20`: a campaign of faults against `npm start`, under load. It kills, stops, fills and cuts by a seed, keeps a ledger, looks for
 * every acknowledged file in the end, and exits with 1 where one is lost, stuck or there twice.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import getPort from 'get-port'
import { seeded } from '../test/fixtures/synthetic.ts'
import { examine } from './chaos/examine.ts'
import { chooseFault, prepareDisks } from './chaos/faults.ts'
import { newLedger, report, verdictOf, type Ledger } from './chaos/ledger.ts'
import { startLoad, type Load } from './chaos/load.ts'
import { startService, type Service } from './chaos/service.ts'
import { projectRoot } from './stack/bundle.ts'

const USAGE = `npm run chaos -- [--minutes 20] [--seed 1] [--write]

  --minutes  how long faults strike; looking for everything afterwards takes some minutes more
  --seed     the same seed makes the same choices; when they strike depends on the machine
  --write    writes the ledger to docs/operate/chaos.md`

const MINUTE_MS = 60_000
/** Time to recover between two faults, of which a half is by chance. */
const PAUSE_MS = 6000
/** A back-off of 30 s, a sweep that looks after two minutes, and a slow machine. */
const RECOVERS_WITHIN_MS = 120_000
const DRAINS_WITHIN_MS = 5 * MINUTE_MS
const VERIFIED_WITHIN_MS = 15 * MINUTE_MS

const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Waits for the next file to be acknowledged; seconds, or null where none is. */
async function recovery(load: Load): Promise<number | null> {
  const [began, before] = [performance.now(), load.acknowledged()]
  while (load.acknowledged() === before) {
    if (performance.now() - began > RECOVERS_WITHIN_MS) return null
    await pause(100)
  }
  return (performance.now() - began) / 1000
}

type Campaign = { readonly ledger: Ledger; readonly load: Load; readonly random: () => number }
type Place = Parameters<typeof chooseFault>[0]

async function strikeUntil(
  end: number,
  { ledger, load, random }: Campaign,
  place: Omit<Place, 'random'>,
): Promise<void> {
  const began = performance.now()
  while (performance.now() < end) {
    await pause(PAUSE_MS / 2 + random() * PAUSE_MS)
    const fault = await chooseFault({ ...place, random })
    const at = Math.round((performance.now() - began) / 1000)
    await fault.strike()
    const recovered = await recovery(load)
    ledger.strikes.push({ kind: fault.kind, target: fault.target, at, recovered })
    const seconds = recovered === null ? 'NOT RECOVERED' : `${recovered.toFixed(1)} s`
    print(`${String(at).padStart(5)} s  ${fault.kind} ${fault.target}: ${seconds}; ${load.acknowledged()} acknowledged`)
  }
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
if (values.help || !(minutes > 0) || !Number.isInteger(seed)) {
  print(USAGE)
  process.exit(values.help ? 0 : 2)
}

const folder = await mkdtemp(join(tmpdir(), 'bhyt-chaos-'))
const disks = await prepareDisks(join(folder, 'data'))
const ledger = newLedger(seed, minutes)
if (!disks.areSmall) ledger.leftOut.push('disks that fill up; this machine lets us mount none')
let service: Service | null = null
const clear = async (): Promise<void> => {
  await service?.stop()
  disks.unmount()
  await rm(folder, { recursive: true, force: true })
}
// Whoever ends it early is left with no service and no disks.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void clear().finally(() => process.exit(1)))
print('Starting npm start …')
try {
  service = await startService(disks.data, await getPort())
  const load = startLoad({ url: service.url, ledger, random: seeded(seed + 1) })
  await strikeUntil(performance.now() + minutes * MINUTE_MS, { ledger, load, random: seeded(seed) }, { service, disks })
  print('No more faults: waiting for what was begun …')
  await load.drain(DRAINS_WITHIN_MS)
  print('Looking for every acknowledged file …')
  await examine(service, ledger, VERIFIED_WITHIN_MS)
} catch (error) {
  process.stderr.write(`${service?.log().slice(-4000) ?? ''}\n`)
  throw error
} finally {
  await clear()
}

const machine = `Measured on ${cpus().length} cores, Node ${process.version}.`
const page = report(ledger, { day: new Date().toISOString().slice(0, 10), machine })
print(page)
if (values.write) await writeFile(join(projectRoot, 'docs/operate/chaos.md'), page)
process.exit(verdictOf(ledger).holds ? 0 : 1)
