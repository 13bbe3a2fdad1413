/** Random actions on the outbox against a model so simple that it can be believed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDatabase } from '../../gateway/outbox/database.ts'
import type { Arrival } from '../../gateway/outbox/entry.ts'
import { createOutbox, type Outbox } from '../../gateway/outbox/outbox.ts'
import type { EntryState } from '../../gateway/outbox/states.ts'
import { propertyRuns } from '../harness/runs.ts'

const KEY = 'a key of a test'
const PROBLEM = { code: 'x', message: { vi: 'x', en: 'x' }, remedy: { vi: 'x', en: 'x' } }
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A file of the model. */
type Known = { seq: number; keys: readonly string[]; bytes: number; state: EntryState; nextAt: number; tries: number }

const action = fc.oneof(
  fc.record({
    do: fc.constant('arrive' as const),
    bytes: fc.integer({ min: 0, max: 12 }),
    keys: fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1, maxLength: 2 }),
    held: fc.boolean(),
  }),
  fc.record({
    do: fc.constantFrom(
      'deliver' as const,
      'refuse' as const,
      'release' as const,
      'withdraw' as const,
      'result' as const,
    ),
    which: fc.nat(20),
  }),
  fc.record({ do: fc.constant('again' as const), which: fc.nat(20), minutes: fc.integer({ min: 0, max: 60 }) }),
  fc.record({ do: fc.constant('clock' as const), hours: fc.integer({ min: -72, max: 72 }) }),
  fc.record({ do: fc.constant('restart' as const) }),
)

test('states, order, repeats and retries are those of the model, over restarts and clocks that jump', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const directory = mkdtempSync(join(tmpdir(), 'bhyt-model-'))
      let now = Date.parse('2026-11-30T03:00:00Z')
      const open = (): Outbox => createOutbox(openDatabase(join(directory, 'outbox.db'), KEY), () => now)
      let outbox = open()
      const files: Known[] = []
      const inState = (...states: EntryState[]): Known[] => files.filter(({ state }) => states.includes(state))
      const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)]
      const due = (): number[] =>
        inState('waiting')
          .filter(({ nextAt }) => nextAt <= now || nextAt > now + DAY_MS)
          .filter(
            ({ seq, keys }) =>
              !inState('held', 'waiting').some(
                (other) => other.seq < seq && other.keys.some((key) => keys.includes(key)),
              ),
          )
          .map(({ seq }) => seq)
      try {
        for (const [number, each] of actions.entries()) {
          switch (each.do) {
            case 'arrive': {
              const known = files.find(
                ({ bytes, state }) => bytes === each.bytes && !['refused', 'withdrawn'].includes(state),
              )
              const { entry, isNew } = outbox.take(arrivalOf(number, each))
              expect(isNew).toBe(known === undefined)
              if (known) expect(entry.seq).toBe(known.seq)
              else
                files.push({
                  seq: entry.seq,
                  keys: each.keys,
                  bytes: each.bytes,
                  state: each.held ? 'held' : 'waiting',
                  nextAt: now,
                  tries: 0,
                })
              break
            }
            case 'deliver':
            case 'refuse': {
              const file = files.find(({ seq }) => seq === pick(due(), each.which))
              if (!file) break
              const received = {
                receipt: Buffer.from(`receipt ${file.seq}`),
                submission: `s${file.seq}`,
                receivedAt: 'x',
                isReplay: false,
              }
              // Twice, as after a kill between the two.
              for (const _ of [1, 2])
                if (each.do === 'deliver') outbox.delivered(file.seq, 'service', received)
                else outbox.turnedAway(file.seq, 'service', PROBLEM)
              file.state = each.do === 'deliver' ? 'delivered' : 'refused'
              break
            }
            case 'again': {
              const file = files.find(({ seq }) => seq === pick(due(), each.which))
              if (!file) break
              file.nextAt = now + each.minutes * 60_000
              file.tries += 1
              outbox.tryAgain(file.seq, 'service', file.nextAt, PROBLEM)
              expect(outbox.attemptsOf(file.seq, 'service')).toBe(file.tries)
              break
            }
            case 'release':
            case 'withdraw': {
              const file = pick(inState('held'), each.which)
              if (!file) break
              if (each.do === 'release') outbox.release(file.seq, 'p')
              else outbox.withdraw(file.seq)
              file.state = each.do === 'release' ? 'waiting' : 'withdrawn'
              // A state is never left backwards, nor twice.
              expect(() => outbox.release(file.seq, 'p')).toThrow()
              break
            }
            case 'result': {
              const file = pick(inState('delivered'), each.which)
              if (!file) break
              for (const _ of [1, 2]) outbox.resulted(file.seq, 'service')
              file.state = 'answered'
              break
            }
            case 'clock':
              now += each.hours * HOUR_MS
              break
            case 'restart':
              outbox.close()
              outbox = open()
          }
          expect(outbox.due('service', '01001', 100).map(({ seq }) => seq)).toEqual(due())
        }
        for (const { seq, state } of files) {
          expect([seq, outbox.bySeq(seq).state]).toEqual([seq, state])
          const receipt = outbox.receiptOf(seq, 'service')
          expect(receipt === null ? null : Buffer.from(receipt).toString()).toBe(
            ['delivered', 'answered'].includes(state) ? `receipt ${seq}` : null,
          )
        }
      } finally {
        outbox.close()
        rmSync(directory, { recursive: true, force: true })
      }
    }),
    { numRuns: propertyRuns() },
  )
}, 90_000)

const arrivalOf = (
  number: number,
  { bytes, keys, held }: { bytes: number; keys: readonly string[]; held: boolean },
): Arrival => ({
  id: `entry-${number}`,
  facility: '01001',
  purpose: 'payment',
  name: 'x.xml',
  way: 'folder',
  sha256: `sha ${bytes}`,
  bytes: 1,
  packed: 1,
  dossiers: keys.map((MA_LK, at) => ({ number: at + 1, MA_LK, outcome: 'accepted' })),
  state: held ? 'held' : 'waiting',
  problem: null,
  dueOn: null,
  findings: '[]',
  findingsTotal: 0,
  destinations: [{ destination: 'service', submission: `s ${bytes}` }],
  correction: null,
})
