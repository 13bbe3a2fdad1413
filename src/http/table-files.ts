/** Tables as files to keep, CSV and Excel: what they are called and how they are answered. */
import type { Context } from 'hono'
import type { AppEnv } from './services.ts'

export const CSV = 'text/csv'
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** By its ending. */
const MEDIA_TYPES = { csv: `${CSV}; charset=utf-8`, xlsx: XLSX }

/** Answers a table as a file. `name` is without its ending. */
export function tableFile(
  c: Context<AppEnv>,
  format: keyof typeof MEDIA_TYPES,
  name: string,
  table: ReadableStream<Uint8Array> | string,
): Response {
  c.header('content-type', MEDIA_TYPES[format])
  c.header('content-disposition', `attachment; filename="${name}.${format}"`)
  return c.body(table)
}
