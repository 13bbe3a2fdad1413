/**
 * The code lists and the settings of rules, as the service publishes them, kept in this browser for the time without a line. Bodies lie
 * under their hash and never change; the index is asked for at each visit.
 */
import {
  createPack,
  RULES_VERSION,
  unpackSnapshot,
  type Inflate,
  type RulePack,
  type RulesConfig,
  type Snapshot,
} from '../../../src/engine/index.ts'
import type { Judge } from './messages.ts'

const CACHE = 'code-lists-1'
const INDEX = '/portal/code-lists.json'
const PATIENCE_MS = 20_000

/** What of `GET /v1/dmdc` and `GET /v1/rules` is needed. */
type Index = {
  readonly release: { readonly id: string; readonly number: number; readonly publishedAt: string }
  readonly catalogues: readonly { readonly id: string; readonly hash: string }[]
  readonly rules: { readonly version: string; readonly settings: RulesConfig }
  /** Epoch milliseconds. */
  readonly fetchedAt: number
}

export type Prepared = { readonly snapshot: Snapshot; readonly pack: RulePack; readonly judge: Judge }

/** The lists in force, or those that were kept. Throws where the service does not answer and nothing was kept. `now`: epoch milliseconds. */
export async function prepareLists(now: number): Promise<Prepared> {
  // A page that came without TLS has no cache: it works while the line is there.
  const cache = 'caches' in globalThis ? await caches.open(CACHE) : null
  const fresh = await fetchIndex(now).catch(() => null)
  const index = fresh ?? (await keptIndex(cache))
  const bodies = await Promise.all(index.catalogues.map(({ hash }) => bodyOf(hash, cache)))
  const { id, number, publishedAt } = index.release
  const release = { id, number, publishedAt: Date.parse(publishedAt) }
  const snapshot = await unpackSnapshot(release, bodies, inflate)
  if (fresh && cache) await keep(cache, fresh)
  return {
    snapshot,
    pack: packOf(index.rules),
    judge: {
      release: id,
      publishedAt: release.publishedAt,
      fetchedAt: index.fetchedAt,
      rulesVersion: index.rules.version,
      isKept: fresh === null,
    },
  }
}

async function fetchIndex(now: number): Promise<Index> {
  const [lists, rules] = await Promise.all([
    getJson<Pick<Index, 'release' | 'catalogues'>>('/v1/dmdc'),
    getJson<Index['rules']>('/v1/rules?limit=1'),
  ])
  return {
    release: lists.release,
    catalogues: lists.catalogues.map(({ id, hash }) => ({ id, hash })),
    rules: { version: rules.version, settings: rules.settings },
    fetchedAt: now,
  }
}

async function getJson<T>(path: string): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  // The shape that the OpenAPI document promises for this path.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (await response.json()) as T
}

async function keptIndex(cache: Cache | null): Promise<Index> {
  const kept = await cache?.match(INDEX)
  if (!kept) throw new Error('no code lists were kept')
  // What `keep` wrote.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (await kept.json()) as Index
}

const pathOf = (hash: string): string => `/v1/dmdc/packed/${hash}`

async function bodyOf(hash: string, cache: Cache | null): Promise<Uint8Array<ArrayBuffer>> {
  const kept = await cache?.match(pathOf(hash))
  if (kept) return new Uint8Array(await kept.arrayBuffer())
  const response = await fetch(pathOf(hash), { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!response.ok) throw new Error(`${pathOf(hash)}: ${response.status}`)
  await cache?.put(pathOf(hash), response.clone())
  return new Uint8Array(await response.arrayBuffer())
}

/** The index last, so that it never names a body that is not there; then what no longer belongs to it goes. */
async function keep(cache: Cache, index: Index): Promise<void> {
  await cache.put(INDEX, new Response(JSON.stringify(index), { headers: { 'content-type': 'application/json' } }))
  const needed = new Set([INDEX, ...index.catalogues.map(({ hash }) => pathOf(hash))])
  for (const request of await cache.keys()) if (!needed.has(new URL(request.url).pathname)) await cache.delete(request)
}

/** The service made the digest behind its version of the same settings. */
const packOf = ({ version, settings }: Index['rules']): RulePack =>
  createPack(settings, () => version.slice(RULES_VERSION.length + 1))

/** With the platform's own stream, counted while it comes. */
const inflate: Inflate = async (compressed, mostBytes) => {
  const stream = new Blob([compressed.slice()]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  if (bytes.length > mostBytes) throw new Error('more than a catalogue may have')
  return bytes
}
