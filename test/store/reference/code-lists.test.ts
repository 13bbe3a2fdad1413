import { describe, expect, test, vi } from 'vitest'
import type { Unchanged } from '../../../src/store/reference/load-release.ts'
import { lookUp, openPublished, packCatalogue, type Published } from '../../../src/engine/index.ts'
import type { CodeListsOptions } from '../../../src/store/reference/code-lists.ts'
import { createCodeLists } from '../../../src/store/reference/code-lists.ts'
import { loadStoredSnapshot, storeSnapshot } from '../../../src/store/reference/stored-release.ts'
import { deflate, inflate } from '../../../src/store/reference/compression.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 10, 22)

async function published(number: number, beatAt: number | null = START): Promise<Published> {
  const { hash, bytes } = await packCatalogue(
    { id: 'list', completeness: 'complete', completeFrom: null },
    [{ code: `code ${number}`, validFrom: '0001-01-01', validTo: null }],
    deflate,
  )
  return {
    release: { id: `2026.11.${number}`, number, publishedAt: START + number },
    beatAt,
    catalogues: [{ catalogue: 'list', hash, bytes }],
  }
}

function memoryBucket() {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    objects,
    get: async (key: string) => {
      const value = objects.get(key)
      return value === undefined ? null : new Response(value)
    },
    put: async (key: string, value: string | Uint8Array) =>
      objects.set(key, new Uint8Array(typeof value === 'string' ? new TextEncoder().encode(value) : value)),
  }
}

/** A holder with a clock that the test moves, and a list of what runs behind the answers. */
function harness(options: Pick<CodeListsOptions, 'load'> & Partial<CodeListsOptions>) {
  const clock = { now: START }
  const behind: Promise<unknown>[] = []
  const reference = createCodeLists({
    loadRelease: away,
    now: () => clock.now,
    refreshAfterMs: MINUTE,
    staleAfterMs: 15 * MINUTE,
    waitAtMostMs: 5000,
    ...options,
  })
  return {
    clock,
    current: () => reference.current((work) => behind.push(work)),
    released: (release: string) => reference.released(release, (work) => behind.push(work)),
    settle: async () => {
      while (behind.length > 0) await behind.shift()
    },
  }
}

const away = async (): Promise<never> => {
  throw new Error('replica away')
}

describe('the reference of an isolate', () => {
  test('hands out the codes of the release asked for, and reads one that is no longer in force once', async () => {
    const asked: string[] = []
    const { released, current } = harness({
      load: async () => published(2),
      loadRelease: async (id) => {
        asked.push(id)
        return published(1)
      },
    })
    expect((await released('2026.11.2')).release.number).toBe(2)
    for (let time = 0; time < 2; time += 1) {
      const earlier = await released('2026.11.1')
      expect(lookUp(earlier, ['list'], 'code 1', 20261122).state).toBe('valid')
    }
    expect(asked).toEqual(['2026.11.1'])
    expect((await current()).release).toBe('2026.11.2')
    const without = harness({ load: async () => published(2) })
    await expect(without.released('2026.11.1')).rejects.toThrow('replica away')
  })

  test('callers that come first share one load', async () => {
    const load = vi.fn(() => published(1))
    const { current } = harness({ load })
    const [a, b] = await Promise.all([current(), current()])
    expect(a.release).toBe('2026.11.1')
    expect(b.snapshot).toBe(a.snapshot)
    expect(load.mock.calls).toEqual([[null]])
  })

  test('past the refresh time callers get what is held at once, and the next ones what came', async () => {
    let answer: (value: Published) => void = () => {}
    const load = vi
      .fn<CodeListsOptions['load']>()
      .mockImplementationOnce(() => published(1))
      .mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
    const { clock, current, settle } = harness({ load })
    await current()
    clock.now += MINUTE
    expect((await current()).release).toBe('2026.11.1')
    expect((await current()).release).toBe('2026.11.1')
    expect(load.mock.calls).toEqual([[null], ['2026.11.1']])
    answer(await published(2))
    await settle()
    const { snapshot, release } = await current()
    expect(release).toBe('2026.11.2')
    expect(lookUp(snapshot, ['list'], 'code 2', 20261122).state).toBe('valid')
  })

  test.each([
    ['past the limit of a stale copy', 16 * MINUTE],
    ['after a while in which nobody asked', 6 * MINUTE],
  ])('%s it is renewed first, once for all who wait', async (_, quiet) => {
    const load = vi.fn<CodeListsOptions['load']>().mockImplementationOnce(() => published(1))
    const { clock, current } = harness({ load })
    await current()
    clock.now += quiet
    load.mockImplementation(() => published(2, clock.now))
    const [first, second] = await Promise.all([current(), current()])
    expect(first).toMatchObject({ release: '2026.11.2', replicaLagSeconds: 0, stale: false })
    expect(second.snapshot).toBe(first.snapshot)
    expect(load).toHaveBeenCalledTimes(2)
  })

  test('while the replica hangs one caller waits, no longer than it may, and the next ones go on with what is held', async () => {
    vi.useFakeTimers()
    try {
      const load = vi.fn<CodeListsOptions['load']>().mockImplementationOnce(() => published(1))
      const { clock, current } = harness({ load })
      await current()
      clock.now += 16 * MINUTE
      load.mockImplementation(() => new Promise(() => {}))
      const answered = vi.fn()
      const waiting = current().then(answered)
      await vi.advanceTimersByTimeAsync(4999)
      expect(answered).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(1)
      await waiting
      expect(answered.mock.calls).toMatchObject([[{ release: '2026.11.1', stale: true }]])
      for (const minutes of [0, 1, 1]) {
        clock.now += minutes * MINUTE
        expect(await current()).toMatchObject({ release: '2026.11.1', stale: true })
      }
      // Quiet again: what failed before says nothing of now.
      clock.now += 6 * MINUTE
      load.mockImplementation(() => published(2, clock.now))
      expect(await current()).toMatchObject({ release: '2026.11.2', stale: false })
    } finally {
      vi.useRealTimers()
    }
  })

  test('a copy whose primary has no heartbeat any more holds nobody up for longer than its answer', async () => {
    const load = vi.fn<CodeListsOptions['load']>().mockImplementation(() => published(1))
    const { clock, current } = harness({ load })
    await current()
    for (let refresh = 1; refresh <= 20; refresh += 1) {
      clock.now += MINUTE
      expect(await current()).toMatchObject({ release: '2026.11.1', stale: refresh > 15 })
    }
    expect(load).toHaveBeenCalledTimes(21)
  })

  test('a refresh that never ends is given up after the refresh time', async () => {
    const load = vi
      .fn<CodeListsOptions['load']>()
      .mockImplementationOnce(() => published(1))
      .mockImplementationOnce(() => new Promise(() => {}))
      .mockImplementationOnce(() => published(2))
    const { clock, current } = harness({ load })
    await current()
    clock.now += MINUTE
    await current()
    clock.now += MINUTE
    await current()
    await vi.waitFor(async () => expect((await current()).release).toBe('2026.11.2'))
  })

  test('an unchanged release keeps its snapshot and takes the newer heartbeat', async () => {
    const load = vi
      .fn<CodeListsOptions['load']>()
      .mockImplementationOnce(() => published(1))
      .mockImplementationOnce(async (): Promise<Unchanged> => ({
        ...(await published(1, START + MINUTE)),
        catalogues: 'unchanged',
      }))
    const { clock, current, settle } = harness({ load })
    const { snapshot } = await current()
    clock.now += 2 * MINUTE
    await current()
    await settle()
    expect(await current()).toMatchObject({ snapshot, replicaLagSeconds: 60, stale: false })
  })

  test('while the replica is away it serves what it has, and says when that is stale', async () => {
    const report = vi.fn()
    const load = vi.fn<CodeListsOptions['load']>(away).mockImplementationOnce(() => published(1))
    const { clock, current, settle } = harness({ load, report })
    expect(await current()).toMatchObject({ replicaLagSeconds: 0, stale: false })
    clock.now += 15 * MINUTE
    expect(await current()).toMatchObject({ replicaLagSeconds: 900, stale: false })
    await settle()
    clock.now += 1
    expect(await current()).toMatchObject({ release: '2026.11.1', stale: true })
    expect(report).toHaveBeenCalledOnce()
  })

  test('without any heartbeat there is no evidence of freshness', async () => {
    const { current } = harness({ load: () => published(1, null) })
    expect(await current()).toMatchObject({ replicaLagSeconds: null, stale: true })
  })

  test('with nothing held and the replica away, the stored release serves until the replica is back', async () => {
    const load = vi.fn<CodeListsOptions['load']>(away)
    const store = vi.fn(async () => {})
    const { clock, current, settle } = harness({ load, fallback: () => published(1, START - MINUTE), store })
    expect(await current()).toMatchObject({ release: '2026.11.1', replicaLagSeconds: 60 })
    expect(store).not.toHaveBeenCalled()
    load.mockImplementation(() => published(2, START + MINUTE))
    clock.now += MINUTE
    await current()
    await settle()
    expect(await current()).toMatchObject({ release: '2026.11.2', replicaLagSeconds: 0 })
    expect(store).toHaveBeenCalledOnce()
  })

  test('a replica behind the stored release does not take codes back', async () => {
    const load = vi.fn<CodeListsOptions['load']>(away)
    const { clock, current, settle } = harness({ load, fallback: () => published(2) })
    await current()
    load.mockImplementation(() => published(1))
    clock.now += MINUTE
    await current()
    await settle()
    expect((await current()).release).toBe('2026.11.2')
  })

  test('with nothing at all the request is refused, and the next one tries again', async () => {
    const load = vi.fn<CodeListsOptions['load']>(away)
    const { current } = harness({ load, fallback: away })
    await expect(current()).rejects.toMatchObject({ code: 'reference-unavailable' })
    load.mockImplementation(() => published(1))
    expect((await current()).release).toBe('2026.11.1')
  })
})

describe('releases in the bucket', () => {
  test('what was stored comes back', async () => {
    const bucket = memoryBucket()
    expect(await storeSnapshot(bucket, await published(1))).toBe(true)
    expect(await loadStoredSnapshot(bucket)).toEqual(await published(1))
  })

  test('the same or an older release is not written again', async () => {
    const bucket = memoryBucket()
    await storeSnapshot(bucket, await published(2))
    const before = new Map(bucket.objects)
    expect(await storeSnapshot(bucket, await published(2, START + MINUTE))).toBe(false)
    expect(await storeSnapshot(bucket, await published(1))).toBe(false)
    expect(bucket.objects).toEqual(before)
    expect(await storeSnapshot(bucket, await published(3))).toBe(true)
    expect((await loadStoredSnapshot(bucket)).release.id).toBe('2026.11.3')
  })

  test('an empty bucket, a missing and a damaged body are errors', async () => {
    const bucket = memoryBucket()
    await expect(loadStoredSnapshot(bucket)).rejects.toThrow('no snapshot is stored')
    const { catalogues } = await published(1)
    const [key] = catalogues.map(({ hash }) => `dmdc/2/snapshots/${hash}`)
    await storeSnapshot(bucket, await published(1))
    const other = await packCatalogue({ id: 'list', completeness: 'complete', completeFrom: null }, [], deflate)
    bucket.objects.set(key ?? '', new Uint8Array(other.bytes))
    await expect(loadStoredSnapshot(bucket).then((published) => openPublished(published, inflate))).rejects.toThrow(
      'does not match its hash',
    )
    bucket.objects.set(key ?? '', new Uint8Array([1, 2, 3]))
    await expect(loadStoredSnapshot(bucket).then((published) => openPublished(published, inflate))).rejects.toThrow()
    bucket.objects.delete(key ?? '')
    await expect(loadStoredSnapshot(bucket)).rejects.toThrow('is missing')
  })
})
