/** An outbox of a test, with everything that brings files into it; nothing is sent. */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readCodeLists } from '../../scripts/check/code-lists.ts'
import { sealForAll } from '../../src/edge/sealed/seals.ts'
import type { CodeLists } from '../../src/engine/index.ts'
import type { FacilityConfiguration } from '../../gateway/configuration/schema.ts'
import { createTakeFile, type TakeFile } from '../../gateway/intake/take-file.ts'
import { openBodies, type Bodies } from '../../gateway/outbox/bodies.ts'
import { openDatabase } from '../../gateway/outbox/database.ts'
import { createOutbox, type Outbox } from '../../gateway/outbox/outbox.ts'

export type TestOutbox = {
  readonly outbox: Outbox
  readonly bodies: Bodies
  readonly takeFile: TakeFile
  readonly bodyFiles: () => Promise<string[]>
}

let lists: Promise<CodeLists> | null = null

export async function openTestOutbox(directory: string, now: () => number = Date.now): Promise<TestOutbox> {
  await mkdir(directory, { recursive: true })
  const outbox = createOutbox(openDatabase(join(directory, 'outbox.db'), 'a key of a test'), now)
  const folder = join(directory, 'bodies')
  const keys = { test: randomBytes(32).toString('base64') }
  const bodies = await openBodies(folder, sealForAll({ current: 'test', keys }))
  lists ??= readCodeLists(null)
  const codeLists = (): Promise<CodeLists> => lists ?? readCodeLists(null)
  const takeFile = createTakeFile({ outbox, bodies, codeLists, now, newId: randomUUID })
  return { outbox, bodies, takeFile, bodyFiles: () => readdir(folder) }
}

export const facilityOf = (code: string, root: string): FacilityConfiguration => ({
  code,
  account: code,
  send: 'without-errors',
  payment: 'after-release',
  folders: [{ path: join(root, 'his'), purpose: 'management' }],
  answers: join(root, 'tra-loi'),
})
