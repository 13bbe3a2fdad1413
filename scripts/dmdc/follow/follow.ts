/** One pass of following: from the place of the copy to the release in force, committed release by release. */
import { keyOf, openCopy, readState, writeCopy, type Copy, type Rows, type State } from './copy.ts'
import { Mismatch } from './problem.ts'
import type { Remote } from './remote.ts'
import { apply, byThumbprint, compare, verifyPage, verifyRelease, type Keys, type ReleaseClaims } from './verify.ts'

export type FollowOptions = {
  readonly remote: Remote
  readonly directory: string
  /** Begin anew with all rows of the release in force. */
  readonly fromSnapshot?: boolean
  /** Pin the keys that the server publishes now. */
  readonly trustKeys?: boolean
  /** Hears what the person should know. */
  readonly warn?: (line: string) => void
  /** Changes (or rows of a snapshot) taken so far, of how many. */
  readonly onProgress?: (done: number, total: number) => void
}

export type Followed = {
  readonly release: string
  readonly rows: number
  readonly lastChange: number
  readonly applied: number
}

/** A release may be published between two questions; more often than this in a row it is not that. */
const MOST_ROUNDS = 5

/**
 * Throws Mismatch when anything does not prove itself, and Unreachable when the server does not answer; the copy then stays at the last
 * release that was proven.
 */
export async function follow(options: FollowOptions): Promise<Followed> {
  const { remote, directory, fromSnapshot = false, onProgress = () => {} } = options
  // A copy that is renewed may be damaged; its keys stay pinned all the same.
  const known = await readState(directory)
  const held = fromSnapshot ? null : await openCopy(directory)
  const keys = await pinKeys(options, known?.keys)
  if (held !== null && held.state.url !== remote.url)
    options.warn?.(`This copy was made from ${held.state.url} and now follows ${remote.url}.`)

  let copy: Copy = held ?? empty(remote.url, keys)
  copy = { ...copy, state: { ...copy.state, keys, url: remote.url } }
  if (fromSnapshot) copy = await takeSnapshot(options, keys)
  const began = copy.state.lastChange

  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const current = await remote.inForce()
    if (current.number < copy.state.release.number) {
      options.warn?.(
        `The server is behind: release ${current.id} is in force there, this copy holds ${copy.state.release.id}.`,
      )
      return summaryOf(copy, copy.state.lastChange - began)
    }
    const target = await remote.release(current.id)
    copy = await takePages(options, keys, copy, (done) => {
      onProgress(done - began, target.lastChange - began)
    })
    if (copy.state.release.number > current.number) continue
    const claims = await verifyRelease(target, current.id, keys)
    if (claims.lastHash !== copy.state.lastHash) continue
    await commit(directory, copy, claims, new Set())
    return summaryOf(await reopen(directory), copy.state.lastChange - began)
  }
  throw new Mismatch(
    `the feed does not lead to the release in force: it ends at change ${copy.state.lastChange}, with another hash`,
  )
}

const empty = (url: string, keys: Keys): Copy => ({
  state: {
    version: 1,
    url,
    cursor: 0,
    lastChange: 0,
    lastHash: '',
    release: { id: '', number: 0 },
    catalogues: {},
    keys: { ...keys },
  },
  catalogues: new Map(),
})

async function reopen(directory: string): Promise<Copy> {
  const copy = await openCopy(directory)
  if (copy === null) throw new Error('the copy that was just written is not there')
  return copy
}

const summaryOf = ({ state }: Copy, applied: number): Followed => ({
  release: state.release.id,
  rows: Object.values(state.catalogues).reduce((sum, { rows }) => sum + rows, 0),
  lastChange: state.lastChange,
  applied,
})

/** The keys that signatures are verified with: those seen first, until a person says otherwise. */
async function pinKeys({ remote, trustKeys = false, warn }: FollowOptions, pinned: Keys | undefined): Promise<Keys> {
  const published = await byThumbprint(await remote.keys())
  if (pinned === undefined || trustKeys) {
    warn?.(
      `Keys pinned: ${Object.keys(published).join(', ')}. Compare them with what the Ministry made known by another way.`,
    )
    return published
  }
  const news = Object.keys(published).filter((thumbprint) => pinned[thumbprint] === undefined)
  const gone = Object.keys(pinned).filter((thumbprint) => published[thumbprint] === undefined)
  if (news.length > 0 || gone.length > 0)
    warn?.(
      [
        'WARNING: THE KEYS OF THE SERVER HAVE CHANGED.',
        ...news.map((thumbprint) => `  new:  ${thumbprint}`),
        ...gone.map((thumbprint) => `  gone: ${thumbprint}`),
        'The pinned keys stay in use. If the change was made known to you by another way, run again with --trust-keys.',
      ].join('\n'),
    )
  return pinned
}

/** All pages that there are, committed at the end of each release. */
async function takePages(
  { remote, directory }: FollowOptions,
  keys: Keys,
  from: Copy,
  onProgress: (lastChange: number) => void,
): Promise<Copy> {
  let copy = from
  // Of its own: what is not committed is not in the copy.
  const catalogues = new Map([...copy.catalogues].map(([id, rows]): [string, Rows] => [id, new Map(rows)]))
  let head = { cursor: copy.state.cursor, lastChange: copy.state.lastChange, lastHash: copy.state.lastHash }
  let claims: ReleaseClaims | null = null
  const touched = new Set<string>()
  for (;;) {
    const answer = await remote.page(head.cursor)
    if (answer.page === null) break
    const after = await verifyPage(answer, head, keys)
    if (claims !== null && claims.id !== after.release)
      throw new Mismatch(`page ${after.cursor} begins release ${after.release} before ${claims.id} has ended`)
    claims ??= await verifyRelease(await remote.release(after.release), after.release, keys)
    for (const catalogue of apply(answer.entries, catalogues)) touched.add(catalogue)
    head = { cursor: after.cursor, lastChange: after.lastChange, lastHash: after.lastHash }
    onProgress(head.lastChange)
    if (head.lastHash !== claims.lastHash) continue
    const state: State = { ...copy.state, ...head }
    copy = await commit(directory, { state, catalogues }, claims, touched)
    touched.clear()
    claims = null
  }
  if (claims !== null) throw new Mismatch(`the feed ends within release ${claims.id}`)
  return copy
}

/** Compares the copy with the signed release and writes it. */
async function commit(
  directory: string,
  copy: Copy,
  claims: ReleaseClaims,
  touched: ReadonlySet<string>,
): Promise<Copy> {
  const contents = compare(claims, copy.catalogues, copy.state.catalogues, touched)
  // A catalogue without rows has a file too.
  const written = new Set([
    ...touched,
    ...Object.keys(contents).filter((id) => copy.state.catalogues[id] === undefined),
  ])
  const next: Copy = {
    ...copy,
    state: { ...copy.state, release: { id: claims.id, number: claims.number }, catalogues: contents },
  }
  await writeCopy(directory, next, written)
  return next
}

async function takeSnapshot({ remote, directory, onProgress = () => {} }: FollowOptions, keys: Keys): Promise<Copy> {
  const { id } = await remote.inForce()
  const catalogues = new Map<string, Rows>()
  let claims: ReleaseClaims | null = null
  let place = { cursor: 0, lastChange: 0 }
  let taken = 0
  let total = 0
  for await (const line of remote.snapshot(id)) {
    if ('release' in line) {
      claims = await verifyRelease(line.release, id, keys)
      place = { cursor: line.release.cursor, lastChange: line.release.lastChange }
      total = claims.catalogues.reduce((sum, { rows }) => sum + rows, 0)
      continue
    }
    const { catalogue, ...row } = line.row
    const rows = catalogues.get(catalogue) ?? new Map()
    catalogues.set(catalogue, rows)
    if (rows.has(keyOf(row))) throw new Mismatch(`the snapshot has ${catalogue} ${row.code} twice`)
    rows.set(keyOf(row), row)
    taken += 1
    onProgress(taken, total)
  }
  if (claims === null) throw new Mismatch('the snapshot is empty')
  const { state } = empty(remote.url, keys)
  // Where the feed goes on is not signed; the first page proves it by the hash it rests on.
  const copy: Copy = { state: { ...state, ...place, lastHash: claims.lastHash }, catalogues }
  return commit(directory, copy, claims, new Set(claims.catalogues.map(({ catalogue }) => catalogue)))
}
