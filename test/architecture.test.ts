import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * The wings of `src/`, from the ground up, and `db/` beside it: each may import the ones below that its row names. Exactly what is used: a
 * permission nobody needs is taken away, a new one is a decision. What a wing is, the README at its door says.
 *
 * Where this differs from the design as agreed:
 * - `codes` and `province` stand side by side on `edge`: neither knows the other.
 * - What the edge asks before it takes a file (`edge/earlier`: deliveries, chains) is of the edge; the centre settles by the same functions.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[] | 'all'>> = {
  kernel: [],
  proof: ['kernel'],
  env: ['edge'],
  engine: ['kernel'],
  db: ['engine'],
  store: ['kernel', 'engine', 'db'],
  edge: ['kernel', 'proof', 'engine', 'store', 'db'],
  lake: ['kernel', 'engine', 'store', 'db'],
  province: ['kernel', 'engine', 'store', 'edge', 'db'],
  codes: ['kernel', 'engine', 'store', 'edge', 'db'],
  centre: ['kernel', 'proof', 'engine', 'store', 'edge', 'province', 'db'],
  http: ['kernel', 'proof', 'engine', 'store', 'edge', 'province', 'codes', 'centre', 'lake', 'db'],
  wiring: 'all',
  worker: 'all',
}
const WINGS = Object.keys(MAY_IMPORT).filter((name) => !['env', 'db', 'wiring', 'worker'].includes(name))

/** Hono is the face of the service; what lies behind it can be called without it. */
const KNOW_HONO = [/^src\/worker\.ts$/, /^src\/http\//]

/** Types of Workers' bindings: R2, queues, contexts. Everything else is given what it needs and runs anywhere. */
const KNOW_BINDINGS = [
  /^src\/(worker|env)\.ts$/,
  /^src\/edge\/(receipt|queue)\//,
  /^src\/centre\/(verification\/|services\.ts$)/,
  // The edge's whole path is handed bucket and queue, and hands them on.
  /^src\/edge\/receive\.ts$/,
  /^src\/http\/services\.ts$/,
  /^src\/store\/reference\/stored-release\.ts$/,
  // The lake is files of a bucket.
  /^src\/lake\/manifest\.ts$/,
]
const BINDING_TYPES = /\b(R2[A-Z]\w*|Queue|MessageBatch|ExecutionContext|ExportedHandler|ScheduledController)\b/

/** Time and randomness come in as arguments, so that a test can say what they are. */
const KNOW_THE_CLOCK = [
  /^src\/(worker|wiring)\.ts$/,
  // How long somebody pauses before a busy database is no test's business.
  /^src\/store\/client\.ts$/,
]
const CLOCK = /\b(Date\.now|performance\.now|Math\.random|randomUUID)\b|new Date\(\)/

/** The engine itself, its tests and what they are made of, and the benches that measure its parts one by one. */
const BEHIND_THE_ENGINES_DOOR = [/^src\/engine\//, /^test\/(engine|fixtures)\//, /^bench\/(stages|rule-costs)\.ts$/]

const MOST_LINES = 300
/** Tables: they grow with the law, and nobody reads them from top to bottom. */
const TABLES = [/^src\/engine\/standards\//, /^src\/lake\/tables\.ts$/, /^src\/[a-z]+\/refusals\.ts$/]

/** The type after which a folder is called. */
const NAMED_AS_THEIR_FOLDER = ['src/edge/receipt/receipt.ts', 'src/engine/finding/finding.ts']

type Source = { path: string; text: string; imports: string[] }

/** Without comments: words there are no code. Strings stay, and none of ours holds a comment's sign. */
const withoutComments = (text: string): string => text.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')

const IMPORT = /\bfrom '(\.{1,2}\/[^']+)'|\bimport\(?\s*'(\.{1,2}\/[^']+)'/g

async function readSources(folders: readonly string[]): Promise<Source[]> {
  const entries = await Promise.all(
    folders.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  )
  const paths = entries.flat().filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
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

/** `src/engine/rules/plan.ts` → engine, `src/env.ts` → env, `db/reference/schema.ts` → db. */
function wingOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  return top === 'src' ? second.replace(/\.ts$/, '') : top
}

/** The rooms of a wing: `src/engine/rules/record/dates.ts` → engine/rules; a file at its door is a room of its own. */
const roomOf = (path: string): string => path.split('/').slice(1, 3).join('/')

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

const sources = await readSources(['src', 'db'])
const among = (path: string, patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(path))
const pathsWhere = (holds: (source: Source) => boolean): string[] => sources.filter(holds).map(({ path }) => path)

/** Which node knows which other, where a file's node is what `nodeOf` says. */
function graphOf(nodeOf: (path: string) => string): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>()
  for (const { path, imports } of sources) {
    const from = nodeOf(path)
    const known = graph.get(from) ?? new Set<string>()
    graph.set(from, known)
    for (const target of imports) if (nodeOf(target) !== from) known.add(nodeOf(target))
  }
  return graph
}
const used = graphOf(wingOf)

describe('who may import whom', () => {
  test('the table names every wing and every file beside them, and nothing else', () => {
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

  test('the engine is imported through its door alone', async () => {
    const all = [...sources, ...(await readSources(['test', 'bench', 'scripts', 'gateway', 'dmdc-seed']))]
    const behind = all
      .filter(({ path }) => !among(path, BEHIND_THE_ENGINES_DOOR))
      .flatMap(({ path, imports }) =>
        imports
          .filter((target) => target.startsWith('src/engine/') && target !== 'src/engine/index.ts')
          .map((target) => `${path} → ${target}`),
      )
    expect(behind).toEqual([])
    const inside = sources.filter(({ path }) => /^src\/(engine|kernel)\//.test(path))
    expect(inside.filter(({ imports }) => imports.includes('src/engine/index.ts'))).toEqual([])
  })

  test('every import names a file that is there', () => {
    const there = new Set(sources.map(({ path }) => path))
    const missing = sources.flatMap(({ path, imports }) =>
      imports.filter((target) => !there.has(target)).map((target) => `${path} → ${target}`),
    )
    expect(missing).toEqual([])
  })

  test('there is no cycle, between wings, between their rooms or between files', () => {
    expect(findCycle(used)).toBeNull()
    expect(findCycle(graphOf(roomOf))).toBeNull()
    expect(findCycle(new Map(sources.map(({ path, imports }) => [path, new Set(imports)])))).toBeNull()
  })
})

describe('the portal', () => {
  test('knows of the service what anybody may: the door of the engine, words of the kernel, and the public API', async () => {
    const outside = (await readSources(['portal/src'])).flatMap(({ path, imports }) =>
      imports
        .filter((target) => !target.startsWith('portal/') && !/^src\/(engine\/index|kernel\/.*)\.ts$/.test(target))
        // The types of the public API, made of its document.
        .filter((target) => target !== '.build/portal-api.d.ts')
        .map((target) => `${path} → ${target}`),
    )
    expect(outside).toEqual([])
  })

  test('has screens that do not know each other', async () => {
    const screen = (path: string): string => path.split('/')[2] ?? ''
    const shared = new Set(['app', 'engine', 'findings', 'signed-in'])
    const across = (await readSources(['portal/src'])).flatMap(({ path, imports }) =>
      imports
        .filter(
          (target) => target.startsWith('portal/src/') && !shared.has(screen(path)) && !shared.has(screen(target)),
        )
        .filter((target) => screen(target) !== screen(path) && screen(path) !== 'main.tsx')
        .map((target) => `${path} → ${target}`),
    )
    expect(across).toEqual([])
  })
})

describe('the gateway', () => {
  /** Besides the door of the engine and the kernel: what it has in common with the service and with the commands beside it. */
  const SHARED = [
    // The check of files, and the code lists that are followed and proven.
    'scripts/check/check-file.ts',
    'scripts/check/code-lists.ts',
    'scripts/dmdc/follow/follow.ts',
    'scripts/dmdc/follow/problem.ts',
    'scripts/dmdc/follow/remote.ts',
    // How files lie sealed; the id of a submission.
    'src/edge/sealed/format.ts',
    'src/edge/sealed/open.ts',
    'src/edge/sealed/seal.ts',
    'src/edge/sealed/seals.ts',
    'src/edge/receipt/receipt.ts',
    'src/edge/gunzip.ts',
    'src/edge/earlier/corrections.ts',
    // Terms of Circular 48, and findings as a workbook.
    'src/centre/deadlines/due.ts',
    'src/centre/results/findings/sheets.ts',
    'src/province/sheets/xlsx.ts',
  ]
  const SHARED_SET = new Set(SHARED)

  test('knows the engine by its door, and of the service what is named here', async () => {
    const imported = (await readSources(['gateway'])).flatMap(({ path, imports }) =>
      imports.filter((target) => !target.startsWith('gateway/')).map((target) => ({ path, target })),
    )
    const outside = imported
      .filter(({ target }) => !/^src\/(engine\/index|kernel\/.*)\.ts$/.test(target) && !SHARED_SET.has(target))
      .map(({ path, target }) => `${path} → ${target}`)
    expect(outside).toEqual([])
    const used = new Set(imported.map(({ target }) => target))
    expect(SHARED.filter((target) => !used.has(target))).toEqual([])
  })

  test('is imported by its command alone, its files are short, and its clock is handed in', async () => {
    const importing = (await readSources(['src', 'db', 'scripts', 'portal/src'])).flatMap(({ path, imports }) =>
      imports.filter((target) => target.startsWith('gateway/')).map((target) => `${path} → ${target}`),
    )
    expect(importing).toEqual(['scripts/check/main.ts → gateway/main.ts'])
    const own = await readSources(['gateway'])
    expect(own.filter(({ text }) => text.trimEnd().split('\n').length > MOST_LINES).map(({ path }) => path)).toEqual([])
    const knowing = own.filter(({ text }) => CLOCK.test(withoutComments(text))).map(({ path }) => path)
    expect(knowing).toEqual(['gateway/main.ts'])
  })

  test('has no cycle between its files', async () => {
    const own = await readSources(['gateway'])
    expect(findCycle(new Map(own.map(({ path, imports }) => [path, new Set(imports)])))).toBeNull()
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

describe('the walls around the databases', () => {
  const outsideStore = (path: string): boolean => path.startsWith('src/') && !path.startsWith('src/store/')

  test('nobody but the store touches a client, and nobody but the store and the wiring opens a database', () => {
    const touching = pathsWhere(({ path, text }) => outsideStore(path) && /\$client\b/.test(withoutComments(text)))
    expect(touching).toEqual([])
    const opening = pathsWhere(
      ({ path, text }) => outsideStore(path) && path !== 'src/wiring.ts' && /\bopenDatabase\b/.test(text),
    )
    expect(opening).toEqual([])
  })

  test('nobody but the store writes to dossiers', () => {
    const byHand = /\b(?:UPDATE(?: OR \w+)?|INTO|DELETE FROM) "?dossiers\b/
    const byDrizzle = /\.(?:insert|update|delete)\(dossiers\)/
    const writing = pathsWhere(({ path, text }) => outsideStore(path) && (byHand.test(text) || byDrizzle.test(text)))
    expect(writing).toEqual([])
  })

  test('a file that asks by hand and through Drizzle says why', () => {
    const asking = (methods: string): RegExp =>
      new RegExp(
        `\\b(?:warehouse|register|reference|replica|primary|database|#openPrimary\\(\\))\\s*\\.(?:${methods})\\(`,
      )
    const both = pathsWhere(
      ({ path, text }) =>
        path.startsWith('src/') &&
        asking('ask|askAll|write').test(text) &&
        asking('select|selectDistinct|insert|update|delete').test(text) &&
        !text.includes('By hand: '),
    )
    expect(both).toEqual([])
  })
})

describe('the house', () => {
  test('what lint is told to overlook has its reason on the line before', () => {
    const unproven = sources.flatMap(({ path, text }) => {
      const lines = text.split('\n').map((line) => line.trim())
      return lines.flatMap((line, at) =>
        /^\/[/*] oxlint-disable/.test(line) && !/^(\/\/|\*\/|\*) ?\S/.test(lines[at - 1] ?? '')
          ? [`${path}:${at + 1}`]
          : [],
      )
    })
    expect(unproven).toEqual([])
  })

  test(`no file has more than ${MOST_LINES} lines, tables aside`, () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ path, lines }) => lines > MOST_LINES && !among(path, TABLES))
    expect(long).toEqual([])
  })

  test('an exported type has its name alone, save the refusals of each wing', () => {
    const files = new Map<string, string[]>()
    for (const { path, text } of sources.filter((source) => source.path.startsWith('src/'))) {
      for (const [, name = ''] of withoutComments(text).matchAll(
        /^export (?:type|interface|(?:abstract )?class) (\w+)/gm,
      ))
        files.set(name, [...(files.get(name) ?? []), path])
    }
    const shared = [...files].filter(([name, paths]) => paths.length > 1 && name !== 'Refusal')
    expect(files.size).toBeGreaterThan(400)
    expect(shared).toEqual([])
  })

  test('a file says more than its folder: what it does, or which thing of it', () => {
    const repeating = pathsWhere(({ path }) => {
      const [file = '', folder = ''] = path
        .replace(/\.tsx?$/, '')
        .split('/')
        .toReversed()
      return file === folder
    })
    expect(repeating.sort()).toEqual(NAMED_AS_THEIR_FOLDER)
  })

  test('every wing has a door: what it is, what may come in, who may import it', async () => {
    for (const wing of WINGS) {
      const door = await readFile(join(root, 'src', wing, 'README.md'), 'utf8')
      const below = MAY_IMPORT[wing]
      const above = Object.entries(MAY_IMPORT).filter(([, names]) => names !== 'all' && names.includes(wing))
      const named = (heading: string): string[] =>
        [...(new RegExp(`^${heading}:(.*)$`, 'm').exec(door)?.[1] ?? '').matchAll(/`([a-z]+)`/g)].map(
          ([, name = '']) => name,
        )
      expect({ wing, imports: named('Imports').sort() }).toEqual({ wing, imports: [...(below ?? [])].sort() })
      const importers = above.map(([name]) => name).sort()
      expect({ wing, importers: named('Imported by').sort() }).toEqual({ wing, importers })
    }
  })

  test('the README leads to every wing and every folder beside them', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const beside = (await readdir(root, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map(({ name }) => name)
    const folders = [
      ...WINGS.map((wing) => `src/${wing}`),
      ...beside.filter((name) => !['src', 'coverage'].includes(name)),
    ]
    expect(folders.filter((folder) => !readme.includes(`](${folder}`))).toEqual([])
  })
})
