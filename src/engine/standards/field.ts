/**
 * The words in which a decision's tables are written down here. Data only: what each demand means is decided in `rules/`.
 * Facts carry the confidence with which they were found; `rules/` keeps it visible in the severity.
 */
import type { Confidence } from '../../kernel/confidence.ts'

/** How the wire form of a value is read. Everything is text on the wire; codes stay text (`01` is not `1`). */
export type FieldType =
  | 'text'
  /** Decimal number, point as separator, no thousands separator. */
  | 'number'
  /** yyyymmdd */
  | 'date'
  /** yyyymmddHHMM */
  | 'datetime'
  /** Either of the two, as the field's text allows. */
  | 'date-or-datetime'
  /** yyyymmddHHMM, where what is not known is written 00: XML1 since QĐ 130, and tables that repeat its birth date. */
  | 'birth'
  /** yyyymmdd, or yyyy where only the year is known: QĐ 4210. */
  | 'date-or-year'

/** When a field must hold a value, said over the other fields of the same row. */
export type Condition =
  /** The named field holds a value. */
  | { present: string }
  /** None of the named fields holds a value. */
  | { allAbsent: readonly string[] }
  /** The named field holds one of these values. An absent field is missing evidence: the condition does not hold. */
  | { field: string; in: readonly string[] }
  /** The named field holds a value, and none of these. */
  | { field: string; notIn: readonly string[] }
  /** The named field does not name anything of this kind; of a list, none of its items does. An empty field names nothing. */
  | { field: string; unlike: CodeKind }
  /** All of them hold. */
  | { all: readonly Condition[] }

/** Codes that are known by how they are written. `regex` finds them in a value; the words follow on "is not". */
export type CodeKind = { readonly regex: string; readonly vi: string; readonly en: string }

/** Who asks for the value: the receiving gateway refuses without it · the annex asks for it · checkers expect it. */
export type Demander = 'gateway' | 'annex' | 'practice'

export type Requirement = {
  by: Demander
  /** Absent: always. */
  when?: Condition
}

/** A form the text must have. `regex` is matched against the whole value, or against each item of a list. */
export type Form = {
  regex: string
  vi: string
  en: string
  by: Demander
}

/** One element of a table's row. */
export type Field = {
  /** What the decision calls it, shortly, in Vietnamese (NFC). */
  vi: string
  type: FieldType
  /** Most characters by the annex. Absent: unlimited ("n"). */
  length?: number
  /** Most characters the receiving gateway takes, where its sheet differs from the annex. */
  gatewayLength?: number
  /** Most digits after the point of a `number`; 0 asks for a whole number. Absent: not stated. */
  decimals?: number
  required?: Requirement
  form?: Form
  /** The closed list the table itself gives: value → meaning in Vietnamese. */
  allowed?: Readonly<Record<string, string>>
  /** DMDC catalogues of which one must know the code. */
  codeList?: readonly string[]
  /** The value is a list; each item is checked by itself. */
  separator?: ';' | '+'
  maxItems?: number
  /** The list has a place for each item of this field's list; a place may be empty. */
  parallelTo?: string
  /** The value is a card number: object group, benefit digit and province must be known ones. */
  card?: true
  /** The value identifies a person: masked wherever it is shown. */
  identifies?: true
  /** Confidence of the whole entry; absent: high. */
  confidence?: Confidence
  /** Confidence of the lengths alone, where it is lower than that of the entry. */
  lengthConfidence?: Confidence
}

export type Fields = Readonly<Record<string, Field>>

/** One table (bảng) of a decision: XML1, XML2 … or a document of its own (CHECKIN, XML12). */
export type Table = {
  id: string
  /** Title in Vietnamese and English. */
  vi: string
  en: string
  /** Element names on the way to a row. Without `list` and `row` the root itself is the only row. */
  root: string
  list?: string
  row?: string
  /** The place of the table in the decision, e.g. `Bảng 1`. */
  place: string
  /** The decision that brought the table in its present form, e.g. `QĐ 4750/QĐ-BYT`. */
  document: string
  /** In the order of the annex. */
  fields: Fields
}

export type StandardId = '4210' | '130' | '4750' | '3176'

export type Standard = {
  id: StandardId
  /** e.g. `QĐ 130/QĐ-BYT` */
  document: string
  /** Signed on, ISO date. */
  signed: string
  /** First day on which a file may be in this standard, ISO date. */
  validFrom: string
  /** First day on which a file must be in it, ISO date. */
  mandatoryFrom: string
  /** Last day on which it is taken, ISO date; absent: still in use. */
  acceptedUntil?: string
  tables: Readonly<Record<string, Table>>
}

/** Keeps the literal names of a table's fields for the rules that are written over them. */
export const defineTable = <const T extends Table>(table: T): T => table
