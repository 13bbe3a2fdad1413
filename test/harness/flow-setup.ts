import type { TestProject } from 'vitest/node'
import { bundleWorker } from '../../scripts/stack/bundle.ts'
import { startSharedStack } from './shared-stack.ts'
import { stackTemplates } from './templates.ts'

/** Runs once before all files that start the service: the bundle is kept until a source changes, so each of them finds it ready. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [templates] = await Promise.all([stackTemplates(project), bundleWorker()])
  const stop = await startSharedStack(project, templates.folder).catch(async (error: unknown) => {
    await templates.dispose()
    throw error
  })
  return async () => {
    await stop()
    await templates.dispose()
  }
}
