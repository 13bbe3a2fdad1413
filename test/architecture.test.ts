import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Who may import whom: a folder of `src/`, or a file that lies directly in it, and the others it may name in a relative import.
 * `db` is the folder beside `src`. Exactly what is used: a permission nobody needs is taken away, a new one is a decision.
 *
 * Where this differs from the design as first agreed:
 * - `text` is a leaf of its own, because a finding and a refusal are both said in two languages.
 * - `fault` is a leaf: whoever logs a fault describes it in words that hold no data.
 * - `envelope` and `record` know `refusal`: what a file as a whole owes is found out where it is read.
 * - `inspection` is the one pass over a file, put together from envelope, record, rules and dmdc. Edge and centre run the same
 *   pass, so neither `intake` nor `verification` puts it together, and `verification` no longer knows `envelope`.
 * - `dmdc` knows `record`: a code is judged as of a date that stands in the row.
 * - `warehouse` knows `refusal`: a reader who asks while it is away is told to ask again.
 * - `vietnam-time` is a leaf: the hour of Việt Nam is said in one place.
 * - `calendar` is a leaf: whoever counts working days hands in days. `curation` is how lists come about at the centre; nothing of the
 *   edge path knows it.
 * - `deadlines` knows `calendar` and `standards`: terms in working days are figures with dates; and `identity`, as an outage is
 *   declared by somebody for their own side.
 * - `regions` knows `finding`: what identifies is masked as it is in findings.
 * - `results` is what facilities are told of what the centre found: `verification` announces in it, `intake` asks it.
 * - `history` is what the centre finds among dossiers: it reads and writes warehouse and register, and judges by `rules`. Nothing of the
 *   edge path knows it but the routes of cards.
 * - `spreadsheet-out` is a leaf: tables handed out as CSV and Excel, whatever they hold.
 * - `versions` and `assessments` are what becomes of a dossier once it lies in the warehouse: the centre settles it, the edge asks before it
 *   takes a file, BHXH's seat writes. `versions` knows `record` to show a stored number as one writes it.
 * - `record` does not need `finding`, nor `warehouse` `standards` and `finding`: their columns come through `db`.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[] | 'all'>> = {
  text: [],
  fault: [],
  calendar: [],
  'vietnam-time': [],
  env: [],
  standards: [],
  queue: [],
  refusal: ['text'],
  finding: ['standards', 'text'],
  envelope: ['refusal', 'text'],
  record: ['standards', 'refusal'],
  rules: ['standards', 'finding', 'record', 'text'],
  db: ['standards'],
  dmdc: ['standards', 'finding', 'record', 'refusal', 'text', 'db'],
  spreadsheet: ['refusal', 'text'],
  curation: ['calendar', 'vietnam-time', 'dmdc', 'spreadsheet', 'identity', 'refusal', 'text', 'db'],
  identity: ['refusal', 'db'],
  receipt: ['finding', 'refusal', 'queue'],
  versions: ['record', 'refusal', 'text', 'warehouse', 'db'],
  assessments: ['refusal', 'versions', 'warehouse', 'db'],
  inspection: ['standards', 'finding', 'envelope', 'record', 'rules', 'dmdc', 'refusal', 'text'],
  warehouse: ['vietnam-time', 'refusal', 'db'],
  regions: ['vietnam-time', 'finding', 'identity', 'refusal', 'text', 'warehouse', 'db'],
  'spreadsheet-out': [],
  results: ['finding', 'identity', 'receipt', 'refusal', 'spreadsheet-out', 'vietnam-time', 'warehouse', 'db'],
  deadlines: ['calendar', 'standards', 'vietnam-time', 'identity', 'refusal', 'text', 'warehouse', 'db'],
  history: [
    'standards',
    'finding',
    'record',
    'rules',
    'identity',
    'refusal',
    'text',
    'warehouse',
    'vietnam-time',
    'db',
  ],
  verification: [
    'deadlines',
    'history',
    'inspection',
    'standards',
    'finding',
    'record',
    'rules',
    'dmdc',
    'fault',
    'receipt',
    'queue',
    'results',
    'warehouse',
    'versions',
    'vietnam-time',
    'db',
  ],
  terminology: ['vietnam-time', 'dmdc', 'refusal', 'db'],
  intake: [
    'history',
    'spreadsheet',
    'terminology',
    'curation',
    'vietnam-time',
    'inspection',
    'standards',
    'finding',
    'envelope',
    'rules',
    'dmdc',
    'identity',
    'receipt',
    'queue',
    'warehouse',
    'regions',
    'results',
    'deadlines',
    'versions',
    'assessments',
    'spreadsheet-out',
    'refusal',
    'fault',
    'text',
    'db',
  ],
  wiring: 'all',
  worker: 'all',
}

/** Hono is the face of the service; what lies behind it can be called without it. */
const KNOW_HONO = [/^src\/worker\.ts$/, /^src\/intake\//]

/** Types of Workers' bindings: R2, queues, contexts. Everything else is given what it needs and runs anywhere. */
const KNOW_BINDINGS = [
  /^src\/(worker|env)\.ts$/,
  /^src\/(receipt|queue|verification)\//,
  // The edge's whole path is handed bucket and queue, and hands them on.
  /^src\/intake\/(services|receive)\.ts$/,
  /^src\/dmdc\/stored\.ts$/,
]
const BINDING_TYPES = /\b(R2[A-Z]\w*|Queue|MessageBatch|ExecutionContext|ExportedHandler|ScheduledController)\b/

/** Time and randomness come in as arguments, so that a test can say what they are. */
const KNOW_THE_CLOCK = [
  /^src\/(worker|wiring)\.ts$/,
  // How long somebody pauses before a busy database is no test's business.
  /^db\/client\.ts$/,
]
const CLOCK = /\b(Date\.now|performance\.now|Math\.random|randomUUID)\b|new Date\(\)/

const MOST_LINES = 300
/** Tables: they grow with the law, and nobody reads them from top to bottom. */
const TABLES = [/^src\/standards\//, /^src\/refusal\.ts$/]

type Source = { path: string; text: string; imports: string[] }

/** Without comments: words there are no code. Strings stay, and none of ours holds a comment's sign. */
const withoutComments = (text: string): string => text.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')

const IMPORT = /\bfrom '(\.{1,2}\/[^']+)'|\bimport\(?\s*'(\.{1,2}\/[^']+)'/g

async function readSources(): Promise<Source[]> {
  const entries = await Promise.all(
    ['src', 'db'].map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  )
  const paths = entries.flat().filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  return Promise.all(
    paths.map(async (entry) => {
      const absolute = join(entry.parentPath, entry.name)
      const text = await readFile(absolute, 'utf8')
      const imports = [...withoutComments(text).matchAll(IMPORT)].map(([, from, dynamic]) =>
        relative(root, resolve(dirname(absolute), from ?? dynamic ?? '')),
      )
      return { path: relative(root, absolute), text, imports }
    }),
  )
}

/** `src/rules/xml1.ts` → rules, `src/text.ts` → text, `db/client.ts` → db. */
function moduleOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  return top === 'src' ? second.replace(/\.ts$/, '') : top
}

/** The first way round that leads back to its start; null where there is none. */
function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | null {
  const done = new Set<string>()
  const walk = (node: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node]
    if (done.has(node)) return null
    done.add(node)
    for (const next of edges.get(node) ?? []) {
      const cycle = walk(next, [...trail, node])
      if (cycle) return cycle
    }
    return null
  }
  for (const node of edges.keys()) {
    const cycle = walk(node, [])
    if (cycle) return cycle
  }
  return null
}

const sources = await readSources()
const among = (path: string, patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(path))
const pathsWhere = (holds: (source: Source) => boolean): string[] => sources.filter(holds).map(({ path }) => path)

const used = new Map<string, Set<string>>()
for (const { path, imports } of sources) {
  const from = moduleOf(path)
  const known = used.get(from) ?? new Set<string>()
  used.set(from, known)
  for (const target of imports) if (moduleOf(target) !== from) known.add(moduleOf(target))
}

describe('who may import whom', () => {
  test('the table names every folder and every file beside them, and nothing else', () => {
    expect([...used.keys()].sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  })

  test.each(Object.entries(MAY_IMPORT))('%s imports exactly what the table says', (name, allowed) => {
    if (allowed === 'all') return
    expect([...(used.get(name) ?? [])].sort()).toEqual([...allowed].sort())
  })

  test('nothing outside src and db is imported, nobody imports the worker, and only the worker its wiring', () => {
    const outside = sources.flatMap(({ path, imports }) =>
      imports.filter((target) => !/^(src|db)\//.test(target)).map((target) => `${path} → ${target}`),
    )
    expect(outside).toEqual([])
    expect(pathsWhere(({ imports }) => imports.includes('src/worker.ts'))).toEqual([])
    expect(pathsWhere(({ imports }) => imports.includes('src/wiring.ts'))).toEqual(['src/worker.ts'])
  })

  test('every import names a file that is there', () => {
    const there = new Set(sources.map(({ path }) => path))
    const missing = sources.flatMap(({ path, imports }) =>
      imports.filter((target) => !there.has(target)).map((target) => `${path} → ${target}`),
    )
    expect(missing).toEqual([])
  })

  test('there is no cycle, between folders or between files', () => {
    expect(findCycle(used)).toBeNull()
    expect(findCycle(new Map(sources.map(({ path, imports }) => [path, new Set(imports)])))).toBeNull()
  })
})

describe('what only some may know', () => {
  test('Hono', () => {
    const knowing = pathsWhere(({ path, text }) => /from '(hono|@hono)\b/.test(text) && !among(path, KNOW_HONO))
    expect(knowing).toEqual([])
  })

  test("the types of Workers' bindings", () => {
    const knowing = pathsWhere(({ path, text }) => {
      const code = withoutComments(text).replaceAll(/'[^'\n]*'/g, "''")
      return BINDING_TYPES.test(code) && !among(path, KNOW_BINDINGS)
    })
    expect(knowing).toEqual([])
  })

  test('the clock and chance', () => {
    const knowing = pathsWhere(({ path, text }) => CLOCK.test(withoutComments(text)) && !among(path, KNOW_THE_CLOCK))
    expect(knowing).toEqual([])
  })
})

describe('the house', () => {
  test(`no file has more than ${MOST_LINES} lines, tables aside`, () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ path, lines }) => lines > MOST_LINES && !among(path, TABLES))
    expect(long).toEqual([])
  })

  test('the README leads to every folder', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const inSource = [...used.keys()].filter((name) => sources.some(({ path }) => path.startsWith(`src/${name}/`)))
    const beside = (await readdir(root, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map(({ name }) => name)
    const unnamed = [
      ...inSource.map((name) => `src/${name}`),
      ...beside.filter((name) => name !== 'src' && name !== 'coverage'),
    ].filter((folder) => !readme.includes(`](${folder}`))
    expect(unnamed).toEqual([])
  })
})
