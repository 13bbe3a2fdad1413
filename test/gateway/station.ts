/** A gateway of a test: a folder of its own, quick in everything. */
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stringify } from 'yaml'
import { demoSecret } from '../../scripts/stack/accounts.ts'
import type { Clock } from '../../gateway/clock.ts'
import { readConfiguration } from '../../gateway/configuration/read.ts'
import type { Configuration, FacilityConfiguration } from '../../gateway/configuration/schema.ts'
import { openOutbox, type Opened } from '../../gateway/open.ts'
import { makeKeyFile } from '../../gateway/outbox/key.ts'
import { accountSecret, makeFolders, runGateway } from '../../gateway/run.ts'

export type StationOptions = {
  readonly service: string
  readonly facility: string
  readonly settings?: Partial<FacilityConfiguration>
  /** A folder that another station left behind; none: a new one. */
  readonly directory?: string
  /** Comes between the gateway and its outbox. */
  readonly through?: (opened: Opened) => Opened
  readonly clock?: Clock
}

export type Station = {
  readonly directory: string
  readonly file: string
  readonly configuration: Configuration
  readonly opened: Opened
  readonly clock: Clock
  /** What was logged, line by line. */
  readonly logged: string[]
  readonly start: () => void
  /** Resolves once everything under way is settled. */
  readonly stop: () => Promise<void>
  /** Puts a file into the folder of a purpose, at once whole. */
  readonly put: (purpose: 'management' | 'payment', name: string, content: string | Uint8Array) => Promise<void>
  /** Paths below the folder of the station, of files alone. */
  readonly files: (below: string) => Promise<string[]>
  readonly read: (path: string) => Promise<string>
  readonly dispose: () => Promise<void>
}

/** The real one; `hastened` ones go so many times as fast where nobody but the gateway looks. */
const realClock: Clock = {
  now: () => Date.now(),
  passed: () => performance.now(),
  random: () => 0.5,
  wait: (milliseconds, signal) => sleep(Math.min(milliseconds, 50), undefined, { signal }).catch(() => {}),
}

export const hastenedClock = (times: number): Clock => ({ ...realClock, passed: () => performance.now() * times })

const IN = { management: 'his/quan-ly', payment: 'his/thanh-toan' } as const

/** Its account's secret is that of the demo account. */
export async function makeStation(options: StationOptions): Promise<Station> {
  const { service, facility, settings = {}, clock = realClock, through = (opened) => opened } = options
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'bhyt-gateway-')))
  const file = join(directory, 'gateway.yaml')
  const input = {
    version: 1,
    service,
    facilities: [
      {
        code: facility,
        account: facility,
        folders: [
          { path: IN.management, purpose: 'management' },
          { path: IN.payment, purpose: 'payment' },
        ],
        answers: 'tra-loi',
        ...settings,
      },
    ],
    watch: { everySeconds: 1, settledAfterSeconds: 0 },
    retry: { firstSeconds: 1, longestMinutes: 1, silenceSeconds: 20 },
    answers: { askEverySeconds: 5 },
  }
  await writeFile(file, stringify(input))
  const configuration = await readConfiguration(file)
  await makeKeyFile(configuration.keyFile)
  const logged: string[] = []
  await makeFolders(configuration, () => {})
  const opened = await openOutbox(configuration, {}, clock.now)
  opened.outbox.keep(accountSecret(facility), demoSecret(facility))
  const parts = { configuration, clock, newId: randomUUID }
  let running: { stopped: AbortController; done: Promise<void> } | null = null
  const stop = async (): Promise<void> => {
    running?.stopped.abort()
    await running?.done
    running = null
  }
  return {
    directory,
    file,
    configuration,
    opened,
    clock,
    logged,
    start() {
      const stopped = new AbortController()
      const log = (line: object): void => void logged.push(JSON.stringify(line))
      running = {
        stopped,
        done: runGateway({ ...parts, opened: through(opened), log }, stopped.signal),
      }
      running.done.catch(() => {})
    },
    stop,
    async put(purpose, name, content) {
      const folder = join(directory, IN[purpose])
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, name), content)
    },
    async files(below) {
      const found = await readdir(join(directory, below), { recursive: true, withFileTypes: true })
      return found
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
        .toSorted()
    },
    read: (path) => readFile(join(directory, path), 'utf8'),
    async dispose() {
      await stop()
      opened.outbox.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
