/** Before all files of the project `portal`: the portal is built, and one service serves it; beside it an outside provider to sign in by. */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import getPort from 'get-port'
import type { TestProject } from 'vitest/node'
import { startStack } from '../../scripts/stack/stack.ts'
import { OUTSIDE_CLIENT, startOutsideProvider } from './outside-provider.ts'
import { quickQueues } from './quick-queues.ts'
import { stackTemplates } from './templates.ts'

declare module 'vitest' {
  interface ProvidedContext {
    portalUrl: string
  }
}

const PROVIDER = { id: 'so-y-te', title: { vi: 'Tài khoản Sở Y tế', en: 'Account of the health department' } }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const templates = await stackTemplates(project)
  const directory = join(templates.folder, 'portal')
  const port = await getPort()
  const redirects = ['127.0.0.1', 'localhost'].map(
    (host) => `http://${host}:${port}/v1/session/outside/${PROVIDER.id}/callback`,
  )
  const provider = await startOutsideProvider(await getPort(), redirects)
  const dispose = async (): Promise<void> => {
    await provider.stop()
    await templates.dispose()
  }
  try {
    await cp(join(templates.folder, 'stack'), directory, { recursive: true })
    const stack = await startStack({
      directory,
      port,
      servesPortal: true,
      warehouseReplicas: false,
      queues: quickQueues,
      vars: {
        SIGN_IN_POLICY: JSON.stringify({ secondFactor: ['auditor'] }),
        // Lists are published and rolled back by two.
        DMDC_ONE_PERSON: 'false',
        OUTSIDE_PROVIDERS: JSON.stringify([{ ...PROVIDER, issuer: provider.issuer, clientId: OUTSIDE_CLIENT.id }]),
        OUTSIDE_PROVIDER_SECRETS: JSON.stringify({ [PROVIDER.id]: OUTSIDE_CLIENT.secret }),
      },
    })
    project.provide('portalUrl', stack.url)
    return async () => {
      await stack.stop()
      await dispose()
    }
  } catch (error) {
    await dispose()
    throw error
  }
}
