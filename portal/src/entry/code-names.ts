/**
 * Codes with their names, to be searched while one types: the lists of the release in force, kept in this browser so that they are there
 * without a line. What has not come yet is asked of the service.
 */
import { fold } from '../app/fold.ts'
import { Store } from '../app/store.ts'

export type Code = { readonly code: string; readonly name: string }
type Known = Code & { readonly folded: string }
type Kept = { readonly hash: string; readonly codes: readonly Code[] }

const CACHE = 'code-names-1'
const PAGE = 1000
const MOST_SHOWN = 30
const PATIENCE_MS = 20_000

const placeOf = (catalogue: string): string => `/portal/code-names/${catalogue}.json`

async function getJson<T>(path: string, signal: AbortSignal = AbortSignal.timeout(PATIENCE_MS)): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' }, signal })
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  // The shape that the OpenAPI document promises for this path.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (await response.json()) as T
}

type Page = {
  readonly codes: readonly { readonly code: string; readonly name: string }[]
  readonly next: string | null
}

const pageOf = (catalogue: string, query: Readonly<Record<string, string>>): Promise<Page> =>
  getJson(`/v1/dmdc/${catalogue}?${new URLSearchParams(query).toString()}`)

async function wholeList(catalogue: string): Promise<Code[]> {
  const codes: Code[] = []
  for (let after: string | null = ''; after !== null;) {
    const page: Page = await pageOf(catalogue, { limit: String(PAGE), ...(after === '' ? {} : { after }) })
    for (const { code, name } of page.codes) codes.push({ code, name })
    after = page.next
  }
  return codes
}

const ready = (codes: readonly Code[]): Known[] =>
  codes.map(({ code, name }) => ({ code, name, folded: fold(`${code} ${name}`) }))

/** How many lists are kept in this browser, of how many. */
export type KeptLists = { readonly kept: number; readonly all: number }

export class CodeNames {
  readonly #state = new Store<KeptLists>({ kept: 0, all: 0 })
  #lists = new Map<string, readonly Known[]>()
  #preparing: Promise<void> | undefined

  readonly subscribe = this.#state.subscribe
  readonly current = this.#state.current

  #keep(id: string, codes: readonly Code[], all: number): void {
    this.#lists.set(id, ready(codes))
    this.#state.set({ kept: this.#lists.size, all })
  }

  /** Fetches every list that changed, one after the other; those that are kept stay usable without a line. */
  prepare(catalogues: readonly string[]): Promise<void> {
    this.#preparing ??= this.#prepare(catalogues).catch(() => {
      // Asked again by the next who opens the page.
      this.#preparing = undefined
    })
    return this.#preparing
  }

  async #prepare(catalogues: readonly string[]): Promise<void> {
    const cache = 'caches' in globalThis ? await caches.open(CACHE) : null
    for (const id of catalogues) {
      const kept = await keptIn(cache, id)
      if (kept) this.#keep(id, kept.codes, catalogues.length)
    }
    const { catalogues: heads } = await getJson<{ catalogues: { id: string; contentHash: string }[] }>('/v1/dmdc')
    for (const id of catalogues) {
      const head = heads.find((each) => each.id === id)
      const kept = await keptIn(cache, id)
      if (head === undefined) this.#keep(id, [], catalogues.length)
      if (head === undefined || kept?.hash === head.contentHash) continue
      const codes = await wholeList(id)
      const body = JSON.stringify({ hash: head.contentHash, codes } satisfies Kept)
      await cache?.put(placeOf(id), new Response(body, { headers: { 'content-type': 'application/json' } }))
      this.#keep(id, codes, catalogues.length)
    }
  }

  /** Codes that begin with the words, then those whose names have them, accents optional. */
  async search(catalogues: readonly string[], words: string): Promise<readonly Code[]> {
    const lists = catalogues.flatMap((id) => this.#lists.get(id) ?? [])
    if (catalogues.every((id) => this.#lists.has(id))) return searchIn(lists, words)
    const asked = catalogues.map((id) => pageOf(id, { q: words, limit: String(MOST_SHOWN) }).catch(() => null))
    const pages = await Promise.all(asked)
    return pages.every((page) => page === null) ? searchIn(lists, words) : pages.flatMap((page) => page?.codes ?? [])
  }

  /** What a code is called, where its list is here. */
  nameOf(catalogues: readonly string[], code: string): string | null {
    for (const id of catalogues) {
      const found = this.#lists.get(id)?.find((each) => each.code === code)
      if (found) return found.name
    }
    return null
  }
}

export function searchIn(list: readonly (Code & { readonly folded?: string })[], words: string): readonly Code[] {
  const asked = fold(words.trim())
  if (asked === '') return list.slice(0, MOST_SHOWN)
  const parts = asked.split(/\s+/)
  const begins: Code[] = []
  const others: Code[] = []
  for (const each of list) {
    const folded = each.folded ?? fold(`${each.code} ${each.name}`)
    if (folded.startsWith(asked)) begins.push(each)
    else if (parts.every((part) => folded.includes(part))) others.push(each)
    if (begins.length >= MOST_SHOWN) break
  }
  return [...begins, ...others].slice(0, MOST_SHOWN)
}

async function keptIn(cache: Cache | null, id: string): Promise<Kept | null> {
  const found = await cache?.match(placeOf(id))
  // What `#prepare` wrote.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return found ? ((await found.json()) as Kept) : null
}
