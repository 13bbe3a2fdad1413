/**
 * `npm run portal:build` builds the portal; with `--check` it also says how much script its first screen loads, and fails where that is too
 * much: a station's line is slow.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { StackProblem } from './stack/problem.ts'
import { buildPortal, portalDirectory } from './stack/portal.ts'

/** Gzipped bytes of script until the first screen is whole. */
const MOST_FIRST_SCREEN_BYTES = 250 * 1024
const ENTRY = 'index.html'
/** What `/` leads to. */
const FIRST_SCREEN = 'src/check/page.tsx'

const manifestSchema = z.record(
  z.string(),
  z.looseObject({ file: z.string(), imports: z.array(z.string()).default([]) }),
)

async function firstScreenBytes(): Promise<number> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(portalDirectory, 'chunks.json'), 'utf8')))
  const needed = new Set<string>()
  const add = (name: string): void => {
    const chunk = manifest[name]
    if (!chunk) throw new StackProblem(`${name} is not in the manifest of the portal's build`)
    if (needed.has(chunk.file)) return
    needed.add(chunk.file)
    for (const each of chunk.imports) add(each)
  }
  add(ENTRY)
  add(FIRST_SCREEN)
  const sizes = [...needed].map(
    async (file) => gzipSync(await readFile(join(portalDirectory, file)), { level: 9 }).length,
  )
  return (await Promise.all(sizes)).reduce((total, size) => total + size, 0)
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
try {
  await buildPortal()
  if (values.check) {
    const bytes = await firstScreenBytes()
    const kilobytes = (of: number): string => `${(of / 1024).toFixed(1)} KB`
    console.log(
      `The first screen of the portal loads ${kilobytes(bytes)} of script, gzipped; at most ${kilobytes(MOST_FIRST_SCREEN_BYTES)}.`,
    )
    if (bytes > MOST_FIRST_SCREEN_BYTES) process.exitCode = 1
  }
} catch (error) {
  console.error(error instanceof StackProblem ? error.message : error)
  process.exitCode = 1
}
