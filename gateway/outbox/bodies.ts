/** The bytes of entries: one file each, packed and sealed, beside the database. */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createGzip } from 'node:zlib'
import { isSealed } from '../../src/edge/sealed/format.ts'
import { openSealed, Unopened } from '../../src/edge/sealed/open.ts'
import { createSealer } from '../../src/edge/sealed/seal.ts'
import type { Seal } from '../../src/edge/sealed/seals.ts'
import { syncFolder } from '../disk.ts'

export type BodyWriter = {
  /** The piece is the caller's again afterwards. */
  readonly write: (piece: Uint8Array) => Promise<void>
  /** Makes it durable under its id. Returns its packed size. */
  readonly commit: () => Promise<number>
  /** Removes what was written. */
  readonly discard: () => Promise<void>
}

export type Bodies = {
  readonly create: (id: string) => Promise<BodyWriter>
  /** gzip, opened. Throws Unopened where the file was changed. */
  readonly read: (id: string) => AsyncGenerator<Uint8Array>
  readonly remove: (id: string) => Promise<void>
  /** Ids of all that are there; what was never finished is removed. Only while nothing writes. */
  readonly tidy: () => Promise<readonly string[]>
}

const PART = '.part'
/** Fast: lines are slow, and the processors of stations too. */
const LEVEL = 4

export async function openBodies(folder: string, seal: Seal): Promise<Bodies> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const pathOf = (id: string): string => join(folder, id)
  return {
    create: (id) => createBody(folder, id, seal),
    read: (id) => openSealed(id, sealedOnly(createReadStream(pathOf(id))), seal),
    remove: (id) => rm(pathOf(id), { force: true }),
    async tidy() {
      const names = await readdir(folder)
      for (const name of names.filter((one) => one.endsWith(PART))) await rm(join(folder, name), { force: true })
      return names.filter((name) => !name.endsWith(PART))
    },
  }
}

/** What does not begin as a sealed file is none of ours: `openSealed` passes it on as it is. */
async function* sealedOnly(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true
  for await (const piece of pieces) {
    if (isFirst && !isSealed(piece)) throw new Unopened('a body is not sealed')
    isFirst = false
    yield piece
  }
  if (isFirst) throw new Unopened('a body is empty')
}

async function createBody(folder: string, id: string, seal: Seal): Promise<BodyWriter> {
  const part = join(folder, id + PART)
  const sealer = await createSealer(id, seal)
  const handle = await open(part, 'wx', 0o600)
  const gzip = createGzip({ level: LEVEL })
  let packed = 0
  const written = (async () => {
    await handle.writeFile(sealer.head)
    for await (const piece of gzip) {
      const bytes: Uint8Array = piece
      packed += bytes.length
      for await (const frame of sealer.push(bytes)) await handle.writeFile(frame)
    }
    await handle.writeFile(await sealer.end())
    await handle.sync()
  })()
  // Whoever waits for the end hears of it; until then nobody does.
  written.catch((error: unknown) =>
    gzip.destroy(error instanceof Error ? error : new Error('a body cannot be written')),
  )
  return {
    async write(piece) {
      if (gzip.destroyed) await written
      if (!gzip.write(Buffer.from(piece))) await Promise.race([once(gzip, 'drain'), written])
    },
    async commit() {
      gzip.end()
      await written
      await handle.close()
      await rename(part, join(folder, id))
      await syncFolder(folder)
      return packed
    },
    async discard() {
      gzip.destroy()
      await written.catch(() => {})
      await handle.close().catch(() => {})
      await rm(part, { force: true })
      await rm(join(folder, id), { force: true })
    },
  }
}

/** Bytes that are free where the outbox is. */
export async function freeBytes(folder: string): Promise<number> {
  const { statfs } = await import('node:fs/promises')
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** The size of a sealed body; null: it is not there. */
export const bodySize = (folder: string, id: string): Promise<number | null> =>
  stat(join(folder, id)).then(
    ({ size }) => size,
    () => null,
  )
