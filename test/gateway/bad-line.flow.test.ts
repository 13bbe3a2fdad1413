/**
 * The program itself over a line that cuts, delays and holds, killed again and again: none lost, none twice, corrections in their order.
 * `BHYT_BAD_LINE_DOSSIERS` makes it as large as one likes.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { until } from '../../scripts/stack/until.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { seeded } from '../fixtures/synthetic.ts'
import { ownProvinces, shareStack, type OwnProvince, type Shared } from '../harness/own-provinces.ts'
import { startBadLine, type BadLine } from './bad-line.ts'
import { makeStation, type Station } from './station.ts'

const DOSSIERS = Number(process.env['BHYT_BAD_LINE_DOSSIERS'] ?? 100)
const IN_A_FILE = 10
const FILES = Math.ceil(DOSSIERS / IN_A_FILE)
/** A kill for every 200 dossiers, at least these: 50 for 10,000. */
const KILLS = Math.max(3, Math.round(DOSSIERS / 200))
const SOON_MS = 300_000 + DOSSIERS * 100
const SEED = 20_261_130

let here: OwnProvince
let probe: Shared
let line: BadLine
let station: Station
beforeAll(async () => {
  ;({ here } = await ownProvinces())
  probe = await shareStack(here)
  line = await startBadLine(probe.url, SEED)
}, 120_000)
afterAll(async () => {
  await station?.dispose()
  await line?.close()
  probe?.close()
})

/** A dossier, and the same with other content: the service wants a reason for the second, so it must never come before the first. */
function pair(): [string, string] {
  const { XML1: summary, ...rest } = makeDossier({ standard: '3176', facility: here.facility, seed: SEED }, 0)
  const [first = '', second = ''] = ['51', '52'].map((weight) =>
    wrapEnvelope([renderDossier('3176', { XML1: [{ ...summary?.[0], CAN_NANG: weight }], ...rest })], {
      facility: here.facility,
      made: '20261015',
    }),
  )
  return [first, second]
}

const startProgram = (): ChildProcess =>
  spawn(
    process.execPath,
    [join(projectRoot, 'scripts/check/bhyt-edge.js'), 'gateway', 'run', '--config', station.file],
    {
      stdio: 'ignore',
    },
  )
const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))

test(
  `${DOSSIERS} dossiers over a bad line, with ${KILLS} kills`,
  async () => {
    station = await makeStation({ service: line.url, facility: here.facility, settings: { send: 'all' } })
    const { outbox } = station.opened
    const [first, second] = pair()
    await station.put('management', '0 first.xml', first)
    const random = seeded(SEED)
    for (let number = 0; number < FILES; number += 1)
      await station.put(
        'management',
        `1 ${String(number).padStart(5, '0')}.xml`,
        makeFile({ standard: '3176', facility: here.facility, seed: SEED + 10 * (number + 1), dossiers: IN_A_FILE }),
      )
    await station.put('management', '2 second.xml', second)

    const through = (): number =>
      outbox.counts().reduce((sum, { state, files }) => (['held', 'waiting'].includes(state) ? sum : sum + files), 0)
    for (let kill = 0; kill < KILLS; kill += 1) {
      const program = startProgram()
      const before = through()
      // Killed while it works: at some moment after it has begun to bring files through, or to take them.
      await until('the program to work', SOON_MS, () =>
        through() > before || outbox.counts().length > 0 ? true : undefined,
      )
      await sleep(random() * 1500)
      program.kill('SIGKILL')
      await ended(program)
    }
    const program = startProgram()
    await until('all files to be through', SOON_MS, () => (through() === FILES + 2 ? true : undefined))
    line.mend()
    await until('all results', SOON_MS, () =>
      outbox.inState('answered', FILES + 2).length + outbox.inState('refused', 10).length === FILES + 2
        ? true
        : undefined,
    )
    program.kill('SIGTERM')
    await ended(program)

    // Every original is in its folder; nothing is left in between.
    const originals = (await station.files('his/quan-ly')).filter((path) => path.endsWith('.xml'))
    expect(originals.filter((path) => !path.includes('/taken/'))).toEqual([])
    expect(originals).toHaveLength(FILES + 2)
    // The service has each of them once, and no other.
    const listed: string[] = []
    for (let after = ''; ;) {
      const { body } = await probe.ask<{ submissions: { id: string }[]; next: string | null }>(
        'GET',
        `/v1/submissions?limit=200${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`,
      )
      listed.push(...body.submissions.map(({ id }) => id))
      if (body.next === null) break
      after = body.next
    }
    const delivered = outbox.inState('answered', FILES + 2).flatMap(({ seq }) => outbox.deliveriesOf(seq))
    expect(listed.toSorted()).toEqual(delivered.map(({ submission }) => submission ?? '').toSorted())
    const receipts = (await station.files('tra-loi')).filter((path) => path.endsWith('bien-nhan.json'))
    expect(receipts).toHaveLength(delivered.length)
    // The correction came second: refused for the reason that it needs where the first was verified by then, else received later.
    const refused = outbox.inState('refused', 10).map(({ name, problem }) => [name, problem?.code])
    const momentOf = (name: string): string =>
      delivered.find(({ entry }) => outbox.bySeq(entry).name === name)?.received_at ?? ''
    if (refused.length > 0) expect(refused).toEqual([['2 second.xml', 'dossier-changed']])
    else expect(momentOf('0 first.xml') < momentOf('2 second.xml')).toBe(true)
    // The line was as bad as it was meant to be.
    expect(line.cuts()).toBeGreaterThan(Math.min(10, DOSSIERS / 20))
  },
  3 * SOON_MS,
)
