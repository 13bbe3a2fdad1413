import type { Text } from '../../kernel/text.ts'

/** One code as a file states it, before anything is compared or stored. */
export type ImportedRow = {
  readonly code: string
  readonly name: string
  /** yyyy-mm-dd, both ends included; null where the file does not say. */
  readonly validFrom: string | null
  readonly validTo: string | null
  /** What only this catalogue knows, under English names; values as the file has them. */
  readonly attributes: Readonly<Record<string, string>>
  readonly replacedBy: string | null
  /** The document that the file itself names for this code. */
  readonly source: string | null
  readonly at: { readonly sheet: string; readonly row: number }
}

export type ImportProblem = {
  /** Any error means that the file cannot be taken as it is. */
  readonly severity: 'error' | 'warning'
  /** Stable name of what is wrong, e.g. `code-malformed`. */
  readonly code: string
  readonly sheet: string
  /** 0 where it is about the sheet or the file as a whole. */
  readonly row: number
  readonly column: string | null
  /** `C17`. */
  readonly cell: string | null
  /** What the cell holds, shortened. */
  readonly value: string
  readonly message: Text
  readonly remedy: Text
}
