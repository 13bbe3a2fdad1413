import { gzipSync } from 'node:zlib'
import { ByteWriter, ParquetWriter, type ColumnSource, type SchemaElement } from 'hyparquet-writer'
import type { LakeCell, LakeColumn } from './column.ts'
import { SCHEMA_VERSION, TABLES, type TableName } from './tables.ts'
import { SCALES } from './values.ts'

/**
 * Files of one table. zstd would be smaller by a few per cent, but neither Node 20 nor workerd has it without WebAssembly; gzip is read by
 * every engine. The same rows give the same bytes.
 */
export type TableFile = {
  add: (row: Readonly<Record<string, LakeCell>>) => void
  /** Compressed bytes so far; rows that wait for their group are not counted. */
  readonly bytes: number
  readonly rows: number
  /** The whole file; nothing may be added behind it. */
  finish: () => Uint8Array
}

/** Rows of a group, all of which are held until it is full: some 20 MB of a table with many columns. */
const GROUP_ROWS = 50_000
/** Digits of a DECIMAL that lies in 64 bits. */
const PRECISION = 18

const GZIP = (bytes: Uint8Array): Uint8Array => gzipSync(bytes)

function elementOf({ name, type }: LakeColumn): SchemaElement {
  const common = { name, repetition_type: 'OPTIONAL' } as const
  switch (type) {
    case 'text':
      return { ...common, type: 'BYTE_ARRAY', converted_type: 'UTF8' }
    case 'int':
      return { ...common, type: 'INT32' }
    case 'day':
      return { ...common, type: 'INT32', converted_type: 'DATE' }
    case 'money':
    case 'quantity':
      return { ...common, type: 'INT64', converted_type: 'DECIMAL', scale: SCALES[type], precision: PRECISION }
  }
}

export function createTableFile(table: TableName): TableFile {
  const columns: readonly LakeColumn[] = TABLES[table]
  const writer = new ByteWriter()
  const file = new ParquetWriter({
    writer,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
    codec: 'GZIP',
    compressors: { GZIP },
    createdBy: 'bhyt-edge lake',
    kvMetadata: [{ key: 'bhyt-edge.schema', value: String(SCHEMA_VERSION) }],
  })
  let held: Readonly<Record<string, LakeCell>>[] = []
  let rows = 0
  const writeGroup = (): void => {
    const columnData = columns.map(({ name }): ColumnSource => ({ name, data: held.map((row) => row[name] ?? null) }))
    void file.write({ columnData, rowGroupSize: GROUP_ROWS })
    held = []
  }
  return {
    add(row) {
      held.push(row)
      rows += 1
      if (held.length === GROUP_ROWS) writeGroup()
    },
    get bytes() {
      return writer.offset
    },
    get rows() {
      return rows
    },
    finish() {
      if (held.length > 0 || rows === 0) writeGroup()
      void file.finish()
      return new Uint8Array(writer.getBuffer())
    },
  }
}
