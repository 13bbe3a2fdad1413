/**
 * The local copy: one NDJSON file per catalogue and `state.json`, which says how far it is and under which hashes. All files change as
 * one: they are written beside, `commit.json` decides, then they take their places; whoever is interrupted goes on from there.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JWK } from 'jose'
import { z } from 'zod'
import { byCode, canonicalText, contentHash, type ListedCode } from '../../../src/store/reference/listed-code.ts'
import { Mismatch } from './problem.ts'
import { rowSchema } from './row.ts'

const stateSchema = z.object({
  version: z.literal(1),
  url: z.string(),
  /** Number of the last page applied. */
  cursor: z.int(),
  /** Number and hash of the last change applied. */
  lastChange: z.int(),
  lastHash: z.string(),
  release: z.object({ id: z.string(), number: z.int() }),
  /** Content hash and rows of each file. */
  catalogues: z.record(z.string(), z.object({ rows: z.int(), contentHash: z.string() })),
  /** Pinned on first use, by thumbprint (RFC 7638). */
  keys: z.record(z.string(), z.looseObject({ kty: z.string() })),
})

export type State = Omit<z.infer<typeof stateSchema>, 'keys'> & { keys: Record<string, JWK> }

/** Rows of a catalogue by code and first day. */
export type Rows = Map<string, ListedCode>

export type Copy = { readonly state: State; readonly catalogues: ReadonlyMap<string, Rows> }

export const keyOf = ({ code, validFrom }: Pick<ListedCode, 'code' | 'validFrom'>): string => `${code}\n${validFrom}`

const STATE = 'state.json'
const COMMIT = 'commit.json'
const NEXT = '.next'
const fileOf = (catalogue: string): string => `${catalogue}.ndjson`

/** Written and on the disk before anything rests on it. */
async function writeSafely(path: string, text: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Puts in place what was decided; safe to repeat. */
async function settle(directory: string): Promise<void> {
  const names = await readdir(directory)
  const isDecided = names.includes(COMMIT)
  for (const name of names.filter((one) => one.endsWith(NEXT))) {
    if (isDecided) await rename(join(directory, name), join(directory, name.slice(0, -NEXT.length)))
    else await rm(join(directory, name))
  }
  if (isDecided) await rename(join(directory, COMMIT), join(directory, STATE))
}

/** How far the copy is, or null where there is none yet. Throws Mismatch when it is not a state of ours. */
export async function readState(directory: string): Promise<State | null> {
  await mkdir(directory, { recursive: true })
  await settle(directory)
  const text = await readFile(join(directory, STATE), 'utf8').catch(() => null)
  if (text === null) return null
  const parsed = stateSchema.safeParse(parse(text))
  if (!parsed.success)
    throw new Mismatch(`${join(directory, STATE)} is not a state of this program; begin in an empty folder`)
  return parsed.data
}

/** Reads the copy, or null where there is none yet. Throws Mismatch when a file is not the one that was written. */
export async function openCopy(directory: string): Promise<Copy | null> {
  const state = await readState(directory)
  if (state === null) return null
  const catalogues = new Map<string, Rows>()
  for (const [catalogue, { contentHash: expected }] of Object.entries(state.catalogues)) {
    const rows = await readRows(join(directory, fileOf(catalogue)))
    if (rows === null || contentHash([...rows.values()]) !== expected)
      throw new Mismatch(
        `${join(directory, fileOf(catalogue))} is not the file that was written here; renew the copy with --snapshot`,
      )
    catalogues.set(catalogue, rows)
  }
  return { state, catalogues }
}

async function readRows(path: string): Promise<Rows | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  const rows: Rows = new Map()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const row = rowSchema.safeParse(parse(line))
    if (!row.success) return null
    rows.set(keyOf(row.data), row.data)
  }
  return rows
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Writes the catalogues named and the state as one. */
export async function writeCopy(
  directory: string,
  { state, catalogues }: Copy,
  touched: Iterable<string>,
): Promise<void> {
  await mkdir(directory, { recursive: true })
  for (const catalogue of touched) {
    const rows = [...(catalogues.get(catalogue)?.values() ?? [])].sort(byCode)
    const lines = rows.map((row) => `${canonicalLine(row)}\n`)
    await writeSafely(join(directory, `${fileOf(catalogue)}${NEXT}`), lines.join(''))
  }
  await writeSafely(join(directory, `${STATE}.tmp`), `${JSON.stringify(state, null, 2)}\n`)
  await rename(join(directory, `${STATE}.tmp`), join(directory, COMMIT))
  await settle(directory)
}

/** Members in a fixed order and attributes sorted: the same row is always the same line. */
function canonicalLine({ code, validFrom, validTo, name, attributes, sourceDocument, replacedBy }: ListedCode): string {
  const sorted = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)))
  return JSON.stringify({ code, validFrom, validTo, name, attributes: sorted, sourceDocument, replacedBy })
}

/** Do two rows say the same? */
export const isSame = (a: ListedCode, b: ListedCode): boolean => canonicalText(a) === canonicalText(b)
