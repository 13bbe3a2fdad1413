/** Raw deflate (RFC 1951) as Workers and Node have it: what is published is packed and unpacked by it. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Deflate, Inflate } from '../../engine/index.ts'

/** zlib's best: packed once, unpacked by every isolate. */
const LEVEL = 9

export const deflate: Deflate = (content) => deflateRawSync(content, { level: LEVEL })

export const inflate: Inflate = (compressed, mostBytes) => inflateRawSync(compressed, { maxOutputLength: mostBytes })
