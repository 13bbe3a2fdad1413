/** Before all files of the project `portal`: the portal is built, and one service serves it. */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startStack } from '../../scripts/stack/stack.ts'
import { quickQueues } from './quick-queues.ts'
import { stackTemplates } from './templates.ts'

declare module 'vitest' {
  interface ProvidedContext {
    portalUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const templates = await stackTemplates(project)
  const directory = join(templates.folder, 'portal')
  try {
    await cp(join(templates.folder, 'stack'), directory, { recursive: true })
    const stack = await startStack({ directory, servesPortal: true, warehouseReplicas: false, queues: quickQueues })
    project.provide('portalUrl', stack.url)
    return async () => {
      await stack.stop()
      await templates.dispose()
    }
  } catch (error) {
    await templates.dispose()
    throw error
  }
}
