/** The files that the arguments mean, in a fixed order, each once. */
import { readdir, stat } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'

/** The name that means standard input. */
export const STDIN = '-'

/** A file to check, or an argument under which there is none. */
export type Input = { path: string; missing: boolean }

const HOLDS_DOSSIERS = /\.xml(\.gz)?$/i
const IS_PATTERN = /[*?]/

/** Folders are searched to the bottom for *.xml and *.xml.gz. Patterns know `**`, `*` and `?`; a file of that very name goes first. */
export async function expandInputs(given: readonly string[]): Promise<readonly Input[]> {
  const seen = new Map<string, Input>()
  for (const name of given) {
    const paths = await pathsOf(name)
    const found = paths.length > 0 ? paths.map((path) => ({ path, missing: false })) : [{ path: name, missing: true }]
    for (const input of found) if (!seen.has(input.path)) seen.set(input.path, input)
  }
  return [...seen.values()]
}

async function pathsOf(name: string): Promise<readonly string[]> {
  if (name === STDIN) return [STDIN]
  const there = await stat(name).catch(() => null)
  if (there?.isDirectory()) return (await filesUnder(name)).filter((path) => HOLDS_DOSSIERS.test(path))
  if (there) return [normalize(name)]
  return IS_PATTERN.test(name) ? matching(name) : []
}

async function filesUnder(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/** Only what lies under the part before the first wildcard is looked through. */
async function matching(pattern: string): Promise<readonly string[]> {
  const parts = normalize(pattern).split(sep)
  const fixed = parts.slice(
    0,
    parts.findIndex((part) => IS_PATTERN.test(part)),
  )
  const base = fixed.length === 0 ? '.' : fixed.join(sep) || sep
  const expression = expressionOf(parts)
  const files = await filesUnder(base).catch(() => [])
  return files.filter((path) => expression.test(path))
}

function expressionOf(parts: readonly string[]): RegExp {
  const escaped = parts.map((part, at) => {
    if (part === '**') return at === parts.length - 1 ? '.*' : '(?:[^/]+/)*'
    const words = part.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    const wild = words.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')
    return at === parts.length - 1 ? wild : `${wild}/`
  })
  return new RegExp(`^${escaped.join('').replaceAll('/', sep === '/' ? '/' : String.raw`\\`)}$`, 'u')
}
