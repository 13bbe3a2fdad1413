import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { follow, type FollowOptions } from '../../scripts/dmdc/follow/follow.ts'
import { Mismatch, Unreachable } from '../../scripts/dmdc/follow/problem.ts'
import { openRemote, type RemotePage, type RemoteRelease } from '../../scripts/dmdc/follow/remote.ts'
import type { Keys } from '../../scripts/stack/keys.ts'
import { changeHash } from '../../src/codes/release/chain.ts'
import type { PlannedCatalogue, RowChange } from '../../src/codes/release/plan.ts'
import { publish } from '../../src/codes/release/publish.ts'
import { createSigner, type Signer } from '../../src/codes/release/signature.ts'
import { OPEN_START, type ListedCode } from '../../src/store/reference/listed-code.ts'
import { testKeys } from '../harness/signer.ts'
import { startTestStack, type TestStack } from '../harness/stack.ts'

const START_TIMEOUT_MS = 90_000
const TEST_TIMEOUT_MS = 60_000

const HEAD: PlannedCatalogue = {
  id: 'test-list',
  titleVi: 'Danh mục thử',
  titleEn: 'A list for tests',
  owner: 'bhyt',
  completeness: 'complete',
  completeFrom: null,
  ordinal: 100,
}
const listed = (code: string, name: string): ListedCode => ({
  code,
  name,
  validFrom: OPEN_START,
  validTo: null,
  attributes: { unit: 'cái', group: 'A' },
  sourceDocument: 'QĐ 3/QĐ-BYT',
  replacedBy: null,
})
const change = (before: ListedCode | null, after: ListedCode | null): RowChange => ({
  catalogue: HEAD.id,
  before,
  after,
})

let stack: TestStack
let primary: Opened<'reference'>
let sign: Signer
let folders: string
/** A copy that stands at the seed's release, and one at the end. */
let atSeed: string

const publishChanges = async (changes: RowChange[], catalogues: PlannedCatalogue[] = []): Promise<string> => {
  const plan = { note: 'test', publishedBy: 'test', decisions: [], catalogues, changes }
  const { id } = await publish(primary, plan, { sign, now: Date.now() })
  await stack.reference.caughtUp()
  return id
}

const run = (directory: string, more: Partial<FollowOptions> & { url?: string } = {}) =>
  follow({ remote: openRemote(more.url ?? stack.url), directory, ...more })

let made = 0
const newFolder = (): string => join(folders, `copy-${(made += 1)}`)
const copyOf = async (directory: string): Promise<string> => {
  const folder = newFolder()
  await cp(directory, folder, { recursive: true })
  return folder
}
const filesIn = async (directory: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(directory))
        .sort()
        .map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const),
    ),
  )

beforeAll(async () => {
  folders = await mkdtemp(join(tmpdir(), 'bhyt-follow-'))
  stack = await startTestStack()
  primary = openDatabase('reference', { url: stack.reference.primary.url, timeoutMs: 20_000 })
  const keys = JSON.parse(await readFile(join(stack.directory, 'keys.json'), 'utf8')) as Keys
  sign = await createSigner(JSON.parse(keys.dmdcSigningKey) as JWK)
  atSeed = newFolder()
  await run(atSeed)
  await publishChanges([change(null, listed('A1', 'Một')), change(null, listed('B2', 'Hai'))], [HEAD])
  await publishChanges([change(listed('A1', 'Một'), listed('A1', 'Một (sửa)')), change(listed('B2', 'Hai'), null)])
}, START_TIMEOUT_MS)
afterAll(async () => {
  primary?.$client.close()
  await stack?.dispose()
  await rm(folders, { recursive: true, force: true })
})

/** The service, with answers changed on their way. */
let proxy: Server | undefined
afterEach(() => {
  proxy?.close()
  proxy = undefined
})
type Change = (body: string, path: string) => string | Promise<string>
const through = async (alter: Change, reroute: (path: string) => string = (path) => path): Promise<string> => {
  proxy = createServer((request, response) => {
    const path = request.url ?? '/'
    void fetch(`${stack.url}${reroute(path)}`)
      .then(async (answer) => response.writeHead(answer.status).end(await alter(await answer.text(), path)))
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => proxy?.once('listening', resolve))
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}
const onPages =
  (alter: (page: RemotePage) => unknown): Change =>
  async (body, path) => {
    if (!path.startsWith('/v1/dmdc/changes')) return body
    const page = JSON.parse(body) as RemotePage
    return page.page === null ? body : JSON.stringify((await alter(page)) ?? page)
  }
const onReleases =
  (alter: (release: RemoteRelease) => void): Change =>
  (body, path) => {
    if (!/^\/v1\/dmdc\/releases\/[^/]+$/.test(path)) return body
    const release = JSON.parse(body) as RemoteRelease
    alter(release)
    return JSON.stringify(release)
  }

describe('a copy', { timeout: TEST_TIMEOUT_MS }, () => {
  test('holds what the release in force holds, in files that are sorted, and is at rest then', async () => {
    const folder = await copyOf(atSeed)
    const first = await run(folder)
    expect(first.applied).toBe(5)
    const files = await filesIn(folder)
    expect(files['test-list.ndjson']).toBe(
      '{"code":"A1","validFrom":"0001-01-01","validTo":null,"name":"Một (sửa)",' +
        '"attributes":{"group":"A","unit":"cái"},"sourceDocument":"QĐ 3/QĐ-BYT","replacedBy":null}\n',
    )
    const again = await run(folder)
    expect(again).toEqual({ ...first, applied: 0 })
    expect(await filesIn(folder)).toEqual(files)
  })

  test('made from a snapshot is the same, byte for byte, and follows on', async () => {
    const [followed, taken] = [await copyOf(atSeed), newFolder()]
    await run(followed)
    await run(taken, { fromSnapshot: true })
    expect(await filesIn(taken)).toEqual(await filesIn(followed))
    await publishChanges([change(null, listed('C3', 'Ba'))])
    expect((await run(taken)).applied).toBe(1)
    expect((await readFile(join(taken, 'test-list.ndjson'), 'utf8')).trimEnd().split('\n')).toHaveLength(2)
    await publishChanges([change(listed('C3', 'Ba'), null)])
  })

  test('takes a release that changes no code', async () => {
    const folder = await copyOf(atSeed)
    await run(folder)
    const id = await publishChanges([], [{ ...HEAD, titleVi: 'Tên khác' }])
    expect(await run(folder)).toMatchObject({ release: id, applied: 0 })
  })

  test('whose file was touched is not gone on with, and is renewed from a snapshot', async () => {
    const folder = await copyOf(atSeed)
    const file = join(folder, 'provinces.ndjson')
    const whole = await readFile(file, 'utf8')
    await writeFile(file, whole.replace('Hà Nội', 'Ha Noi'))
    await expect(run(folder)).rejects.toThrow(/provinces\.ndjson is not the file/)
    await run(folder, { fromSnapshot: true })
    expect(await readFile(file, 'utf8')).toBe(whole)
  })

  test('that was interrupted while it was written is put right, before or after it was decided', async () => {
    const folder = await copyOf(atSeed)
    await run(folder)
    const files = await filesIn(folder)
    const decided = await copyOf(atSeed)
    await cp(join(folder, 'test-list.ndjson'), join(decided, 'test-list.ndjson.next'))
    await cp(join(folder, 'state.json'), join(decided, 'commit.json'))
    expect((await run(decided)).applied).toBe(0)
    expect(await filesIn(decided)).toEqual(files)
    const undecided = await copyOf(atSeed)
    await writeFile(join(undecided, 'provinces.ndjson.next'), 'half a li')
    expect((await run(undecided)).applied).toBeGreaterThan(0)
    expect(await filesIn(undecided)).toEqual(files)
  })

  test('is not taken back by a server that is behind', async () => {
    const folder = await copyOf(atSeed)
    const { release } = await run(folder)
    const seedId = (JSON.parse(await readFile(join(atSeed, 'state.json'), 'utf8')) as { release: { id: string } })
      .release.id
    const url = await through((body, path) => {
      if (path !== '/v1/dmdc') return body
      const contents = JSON.parse(body) as { release: object }
      return JSON.stringify({ ...contents, release: { ...contents.release, id: seedId, number: 1 } })
    })
    const warnings: string[] = []
    expect(await run(folder, { url, warn: (line) => warnings.push(line) })).toMatchObject({ release })
    expect(warnings.join()).toContain('The server is behind')
  })
})

describe('what does not prove itself is found, and the copy stays', { timeout: TEST_TIMEOUT_MS }, () => {
  const first = ({ entries }: RemotePage) => {
    const [entry] = entries
    if (entry === undefined) throw new Error('a page without entries')
    return entry
  }
  /** The chain made anew over what was altered, as somebody would who can write but not sign. */
  const rechained = (answer: RemotePage): void => {
    if (answer.page === null) return
    let hash = answer.page.previousHash
    for (const entry of answer.entries) {
      const { number, kind, catalogue, hash: _, ...row } = entry
      hash = changeHash(hash, number, { kind, catalogue, row })
      entry.hash = hash
    }
    answer.page.lastHash = hash
  }
  const cases: [string, Change, RegExp][] = [
    ['a changed name', onPages((page) => void (first(page).name += '!')), /is not what its hash says/],
    [
      'a changed attribute',
      onPages((page) => void (first(page).attributes['group'] = 'B')),
      /is not what its hash says/,
    ],
    ['a changed kind', onPages((page) => void (first(page).kind = 'closed')), /is not what its hash says/],
    [
      'entries in another order',
      onPages((page) => ({ ...page, entries: page.entries.toReversed() })),
      /change \d+ came where/,
    ],
    ['an entry left out at the end', onPages((page) => void page.entries.pop()), /another hash than the one signed/],
    ['an entry left out at the beginning', onPages((page) => void page.entries.shift()), /came where/],
    [
      'a page that says other than what is signed',
      onPages((answer) => void (answer.page === null ? null : (answer.page.lastChange += 1))),
      /lastChange is not the one signed/,
    ],
    [
      'a chain made anew under the old signature',
      onPages((page) => {
        first(page).name += '!'
        rechained(page)
      }),
      /lastHash is not the one signed/,
    ],
    [
      'a chain made anew and signed with another key',
      onPages(async (answer) => {
        first(answer).name += '!'
        rechained(answer)
        const other = await testKeys()
        return { ...answer, signature: await other.sign({ ...answer.page }) }
      }),
      /not signed by a pinned key/,
    ],
    ['a broken signature', onPages((page) => ({ ...page, signature: `${page.signature ?? ''}x` })), /not signed/],
    [
      'a page without its signature',
      onPages((page) => ({ ...page, signature: null })),
      /without itself or its signature/,
    ],
    ['a page of another form', onPages(() => ({ pages: [] })), /not of the documented form/],
    [
      'a release under another signature',
      onReleases((release) => void (release.signature = release.signature.slice(0, -4))),
      /not signed by a pinned key/,
    ],
    ['a release with another number', onReleases((release) => void (release.release.number += 1)), /is signed as/],
  ]

  test.each(cases)('%s', async (_, alter, message) => {
    const folder = await copyOf(atSeed)
    const before = await filesIn(folder)
    const failure = await run(folder, { url: await through(alter) }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Mismatch)
    expect(String(failure)).toMatch(message)
    expect(await filesIn(folder)).toEqual(before)
  })

  test('a page that is left out', async () => {
    const folder = await copyOf(atSeed)
    const before = await filesIn(folder)
    const url = await through(
      (body) => body,
      (path) => path.replace(/since=(\d+)/, (_all, since: string) => `since=${Number(since) + 1}`),
    )
    await expect(run(folder, { url })).rejects.toThrow(/a page is missing/)
    expect(await filesIn(folder)).toEqual(before)
  })

  test('a feed that ends too early', async () => {
    const folder = await copyOf(atSeed)
    const before = await filesIn(folder)
    const empty = JSON.stringify({ page: null, signature: null, entries: [], next: 0, more: false })
    const url = await through((body, path) => (path.startsWith('/v1/dmdc/changes') ? empty : body))
    await expect(run(folder, { url })).rejects.toThrow(/does not lead to the release in force/)
    expect(await filesIn(folder)).toEqual(before)
  })

  test('a good release before a bad page is kept', async () => {
    const folder = await copyOf(atSeed)
    let pages = 0
    const url = await through(
      onPages((page) => {
        pages += 1
        if (pages === 2) first(page).name += '!'
      }),
    )
    await expect(run(folder, { url })).rejects.toThrow(Mismatch)
    expect(await readFile(join(folder, 'test-list.ndjson'), 'utf8')).toContain('"code":"B2"')
    expect((await run(folder)).release).not.toBe('')
  })

  test.each<[string, Change, RegExp]>([
    ['a changed row', (body) => body.replace('Một (sửa)', 'Một (khác)'), /test-list is not what release .* signed/],
    ['a row left out', (body) => body.replace(/\n[^\n]*"catalogue":"test-list"[^\n]*/, ''), /test-list is not what/],
    ['a row twice', (body) => body.replace(/(\n[^\n]*"catalogue":"test-list"[^\n]*)/, '$1$1'), /twice/],
    [
      'a row of a list that is not there',
      (body) => body.replace('"catalogue":"test-list"', '"catalogue":"other"'),
      /other|test-list/,
    ],
  ])('a snapshot with %s', async (_, alter, message) => {
    const folder = newFolder()
    const url = await through((body, path) => (path.endsWith('/snapshot') ? alter(body, path) : body))
    await expect(run(folder, { url, fromSnapshot: true })).rejects.toThrow(message)
    expect((await readdir(folder)).filter((name) => name.endsWith('.ndjson'))).toEqual([])
  })

  test('a snapshot that breaks off is no snapshot', async () => {
    const url = await through((body, path) => (path.endsWith('/snapshot') ? body.slice(0, body.length / 2) : body))
    await expect(run(newFolder(), { url, fromSnapshot: true })).rejects.toThrow(Unreachable)
  })
})

describe('keys', { timeout: TEST_TIMEOUT_MS }, () => {
  test('are pinned on first use; a change is told loudly and only a person takes it', async () => {
    const folder = await copyOf(atSeed)
    const other = await testKeys()
    const url = await through((body, path) => (path === '/v1/dmdc/keys' ? JSON.stringify(other.publicKeys) : body))
    const warnings: string[] = []
    const warn = (line: string): void => void warnings.push(line)
    expect((await run(folder, { url, warn })).applied).toBeGreaterThan(0)
    expect(warnings.join('\n')).toContain('THE KEYS OF THE SERVER HAVE CHANGED')
    // The real pages are not signed by the key that is trusted now.
    const fresh = await copyOf(atSeed)
    await expect(run(fresh, { url, trustKeys: true })).rejects.toThrow(/not signed by a pinned key/)
    // And a renewal does not forget what was pinned.
    const renewed = await copyOf(atSeed)
    await run(renewed, { url, warn, fromSnapshot: true })
    expect(await readFile(join(renewed, 'state.json'), 'utf8')).not.toContain('"kid": "test"')
  })
})

describe('the command', { timeout: TEST_TIMEOUT_MS }, () => {
  const command = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/dmdc/follow.ts', ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    )

  test('says what it holds and ends with 0', async () => {
    const folder = await copyOf(atSeed)
    const { code, stdout } = await command(stack.url, folder)
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^release \S+: \d+ rows/) as string,
    })
    expect(JSON.parse(await readFile(join(folder, 'state.json'), 'utf8'))).toMatchObject({ version: 1 })
  })

  test('ends with 1 and says why when something does not match, or nobody answers', async () => {
    const url = await through(onPages((page) => ({ ...page, entries: page.entries.toReversed() })))
    const wrong = await command(url, await copyOf(atSeed), '--watch', '1')
    expect({ code: wrong.code, stderr: wrong.stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('DOES NOT MATCH') as string,
    })
    const silent = await command('http://127.0.0.1:9', newFolder())
    expect({ code: silent.code, stderr: silent.stderr.trim() }).toEqual({
      code: 1,
      stderr: 'http://127.0.0.1:9 does not answer',
    })
  })

  test('explains itself, and ends with 2 when it is called wrongly', async () => {
    expect((await command('--help')).stdout).toContain('npm run dmdc:follow')
    for (const args of [
      [],
      ['ftp://x', 'y'],
      ['http://x'],
      ['http://x', 'y', '--watch', 'often'],
      ['a', 'b', '--what'],
    ])
      expect((await command(...args)).code, args.join(' ')).toBe(2)
  })
})

test('a folder of another program is not overwritten', async () => {
  const folder = await copyOf(atSeed)
  await rename(join(folder, 'state.json'), join(folder, 'other.json'))
  await writeFile(join(folder, 'state.json'), '{"version":7}')
  await expect(run(folder)).rejects.toThrow(/not a state of this program/)
})
