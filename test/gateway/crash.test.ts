/**
 * The power goes at every instant: before and after each write of the outbox, each body, each post. What lay on the disk then is copied, and a
 * gateway that is started on the copy must come to the end that every other one comes to.
 */
import { cpSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import type { Opened } from '../../gateway/open.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { sampled } from '../harness/runs.ts'
import { startPortal, type TestPortal } from './portal-of-test.ts'
import { hastenedClock, makeStation, type Station } from './station.ts'

const FACILITY = '01001'
const SOON_MS = 20_000
const root = mkdtempSync(join(tmpdir(), 'bhyt-crash-'))

let portal: TestPortal
beforeAll(async () => {
  portal = await startPortal(FACILITY)
})
afterAll(async () => {
  await portal?.close()
  await rm(root, { recursive: true, force: true })
})

/** A dossier and what corrects it: the same MA_LK, other content. */
const correction = ['1', '2'].map((weight) => {
  const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility: FACILITY, seed: 7001 }, 0)
  const changed = renderDossier('3176', { XML1: [{ ...summary?.[0], CAN_NANG: `5${weight}` }], ...rest })
  return wrapEnvelope([changed], { facility: FACILITY, made: '20261015' })
})
const plain = makeFile({ standard: '3176', facility: FACILITY, seed: 7002 })
const FILES = [
  ['a first.xml', correction[0] ?? ''],
  ['b corrected.xml', correction[1] ?? ''],
  ['c plain.xml', plain],
  ['d the same.xml', plain],
  ['e cut.xml', plain.slice(0, 3000)],
] as const
const SENT = 3

/** Functions of the outbox that write. */
const WRITERS = ['take', 'refuse', 'delivered', 'tryAgain', 'written', 'asked', 'resulted', 'keep'] as const

/** Each write with an instant before and one after it. */
function watched({ outbox, bodies }: Opened, instant: (name: string) => void): Opened {
  const around =
    (name: string, work: (...given: readonly unknown[]) => unknown) =>
    (...given: readonly unknown[]): unknown => {
      instant(`before ${name}`)
      const result = work(...given)
      instant(`after ${name}`)
      return result
    }
  const writers = Object.fromEntries(
    WRITERS.map((name) => [name, around(name, outbox[name] as (...given: readonly unknown[]) => unknown)]),
  )
  return {
    outbox: { ...outbox, ...writers },
    bodies: {
      ...bodies,
      create: async (id) => {
        const body = await bodies.create(id)
        const commit = async (): Promise<number> => {
          instant('before body')
          const packed = await body.commit()
          instant('after body')
          return packed
        }
        return { ...body, commit }
      },
    },
  }
}

async function toTheEnd(station: Station): Promise<void> {
  station.start()
  await until('all to be answered', SOON_MS, async () => {
    const left = (await station.files('his/quan-ly')).filter((path) => !/\/(?:taken|refused)\//.test(path))
    const answered = station.opened.outbox.inState('answered', 10).length
    return left.length === 0 && answered === SENT ? true : undefined
  })
  await station.stop()
}

/** What every run must come to. */
async function assertComplete(station: Station): Promise<void> {
  expect(station.opened.outbox.counts()).toMatchObject([
    { state: 'answered', files: SENT },
    { state: 'refused', files: 1 },
  ])
  const texts = portal.files.map(({ text }) => text)
  expect(texts.toSorted()).toEqual([...correction, plain].toSorted())
  // The correction never came before what it corrects.
  expect(texts.indexOf(correction[0] ?? '')).toBeLessThan(texts.indexOf(correction[1] ?? ''))
  const originals = (await station.files('his/quan-ly')).filter((path) => path.endsWith('.xml'))
  expect(originals.map((path) => path.replace(/.*\//, '')).toSorted()).toEqual(FILES.map(([name]) => name).toSorted())
  const receipts = (await station.files('tra-loi')).filter((path) => path.endsWith('bien-nhan.json'))
  expect(receipts).toHaveLength(SENT)
  const results = (await station.files('tra-loi')).filter((path) => path.endsWith('ket-qua.json'))
  expect(results).toHaveLength(SENT)
  // Nothing half is left.
  expect((await station.files('.')).filter((path) => path.endsWith('.part'))).toEqual([])
}

test('a power cut at any instant loses nothing and brings nothing twice', async () => {
  const instants: { name: string; copy: string; received: TestPortal['files'] }[] = []
  let station: Station | null = null
  const instant = (name: string): void => {
    if (!station) return
    const copy = join(root, String(instants.length))
    cpSync(station.directory, copy, { recursive: true })
    instants.push({ name, copy, received: portal.files.map((file) => ({ ...file })) })
  }
  portal.onInstant = instant
  const options = { service: portal.url, facility: FACILITY, clock: hastenedClock(20) }
  station = await makeStation({ ...options, through: (opened) => watched(opened, instant) })
  for (const [name, content] of FILES) await station.put('management', name, content)
  await toTheEnd(station)
  await assertComplete(station)
  await station.dispose()
  station = null
  portal.onInstant = () => {}
  expect(instants.length).toBeGreaterThan(40)

  for (const { name, copy, received } of sampled(instants, 24)) {
    portal.files.splice(0, Infinity, ...received)
    const again = await makeStation({ ...options, directory: copy })
    try {
      await toTheEnd(again)
      await assertComplete(again)
      // A try whose answer was lost is made once more, and no other.
      expect(
        portal.files.filter(({ posts }) => posts > 2),
        name,
      ).toEqual([])
    } catch (cause) {
      throw new Error(`the power went ${name}`, { cause })
    } finally {
      await again.dispose()
    }
  }
}, 240_000)
