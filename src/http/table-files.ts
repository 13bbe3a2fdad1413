/** Tables and documents as files to keep, CSV, Excel and Word: what they are called and how they are answered. */
import type { Context } from 'hono'
import type { AppEnv } from './services.ts'

export const CSV = 'text/csv'
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** By its ending. */
const MEDIA_TYPES = { csv: `${CSV}; charset=utf-8`, xlsx: XLSX, docx: DOCX }

/** Answers a table as a file. `name` is without its ending. */
export function tableFile(
  c: Context<AppEnv>,
  format: keyof typeof MEDIA_TYPES,
  name: string,
  table: ReadableStream<Uint8Array> | ArrayBuffer | string,
): Response {
  c.header('content-type', MEDIA_TYPES[format])
  c.header('content-disposition', `attachment; filename="${name}.${format}"`)
  return c.body(table)
}
