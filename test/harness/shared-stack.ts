/**
 * One stack for all flow files that kill nothing, change no code lists and set no faults: started once for a run, with a province of
 * its own, and a second one for strangers, for each file that asks.
 */
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { prepareDatabases } from '../../scripts/stack/prepare.ts'
import { startStack } from '../../scripts/stack/stack.ts'
import { quickQueues } from './quick-queues.ts'

declare module 'vitest' {
  interface ProvidedContext {
    sharedStack: SharedStack
  }
}

/** Where its parts are. */
export type SharedStack = {
  url: string
  directory: string
  warehouse: { url: string }
  /** Of the reference database: the admin APIs of primary and replica. */
  reference: { primary: { adminUrl: string }; replica: { adminUrl: string } }
}

/** Old codes of provinces, a pair for each file: none of them has demo accounts anywhere else. */
export const PAIRS = [
  ['31', '33'],
  ['34', '35'],
  ['36', '37'],
  ['38', '40'],
  ['42', '44'],
  ['45', '46'],
  ['48', '49'],
  ['51', '52'],
  ['54', '56'],
  ['58', '60'],
  ['62', '64'],
  ['66', '67'],
  ['68', '70'],
  ['72', '75'],
  ['80', '82'],
  ['83', '84'],
] as const

/** Starts it on a copy of the template, its clock running, and says where it is. Returns what stops it. */
export async function startSharedStack(project: TestProject, templates: string): Promise<() => Promise<void>> {
  const directory = join(templates, 'shared')
  await cp(join(templates, 'stack'), directory, { recursive: true })
  await mkdir(join(directory, 'taken'))
  const stack = await startStack({
    directory,
    entry: 'test/harness/probe-worker.ts',
    warehouseReplicas: false,
    queues: quickQueues,
    // Nobody else signs in as one at the portal here.
    vars: { SIGN_IN_POLICY: JSON.stringify({ secondFactor: ['auditor'] }) },
    prepare: {
      ...prepareDatabases,
      reference: (at, signingKey) => prepareDatabases.reference(at, signingKey, PAIRS.flat()),
    },
  })
  const { url, warehouse, reference } = stack
  project.provide('sharedStack', {
    url,
    directory,
    warehouse: { url: warehouse.url },
    reference: {
      primary: { adminUrl: reference.primary.adminUrl },
      replica: { adminUrl: reference.replica.adminUrl },
    },
  })
  return () => stack.stop()
}
