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
  /** From here on everything speaks of this row, whose fields have been found. */
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

/** Reads rows of the table with these fields. */
export function createTableValues(names: readonly string[]): TableValues {
  const fields = new Map<string, Field>()
  /** Those of them that the table has. */
  const present: Field[] = []
  const views: View[] = []
  const conditionBits = new Map<string, number>()
  const words: number[] = []
  const changed: Judged[] = []
  /** By field: its text is another than in the row before. */
  const marks: number[] = []
  let bits = 0
  let turn = 0
  let row = NO_ROW

  const newBit = (): number => {
    if (bits % BITS_IN_WORD === 0) words.push(0)
    bits += 1
    return bits - 1
  }

  const setBit = (bit: number, value: boolean): void => {
    const word = Math.floor(bit / BITS_IN_WORD)
    const mask = 1 << (bit % BITS_IN_WORD)
    words[word] = value ? (words[word] ?? 0) | mask : (words[word] ?? 0) & ~mask
  }

  const textNamed = (name: string): string => fields.get(name)?.text ?? ''

  /** A field takes a new text only where it differs from that of the row before. */
  function change(field: Field, text: string): void {
    field.text = text
    const word = Math.floor(field.mark / BITS_IN_WORD)
    marks[word] = (marks[word] ?? 0) | (1 << (field.mark % BITS_IN_WORD))
    for (let at = 0; at < field.slots.length; at += 1) {
      const slot = field.slots[at]
      if (!slot) continue
      const value = text === '' ? null : slot.read(text)
      setBit(slot.bit, value !== null)
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

  function take(next: RawRow): void {
    row = next
    turn += 1
    marks.fill(0)
    for (let at = 0; at < present.length; at += 1) {
      const field = present[at]
      if (!field) continue
      const element = next.elementOf[field.position] ?? -1
      const text = element < 0 ? '' : (next.texts[element] ?? '')
      if (text !== field.text) change(field, text)
    }
    for (let at = 0; at < changed.length; at += 1) {
      const judged = changed[at]
      if (judged) setBit(judged.bit, judged.holds(textNamed))
    }
    changed.length = 0
  }

  function fieldOf(name: string): Field {
    const known = fields.get(name)
    if (known) return known
    const mark = fields.size
    if (mark % BITS_IN_WORD === 0) marks.push(0)
    const field: Field = { name, position: names.indexOf(name), text: '', mark, slots: [], conditions: [] }
    fields.set(name, field)
    if (field.position >= 0) present.push(field)
    return field
  }

  function slotOf(name: string, kind: ValueKind): Slot {
    const { slots } = fieldOf(name)
    const known = slots.find((slot) => slot.kind === kind)
    if (known) return known
    const slot: Slot = { bit: newBit(), kind, read: READERS[kind], views: [] }
    slots.push(slot)
    return slot
  }

  function bitOf(condition: Condition): number {
    const key = JSON.stringify(condition)
    const known = conditionBits.get(key)
    if (known !== undefined) return known
    const judged: Judged = { bit: newBit(), holds: readyCondition(condition) }
    conditionBits.set(key, judged.bit)
    for (const name of fieldsOfCondition(condition)) fieldOf(name).conditions.push(judged)
    setBit(judged.bit, judged.holds(textNamed))
    return judged.bit
  }

  /** A view in which no field is read in another way. */
  function viewFor(reads: readonly (readonly [string, ValueKind])[]): View {
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

  return {
    take,
    takeKept(next) {
      if (next !== row) take(next)
    },
    forget() {
      take(NO_ROW)
    },
    row: () => row,
    turn: () => turn,
    marksOf: (wanted) => bitsOf(wanted.map((name) => fieldOf(name).mark)),
    isChanged({ words: of, bits: masks }) {
      for (let at = 0; at < of.length; at += 1) {
        if (((marks[of[at] ?? 0] ?? 0) & (masks[at] ?? 0)) !== 0) return true
      }
      return false
    },
    evidenceOf: (reads) => bitsOf(Object.entries(reads).map(([name, kind]) => slotOf(name, kind).bit)),
    conditionsOf: (conditions) => bitsOf(conditions.map(bitOf)),
    hasAll(wanted) {
      for (let at = 0; at < wanted.words.length; at += 1) {
        const mask = wanted.bits[at] ?? 0
        if (((words[wanted.words[at] ?? 0] ?? 0) & mask) !== mask) return false
      }
      return true
    },
    viewOf(reads) {
      const entries = Object.entries(reads)
      const { kinds, shown } = viewFor(entries)
      for (const [name, kind] of entries) {
        if (kinds.has(name)) continue
        kinds.set(name, kind)
        slotOf(name, kind).views.push(shown)
        shown[name] = kind === 'decimal' ? null : ''
      }
      return shown
    },
  }
}

function bitsOf(all: readonly number[]): Bits {
  const masks = new Map<number, number>()
  for (const bit of all) {
    const word = Math.floor(bit / BITS_IN_WORD)
    masks.set(word, (masks.get(word) ?? 0) | (1 << (bit % BITS_IN_WORD)))
  }
  return { words: [...masks.keys()], bits: [...masks.values()] }
}
