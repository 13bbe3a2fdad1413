/** The files that are sent: synthetic, the same on every machine, kept under `bench/.cache`. */
import { createWriteStream } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { fileChunks, makeFile, type FileOptions } from '../test/fixtures/dossier.ts'

export const cacheDirectory = resolve(fileURLToPath(new URL('.cache', import.meta.url)))

/** A dossier of this shape has about 30 KB as sent: what an ordinary visit with its drugs, services and results comes to. */
const SHAPE = { standard: '3176', seed: 30, drugs: 5, services: 6, notes: 4 } as const satisfies FileOptions

/** Dossiers made before they repeat under other keys; enough that no cache of strings helps. */
const TEMPLATES = 50
/** Bump when the shape changes, so that kept files are made anew. */
const GENERATION = 1

/** A file with this many bytes or a dossier more; made once. */
export async function fileOf(megabytes: number): Promise<{ path: string; bytes: number; dossiers: number }> {
  const bytes = megabytes * 1e6
  const perDossier = (makeFile({ ...SHAPE, dossiers: 20, templates: 20 }).length - makeFile(SHAPE).length) / 19
  const dossiers = Math.ceil(bytes / perDossier)
  await mkdir(cacheDirectory, { recursive: true })
  const path = join(cacheDirectory, `g${GENERATION}-${megabytes}mb.xml`)
  if (!(await stat(path).catch(() => null))) {
    const chunks = Readable.from(fileChunks({ ...SHAPE, dossiers, templates: TEMPLATES }))
    await pipeline(chunks, createWriteStream(`${path}.part`))
    await rename(`${path}.part`, path)
  }
  return { path, bytes: (await stat(path)).size, dossiers }
}

let salt = 0
/** A comment behind the root: the same file to read and other bytes, so that no answer is a replay. */
export const unlike = (file: Uint8Array): Uint8Array[] => {
  salt += 1
  return [file, Buffer.from(`<!-- ${process.pid}.${salt} -->`)]
}

/** One-dossier files, each with its own encounter. */
export function* oneDossierFiles(from: number): Generator<Buffer> {
  for (let seed = from; ; seed += 1) yield Buffer.from(makeFile({ ...SHAPE, seed }))
}
