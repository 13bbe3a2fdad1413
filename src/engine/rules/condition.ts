import type { Condition } from '../standards/field.ts'
import type { Text } from '../../kernel/text.ts'

/** The condition as it follows on "is empty": `, although MA_THE_BHYT is present`. */
export function conditionText(condition: Condition | undefined): Text {
  if (!condition) return { vi: '', en: '' }
  if ('allAbsent' in condition) {
    const names = condition.allAbsent.join(', ')
    return { vi: ` trong khi ${names} cũng để trống`, en: ` and so is ${names}` }
  }
  const { vi, en } = clause(condition)
  return { vi: ` trong khi ${vi}`, en: ` although ${en}` }
}

function clause(condition: Condition): Text {
  if ('all' in condition) {
    const clauses = condition.all.map(clause)
    return { vi: clauses.map(({ vi }) => vi).join(' và '), en: clauses.map(({ en }) => en).join(' and ') }
  }
  if ('present' in condition) return { vi: `${condition.present} có giá trị`, en: `${condition.present} is present` }
  if ('allAbsent' in condition) {
    const names = condition.allAbsent.join(', ')
    return { vi: `${names} để trống`, en: `${names} is empty` }
  }
  const { field } = condition
  if ('unlike' in condition) {
    return { vi: `${field} không phải ${condition.unlike.vi}`, en: `${field} is not ${condition.unlike.en}` }
  }
  if ('in' in condition) {
    const values = condition.in.join(', ')
    return { vi: `${field} là ${values}`, en: `${field} is ${values}` }
  }
  const values = condition.notIn.join(', ')
  return { vi: `${field} không phải ${values}`, en: `${field} is not ${values}` }
}

/** The fields a condition looks at. */
export function fieldsOfCondition(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsOfCondition)
  if ('present' in condition) return [condition.present]
  if ('allAbsent' in condition) return condition.allAbsent
  return [condition.field]
}

type ValueOf = (name: string) => string

/** Whether the condition holds, of a list: for one of its items. An absent field is missing evidence and makes no demand. */
export const conditionHolds = (condition: Condition, valueOf: ValueOf): boolean => readyCondition(condition)(valueOf)

const ready = new WeakMap<Condition, (valueOf: ValueOf) => boolean>()

/** As `conditionHolds`, made ready once for a condition that is judged many times. */
export function readyCondition(condition: Condition): (valueOf: ValueOf) => boolean {
  const known = ready.get(condition) ?? prepare(condition)
  ready.set(condition, known)
  return known
}

function prepare(condition: Condition): (valueOf: ValueOf) => boolean {
  if ('all' in condition) {
    const parts = condition.all.map(readyCondition)
    return (valueOf) => parts.every((holds) => holds(valueOf))
  }
  if ('present' in condition) return (valueOf) => valueOf(condition.present) !== ''
  if ('allAbsent' in condition) return (valueOf) => condition.allAbsent.every((name) => valueOf(name) === '')
  const { field } = condition
  if ('unlike' in condition) {
    const kind = new RegExp(condition.unlike.regex)
    return (valueOf) => !someItem(valueOf(field), (item) => kind.test(item))
  }
  const isIn = 'in' in condition
  const codes = new Set((isIn ? condition.in : condition.notIn).map(withoutZeros))
  // Codes that were numbers before QĐ 4750 come with and without their zero: `01` is `1`.
  const isNamed = (code: string): boolean => codes.has(withoutZeros(code))
  return (valueOf) => {
    const value = valueOf(field)
    return value !== '' && someItem(value, isNamed) === isIn
  }
}

const someItem = (value: string, holds: (item: string) => boolean): boolean =>
  value.includes(';') ? value.split(';').some((item) => holds(item.trim())) : holds(value)

const ZERO = 0x30
const NINE = 0x39

/** `03` → `3`, `00` → `0`; what is no number stays as it is. */
export function withoutZeros(code: string): string {
  let first = 0
  while (first < code.length - 1 && code.charCodeAt(first) === ZERO) first += 1
  if (first === 0) return code
  for (let at = first; at < code.length; at += 1) if (!isDigit(code.charCodeAt(at))) return code
  return code.slice(first)
}

const isDigit = (character: number): boolean => character >= ZERO && character <= NINE
