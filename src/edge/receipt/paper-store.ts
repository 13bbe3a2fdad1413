import { Buffer } from 'node:buffer'
import { sealWhole } from '../sealed/seal.ts'
import { PART_BYTES, sealedUpload, type LargeUpload } from './large-upload.ts'
import { parsePaper, type PaperNote } from './paper-note.ts'
import { stored } from './raw-writer.ts'
import type { Store } from './store.ts'

/** Papers beside dossiers: their bytes, sealed as files of dossiers are, a note for each, and a marker until the centre has the note in its database. */
const noteKey = (id: string): string => `paper-notes/${id}`
const PENDING = 'paper-pending/'
/** Taken at once; the rest waits for another minute. */
const TAKEN_AT_ONCE = 200

export type PaperWriter = {
  readonly write: (bytes: Uint8Array) => Promise<void>
  /** Makes the bytes durable and returns where they lie. */
  readonly commit: () => Promise<string>
  readonly abort: () => Promise<void>
}

export type PaperStore = {
  readonly open: () => PaperWriter
  readonly find: (id: string) => Promise<PaperNote | null>
  /** Of two who keep the same paper the first counts. */
  readonly keep: (note: PaperNote) => Promise<PaperNote>
}

/** Throws Refusal('storage-unavailable'). */
export const paperStore = (store: Store, name: string): PaperStore => {
  const { bucket } = store
  const find = async (id: string): Promise<PaperNote | null> => {
    const object = await stored(bucket.get(noteKey(id)))
    return object && parsePaper(await stored(object.text()))
  }
  return {
    open: () => paperWriter(store, `papers/${name}`),
    find,
    async keep(note) {
      await stored(bucket.put(`${PENDING}${note.id}`, ''))
      const absent = { onlyIf: new Headers({ 'If-None-Match': '*' }) }
      const written = await stored(bucket.put(noteKey(note.id), JSON.stringify(note), absent))
      return written ? note : ((await find(note.id)) ?? note)
    },
  }
}

function paperWriter(store: Store, key: string): PaperWriter {
  let held: Uint8Array[] = []
  let size = 0
  let upload: LargeUpload | null = null
  return {
    async write(bytes) {
      if (upload === null && size + bytes.length <= PART_BYTES) {
        held.push(Uint8Array.from(bytes))
        size += bytes.length
        return
      }
      if (upload === null) {
        upload = await stored(sealedUpload(store, key, null))
        for (const piece of held) await stored(upload.write(piece))
        held = []
      }
      await stored(upload.write(bytes))
    },
    async commit() {
      if (upload) await stored(upload.complete())
      else await stored(store.bucket.put(key, await sealWhole(key, Buffer.concat(held), store.seals.files)))
      upload = null
      return key
    },
    async abort() {
      await upload?.abort()
    },
  }
}

/** Notes that are not in the database yet. */
export async function pendingPapers(bucket: R2Bucket): Promise<PaperNote[]> {
  const { objects } = await bucket.list({ prefix: PENDING, limit: TAKEN_AT_ONCE })
  const notes: PaperNote[] = []
  for (const { key } of objects) {
    const object = await bucket.get(noteKey(key.slice(PENDING.length)))
    // Killed between marker and note: its sender got no answer.
    if (object) notes.push(parsePaper(await object.text()))
  }
  return notes
}

export async function settlePapers(bucket: R2Bucket, ids: readonly string[]): Promise<void> {
  await bucket.delete(ids.map((id) => `${PENDING}${id}`))
}
