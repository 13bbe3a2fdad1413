import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSqld, type Sqld } from '../../scripts/stack/sqld.ts'
import { copyTemplate } from './copy-template.ts'

type TestSqldOptions = {
  /** gRPC address of the primary; it is a replica then. */
  primaryGrpcUrl?: string | undefined
  /** What it holds at its start; nothing unless named. */
  template?: 'reference' | 'warehouse' | 'register'
}

/** A real sqld in a folder of its own, which goes with it. */
export async function startTestSqld({ primaryGrpcUrl, template }: TestSqldOptions = {}): Promise<Sqld> {
  const folder = await mkdtemp(join(tmpdir(), 'bhyt-sqld-'))
  const directory = join(folder, 'data')
  if (template !== undefined) await copyTemplate(template, directory)
  const sqld = await startSqld({ name: 'test', directory, ...(primaryGrpcUrl === undefined ? {} : { primaryGrpcUrl }) })
  const stop = async (): Promise<void> => {
    await sqld.kill()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...sqld, stop }
}

/** A primary whose reference schema is in place. */
export const startReferencePrimary = (): Promise<Sqld> => startTestSqld({ template: 'reference' })
