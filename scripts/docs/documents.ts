/** Every generated document as it should be now. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readManifest } from '../../dmdc-seed/catalogue-file.ts'
import { ruleCatalogue } from '../../src/engine/index.ts'
import { createApp } from '../../src/http/app.ts'
import { createMetrics } from '../../src/kernel/metrics.ts'
import type { Services } from '../../src/http/services.ts'
import { projectRoot } from '../stack/bundle.ts'
import { dependenciesDocument, type Manifest } from './dependencies.ts'
import { legacyCodesDocument } from './legacy-codes.ts'
import { oldClientsDocument } from './old-clients.ts'
import { permissionsOf } from '../../src/http/permissions.ts'
import { lakeDocument } from './lake.ts'
import { limitsDocument } from './limits.ts'
import { permissionsDocument } from './permissions.ts'
import { problemsDocument } from './problems.ts'
import { rulesDocument } from './rules.ts'
import { sampleFiles } from './samples.ts'
import { renewVersion } from './version.ts'

/** A file of the project, by its path from the root, and what it should hold. */
export type GeneratedFile = { path: string; content: string | Uint8Array }

const read = (path: string): Promise<string> => readFile(join(projectRoot, path), 'utf8')

// npm's own file.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const manifestOf = async (path: string): Promise<Manifest> => JSON.parse(await read(path)) as Manifest

/** All generated files; the version keeps what is beside its digest. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const catalogue = ruleCatalogue()
  const version = renewVersion(await read('src/engine/rules/version.ts'), catalogue)
  const manifest = await manifestOf('package.json')
  const portal = await manifestOf('portal/package.json')
  return [
    { path: 'src/engine/rules/version.ts', content: version.source },
    { path: 'docs/reference/rules.md', content: rulesDocument(version.version, catalogue, await readManifest()) },
    { path: 'docs/reference/problems.md', content: problemsDocument() },
    { path: 'docs/reference/old-codes.md', content: legacyCodesDocument() },
    { path: 'docs/his/old-clients.md', content: oldClientsDocument() },
    { path: 'docs/reference/lake.md', content: lakeDocument() },
    { path: 'docs/reference/limits.md', content: limitsDocument() },
    { path: 'docs/reference/dependencies.md', content: dependenciesDocument(manifest, portal) },
    { path: 'docs/reference/openapi.json', content: await openApi() },
    { path: 'docs/reference/permissions.md', content: permissionsDocument(permissionsOf(documentedApp())) },
    ...(await sampleFiles()),
  ]
}

/** The paths of those that are not on the disk as they should be. */
export async function staleFiles(files: readonly GeneratedFile[], root = projectRoot): Promise<string[]> {
  const stale = await Promise.all(
    files.map(async ({ path, content }) => {
      const held = await readFile(join(root, path)).catch(() => null)
      return held !== null && isSame(held, content) ? [] : [path]
    }),
  )
  return stale.flat()
}

/** A packed file is compared by what it holds: versions of zlib pack the same text differently. */
const isSame = (held: Buffer, content: string | Uint8Array): boolean =>
  typeof content === 'string' ? held.toString('utf8') === content : gunzipSync(held).equals(gunzipSync(content))

/** Documents are made of the routes alone: no service is ever asked for anything. */
const documentedApp = () =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  createApp(() => ({ now: Date.now, log: () => {}, metrics: createMetrics() }) as unknown as Services)

/** What GET /openapi.json answers. */
async function openApi(): Promise<string> {
  const response = await documentedApp().request('/openapi.json')
  if (response.status !== 200) throw new Error(`GET /openapi.json answers ${response.status}`)
  return `${JSON.stringify(await response.json(), null, 2)}\n`
}
