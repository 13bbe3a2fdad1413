/**
 * The worker's script exactly as `wrangler deploy` would upload it, and its bindings as declared in wrangler.toml. Both come from
 * wrangler, which takes two seconds to load: so its answers are kept under `.build/worker` until one of the source files changes.
 */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkerOptions } from 'miniflare'
import { runNode } from './run-node.ts'

export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const BUILD_DIRECTORY = join(projectRoot, '.build/worker')
const CONFIG = 'wrangler.toml'
/** The deployments of wrangler.toml: its `[env.…]` blocks. */
const DEPLOYMENTS = ['edge', 'central'] as const
const DEFAULT_ENTRY = 'src/worker.ts'
/** A cold build takes two to four seconds; a loaded machine is given much more. */
const BUILD_TIMEOUT_MS = 120_000
/** Older builds may still be read by another process that starts at this moment. */
const KEEP_OLD_BUILDS_MS = 60 * 60 * 1000

export type Bundle = {
  /** The one ES module that is deployed. */
  scriptPath: string
  /** Bindings, queues and compatibility as Miniflare takes them, from wrangler.toml's top block. */
  workerOptions: WorkerOptions
  /** The same of each deployment, from its own block. */
  deployments: Record<(typeof DEPLOYMENTS)[number], WorkerOptions>
}

type Declared = Pick<Bundle, 'workerOptions' | 'deployments'>
type Manifest = Bundle & { inputs: Record<string, string> }

const wranglerManifest = createRequire(import.meta.url).resolve('wrangler/package.json')
/** What a build follows from beside the sources; this file too, as it says what is kept of one. */
const OTHER_INPUTS = [CONFIG, relative(projectRoot, wranglerManifest), 'scripts/stack/bundle.ts']

/** Bundling needs no host at all; everything in wrangler that would ask one is switched off. */
const quietEnvironment = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  // The banner is also what looks for a newer version.
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: join(projectRoot, '.build/wrangler-logs'),
  CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  CI: 'true',
  NO_COLOR: '1',
}

const runQuietly = (args: string[]): Promise<string> =>
  runNode(args, {
    cwd: projectRoot,
    env: quietEnvironment,
    timeout: BUILD_TIMEOUT_MS,
    failure: 'The worker could not be bundled.',
  })

const hashOf = async (path: string): Promise<string | undefined> => {
  const content = await readFile(path).catch(() => undefined)
  return content === undefined ? undefined : createHash('sha256').update(content).digest('hex')
}

const hashesOf = async (paths: string[]): Promise<Record<string, string>> => {
  const hashes = await Promise.all(paths.map(async (path) => [path, await hashOf(resolve(projectRoot, path))] as const))
  // esbuild also lists modules that are no files; those follow from the version of wrangler.
  return Object.fromEntries(hashes.flatMap(([path, hash]) => (hash === undefined ? [] : [[path, hash]])))
}

/** What was written while it was built is in the bundle as it was before, or as it is now: by no hash of ours, so that it is built once more. */
async function changedSince(startedAt: number, paths: readonly string[]): Promise<Record<string, string>> {
  const changed: Record<string, string> = {}
  for (const path of paths) {
    const found = await stat(resolve(projectRoot, path)).catch(() => undefined)
    if (found !== undefined && found.mtimeMs >= startedAt) changed[path] = ''
  }
  return changed
}

const readManifest = async (path: string): Promise<Bundle | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  // Our own file, written below.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { inputs, ...bundle } = JSON.parse(text) as Manifest
  const names = [...new Set([...Object.keys(inputs), ...OTHER_INPUTS])]
  const now = await hashesOf(names)
  const isFresh = names.every((name) => now[name] === inputs[name])
  const isThere = await stat(bundle.scriptPath).catch(() => undefined)
  return isFresh && isThere !== undefined ? bundle : undefined
}

const readDeclared = async (): Promise<Declared> => {
  // In its own process: loading wrangler's library takes longer than all the rest of a start.
  const script = `import { unstable_getMiniflareWorkerOptions as read } from 'wrangler'
    const optionsOf = (name) => read(${JSON.stringify(CONFIG)}, name).workerOptions
    const deployments = ${JSON.stringify(DEPLOYMENTS)}.map((name) => [name, optionsOf(name)])
    const declared = { workerOptions: optionsOf(), deployments: Object.fromEntries(deployments) }
    process.stdout.write('\\n' + JSON.stringify(declared))`
  const output = await runQuietly(['--input-type=module', '--eval', script])
  // What the script above has just written.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(output.slice(output.lastIndexOf('\n'))) as Declared
}

const removeOldBuilds = async (): Promise<void> => {
  const limit = Date.now() - KEEP_OLD_BUILDS_MS
  for (const entry of await readdir(BUILD_DIRECTORY, { withFileTypes: true })) {
    const path = join(BUILD_DIRECTORY, entry.name)
    const age = entry.isDirectory() ? await stat(path).catch(() => undefined) : undefined
    if (age !== undefined && age.mtimeMs < limit) await rm(path, { recursive: true, force: true })
  }
}

const build = async (entry: string, manifestPath: string): Promise<Bundle> => {
  await mkdir(BUILD_DIRECTORY, { recursive: true })
  // wrangler asks for the folder of the portal's files also where nobody needs them.
  await mkdir(join(projectRoot, '.build/portal'), { recursive: true })
  await removeOldBuilds()
  const startedAt = Date.now()
  // A folder of its own, renamed when complete: tests build in several processes at once.
  const directory = await mkdtemp(join(BUILD_DIRECTORY, 'build-'))
  const wrangler = join(dirname(wranglerManifest), 'bin/wrangler.js')
  const [declared] = await Promise.all([
    readDeclared(),
    // `--env=` names the top block, which wrangler otherwise warns about.
    runQuietly([
      wrangler,
      'deploy',
      entry,
      '--config',
      CONFIG,
      '--env=',
      '--dry-run',
      '--outdir',
      directory,
      '--metafile',
    ]),
  ])
  const metafile = await readFile(join(directory, 'bundle-meta.json'), 'utf8')
  // esbuild's documented metafile.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { inputs, outputs } = JSON.parse(metafile) as {
    inputs: Record<string, unknown>
    outputs: Record<string, { entryPoint?: string }>
  }
  const script = Object.entries(outputs).find(([, output]) => output.entryPoint !== undefined)?.[0]
  if (script === undefined) throw new Error(`wrangler wrote no script for ${entry}`)
  const names = [...Object.keys(inputs), ...OTHER_INPUTS]
  const manifest: Manifest = {
    scriptPath: resolve(projectRoot, script),
    ...declared,
    inputs: { ...(await hashesOf(names)), ...(await changedSince(startedAt, names)) },
  }
  const draft = join(directory, 'manifest.json')
  await writeFile(draft, JSON.stringify(manifest))
  await rename(draft, manifestPath)
  return manifest
}

/** The bundled worker; built anew only when one of its sources, wrangler.toml or wrangler itself has changed. */
export const bundleWorker = async (entry = DEFAULT_ENTRY): Promise<Bundle> => {
  const manifestPath = join(BUILD_DIRECTORY, `${entry.replaceAll(/[^\w.-]/g, '-')}.json`)
  return (await readManifest(manifestPath)) ?? (await build(entry, manifestPath))
}
