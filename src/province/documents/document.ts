/**
 * A document that an office signs, as its parts, in the form of Nghị định 30/2020/NĐ-CP (annex I): what is written as a page, as Word and
 * as Excel is made of it. Texts are Vietnamese.
 */
export type SignedDocument = {
  readonly letterhead: Letterhead
  /** Kind of document: `BÁO CÁO`. */
  readonly kind: string
  /** What it is about (trích yếu), without a stop. */
  readonly subject: string
  readonly opening: readonly string[]
  readonly sections: readonly Section[]
  /** Questions that the office answers in its own words; a line is left for each. */
  readonly remarks: readonly string[]
  readonly annexes: readonly Section[]
  readonly notes: readonly string[]
}

/** Who sends it, when, to whom, and who signs. What is null is filled in by hand. */
export type Letterhead = {
  /** The agency above the one that sends; null: none. */
  readonly superior: string | null
  readonly agency: string
  /** `12/BC-SYT`. */
  readonly number: string
  readonly place: string
  /** ISO day; null: it is filled in when it is signed. */
  readonly day: string | null
  /** Of a document without its day. */
  readonly year: string
  readonly recipients: readonly string[]
  /** What the signer is: `GIÁM ĐỐC`. */
  readonly position: string
  readonly signer: string | null
}

export type Section = {
  readonly title: string
  readonly chart?: Chart
  readonly table: DocumentTable
}

export type DocumentTable = {
  readonly columns: readonly DocumentColumn[]
  readonly rows: readonly DocumentRow[]
  /** The last row: the whole. */
  readonly total: DocumentRow | null
}

/** `width` as a share of the others'. */
export type DocumentColumn = { readonly title: string; readonly width: number }

export type DocumentRow = {
  readonly cells: readonly DocumentCell[]
  /** Address of the list behind each cell; null where it has none. */
  readonly lists?: readonly (string | null)[]
}

/** A text, a count, an amount in đồng (`12500.50`), a change as a share of what was before; null is withheld, as it would show fewer than five persons. */
export type DocumentCell = string | number | null | { readonly amount: string } | { readonly change: number }

/** Columns beside each other, each the sum of its parts. */
export type Chart = {
  readonly title: string
  readonly categories: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
}
