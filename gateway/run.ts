/** The gateway at work: folders are looked at, files sent, answers brought, code lists followed, until somebody stops it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describeFault } from '../src/kernel/fault.ts'
import type { Log } from '../src/kernel/log.ts'
import { runAnswers } from './answers/bring-answers.ts'
import type { Clock } from './clock.ts'
import type { Configuration, FacilityConfiguration } from './configuration/schema.ts'
import { createFollowedLists, type FollowedLists } from './intake/code-lists.ts'
import { createTakeFile, type TakeFile } from './intake/take-file.ts'
import { createFolderWatch } from './intake/watch-folder.ts'
import { LISTS_FOLDER, takeLock, type Opened } from './open.ts'
import { openHttp } from './sending/http.ts'
import { personSecret, runSendQueue } from './sending/send-queue.ts'
import { createService } from './sending/service.ts'
import type { Credentials } from './sending/tokens.ts'
import type { Outbox } from './outbox/outbox.ts'

export type RunNeeds = {
  readonly configuration: Configuration
  readonly opened: Opened
  readonly clock: Clock
  /** A name that no other entry has. */
  readonly newId: () => string
  readonly log: Log
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** The secret of an account, as it is kept. */
export const accountSecret = (facility: string): string => `secret account ${facility}`

/** Secrets are read when they are needed, so that one that was set meanwhile is used at once. */
export const credentialsFrom =
  (configuration: Configuration, outbox: Outbox): Credentials =>
  (facility, person) => {
    const account = configuration.facilities.find(({ code }) => code === facility)?.account
    const secret = outbox.kept(accountSecret(facility))
    const personsSecret = person === null ? null : outbox.kept(personSecret(facility, person))
    if (account === undefined || secret === null || (person !== null && personsSecret === null)) return null
    return { account, secret, personSecret: personsSecret }
  }

/** Runs until the signal ends. Throws a GatewayProblem where another one has this folder. */
export async function runGateway(
  { configuration, opened, clock, newId, log }: RunNeeds,
  signal: AbortSignal,
): Promise<void> {
  const lock = takeLock(configuration.data)
  const { outbox, bodies } = opened
  const { silenceSeconds, ...pace } = configuration.retry
  const http = openHttp(silenceSeconds)
  try {
    await removeOrphans(opened)
    const lists = createFollowedLists({
      outbox,
      directory: join(configuration.data, LISTS_FOLDER),
      service: configuration.service,
      staleAfterHours: configuration.codeLists.staleAfterHours,
      now: clock.now,
    })
    const credentials = credentialsFrom(configuration, outbox)
    const service = createService({
      url: configuration.service,
      http,
      credentials,
      now: clock.now,
      passed: clock.passed,
    })
    const takeFile = createTakeFile({ outbox, bodies, codeLists: lists.current, now: clock.now, newId })
    log({ event: 'started', level: 'info', facilities: configuration.facilities.length })
    const failed = new AbortController()
    const ends = AbortSignal.any([signal, failed.signal])
    const works = [
      followLists(lists, configuration.codeLists.renewEveryMinutes * MINUTE_MS, clock, ends),
      ...configuration.facilities.flatMap((facility) => [
        watchFolders({ configuration, facility, takeFile, outbox, clock, log }, ends),
        runSendQueue(
          {
            outbox,
            bodies,
            destination: service,
            facility: facility.code,
            person: facility.person ?? null,
            atOnce: configuration.sending.atOnce,
            pace,
            clock,
            log,
          },
          ends,
        ),
        runAnswers({ outbox, service, facility, ...configuration.answers, clock, log }, ends),
      ]),
    ]
    // A fault of ours ends the program, which its service starts again: nothing may go on half.
    for (const work of works)
      work.catch(() => {
        failed.abort()
      })
    const ended = await Promise.allSettled(works)
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  } finally {
    await http.close()
    lock.release()
  }
  log({ event: 'stopped', level: 'info' })
}

/** Bodies that no entry leads to: the process was killed between the two. */
async function removeOrphans({ outbox, bodies }: Opened): Promise<void> {
  const needed = outbox.bodyIds()
  for (const id of await bodies.tidy()) if (!needed.has(id)) await bodies.remove(id)
}

async function followLists(lists: FollowedLists, everyMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await lists.renew()
    await clock.wait(everyMs, signal)
  }
}

type Watching = {
  readonly configuration: Configuration
  readonly facility: FacilityConfiguration
  readonly takeFile: TakeFile
  readonly outbox: Outbox
  readonly clock: Clock
  readonly log: Log
}

async function watchFolders(
  { configuration, facility, takeFile, outbox, clock, log }: Watching,
  signal: AbortSignal,
): Promise<void> {
  const { settledAfterSeconds, growingAlarmMinutes, everySeconds } = configuration.watch
  const watches = facility.folders.map((folder) =>
    createFolderWatch({
      facility,
      folder,
      takeFile,
      outbox,
      settledAfterSeconds,
      growingAlarmMinutes,
      now: clock.now,
      passed: clock.passed,
      done: (outcome, entry) => {
        log({ event: 'arrived', level: 'info', facility: facility.code, outcome, entry })
      },
    }),
  )
  while (!signal.aborted) {
    let hasMore = false
    for (const watch of watches) hasMore = (await watch.look(signal)) || hasMore
    if (!hasMore) await clock.wait(everySeconds * SECOND_MS, signal)
  }
}

/** Folders that are needed, made where they are missing: a drive that is away is a trouble later, not a stop now. */
export async function makeFolders({ facilities }: Configuration, log: Log): Promise<void> {
  for (const path of facilities.flatMap(({ answers, folders }) => [answers, ...folders.map((folder) => folder.path)]))
    await mkdir(path, { recursive: true }).catch((error: unknown) => {
      log({ event: 'folder-not-made', level: 'warning', cause: describeFault(error) })
    })
}
