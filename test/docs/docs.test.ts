import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dependencyTable } from '../../scripts/docs/dependencies.ts'
import { generatedFiles, staleFiles, type GeneratedFile } from '../../scripts/docs/documents.ts'
import { replacePart, table } from '../../scripts/docs/markdown.ts'
import { renewVersion } from '../../scripts/docs/version.ts'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { ruleCatalogue, RULES_VERSION, standards, type CataloguedRule } from '../../src/engine/index.ts'
import { refusalCodes } from '../../src/kernel/refusal.ts'

const MOST_BYTES = 1_000_000

let files: GeneratedFile[]
beforeAll(async () => {
  files = await generatedFiles()
})
const contentOf = (path: string): string => files.find((file) => file.path === path)?.content ?? ''

describe('what is generated', () => {
  test('is on the disk as it should be', async () => {
    expect(await staleFiles(files)).toEqual([])
  })

  test('is the same when it is generated again', async () => {
    expect(await generatedFiles()).toEqual(files)
  })

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
      await writeFile(join(directory, 'docs/openapi.json'), '{}')
      await rm(join(directory, 'docs/RULES.md'))
      expect(await staleFiles(files, directory)).toEqual(['docs/RULES.md', 'docs/openapi.json'])
    })
  })
})

describe('docs/RULES.md', () => {
  test('has a line for every field of every table of every standard', () => {
    const sections = contentOf('docs/RULES.md')
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

  test('tells every rule that belongs to no table, and every demand by its name', () => {
    const text = contentOf('docs/RULES.md')
    for (const { id, table: of } of ruleCatalogue()) {
      const named = of === null ? id : `\`${id.split('.').slice(2).join('.')}\``
      if (of === null) expect(text).toContain(`\`${id}\``)
      // Demands of rows are told once for all tables, relations between fields under their own id.
      else
        expect([text.includes(named), text.includes(`\`${id}\``), text.includes(id.replace(/^\w+/, 'XMLn'))]).toContain(
          true,
        )
    }
  })

  test('stays small enough to be read in a browser', () => {
    expect(Buffer.byteLength(contentOf('docs/RULES.md'))).toBeLessThan(MOST_BYTES)
  })
})

test('docs/PROBLEMS.md explains every code', () => {
  for (const code of [...refusalCodes, 'internal-fault'])
    expect(contentOf('docs/PROBLEMS.md')).toContain(`| \`${code}\` |`)
})

describe('docs/openapi.json', () => {
  test('has every public route, and each of its references leads somewhere', () => {
    const text = contentOf('docs/openapi.json')
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

describe('the parts of the README', () => {
  test('are replaced between their marks, and missed where the marks are missing', () => {
    const text = 'a\n<!-- x:start -->\nold\n<!-- x:end -->\nb'
    expect(replacePart(text, 'x', 'new')).toBe('a\n<!-- x:start -->\nnew\n<!-- x:end -->\nb')
    expect(() => replacePart(text, 'y', 'new')).toThrow('<!-- y:start -->')
  })

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

test('every link between our documents leads to something that is there', async () => {
  const documents = [
    'README.md',
    'CHANGELOG.md',
    ...(await readdir(join(projectRoot, 'docs'))).map((name) => `docs/${name}`),
  ]
  const broken: string[] = []
  for (const path of documents.filter((name) => name.endsWith('.md'))) {
    const text = await readFile(join(projectRoot, path), 'utf8')
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)) {
      const there = await stat(resolve(projectRoot, dirname(path), target)).catch(() => null)
      if (!there) broken.push(`${path}: ${target}`)
    }
  }
  expect(broken).toEqual([])
})
