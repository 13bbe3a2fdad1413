import { DATA_KEY_BYTES, FRAME_BYTES, frameKey, headOf, sealedSize, sealFrame } from './format.ts'
import type { Seal } from './seals.ts'

/** Seals one object while it comes. It holds one frame. */
export type Sealer = {
  /** What lies in front of the frames. */
  readonly head: Uint8Array<ArrayBuffer>
  /** The size of the sealed object whose content has that size. */
  readonly sizeOf: (contentBytes: number) => number
  /** Takes the next bytes, which are the caller's again afterwards; yields frames as they become full. */
  readonly push: (bytes: Uint8Array) => AsyncIterable<Uint8Array<ArrayBuffer>>
  /** The last frame. */
  readonly end: () => Promise<Uint8Array<ArrayBuffer>>
  /** Opens this object and no other: whoever writes it may read it once more. */
  readonly own: Pick<Seal, 'unwrap'>
}

/** Begins an object at that key of the store, under a key of its own. */
export async function createSealer(objectKey: string, { wrap }: Pick<Seal, 'wrap'>): Promise<Sealer> {
  const dataKey = crypto.getRandomValues(new Uint8Array(DATA_KEY_BYTES))
  const [by, wrapped] = [await frameKey(dataKey, objectKey), await wrap(dataKey)]
  const head = headOf(wrapped)
  const held = new Uint8Array(FRAME_BYTES)
  let filled = 0
  let number = 0
  return {
    head,
    sizeOf: (contentBytes) => sealedSize(head.length, contentBytes),
    async *push(bytes) {
      let rest = bytes
      while (rest.length > 0) {
        // A full frame is sealed once there is more: the last one is another kind, also where it is full.
        if (filled === FRAME_BYTES) {
          yield await sealFrame(by, { number, isLast: false, bytes: held })
          number += 1
          filled = 0
        }
        const taken = rest.subarray(0, FRAME_BYTES - filled)
        held.set(taken, filled)
        filled += taken.length
        rest = rest.subarray(taken.length)
      }
    },
    own: { unwrap: () => Promise.resolve(dataKey) },
    end: () => sealFrame(by, { number, isLast: true, bytes: held.subarray(0, filled) }),
  }
}

/** The same of bytes that are there already. */
export async function sealWhole(objectKey: string, bytes: Uint8Array, seal: Pick<Seal, 'wrap'>): Promise<Uint8Array> {
  const sealer = await createSealer(objectKey, seal)
  const sealed = new Uint8Array(sealer.sizeOf(bytes.length))
  sealed.set(sealer.head)
  let filled = sealer.head.length
  for await (const frame of sealer.push(bytes)) {
    sealed.set(frame, filled)
    filled += frame.length
  }
  sealed.set(await sealer.end(), filled)
  return sealed
}
