/** What a file may at most contain. Each number is far above any real dossier and far below what would hurt. */

/** Largest file, after decompression. The largest Cloudflare plan takes bodies of 500 MB; a real month of a large hospital is below 200 MB. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024

/** Largest file of a dry run, after decompression: anyone may ask for one, and it is computed while they wait. */
export const MAX_DRY_RUN_BYTES = 64 * 1024 * 1024

/** Envelope 6 levels, table 4, inside CHUKYDONVI an XMLDSig with some 10. */
export const MAX_DEPTH = 32

/** GIAMDINHHS carries two namespace attributes, an XMLDSig element one or two. */
export const MAX_ATTRIBUTES = 64

/** The longest field the portal takes has 40,000 characters; a signature with its certificates some 20,000. */
export const MAX_TEXT_CHARACTERS = 1024 * 1024

/** Dossiers of one file; a large hospital sends some 3,000 a day. */
export const MAX_DOSSIERS = 200_000

/** XML full of base64 shrinks 3 to 40 times; deflate reaches 1,032. */
export const MAX_COMPRESSION_RATIO = 250

/** Below this size the ratio proves nothing: 16 MiB are handled in passing. */
export const COMPRESSION_RATIO_FROM_BYTES = 16 * 1024 * 1024
