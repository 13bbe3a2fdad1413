import type { Value } from '@libsql/client/web'

/** A value of a row as text: '' for NULL; no table of ours is asked for blobs. */
export const textIn = (value: Value | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
