import { parseDecimal, type Decimal } from '../record/decimal.ts'
import { isBirth, isDate, isDatetime } from '../record/moment.ts'
import { createRow, type RawRow } from '../record/row.ts'
import type { Condition } from '../standards/field.ts'
import type { ValueKind, Reads } from '../rules/reads.ts'
import { fieldsOfCondition, readyCondition, withoutZeros } from '../rules/condition.ts'

type Value = string | Decimal | null

const READERS: Readonly<Record<ValueKind, (text: string) => Value>> = {
  text: (text) => text,
  code: withoutZeros,
  moment: (text) => (isDatetime(text) ? text : null),
  day: (text) => (isDate(text) ? text : isDatetime(text) ? text.slice(0, 8) : null),
  birth: (text) => (isBirth(text) ? text : null),
  decimal: parseDecimal,
}

/** Bits of the row that must all be set: in the word at `words[n]` those of `bits[n]`. */
export type Bits = { readonly words: readonly number[]; readonly bits: readonly number[] }

/**
 * The values of one row of a table as rules read them. What the row before had is not read again, and what is there, has
 * its form or meets a condition is a bit each, so that a rule that is not asked costs next to nothing.
 */
export type TableValues = {
  /** From here on everything is about this row, whose fields have been found. */
  take: (row: RawRow) => void
  /** As `take`, of a row that is never filled again: nothing is read anew while it is the same. */
  takeKept: (row: RawRow) => void
  /** Lets go of the row and its values. */
  forget: () => void
  /** The row that was taken. */
  row: () => RawRow
  /** Counts the rows that were taken, whoever took them. */
  turn: () => number
  /** Bits of these fields, for `isChanged`. */
  marksOf: (names: readonly string[]) => Bits
  /** One of these fields is another than in the row that was taken before. */
  isChanged: (marks: Bits) => boolean
  /** These are there and have their form; a field that the table does not have is always absent. */
  evidenceOf: (reads: Reads) => Bits
  conditionsOf: (conditions: readonly Condition[]) => Bits
  hasAll: (wanted: Bits) => boolean
  /** An object that shows these fields of the row that was taken; others read it, too. */
  viewOf: (reads: Reads) => Readonly<Record<string, Value>>
}

type View = { kinds: Map<string, ValueKind>; shown: Record<string, Value> }
type Slot = { bit: number; kind: ValueKind; read: (text: string) => Value; views: Record<string, Value>[] }
type Field = { name: string; position: number; text: string; mark: number; slots: Slot[]; conditions: Judged[] }
type Judged = { bit: number; holds: ReturnType<typeof readyCondition> }

/** Small enough for V8 to keep the words in the array itself, also where it compresses pointers. */
const BITS_IN_WORD = 30
const NO_ROW = createRow()

/** The row that was taken, what it holds, and what of it somebody wants to know. */
type State = {
  readonly names: readonly string[]
  readonly fields: Map<string, Field>
  /** Those of them that the table has. */
  readonly present: Field[]
  readonly views: View[]
  readonly conditionBits: Map<string, number>
  readonly words: number[]
  /** Conditions with a field that changed, while a row is taken. */
  readonly changed: Judged[]
  /** By field: its text is another than in the row before. */
  readonly marks: number[]
  readonly textNamed: (name: string) => string
  bits: number
  turn: number
  row: RawRow
}

function newState(names: readonly string[]): State {
  const fields = new Map<string, Field>()
  return {
    names,
    fields,
    present: [],
    views: [],
    conditionBits: new Map(),
    words: [],
    changed: [],
    marks: [],
    textNamed: (name) => fields.get(name)?.text ?? '',
    bits: 0,
    turn: 0,
    row: NO_ROW,
  }
}

/** Reads rows of the table with these fields. */
export function createTableValues(names: readonly string[]): TableValues {
  const state = newState(names)
  return {
    take: (next) => take(state, next),
    takeKept(next) {
      if (next !== state.row) take(state, next)
    },
    forget: () => take(state, NO_ROW),
    row: () => state.row,
    turn: () => state.turn,
    marksOf: (wanted) => bitsOf(wanted.map((name) => fieldOf(state, name).mark)),
    isChanged: ({ words, bits }) => hasAny(state.marks, words, bits),
    evidenceOf: (reads) => bitsOf(Object.entries(reads).map(([name, kind]) => slotOf(state, name, kind).bit)),
    conditionsOf: (conditions) => bitsOf(conditions.map((condition) => bitOf(state, condition))),
    hasAll: ({ words, bits }) => hasEvery(state.words, words, bits),
    viewOf: (reads) => viewOf(state, Object.entries(reads)),
  }
}

function take(state: State, next: RawRow): void {
  const { present, changed, marks, textNamed } = state
  state.row = next
  state.turn += 1
  marks.fill(0)
  for (let at = 0; at < present.length; at += 1) {
    const field = present[at]
    if (!field) continue
    const element = next.elementOf[field.position] ?? -1
    const text = element < 0 ? '' : (next.texts[element] ?? '')
    if (text !== field.text) change(state, field, text)
  }
  for (let at = 0; at < changed.length; at += 1) {
    const judged = changed[at]
    if (judged) setBit(state, judged.bit, judged.holds(textNamed))
  }
  changed.length = 0
}

/** A field takes a new text only where it differs from that of the row before. */
function change(state: State, field: Field, text: string): void {
  const { marks, changed } = state
  field.text = text
  const word = Math.floor(field.mark / BITS_IN_WORD)
  marks[word] = (marks[word] ?? 0) | (1 << (field.mark % BITS_IN_WORD))
  for (let at = 0; at < field.slots.length; at += 1) {
    const slot = field.slots[at]
    if (!slot) continue
    const value = text === '' ? null : slot.read(text)
    setBit(state, slot.bit, value !== null)
    const shown = value === null && slot.kind !== 'decimal' ? '' : value
    for (let nth = 0; nth < slot.views.length; nth += 1) {
      const view = slot.views[nth]
      if (view) view[field.name] = shown
    }
  }
  for (let at = 0; at < field.conditions.length; at += 1) {
    const judged = field.conditions[at]
    if (judged) changed.push(judged)
  }
}

function newBit(state: State): number {
  if (state.bits % BITS_IN_WORD === 0) state.words.push(0)
  state.bits += 1
  return state.bits - 1
}

function setBit({ words }: State, bit: number, value: boolean): void {
  const word = Math.floor(bit / BITS_IN_WORD)
  const mask = 1 << (bit % BITS_IN_WORD)
  words[word] = value ? (words[word] ?? 0) | mask : (words[word] ?? 0) & ~mask
}

function hasAny(held: readonly number[], words: readonly number[], bits: readonly number[]): boolean {
  for (let at = 0; at < words.length; at += 1) {
    if (((held[words[at] ?? 0] ?? 0) & (bits[at] ?? 0)) !== 0) return true
  }
  return false
}

function hasEvery(held: readonly number[], words: readonly number[], bits: readonly number[]): boolean {
  for (let at = 0; at < words.length; at += 1) {
    const mask = bits[at] ?? 0
    if (((held[words[at] ?? 0] ?? 0) & mask) !== mask) return false
  }
  return true
}

function fieldOf({ names, fields, present, marks }: State, name: string): Field {
  const known = fields.get(name)
  if (known) return known
  const mark = fields.size
  if (mark % BITS_IN_WORD === 0) marks.push(0)
  const field: Field = { name, position: names.indexOf(name), text: '', mark, slots: [], conditions: [] }
  fields.set(name, field)
  if (field.position >= 0) present.push(field)
  return field
}

function slotOf(state: State, name: string, kind: ValueKind): Slot {
  const { slots } = fieldOf(state, name)
  const known = slots.find((slot) => slot.kind === kind)
  if (known) return known
  const slot: Slot = { bit: newBit(state), kind, read: READERS[kind], views: [] }
  slots.push(slot)
  return slot
}

function bitOf(state: State, condition: Condition): number {
  const key = JSON.stringify(condition)
  const known = state.conditionBits.get(key)
  if (known !== undefined) return known
  const judged: Judged = { bit: newBit(state), holds: readyCondition(condition) }
  state.conditionBits.set(key, judged.bit)
  for (const name of fieldsOfCondition(condition)) fieldOf(state, name).conditions.push(judged)
  setBit(state, judged.bit, judged.holds(state.textNamed))
  return judged.bit
}

type ReadFields = readonly (readonly [name: string, kind: ValueKind])[]

/** A view in which no field is read in another way; a new one where there is none. */
function viewFor({ names, views }: State, reads: ReadFields): View {
  const fits = ({ kinds }: View): boolean => reads.every(([name, kind]) => (kinds.get(name) ?? kind) === kind)
  const known = views.find(fits)
  if (known) return known
  // Parsed, an object of so many properties has a fixed shape; put together, it would be a dictionary, which is slower.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const shown = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`).join()}}`) as View['shown']
  const view: View = { kinds: new Map(), shown }
  views.push(view)
  return view
}

function viewOf(state: State, reads: ReadFields): View['shown'] {
  const { kinds, shown } = viewFor(state, reads)
  for (const [name, kind] of reads) {
    if (kinds.has(name)) continue
    kinds.set(name, kind)
    slotOf(state, name, kind).views.push(shown)
    shown[name] = kind === 'decimal' ? null : ''
  }
  return shown
}

function bitsOf(all: readonly number[]): Bits {
  const masks = new Map<number, number>()
  for (const bit of all) {
    const word = Math.floor(bit / BITS_IN_WORD)
    masks.set(word, (masks.get(word) ?? 0) | (1 << (bit % BITS_IN_WORD)))
  }
  return { words: [...masks.keys()], bits: [...masks.values()] }
}
