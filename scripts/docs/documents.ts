/** Every generated document as it should be now. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readManifest } from '../../dmdc-seed/catalogue-file.ts'
import { ruleCatalogue } from '../../src/engine/index.ts'
import { createApp } from '../../src/http/app.ts'
import type { Services } from '../../src/http/services.ts'
import { projectRoot } from '../stack/bundle.ts'
import { dependencyTable, type Manifest } from './dependencies.ts'
import { limitsTable } from './limits.ts'
import { replacePart } from './markdown.ts'
import { problemSummary, problemsDocument } from './problems.ts'
import { rulesDocument } from './rules.ts'
import { renewVersion } from './version.ts'

/** A file of the project, by its path from the root, and what it should hold. */
export type GeneratedFile = { path: string; content: string }

const read = (path: string): Promise<string> => readFile(join(projectRoot, path), 'utf8')

/** All generated files; those of which only parts are generated (README, version) keep the rest. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const catalogue = ruleCatalogue()
  const version = renewVersion(await read('src/engine/rules/version.ts'), catalogue)
  // npm's own file.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const manifest = JSON.parse(await read('package.json')) as Manifest
  const parts = {
    limits: limitsTable(),
    problems: problemSummary(),
    dependencies: dependencyTable(manifest),
  }
  let readme = await read('README.md')
  for (const [name, content] of Object.entries(parts)) readme = replacePart(readme, name, content)
  return [
    { path: 'src/engine/rules/version.ts', content: version.source },
    { path: 'docs/RULES.md', content: rulesDocument(version.version, catalogue, await readManifest()) },
    { path: 'docs/PROBLEMS.md', content: problemsDocument() },
    { path: 'docs/openapi.json', content: await openApi() },
    { path: 'README.md', content: readme },
  ]
}

/** The paths of those that are not on the disk as they should be. */
export async function staleFiles(files: readonly GeneratedFile[], root = projectRoot): Promise<string[]> {
  const stale = await Promise.all(
    files.map(async ({ path, content }) => {
      const held = await readFile(join(root, path), 'utf8').catch(() => null)
      return held === content ? [] : [path]
    }),
  )
  return stale.flat()
}

/** What GET /openapi.json answers. */
async function openApi(): Promise<string> {
  // The document is made of the routes alone: no service is ever asked for anything.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const app = createApp(() => ({}) as Services)
  const response = await app.request('/openapi.json')
  if (response.status !== 200) throw new Error(`GET /openapi.json answers ${response.status}`)
  return `${JSON.stringify(await response.json(), null, 2)}\n`
}
