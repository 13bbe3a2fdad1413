/** The code lists over HTTP at full size: look-ups, searches, the feed and its follower, and how soon a release is seen at an edge. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JWK } from 'jose'
import { openDatabase } from '../src/store/database.ts'
import { generateCatalogues } from '../dmdc-seed/generate.ts'
import { follow } from '../scripts/dmdc/follow/follow.ts'
import { openRemote } from '../scripts/dmdc/follow/remote.ts'
import type { Keys } from '../scripts/stack/keys.ts'
import { publish } from '../src/codes/release/publish.ts'
import { createSigner } from '../src/codes/release/signature.ts'
import type { ListedCode } from '../src/store/reference/listed-code.ts'
import { SEED, startWith } from './cold-start.ts'
import { table, type Section } from './report.ts'
import { keptConnections, send, sendWell } from './send.ts'
import { wake, type Servers } from './servers.ts'
import { quantile, series, shown, spread } from './statistics.ts'

const CONNECTIONS = 8
const BLOCK = 24
const WARM_UP_BLOCKS = 1
/** An edge asks its replica for news every 10 s by default. */
const SEEN_WITHIN_MS = 60_000

type Question = { name: string; ask: () => Promise<number> }

/** Milliseconds of each request, and requests a second, of so many connections that each wait for their answers. */
async function block(ask: () => Promise<number>): Promise<{ times: number[]; perSecond: number }> {
  const times: number[] = []
  let left = BLOCK
  const started = performance.now()
  const asker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      times.push(await ask())
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, asker))
  return { times, perSecond: (times.length * 1000) / (performance.now() - started) }
}

async function compare(questions: readonly Question[], blocks: number): Promise<string> {
  const seen = questions.map(() => ({ times: [] as number[], rates: [] as number[] }))
  for (let turn = 0; turn < WARM_UP_BLOCKS + blocks; turn += 1)
    for (const [at, { ask }] of questions.entries()) {
      const { times, perSecond } = await block(ask)
      if (turn < WARM_UP_BLOCKS) continue
      seen[at]?.times.push(...times)
      seen[at]?.rates.push(perSecond)
    }
  const nothing = quantile(seen.at(-1)?.times ?? [], 0.5)
  return table(
    ['', 'requests/s', 'median, ms', 'p99, ms', 'median ÷ no-op'],
    questions.map(({ name }, at) => {
      const { times, rates } = seen[at] ?? { times: [], rates: [] }
      const median = quantile(times, 0.5)
      return [name, spread(series(rates)), shown(median), shown(quantile(times, 0.99)), shown(median / nothing)]
    }),
  )
}

/** A row and an early reader of it: the look-up, which asks the replica; the edge's own copy, which /healthz names. */
async function publishAndSee(servers: Servers, edgeUrl: string, times: number): Promise<string> {
  const keys: unknown = JSON.parse(await readFile(join(servers.stack.directory, 'keys.json'), 'utf8'))
  // Our own file.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const sign = await createSigner(JSON.parse((keys as Keys).dmdcSigningKey) as JWK)
  const primary = openDatabase('reference', { url: servers.stack.reference.primary.url, timeoutMs: SEEN_WITHIN_MS })
  const publishing: number[] = []
  const atReplica: number[] = []
  const atEdge: number[] = []
  try {
    for (let turn = 0; turn < times; turn += 1) {
      const code = `BENCH.${process.pid}.${turn}`
      const row: ListedCode = {
        code,
        name: 'Mã thử',
        validFrom: '2026-01-01',
        validTo: null,
        attributes: {},
        sourceDocument: 'bench',
        replacedBy: null,
      }
      const plan = { note: 'bench', publishedBy: 'bench', catalogues: [], decisions: [] }
      const changes = [{ catalogue: 'supplies', before: null, after: row }]
      const began = performance.now()
      const { id } = await publish(primary, { ...plan, changes }, { sign, now: Date.now() })
      const published = performance.now()
      publishing.push(published - began)
      await seen(async () => (await send(`${edgeUrl}/v1/dmdc/supplies/${code}`)).status === 200)
      atReplica.push(performance.now() - published)
      await seen(async () => (await send(`${edgeUrl}/healthz`)).text.includes(`"${id}"`))
      atEdge.push((performance.now() - published) / 1000)
    }
  } finally {
    primary.$client.close()
  }
  return table(
    ['', 'median (least–most)'],
    [
      ['publishing one code among all (transaction, snapshot, signatures), ms', spread(series(publishing))],
      ['… until a look-up at the edge knows it, ms', spread(series(atReplica))],
      ['… until the edge checks files with it, s (it asks every 10 s)', spread(series(atEdge))],
    ],
  )
}

async function seen(isSeen: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + SEEN_WITHIN_MS
  while (!(await isSeen())) {
    if (performance.now() > deadline) throw new Error(`not seen within ${SEEN_WITHIN_MS} ms`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Every page in turn, as a follower reads them; how long each takes. */
async function walkFeed(url: string): Promise<{ times: number[]; entries: number; bytes: number }> {
  const agent = keptConnections(1)
  const times: number[] = []
  let [cursor, entries, bytes] = [0, 0, 0]
  for (;;) {
    const answer = await sendWell(`${url}/v1/dmdc/changes?since=${cursor}`, { agent }, 200)
    // Our own service.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const body = JSON.parse(answer.text) as { page: object | null; entries: object[]; next: number }
    if (body.page === null) break
    times.push(answer.milliseconds)
    entries += body.entries.length
    bytes += Buffer.byteLength(answer.text)
    cursor = body.next
  }
  agent.destroy()
  return { times, entries, bytes }
}

async function copyAll(url: string, fromSnapshot: boolean): Promise<{ seconds: number; rows: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'bhyt-bench-'))
  try {
    const began = performance.now()
    const { rows } = await follow({ remote: openRemote(url), directory, fromSnapshot })
    return { seconds: (performance.now() - began) / 1000, rows }
  } finally {
    await rm(directory, { recursive: true })
  }
}

export async function dmdc({ quick }: { quick: boolean }): Promise<Section> {
  const lists = await generateCatalogues(SEED)
  const servers = await startWith(lists)
  try {
    const [edge, reference] = [await servers.startEdge(), await servers.startReference()]
    await wake(edge.url)
    const agent = keptConnections(CONNECTIONS)
    const get = (url: string) => async (): Promise<number> => (await sendWell(url, { agent }, 200)).milliseconds
    const drugs = lists.find(({ entry }) => entry.id === 'drugs')?.rows ?? []
    let turn = 0
    /** Another one each time, so that nothing is answered from a memory. */
    const nextDrug = (): string => {
      turn += 101
      return encodeURIComponent(drugs[turn % drugs.length]?.code ?? '')
    }
    const each = (path: () => string) => (): Promise<number> => get(`${edge.url}${path()}`)()
    const words = encodeURIComponent((drugs[0]?.name ?? '').split(' ')[0] ?? '')
    const system = 'urn:bhyt-edge:dmdc:drugs'
    const questions: Question[] = [
      { name: '`/v1/dmdc/drugs/{code}`', ask: each(() => `/v1/dmdc/drugs/${nextDrug()}`) },
      {
        name: '`/fhir/CodeSystem/$lookup`',
        ask: each(() => `/fhir/CodeSystem/$lookup?system=${system}&code=${nextDrug()}`),
      },
      { name: 'search by the beginning of a code', ask: each(() => `/v1/dmdc/drugs?q=${nextDrug().slice(0, -2)}`) },
      { name: 'search by a word of the name', ask: each(() => `/v1/dmdc/drugs?q=${words}`) },
      { name: 'first page without words', ask: each(() => '/v1/dmdc/drugs') },
      {
        name: '`/fhir/ValueSet/$expand`, 20 codes',
        ask: each(() => `/fhir/ValueSet/$expand?url=${system}:all&count=20`),
      },
      { name: 'no-op (`GET`, the reference worker)', ask: get(`${reference.url}/no-op`) },
    ]
    const lookUps = await compare(questions, quick ? 2 : 8)
    agent.destroy()

    const walks = [await walkFeed(edge.url)]
    if (!quick) walks.push(await walkFeed(edge.url), await walkFeed(edge.url))
    const perSecond = walks.map(({ times, entries }) => (entries * 1000) / times.reduce((sum, time) => sum + time, 0))
    const megabytes = walks.map(({ times, bytes }) => bytes / 1e3 / times.reduce((sum, time) => sum + time, 0))
    const byPages = await copyAll(edge.url, false)
    const bySnapshot = await copyAll(edge.url, true)
    const feed = table(
      ['', ''],
      [
        ['changes in the feed', String(walks[0]?.entries ?? 0)],
        ['read, entries/s', spread(series(perSecond))],
        ['read, MB/s', spread(series(megabytes))],
        ['verified copy of all, from the first page, s', shown(byPages.seconds)],
        ['verified copy of all, from the snapshot, s', shown(bySnapshot.seconds)],
        ['rows a second, verified, from the snapshot', shown(bySnapshot.rows / bySnapshot.seconds)],
      ],
    )
    const visible = await publishAndSee(servers, edge.url, quick ? 1 : 5)
    await edge.stop()
    await reference.stop()
    const rows = lists.reduce((sum, list) => sum + list.rows.length, 0)
    const text = [
      `${lists.length} catalogues of the size of DMDC v4, ${rows} rows; ${CONNECTIONS} connections, client, worker and databases sharing the machine; ` +
        `blocks of ${BLOCK} requests in turn. A look-up is one exchange with the replica; nothing is cached on the way.`,
      lookUps,
      'The feed, one connection, page after page:',
      feed,
      'From publishing to seeing:',
      visible,
    ]
    return { title: 'Code lists over HTTP', text: text.join('\n\n') }
  } finally {
    await servers.stop()
  }
}
