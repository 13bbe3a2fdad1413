/** Megabytes of the file as sent per second: the whole edge path, against tokenising alone and against libxml2. */
import { Buffer } from 'node:buffer'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { standards } from '../src/engine/index.ts'
import { cacheDirectory, fileOf, unlike } from './files.ts'
import { table, verdict, type Section } from './report.ts'
import { schemaOf, TABLES_ROOT } from './schema.ts'
import { keptConnections, sendWell } from './send.ts'
import { submissions, wake, type Servers } from './servers.ts'
import { isStage, stages, type StageName } from './stages.ts'
import { ratios, series, spread } from './statistics.ts'
import { STANDARD } from './subject.ts'
import { inTurn, type Rounds, type Runner } from './turns.ts'

const GOAL = 0.6

const FULL: Rounds = { warmUp: 2, least: 5, most: 15, budgetMs: 70_000 }
const QUICK: Rounds = { warmUp: 1, least: 3, most: 3, budgetMs: 0 }
const STAGE_ROUNDS: Rounds = { warmUp: 1, least: 3, most: 9, budgetMs: 30_000 }

const CONTENT = /<NOIDUNGFILE>([^<]*)<\/NOIDUNGFILE>/g

/** The tables of the file, decoded, without their own XML declarations, under one root; and the schema beside it. */
async function writeTables(file: Uint8Array): Promise<{ xml: string; xsd: string; bytes: number }> {
  const [xml, xsd] = [join(cacheDirectory, 'tables.xml'), join(cacheDirectory, 'tables.xsd')]
  const tables = Array.from(Buffer.from(file).toString('utf8').matchAll(CONTENT), ([, base64 = '']) =>
    Buffer.from(base64, 'base64')
      .toString('utf8')
      .replace(/^<\?xml[^>]*>\s*/, ''),
  )
  const text = Buffer.from(`<${TABLES_ROOT}>${tables.join('\n')}</${TABLES_ROOT}>`)
  await writeFile(xml, text)
  await writeFile(xsd, schemaOf(standards[STANDARD]))
  return { xml, xsd, bytes: text.length }
}

const execute = promisify(execFile)
const hasXmllint = async (): Promise<boolean> =>
  execute('xmllint', ['--version']).then(
    () => true,
    () => false,
  )

async function timeXmllint({ xml, xsd }: { xml: string; xsd: string }): Promise<number> {
  const started = performance.now()
  // A table that breaks the schema makes it fail, and the bench with it.
  await execute('xmllint', ['--stream', '--noout', '--schema', xsd, xml])
  return performance.now() - started
}

const perSecond = (bytes: number, times: readonly number[]): number[] => times.map((ms) => bytes / 1000 / ms)

export async function throughput(servers: Servers, { quick }: { quick: boolean }): Promise<Section> {
  const { path, dossiers } = await fileOf(quick ? 5 : 20)
  const file = await readFile(path)
  const agent = keptConnections(1)
  const [edge, inside] = [await servers.startEdge(), await servers.startEdge({ r2: 'inside' })]
  // One for each route: compiled code that serves several purposes is slower at each of them.
  const [reference, free] = [await servers.startReference(), await servers.startReference()]
  for (const { url } of [edge, inside]) await wake(url)
  const token = await servers.token(edge.url)

  const xmllint = (await hasXmllint()) ? await writeTables(file) : null
  const sendTo = async (url: string, status: number): Promise<number> =>
    (await sendWell(url, { method: 'POST', token, agent, body: unlike(file) }, status)).milliseconds
  const runners: Runner[] = [
    {
      name: 'edge path: received, stored, hashed, checked, acknowledged',
      run: () => sendTo(submissions(edge.url), 202),
    },
    { name: 'saxes only: tokenised', run: () => sendTo(`${reference.url}/saxes`, 200) },
    { name: 'the edge path with R2 in the same thread', run: () => sendTo(submissions(inside.url), 202) },
    { name: 'the edge path on a store that costs nothing', run: () => sendTo(`${free.url}/receive`, 200) },
    ...(xmllint
      ? [{ name: '`xmllint --stream --schema` on the decoded tables', run: () => timeXmllint(xmllint) }]
      : []),
  ]
  const times = await inTurn(runners, quick ? QUICK : FULL)
  const speeds = times.map((each) => perSecond(file.length, each))
  for (const worker of [edge, inside, reference, free]) await worker.stop()

  const [own = [], saxes = [], crowded = [], unstored = [], schema] = speeds
  const against = ratios(own, saxes)
  const mainTable = table(
    ['', 'MB/s of the file as sent: median (least–most)', 'edge path ÷ this, median of pairs (least–most)'],
    runners.map(({ name }, at) => [
      name,
      spread(series(speeds[at] ?? [])),
      at === 0 ? '' : spread(ratios(own, speeds[at] ?? [])),
    ]),
  )
  const text = [
    `One file of ${(file.length / 1e6).toFixed(1)} MB with ${dossiers} dossiers (QĐ ${STANDARD}, base64), sent ` +
      `${own.length} times with other bytes each, in turn with its references; edge and reference each in a workerd of its own.`,
    mainTable,
    `${verdict(against.median >= GOAL, `edge path at least ${GOAL} of saxes only`)} (median of pairs: ${spread(against)}). R2 is Miniflare's ` +
      'in a process of its own, reached over HTTP, as in a deployment R2 is no part of the worker. Played in the thread of the worker, as the ' +
      'local stack has it, it passes all bytes through a JavaScript stream and takes their MD5 there: ' +
      `**${spread(ratios(crowded, saxes))}** of saxes only. On a store that costs nothing: **${spread(ratios(unstored, saxes))}**.`,
    xmllint
      ? `libxml2 is given the tables already decoded (${(xmllint.bytes / 1e6).toFixed(1)} MB in one file under one root, from disk, ` +
        'a process of its own each time) and checks types, lengths, lists, forms and order; it sees no envelope and no base64, ' +
        `stores nothing and looks up no code. Of its own input it reads ` +
        `${spread(series((schema ?? []).map((speed) => (speed * xmllint.bytes) / file.length)))} MB/s.`
      : 'The reference `xmllint --stream --schema` was left out: xmllint is not installed (apt package libxml2-utils).',
    await stageTable(servers, quick),
  ]
  return { title: 'Throughput', text: text.join('\n\n') }
}

const STAGE_TEXTS: Readonly<Record<StageName | 'store', string>> = {
  'receive-only': 'the body received, nothing done',
  hash: 'received and hashed',
  store: 'received and stored (R2 of Miniflare, receipt, message)',
  saxes: 'saxes only',
  envelope: 'envelope: base64 and UTF-8 decoded, both XML levels tokenised',
  rows: '+ rows',
  rules: '+ demands and rules of each row',
  inspection: '+ dossiers and codes: the whole inspection',
  'inspection-hash': '+ SHA-256',
}

/** Where the time goes: every stage in one fresh workerd, so that none has the compiled code of another to itself. */
async function stageTable(servers: Servers, quick: boolean): Promise<string> {
  const { path } = await fileOf(5)
  const file = await readFile(path)
  const agent = keptConnections(1)
  const worker = await servers.startReference()
  const names = [...Object.keys(stages).filter(isStage), 'store' as const]
  const runners = names.map((name) => ({
    name,
    run: async () =>
      (await sendWell(`${worker.url}/${name}`, { method: 'POST', agent, body: unlike(file) }, 200)).milliseconds,
  }))
  const times = await inTurn(runners, quick ? QUICK : STAGE_ROUNDS)
  await worker.stop()
  const perMegabyte = times.map((each) => each.map((ms) => ms / (file.length / 1e6)))
  const saxes = perMegabyte[names.indexOf('saxes')] ?? []
  return [
    'By stage, all in one workerd, milliseconds per megabyte as sent:',
    table(
      ['stage', 'ms per MB: median (least–most)', '÷ saxes only'],
      names.map((name, at) => [
        STAGE_TEXTS[name],
        spread(series(perMegabyte[at] ?? [])),
        spread(ratios(perMegabyte[at] ?? [], saxes)),
      ]),
    ),
  ].join('\n\n')
}
