/** One file through the core, as a submission goes through it; what is found is reported while the file is read. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import {
  COMPRESSION_RATIO_FROM_BYTES,
  inspectFile,
  MAX_COMPRESSION_RATIO,
  MAX_FILE_BYTES,
  plainPack,
  renderFinding,
  type CodeLists,
  type DossierCounts,
  type DossierResult,
  type RawRow,
  type RenderedFinding,
  type StandardId,
} from '../../src/engine/index.ts'
import { gunzip } from '../../src/edge/gunzip.ts'
import { Refusal } from '../../src/edge/refusals.ts'
import { problemOf, type Problem } from '../../src/kernel/refusal.ts'
import { STDIN } from './files.ts'
import { codecs } from '../../src/edge/codecs.ts'

/** Whether a file could be checked. */
export const isChecked = (result: Checked | Unusable): result is Checked => 'sha256' in result

/** 1-based, in the file as it lies there. */
export type FilePlace = { line: number; column: number }

/** `inFile`: where the table's content begins; null where line and column of the finding are those of the file. */
export type Reported = { finding: RenderedFinding; inFile: FilePlace | null }

export type Checked = {
  facility: string | null
  standard: StandardId
  bytes: number
  sha256: string
  dossiers: DossierCounts
}

/** Why a file as a whole cannot be used: what a sender would be answered, or what the machine says. */
export type Unusable = Pick<Problem, 'code' | 'message' | 'remedy' | 'line' | 'column' | 'table'> | UnreadableFile
export type UnreadableFile = { code: 'file-unreadable'; message: Problem['message']; remedy: Problem['remedy'] }

export type CheckOptions = {
  facility: string | null
  stated: StandardId | null
  /** yyyymmdd */
  received: number
  codes: CodeLists
  onFinding: (reported: Reported) => void
  /** Resolves when what was reported has been taken; asked between pieces, so that nothing piles up. */
  drained: () => Promise<void>
  /** A row that the standard knows; the same object is filled again for the next row. */
  onRow?: (table: string, row: RawRow) => void
  onDossier?: (result: DossierResult) => void
}

const CHUNK_BYTES = 64 * 1024
const GZIP = [0x1f, 0x8b] as const

/** Reads the path, or standard input for `-`, any gzip undone; holds a piece of it and no more. Never throws for what the file is. */
export const checkFile = (path: string, options: CheckOptions): Promise<Checked | Unusable> =>
  checkPieces(piecesOf(path), options)

/** The same of a file that comes piece by piece, any gzip undone already. */
export async function checkPieces(
  pieces: AsyncIterable<Uint8Array>,
  options: CheckOptions,
): Promise<Checked | Unusable> {
  const { facility, stated, received, codes, onFinding, drained } = options
  const digest = createHash('sha256')
  const tables = new Map<string, FilePlace>()
  const inspection = inspectFile({
    codecs,
    facility,
    stated,
    received,
    codes,
    pack: plainPack,
    onTable(table, place) {
      tables.set(table, { line: place.line, column: place.column })
    },
    onRow(table, row) {
      options.onRow?.(table, row)
    },
    onDossier(result) {
      tables.clear()
      options.onDossier?.(result)
    },
    onFinding(found) {
      const finding = renderFinding(found)
      onFinding({ finding, inFile: finding.table === null ? null : (tables.get(finding.table) ?? null) })
    },
  })
  let bytes = 0
  try {
    for await (const piece of pieces) {
      bytes += piece.length
      if (bytes > MAX_FILE_BYTES) throw new Refusal('file-too-large', { limit: MAX_FILE_BYTES })
      digest.update(piece)
      inspection.push(piece)
      await drained()
    }
    if (bytes === 0) throw new Refusal('body-empty')
    const { standard, dossiers } = inspection.end()
    return { facility: inspection.facility(), standard, bytes, sha256: digest.digest('hex'), dossiers }
  } catch (error) {
    if (!(error instanceof Refusal)) {
      if (isSystemError(error) && error.code in constants.errno) return unreadable(error.code)
      throw error
    }
    const { code, message, remedy, line, column, table } = problemOf(error, '')
    return {
      code,
      message,
      remedy,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      ...(table === undefined ? {} : { table }),
    }
  }
}

/** The bytes of a path, any gzip undone. Throws a Refusal where gzip is broken or grows too much. */
export async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const source: Readable = path === STDIN ? process.stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES })
  const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const first = await firstBytes(pieces)
  const isGzip = GZIP.every((byte, at) => first[at] === byte)
  const whole = behind(first, pieces)
  if (!isGzip) yield* whole
  else yield* unpacked(whole)
}

/** Enough of the file to see whether it is compressed. */
async function firstBytes(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let first = new Uint8Array(0)
  while (first.length < GZIP.length) {
    const next = await pieces.next()
    if (next.done) break
    first = Buffer.concat([first, next.value])
  }
  return first
}

async function* behind(first: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  yield* { [Symbol.asyncIterator]: () => pieces }
}

async function* unpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let received = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      received += piece.length
      yield piece
    }
  }
  let total = 0
  for await (const piece of gunzip(counted())) {
    total += piece.length
    if (total > COMPRESSION_RATIO_FROM_BYTES && total > received * MAX_COMPRESSION_RATIO)
      throw new Refusal('compression-ratio', { limit: MAX_COMPRESSION_RATIO })
    yield piece
  }
}

const isSystemError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

/** What the machine says of a file that it cannot read: its code (ENOENT, EACCES) and nothing of our own. */
export const unreadable = (code: string): UnreadableFile => ({
  code: 'file-unreadable',
  message: { vi: `Không đọc được tệp (${code}).`, en: `The file cannot be read (${code}).` },
  remedy: { vi: 'Kiểm tra đường dẫn và quyền đọc.', en: 'Check the path and the permission to read it.' },
})
