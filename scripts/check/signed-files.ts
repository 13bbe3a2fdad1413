/** Files that are signed, read and written piece by piece. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { once } from 'node:events'
import type { Text } from '../../src/kernel/text.ts'
import { Unproven } from '../../src/proof/signed.ts'
import { createSignedFileReader, type SignedFile } from '../../src/proof/xml/read-signed.ts'
import type { MadeSignature } from '../../src/proof/xml/sign.ts'
import { piecesOf } from './pieces.ts'

const BOM = '\uFEFF'
const NOT_UTF8: Text = { vi: 'Tệp không phải UTF-8.', en: 'The file is not UTF-8.' }

/** Throws Unproven where the bytes are not UTF-8. */
async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decoded = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
    } catch (cause) {
      throw new Unproven(NOT_UTF8, { cause })
    }
  }
  for await (const piece of await piecesOf(path)) yield decoded(piece)
  yield decoded()
}

/** A signed file, or one to be signed. Throws Unproven where it cannot be judged. */
export async function readSignedFile(path: string): Promise<SignedFile> {
  const reader = createSignedFileReader()
  let isFirst = true
  for await (const text of textOf(path)) {
    reader.push(isFirst && text.startsWith(BOM) ? text.slice(1) : text)
    isFirst &&= text === ''
  }
  return reader.end()
}

/** Writes the file with its signature; what lies at `to` is replaced once all of it is there. */
export async function writeSigned(from: string, to: string, { text, at, replaced }: MadeSignature): Promise<void> {
  const part = `${to}.part`
  const output = createWriteStream(part)
  const write = async (piece: string): Promise<void> => {
    if (!output.write(piece)) await once(output, 'drain')
  }
  try {
    let seen = 0
    let isFirst = true
    for await (const read of textOf(from)) {
      const hasBom = isFirst && read.startsWith(BOM)
      isFirst &&= read === ''
      if (hasBom) await write(BOM)
      const piece = hasBom ? read.slice(1) : read
      await writePiece(piece, seen, { text, at, replaced }, write)
      seen += piece.length
    }
    output.end()
    await once(output, 'finish')
    await rename(part, to)
  } catch (error) {
    output.destroy()
    await rm(part, { force: true })
    throw error
  }
}

/** A piece that begins at character `begin` of the file, without what the signature replaces and with the signature where it goes. */
async function writePiece(
  piece: string,
  begin: number,
  { text, at, replaced }: MadeSignature,
  write: (piece: string) => Promise<void>,
): Promise<void> {
  const from = Math.min(Math.max(at - replaced - begin, 0), piece.length)
  const to = Math.min(Math.max(at - begin, 0), piece.length)
  await write(piece.slice(0, from))
  if (begin < at && at <= begin + piece.length) await write(text)
  await write(piece.slice(to))
}
