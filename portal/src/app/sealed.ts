/**
 * What a page keeps on this PC about persons: sealed (AES-GCM) under a key that this browser made and that no script can read out. Whoever
 * copies the disk's files has nothing; whoever uses this browser under the same Windows user has what the page shows them.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

const NAME = 'sealed'
const VERSION = 1
const KEY = 'key'
const ALGORITHM = 'AES-GCM'
const IV_BYTES = 12

/** Rooms of the database: drafts of direct entry, and which findings a clerk marked as mended. */
export type Room = 'drafts' | 'marks'
type Sealed = {
  readonly id: string
  readonly facility: string
  readonly iv: Uint8Array<ArrayBuffer>
  readonly data: ArrayBuffer
}
type Shape = DBSchema & {
  keys: { key: string; value: CryptoKey }
  drafts: { key: string; value: Sealed; indexes: { facility: string } }
  marks: { key: string; value: Sealed; indexes: { facility: string } }
}

let opened: Promise<IDBPDatabase<Shape>> | undefined

const open = (): Promise<IDBPDatabase<Shape>> =>
  (opened ??= openDB<Shape>(NAME, VERSION, {
    upgrade(database) {
      database.createObjectStore('keys')
      for (const room of ['drafts', 'marks'] as const)
        database.createObjectStore(room, { keyPath: 'id' }).createIndex('facility', 'facility')
    },
  }))

/** Without TLS a browser gives no key; the page says so instead of keeping anything open. */
export const canSeal = (): boolean => 'indexedDB' in globalThis && 'subtle' in crypto

/** Of two pages that make one at once, the first that is written counts. */
async function keyOf(database: IDBPDatabase<Shape>): Promise<CryptoKey> {
  const known = await database.get('keys', KEY)
  if (known) return known
  const made = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ['encrypt', 'decrypt'])
  const writing = database.transaction('keys', 'readwrite')
  const first = await writing.store.get(KEY)
  if (!first) await writing.store.put(made, KEY)
  await writing.done
  return first ?? made
}

/** Sealed text lies under its own id and facility alone. */
const boundTo = (id: string, facility: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`${facility} ${id}`)

/** Keeps a value under its id, for its facility. */
export async function keepSealed(room: Room, id: string, facility: string, value: unknown): Promise<void> {
  const database = await open()
  const key = await keyOf(database)
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const text = new TextEncoder().encode(JSON.stringify(value))
  const data = await crypto.subtle.encrypt({ name: ALGORITHM, iv, additionalData: boundTo(id, facility) }, key, text)
  await database.put(room, { id, facility, iv, data })
}

/** All that is kept for a facility. What cannot be opened any more is left out: its key went with the browser's data. */
export async function readSealed(room: Room, facility: string): Promise<unknown[]> {
  const database = await open()
  const key = await keyOf(database)
  const kept = await database.getAllFromIndex(room, 'facility', facility)
  const values = kept.map(async ({ id, iv, data }) => {
    const opening = { name: ALGORITHM, iv, additionalData: boundTo(id, facility) }
    const text = await crypto.subtle.decrypt(opening, key, data).catch(() => null)
    return text === null ? [] : [JSON.parse(new TextDecoder().decode(text)) as unknown]
  })
  return (await Promise.all(values)).flat()
}

export const removeSealed = async (room: Room, id: string): Promise<void> => (await open()).delete(room, id)
