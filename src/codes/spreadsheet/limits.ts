/** What a spreadsheet may at most contain. Each number is far above any list of the Ministry and far below what would hurt an isolate of 128 MB. */

/** The largest official annex has 2.4 MB, an export of 21,000 drugs some 5 MB. */
export const MAX_SPREADSHEET_BYTES = 64 * 1024 * 1024

/** All parts that are read, each counted once, as they are inflated: ICD-10 with its flags has 20 MB. */
export const MAX_UNZIPPED_BYTES = 256 * 1024 * 1024

/** Sheets shrink 8 to 11 times, empty formatted cells some 60 times; deflate reaches 1,032. */
export const MAX_UNZIP_RATIO = 250

/** Below this size the ratio proves nothing: 16 MiB are handled in passing. */
export const UNZIP_RATIO_FROM_BYTES = 16 * 1024 * 1024

/** Compressed bytes inflated at a time: at the worst ratio they become 16 MiB before they are counted. */
export const INFLATE_PIECE_BYTES = 16 * 1024

/** A workbook has some 10 parts and two to three per sheet. */
export const MAX_ENTRIES = 2000

/** The most seen is one sheet per chapter of the technical services: 28. */
export const MAX_SHEETS = 200

/** Rows of a sheet with something in them; the largest list has 21,000. */
export const MAX_ROWS = 300_000

/** Excel's last row and column: beyond them a reference is no reference. */
export const LAST_ROW = 1_048_576
export const LAST_COLUMN = 16_384

/** The widest official list has 37 columns. */
export const MAX_CELLS_OF_ROW = 1024

/** What Excel itself allows in a cell. */
export const MAX_CELL_CHARACTERS = 32_767

/** Different texts of a workbook; 12,219 ICD rows of 22 columns have 52,000. */
export const MAX_SHARED_STRINGS = 2_000_000

/** A sheet has 6 levels, drawings and extensions some 10. */
export const MAX_XML_DEPTH = 64

/** Characters between two events of the parser: a text or a tag, of which nothing in a workbook is longer than a cell. */
export const MAX_XML_CHARACTERS = 1024 * 1024

/** Merged ranges of a sheet: one per chapter row and heading. */
export const MAX_MERGES = 100_000
