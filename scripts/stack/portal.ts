/** The portal as files: built by Vite into `.build/portal`, where wrangler.toml looks for it, and anew only when a source has changed. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { projectRoot } from './bundle.ts'
import { runNode } from './run-node.ts'

const BUILD = join(projectRoot, '.build')
/** Where wrangler.toml's `[assets]` looks. */
export const portalDirectory = join(BUILD, 'portal')
/** Names the sources of the build that lies there. */
const STAMP = join(BUILD, 'portal.sources')
/** This file too, as it says how they are built. */
const SOURCES = ['portal', 'docs', 'src/engine', 'src/kernel', 'package-lock.json', 'scripts/stack/portal.ts']
const NOT_SOURCES = new Set(['node_modules'])
/** A cold build takes some five seconds; a loaded machine is given much more. */
const BUILD_TIMEOUT_MS = 180_000

async function* filesBelow(path: string): AsyncGenerator<string, void> {
  const entries = await readdir(join(projectRoot, path), { withFileTypes: true }).catch(() => null)
  if (entries === null) return yield path
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_SOURCES.has(entry.name)) continue
    if (entry.isDirectory()) yield* filesBelow(join(path, entry.name))
    else yield join(path, entry.name)
  }
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const source of SOURCES)
    for await (const path of filesBelow(source))
      hash.update(`${path}\0`).update(await readFile(join(projectRoot, path)))
  return hash.digest('hex')
}

async function build(outDirectory: string): Promise<void> {
  const resolve = createRequire(join(projectRoot, 'portal/package.json')).resolve
  const vite = join(dirname(resolve('vite/package.json')), 'bin/vite.js')
  const args = [vite, 'build', '--outDir', outDirectory, '--emptyOutDir', '--logLevel', 'warn']
  await runNode(args, {
    cwd: join(projectRoot, 'portal'),
    // Also where this process runs tests: by it React and its kin choose between their two builds.
    env: { NODE_ENV: 'production' },
    timeout: BUILD_TIMEOUT_MS,
    failure: 'The portal could not be built (npm ci installs what it needs).',
  })
}

/** Makes sure that `.build/portal` holds the portal of the sources as they are. */
export async function buildPortal(): Promise<void> {
  const sources = await hashOfSources()
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === sources) return
  await mkdir(BUILD, { recursive: true })
  // In a folder of its own, moved when it is complete: several processes may build at once.
  const draft = await mkdtemp(join(BUILD, 'portal-'))
  try {
    await build(draft)
    await rm(STAMP, { force: true })
    await rm(portalDirectory, { recursive: true, force: true })
    await rename(draft, portalDirectory)
    await writeFile(STAMP, sources)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
