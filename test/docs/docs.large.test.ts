import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dependencyTable } from '../../scripts/docs/dependencies.ts'
import { generatedFiles, staleFiles, type GeneratedFile } from '../../scripts/docs/documents.ts'
import { table } from '../../scripts/docs/markdown.ts'
import { renewVersion } from '../../scripts/docs/version.ts'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { ruleCatalogue, RULES_VERSION, standards, type CataloguedRule } from '../../src/engine/index.ts'
import { refusalCodes } from '../../src/http/refusals.ts'

const MOST_BYTES = 1_000_000
/** All documents and samples are made. */
const GENERATION_TIMEOUT_MS = 120_000

let files: GeneratedFile[]
beforeAll(async () => {
  files = await generatedFiles()
}, GENERATION_TIMEOUT_MS)
const contentOf = (path: string): string => String(files.find((file) => file.path === path)?.content ?? '')

describe('what is generated', () => {
  test('is on the disk as it should be', async () => {
    expect(await staleFiles(files)).toEqual([])
  })

  test(
    'is the same when it is generated again',
    async () => {
      expect(await generatedFiles()).toEqual(files)
    },
    GENERATION_TIMEOUT_MS,
  )

  describe('when a file differs', () => {
    let directory: string
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'bhyt-docs-'))
      for (const { path, content } of files) {
        await mkdir(dirname(join(directory, path)), { recursive: true })
        await writeFile(join(directory, path), content)
      }
    })
    afterAll(() => rm(directory, { recursive: true, force: true }))

    test('it is named, changed or missing, and no other', async () => {
      expect(await staleFiles(files, directory)).toEqual([])
      await writeFile(join(directory, 'docs/reference/openapi.json'), '{}')
      await rm(join(directory, 'docs/reference/rules.md'))
      expect(await staleFiles(files, directory)).toEqual(['docs/reference/rules.md', 'docs/reference/openapi.json'])
    })
  })
})

describe('docs/reference/rules.md', () => {
  test('has a line for every field of every table of every standard', () => {
    const sections = contentOf('docs/reference/rules.md')
      .split(/^## QĐ /m)
      .slice(1)
    for (const { id, tables } of Object.values(standards)) {
      const section = sections.find((text) => text.startsWith(`${id}\n`)) ?? ''
      for (const each of Object.values(tables)) {
        const part = section.split(/^### /m).find((text) => text.startsWith(`${each.id} ·`)) ?? ''
        for (const name of Object.keys(each.fields))
          expect(part, `${id} ${each.id}`).toMatch(new RegExp(`^\\| \\d+ \\| ${name} `, 'm'))
      }
    }
  })

  test('shows every rule that belongs to no table, and every demand by its name', () => {
    const text = contentOf('docs/reference/rules.md')
    const names = new Set(Array.from(text.matchAll(/`([^`\n]+)`/g), ([, name]) => name))
    for (const { id, table: of } of ruleCatalogue()) {
      if (names.has(id)) continue
      // Demands of rows have one line for all tables, those of a field the line of their field.
      expect(of, id).not.toBeNull()
      const isNamed = names.has(id.split('.').slice(2).join('.')) || text.includes(id.replace(/^\w+/, 'XMLn'))
      expect(isNamed, id).toBe(true)
    }
  })

  test('stays small enough to be read in a browser', () => {
    expect(Buffer.byteLength(contentOf('docs/reference/rules.md'))).toBeLessThan(MOST_BYTES)
  })
})

test('docs/reference/problems.md explains every code', () => {
  for (const code of [...refusalCodes, 'internal-fault'])
    expect(contentOf('docs/reference/problems.md')).toContain(`| \`${code}\` |`)
})

describe('docs/reference/openapi.json', () => {
  test('has every public route, and each of its references leads somewhere', () => {
    const text = contentOf('docs/reference/openapi.json')
    const document: unknown = JSON.parse(text)
    expect(document).toMatchObject({
      openapi: '3.1.0',
      paths: { '/oauth/token': {}, '/v1/submissions': {}, '/healthz': {} },
    })
    for (const [, path = ''] of text.matchAll(/"\$ref": "#\/([^"]+)"/g))
      expect(document).toHaveProperty(path.split('/'))
  })
})

describe('the version of the rules', () => {
  const rule: CataloguedRule = { id: 'XML1.MA_LK.required', table: 'XML1', field: 'MA_LK', variants: [] }
  const source = "export const RULES_VERSION = '2026.11.3+00000000'\n"

  test('is the digest of the catalogue behind a number that only people change', () => {
    const { version, source: renewed } = renewVersion(source, [rule])
    expect(version).toMatch(/^2026\.11\.3\+[0-9a-f]{8}$/)
    expect(renewed).toBe(source.replace('2026.11.3+00000000', version))
    expect(renewVersion(renewed, [rule]).source).toBe(renewed)
    expect(renewVersion(source, [{ ...rule, field: 'STT' }]).version).not.toBe(version)
  })

  test('is true for the rules as they are', () => {
    expect(renewVersion(`'${RULES_VERSION}'`, ruleCatalogue()).version).toBe(RULES_VERSION)
  })

  test('is missed where it is not', () => {
    expect(() => renewVersion('', [rule])).toThrow('no version')
  })
})

describe('tables of the documents', () => {
  test('a cell of a table may hold what ends a cell', () => {
    expect(table(['a'], [['x|y']])).toBe('| a |\n|---|\n| x\\|y |')
  })

  test('every dependency says why it is there, and none that is gone', () => {
    expect(() => dependencyTable({ dependencies: { unheard: '1.0.0' }, devDependencies: {} })).toThrow(
      'why we need unheard',
    )
    expect(() => dependencyTable({ dependencies: {}, devDependencies: {} })).toThrow('which is no dependency')
  })
})

/** Every document that people read, by its path. */
async function documentPaths(): Promise<string[]> {
  const folders = await Promise.all(
    ['docs', 'src'].map(async (folder) =>
      (await readdir(join(projectRoot, folder), { recursive: true })).map((name) => `${folder}/${name}`),
    ),
  )
  const atTheTop = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md']
  return [...atTheTop, ...folders.flat()].filter((name) => name.endsWith('.md'))
}

test('every link between our documents leads to something that is there', async () => {
  const broken: string[] = []
  for (const path of await documentPaths()) {
    const text = await readFile(join(projectRoot, path), 'utf8')
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)) {
      const there = await stat(resolve(projectRoot, dirname(path), target)).catch(() => null)
      if (!there) broken.push(`${path}: ${target}`)
    }
  }
  expect(broken).toEqual([])
})

test('every correct sample is accepted without an error or a warning, every faulty one has a rejected dossier', () => {
  const guide = contentOf('docs/his/samples/README.md')
  const rows = guide.split('\n').filter((line) => line.startsWith('| ['))
  expect(rows).toHaveLength(4 * Object.keys(standards).length)
  for (const row of rows) {
    const [, , , counts = ''] = row.split('|')
    const [accepted = 0, warned = 0, rejected = 0] = counts.split('·').map(Number)
    expect(accepted + warned + rejected, row).toBeGreaterThan(0)
    if (row.includes('-correct')) expect([warned, rejected], row).toEqual([0, 0])
    else expect(rejected, row).toBeGreaterThan(0)
  }
})

test('every file or folder that a document names is there', async () => {
  const missing: string[] = []
  for (const path of await documentPaths()) {
    if (path === 'CHANGELOG.md') continue
    const text = await readFile(join(projectRoot, path), 'utf8')
    for (const [, named = ''] of text.matchAll(/`((?:src|db|test|scripts|bench|dmdc-seed|docs)\/[\w./-]+)`/g))
      if (!(await stat(join(projectRoot, named)).catch(() => null))) missing.push(`${path}: ${named}`)
  }
  expect(missing).toEqual([])
})
