/** Opens what commands and the running gateway share: key, outbox, bodies; and the lock that only one gateway has. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'libsql'
import type { Configuration } from './configuration/schema.ts'
import { openBodies, type Bodies } from './outbox/bodies.ts'
import { openDatabase } from './outbox/database.ts'
import { readKeys } from './outbox/key.ts'
import { createOutbox, type Outbox } from './outbox/outbox.ts'
import { GatewayProblem, systemCode } from './problem.ts'

export const PASSPHRASE = 'BHYT_GATEWAY_PASSPHRASE'
const OUTBOX_FILE = 'outbox.db'
export const BODIES_FOLDER = 'bodies'
export const LISTS_FOLDER = 'code-lists'

export type Opened = { readonly outbox: Outbox; readonly bodies: Bodies }

/** Throws a GatewayProblem where key and outbox do not fit. */
export async function openOutbox(
  { data, keyFile }: Configuration,
  environment: NodeJS.ProcessEnv,
  now: () => number,
): Promise<Opened> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  const keys = await readKeys({ keyFile, data, passphrase: environment[PASSPHRASE] })
  const outbox = createOutbox(openDatabase(join(data, OUTBOX_FILE), keys.database), now)
  return { outbox, bodies: await openBodies(join(data, BODIES_FOLDER), keys.bodies) }
}

/**
 * Takes the lock of this data folder, which the system itself lets go of when the process ends, however it ends. Throws a GatewayProblem where
 * another gateway has it.
 */
export function takeLock(data: string): { release: () => void } {
  const lock = new Database(join(data, 'lock.db'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if (systemCode(cause) !== 'SQLITE_BUSY') throw cause
    throw new GatewayProblem(
      {
        vi: `Đã có một cổng đang chạy với thư mục ${data}.`,
        en: `Another gateway runs with the folder ${data} already.`,
      },
      { cause },
    )
  }
  return { release: () => void lock.close() }
}
