import type { Text } from '../kernel/text.ts'

/**
 * Why a column may leave the warehouse. pseudonym: a keyed hash of the lake's own · place: where, coarsened where few persons share it ·
 * time: when, coarsened likewise · code: an entry of a list · amount: money and quantities · fact: how the dossier was sent and judged.
 */
export const CLASSES = ['pseudonym', 'place', 'time', 'code', 'amount', 'fact'] as const

/** money: đồng with two decimals · quantity: three decimals · day: a calendar day of Việt Nam. */
export const TYPES = ['text', 'int', 'day', 'money', 'quantity'] as const

export type LakeColumn = {
  readonly name: string
  readonly type: (typeof TYPES)[number]
  readonly class: (typeof CLASSES)[number]
  readonly title: Text
  /** Fields of the law that it is made of, in any standard: `XML1.MA_KHOA`. */
  readonly from?: readonly string[]
  /** What is done with the value before it is written, or why it is wanted. */
  readonly reason: string
}

/** What a cell holds: a number is whole, a bigint whole hundredths of money or thousandths of a quantity, a day counts from 1970-01-01. */
export type LakeCell = string | number | bigint | null

/** A row has a cell for each column of its table, and no other. */
export type LakeRowOf<Columns extends readonly LakeColumn[]> = { readonly [Name in Columns[number]['name']]: LakeCell }
