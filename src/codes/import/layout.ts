import type { ReadNumber } from './numeric-codes.ts'

/** How the tables in `layouts/` describe a list as the Ministry, its portal or the BHXH portal publish it. */

export type CodeForm = {
  readonly pattern: RegExp
  /** Codes that a number cell shows whole: nothing in front or behind can have been dropped. Null: a number is never whole. */
  readonly whole: RegExp | null
  /** What a code looks like, for people. */
  readonly example: string
  /** How number cells are read where that was asked for (`numeric-codes.ts`). */
  readonly readNumber?: ReadNumber | null
}

export type AttributeColumn = {
  /** Headings by which the column is known, the likeliest first. */
  readonly headings: readonly string[]
  /** The value is a code, or codes joined by `;` or `,`, of this form: numbers are reported as they are for codes. */
  readonly form?: CodeForm
  /** A code may be in several rows that differ here: the values are collected, joined by `;`. */
  readonly collected?: true
  /** A filled cell means this value. */
  readonly filled?: { readonly attribute: string; readonly value: string }
}

export type Layout = {
  /** The document or export that has these headings. */
  readonly id: string
  readonly code: readonly string[]
  readonly name: readonly string[]
  readonly validFrom?: readonly string[]
  readonly validTo?: readonly string[]
  readonly attributes: Readonly<Record<string, AttributeColumn>>
  /** Attributes by which, with code and name, the layout is recognised: 60 % of these headings must be there. */
  readonly typical?: readonly string[]
  /** A code is in many rows by nature (a product per row, a commune per row): equal repetitions are not reported. */
  readonly repeats?: true
  /** Rows without code and name belong to another list in the same sheet. */
  readonly sparse?: true
  /** Codes of another list in the same sheet: passed over. */
  readonly passOver?: RegExp
  /** One code per column: `code` names the columns (none: all that are not otherwise known), their heading becomes this attribute. */
  readonly matrix?: string
  /** Where no heading is recognised: column by role, from 1. Used if the codes found there have the form. */
  readonly positions?: Readonly<Record<string, number>>
  /** Further columns become attributes under their own headings. */
  readonly openAttributes?: true
}

export type CatalogueImport = {
  readonly form: CodeForm
  readonly layouts: readonly Layout[]
  /** Sheets beside the list that say more about its codes. */
  readonly flags?: 'icd10'
}

/** The form of `dmdc-seed`, taken for every catalogue. */
export const GENERIC: Layout = {
  id: 'code, name, valid_from, valid_to',
  code: ['code'],
  name: ['name'],
  validFrom: ['valid_from'],
  validTo: ['valid_to'],
  attributes: {},
  openAttributes: true,
}
