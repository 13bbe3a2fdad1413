/**
 * `npm run bench` measures everything and renews RESULTS.md beside this file.
 * `npm run bench -- --only <section>` measures a part and renews its section; `--help` lists the sections.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { attacks } from './attacks.ts'
import { centre } from './centre/centre.ts'
import { coldStart } from './cold-start.ts'
import { dmdc } from './dmdc.ts'
import { imports } from './imports.ts'
import { lake } from './lake.ts'
import { latency } from './latency.ts'
import { memory } from './memory.ts'
import { machine, spinSpeed, type Section } from './report.ts'
import { oldWire } from './old-wire.ts'
import { regions } from './regions.ts'
import { rules } from './rules.ts'
import { signing } from './signing.ts'
import { sealing } from './sealing.ts'
import { startServers, type Servers } from './servers.ts'
import { throughput } from './throughput.ts'

type Options = {
  quick: boolean
  base: string | undefined
  older: number | undefined
  dossiers: number | undefined
}
type Part = (options: Options, servers: () => Promise<Servers>) => Promise<Section>

const parts: Readonly<Record<string, Part>> = {
  throughput: async (options, servers) => throughput(await servers(), options),
  'old-wire': async (options, servers) => oldWire(await servers(), options),
  rules: (options) => rules(options),
  latency: async (options, servers) => latency(await servers(), options),
  memory: async (options, servers) => memory(await servers(), options),
  centre: (options) => centre(options),
  regions: (options, servers) => regions(options, servers),
  lake: (options) => lake(options),
  'cold-start': (options) => coldStart(options),
  dmdc: (options) => dmdc(options),
  sealing: async (options, servers) => sealing(await servers(), options),
  signing: async (options, servers) => signing(await servers(), options),
  attacks: async (options, servers) => attacks(await servers(), options),
  import: async (options, servers) => imports(await servers(), options),
}

const USAGE = `npm run bench -- [--only <section>] [--quick] [--base <folder>] [--older <number>] [--dossiers <number>]

  --only   one of: ${Object.keys(parts).join(', ')}
  --quick  shortly; prints, and leaves RESULTS.md as it is
  --base   of the centre: another build of this project, measured beside this one
  --older  of the centre: how many dossiers the warehouse holds before the second measurement
  --dossiers  of the lake: how many the larger of its sizes has (default 1,000,000)`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    base: { type: 'string' },
    older: { type: 'string' },
    dossiers: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(`${USAGE}\n`)
  process.exit(0)
}
const { only, quick, base } = values
const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))
const older = numberOf(values.older)
const dossiers = numberOf(values.dossiers)
if (only !== undefined && !Object.hasOwn(parts, only)) {
  process.stderr.write(`--only takes one of: ${Object.keys(parts).join(', ')}\n`)
  process.exit(2)
}

const HEAD = `# Bench results

Written by \`npm run bench\`; do not edit. Every figure is beside a reference measured in the same run, in turn with it;
each section says when and with which command it was measured.`

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const started: Promise<Servers>[] = []
const servers = (): Promise<Servers> => {
  const running = started[0] ?? startServers()
  started[0] = running
  return running
}

const began = performance.now()
const sections: Section[] = []
const speeds = [spinSpeed()]
try {
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && name !== only) continue
    const from = performance.now()
    say(`… ${name}`)
    const section = await part({ quick, base, older, dossiers }, servers)
    sections.push(section)
    speeds.push(spinSpeed())
    say(`\n## ${section.title} (${((performance.now() - from) / 1000).toFixed(0)} s)\n\n${section.text}\n`)
  }
} finally {
  for (const running of started) await (await running).stop()
}

const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ')
say(machine(speeds, command))
if (quick) say('A quick look: RESULTS.md stays as it is.')
else await renew(sections)
say(`took ${((performance.now() - began) / 1000).toFixed(0)} s`)

/** Puts the sections measured now in the place of older ones, each with its machine and day; the others stay. */
async function renew(measured: readonly Section[]): Promise<void> {
  const file = new URL('RESULTS.md', import.meta.url)
  const [, ...older] = (await readFile(file, 'utf8').catch(() => '')).split(/^## /m)
  const texts = new Map(older.map((text) => [text.slice(0, text.indexOf('\n')), `## ${text.trimEnd()}`]))
  for (const { title, text } of measured) texts.set(title, [`## ${title}`, text, machine(speeds, command)].join('\n\n'))
  await writeFile(file, `${[HEAD, ...texts.values()].join('\n\n')}\n`)
}
