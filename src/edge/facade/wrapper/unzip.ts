import { Buffer } from 'node:buffer'
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate'
import { COMPRESSION_RATIO_FROM_BYTES, MAX_COMPRESSION_RATIO, MAX_FILE_BYTES } from '../../../engine/index.ts'
import { Refusal } from '../../refusals.ts'
import { wrapperBroken } from './parser.ts'

const MANY = { vi: 'tệp zip có nhiều tệp', en: 'the zip holds several files' }
const BROKEN = { vi: 'tệp zip bị hỏng', en: 'the zip is broken' }
const EMPTY = { vi: 'tệp zip không có tệp nào', en: 'the zip holds no file' }

const SIGNATURE_BYTES = 2
const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

/**
 * The only file of a zip, while it arrives; bytes that are no zip as they are. Throws `wrapper-broken`, `compression-ratio`,
 * `file-too-large`.
 */
export async function* unzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let zip: ZipReader | null | undefined
  let begun: Uint8Array = new Uint8Array(0)
  for await (const next of pieces) {
    const piece = begun.length === 0 ? next : Buffer.concat([begun, next])
    begun = new Uint8Array(0)
    if (zip === undefined && piece.length < SIGNATURE_BYTES) {
      begun = Uint8Array.from(piece)
      continue
    }
    zip = zip === undefined ? (isZip(piece) ? createZipReader() : null) : zip
    if (zip === null) yield piece
    else yield* zip.push(piece)
  }
  if (begun.length > 0) yield begun
  zip?.end()
}

type ZipReader = { readonly push: (piece: Uint8Array) => Uint8Array[]; readonly end: () => void }

function createZipReader(): ZipReader {
  let out: Uint8Array[] = []
  let [packed, whole, files] = [0, 0, 0]
  let isWhole = false
  const unzip = new Unzip((file: UnzipFile) => {
    if (file.name.endsWith('/')) return
    files += 1
    if (files > 1) throw wrapperBroken(MANY)
    file.ondata = (error, data, final) => {
      if (error) throw error
      out.push(data)
      isWhole ||= final
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  return {
    push(piece) {
      out = []
      packed += piece.length
      try {
        // fflate keeps what it is given.
        unzip.push(Uint8Array.from(piece))
      } catch (cause) {
        if (cause instanceof Refusal) throw cause
        throw new Refusal('wrapper-broken', { reason: BROKEN }, undefined, { cause })
      }
      whole += out.reduce((sum, { length }) => sum + length, 0)
      if (whole > MAX_FILE_BYTES) throw new Refusal('file-too-large', { limit: MAX_FILE_BYTES })
      if (whole > COMPRESSION_RATIO_FROM_BYTES && whole > packed * MAX_COMPRESSION_RATIO)
        throw new Refusal('compression-ratio', { limit: MAX_COMPRESSION_RATIO })
      return out
    },
    end() {
      if (files === 0) throw wrapperBroken(EMPTY)
      if (!isWhole) throw wrapperBroken(BROKEN)
    },
  }
}
