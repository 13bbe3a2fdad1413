import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { cardNumber, facilityCode, isBirth } from '../../engine/index.ts'
import { Refusal } from '../refusals.ts'
import type { Text } from '../../kernel/text.ts'
import { cardHash, citizenHash } from '../../store/warehouse/identity/numbers.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { birthHashes, nameHash } from './hashes.ts'

/** One period of a card, as it is kept: the number, name and birth as keyed hashes only. */
export type CardRow = {
  readonly cardHash: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly nameHash: string
  readonly birthHash: string | null
  readonly birthYearHash: string
  readonly citizenHash: string | null
  readonly initialFacility: string | null
  readonly status: 'active' | 'locked' | 'withdrawn'
}

/** What is wrong with a line: which member, and what it should be. Nothing of the line itself. */
export type CardProblem = { readonly field: string; readonly expected: Text }

/** What is expected is said by the schema below in English; forms such as `yyyy-mm-dd` are the same in every language. */
const IN_VIETNAMESE: Readonly<Record<string, string>> = {
  [cardNumber.en]: cardNumber.vi,
  [facilityCode.en]: facilityCode.vi,
  'a card number': 'số thẻ',
  '12 digits': '12 chữ số',
  'a card number, or the 12 digits of a citizen number': 'số thẻ, hoặc 12 chữ số CCCD',
  'a name': 'họ tên',
  'not empty': 'không để trống',
  'yyyy-mm-dd, yyyymmdd or yyyy': 'yyyy-mm-dd, yyyymmdd hoặc yyyy',
  'yyyy-mm-dd or nothing': 'yyyy-mm-dd hoặc bỏ trống',
  'active, locked or withdrawn': 'active, locked hoặc withdrawn',
  'a JSON object': 'một đối tượng JSON',
  'an object': 'một đối tượng',
  'comma-separated values': 'các giá trị cách nhau bằng dấu phẩy',
}

/** Words of the schema in both languages. */
const both = (en: string): Text => ({ vi: IN_VIETNAMESE[en] ?? en, en })
/** So many characters at most. */
export const upTo = (characters: number): Text => ({
  vi: `tối đa ${characters} ký tự`,
  en: `up to ${characters} characters`,
})

const CARD_FIELDS = [
  'card',
  'name',
  'birth',
  'validFrom',
  'validTo',
  'initialFacility',
  'status',
  'citizenNumber',
] as const

const MOST_NAME = 255
const isoDay = z.iso.date({ error: 'yyyy-mm-dd' })
/** CSV has no other way to leave a value out. */
const absent = z.literal('').transform(() => undefined)
const CARD = z.string({ error: 'a card number' }).regex(new RegExp(cardNumber.regex), cardNumber.en)
const BIRTH = z
  .string({ error: 'yyyy-mm-dd, yyyymmdd or yyyy' })
  .refine((text) => isBirth(text.replaceAll('-', '')), 'yyyy-mm-dd, yyyymmdd or yyyy')

const NAME = z.string({ error: 'a name' }).trim().min(1, 'not empty').max(MOST_NAME, `up to ${MOST_NAME} characters`)
const CITIZEN_NUMBER = /^\d{12}$/

/** Whether a number is that of a citizen (CCCD), and so of no card. */
export const isCitizenNumber = (number: string): boolean => CITIZEN_NUMBER.test(number)

/** What a question about a card says: its number or that of its citizen, name and birth. */
export const questionMembers = {
  card: z
    .string({ error: 'a card number' })
    .refine(
      (text) => new RegExp(cardNumber.regex).test(text) || isCitizenNumber(text),
      'a card number, or the 12 digits of a citizen number',
    ),
  name: NAME,
  birth: BIRTH,
}

const line = z
  .strictObject({
    card: CARD,
    name: NAME,
    birth: BIRTH,
    validFrom: isoDay,
    validTo: z.union([absent, isoDay], { error: 'yyyy-mm-dd or nothing' }).nullish(),
    initialFacility: z
      .union([absent, z.string().regex(new RegExp(facilityCode.regex))], { error: facilityCode.en })
      .nullish(),
    status: z
      .union([absent, z.enum(['active', 'locked', 'withdrawn'])], { error: 'active, locked or withdrawn' })
      .nullish(),
    citizenNumber: z.union([absent, z.string().regex(CITIZEN_NUMBER)], { error: '12 digits' }).nullish(),
  })
  .refine(({ validFrom, validTo }) => !validTo || validTo >= validFrom, { path: ['validTo'], error: '>= validFrom' })

/** Reads lines one by one, into the row that is kept or what is wrong. */
export type CardReader = (text: string) => CardRow | CardProblem | null

/** Each line is a JSON object. An empty line is passed over (null). */
export const jsonCards =
  (vault: Vault): CardReader =>
  (text) => {
    if (text.trim() === '') return null
    const value = valueIn(text)
    return value === undefined ? { field: 'line', expected: both('a JSON object') } : rowOf(vault, value)
  }

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The first line names the columns, in any order (else Refusal `cards-header-wrong`); each other is a card, and none goes on in the next line. */
export function separatedCards(vault: Vault): CardReader {
  let columns: readonly string[] | null = null
  return (text) => {
    if (text.trim() === '') return null
    const cells = cellsOf(text)
    if (columns === null) {
      columns = (cells ?? []).map((cell) => cell.trim())
      const isKnown = columns.length > 0 && columns.every((name) => CARD_FIELDS.some((known) => known === name))
      if (!isKnown) throw new Refusal('cards-header-wrong', { columns: CARD_FIELDS.join(', ') })
      return null
    }
    if (cells === null) return { field: 'line', expected: both('comma-separated values') }
    if (cells.length !== columns.length)
      return { field: 'line', expected: { vi: `${columns.length} giá trị`, en: `${columns.length} values` } }
    return rowOf(vault, Object.fromEntries(columns.map((name, at) => [name, cells[at]])))
  }
}

function cellsOf(text: string): string[] | null {
  try {
    const [cells] = parse(text, { bom: true, relax_column_count: true })
    return cells ?? null
  } catch {
    return null
  }
}

function rowOf(vault: Vault, value: unknown): CardRow | CardProblem {
  const result = line.safeParse(value)
  if (!result.success) return problemOf(result.error.issues[0])
  const { card, name, birth, validFrom, validTo, initialFacility, status, citizenNumber } = result.data
  const hashed = { cardHash: cardHash(vault, card), nameHash: nameHash(vault, name), ...birthHashes(vault, birth) }
  if (hashed.nameHash === null || hashed.birthYearHash === null) return { field: 'name', expected: both('a name') }
  return {
    ...hashed,
    nameHash: hashed.nameHash,
    birthYearHash: hashed.birthYearHash,
    validFrom,
    validTo: validTo ?? null,
    citizenHash: citizenNumber ? citizenHash(vault, citizenNumber) : null,
    initialFacility: initialFacility ?? null,
    status: status ?? 'active',
  }
}

function problemOf(issue: z.core.$ZodIssue | undefined): CardProblem {
  const members = CARD_FIELDS.join(', ')
  if (issue?.code === 'unrecognized_keys')
    return { field: 'line', expected: { vi: `các thành phần ${members}`, en: `members ${members}` } }
  const [field] = issue?.path ?? []
  if (typeof field !== 'string') return { field: 'line', expected: both('an object') }
  if (issue?.code === 'too_big') return { field, expected: upTo(MOST_NAME) }
  // Names of members are ours; the words are those above.
  return { field, expected: both(issue?.message ?? '') }
}
