/**
 * The guides of docs/ as the portal shows and searches them: made into pages while it is built, cut at their headings. What a reader of the
 * portal does not need (how the service is developed, what was decided) stays in the repository.
 */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { Marked, type Tokens } from 'marked'
import type { Plugin } from 'vite'
import { fold } from './src/app/fold.ts'

const DOCS = new URL('../docs/', import.meta.url).pathname
/** In the order in which they are listed. */
const FOLDERS = ['clerk', 'province', 'ministry', 'start', 'his', 'operate'] as const
/** Beside the folders; rules have pages of their own (`GET /v1/rules`). */
const FILES = ['glossary.md', 'reference/problems.md', 'reference/limits.md'] as const

export type GuideSection = { readonly id: string; readonly title: string; readonly html: string; readonly text: string }
export type Guide = { readonly slug: string; readonly title: string; readonly sections: readonly GuideSection[] }

const slugOf = (path: string): string => path.replace(/(?:\/README)?\.md$/, '').replaceAll('/', '-')

const idOf = (heading: string): string =>
  fold(heading)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

const withoutTags = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim()

async function guidePaths(): Promise<string[]> {
  const folders = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(DOCS, folder)))
        .filter((name) => name.endsWith('.md'))
        .sort((a, b) => Number(b === 'README.md') - Number(a === 'README.md') || a.localeCompare(b))
        .map((name) => `${folder}/${name}`),
    ),
  )
  return [...folders.flat(), ...FILES]
}

/** Links between guides lead from page to page; to a file that is no guide there is none. */
function linkOf(href: string, path: string, known: ReadonlySet<string>): string | null {
  if (/^https?:/.test(href)) return href
  const [target = '', anchor] = href.split('#')
  const place =
    target === '' ? path : normalize(join(dirname(path), target.endsWith('/') ? `${target}README.md` : target))
  if (!known.has(place)) return null
  return `/help/${slugOf(place)}${anchor === undefined ? '' : `#${idOf(decodeURIComponent(anchor))}`}`
}

function guideOf(path: string, markdown: string, known: ReadonlySet<string>): Guide {
  const marked = new Marked({
    renderer: {
      link({ href, tokens }: Tokens.Link) {
        const words = this.parser.parseInline(tokens)
        const target = linkOf(href, path, known)
        return target === null ? words : `<a href="${target}">${words}</a>`
      },
      image: () => '',
      // The guides are ours, and none has markup of its own but what is in code.
      html: ({ text }: Tokens.HTML | Tokens.Tag) => (/^<(?:br|a id)/.test(text) ? text : ''),
    },
  })
  let title = path
  const sections: { title: string; tokens: ReturnType<typeof marked.lexer> }[] = []
  for (const token of marked.lexer(markdown)) {
    if (token.type === 'heading' && token.depth === 1)
      title = withoutTags(marked.parseInline(token.text, { async: false }))
    else if (token.type === 'heading' && token.depth <= 3)
      sections.push({
        title: withoutTags(marked.parseInline(token.text, { async: false })),
        tokens: Object.assign([], { links: {} }),
      })
    else {
      if (sections.length === 0) sections.push({ title: '', tokens: Object.assign([], { links: {} }) })
      sections.at(-1)?.tokens.push(token)
    }
  }
  return {
    slug: slugOf(path),
    title,
    sections: sections.map((section) => {
      const html = marked.parser(section.tokens)
      return { id: idOf(section.title), title: section.title, html, text: withoutTags(html) }
    }),
  }
}

async function readGuides(): Promise<Guide[]> {
  const paths = await guidePaths()
  const known = new Set(paths)
  return Promise.all(paths.map(async (path) => guideOf(path, await readFile(join(DOCS, path), 'utf8'), known)))
}

const ID = 'virtual:guides'

/** `import { GUIDES } from 'virtual:guides'`. */
export const guides = (): Plugin => ({
  name: 'guides',
  resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
  load: async (id) => (id === `\0${ID}` ? `export const GUIDES = ${JSON.stringify(await readGuides())}` : undefined),
})
