import type { Condition } from '../standards/field.ts'
import type { Text } from '../../kernel/text.ts'

/** The condition as it follows on "is empty": `, although MA_THE_BHYT is present`. */
export function conditionText(condition: Condition | undefined): Text {
  if (!condition) return { vi: '', en: '' }
  if ('present' in condition) {
    return { vi: ` trong khi ${condition.present} có giá trị`, en: ` although ${condition.present} is present` }
  }
  if ('allAbsent' in condition) {
    const names = condition.allAbsent.join(', ')
    return { vi: ` trong khi ${names} cũng để trống`, en: ` and so is ${names}` }
  }
  if ('in' in condition) {
    const values = condition.in.join(', ')
    return { vi: ` trong khi ${condition.field} là ${values}`, en: ` although ${condition.field} is ${values}` }
  }
  const values = condition.notIn.join(', ')
  return {
    vi: ` trong khi ${condition.field} không phải ${values}`,
    en: ` although ${condition.field} is not ${values}`,
  }
}

/** The fields a condition looks at. */
export function fieldsOfCondition(condition: Condition): readonly string[] {
  if ('present' in condition) return [condition.present]
  if ('allAbsent' in condition) return condition.allAbsent
  return [condition.field]
}

/** Whether the condition holds, of a list: for one of its items. An absent field is missing evidence and makes no demand. */
export function conditionHolds(condition: Condition, valueOf: (name: string) => string): boolean {
  if ('present' in condition) return valueOf(condition.present) !== ''
  if ('allAbsent' in condition) return condition.allAbsent.every((name) => valueOf(name) === '')
  const value = valueOf(condition.field)
  if (value === '') return false
  return 'in' in condition ? names(condition.in, value) : !names(condition.notIn, value)
}

/** As `conditionHolds`, made ready for one condition that is judged many times. */
export function readyCondition(condition: Condition): (valueOf: (name: string) => string) => boolean {
  if ('present' in condition || 'allAbsent' in condition) return (valueOf) => conditionHolds(condition, valueOf)
  const { field } = condition
  const isIn = 'in' in condition
  const codes = new Set((isIn ? condition.in : condition.notIn).map(withoutZeros))
  const isNamed = (code: string): boolean => codes.has(withoutZeros(code))
  return (valueOf) => {
    const value = valueOf(field)
    if (value === '') return false
    const named = value.includes(';') ? value.split(';').some((item) => isNamed(item.trim())) : isNamed(value)
    return named === isIn
  }
}

const names = (codes: readonly string[], value: string): boolean =>
  value.includes(';')
    ? value.split(';').some((item) => codes.some((code) => isSameCode(code, item.trim())))
    : codes.some((code) => isSameCode(code, value))

/** Codes that were numbers before QĐ 4750 come with and without their zero: `01` is `1`. */
const isSameCode = (left: string, right: string): boolean =>
  left === right || ((left.startsWith('0') || right.startsWith('0')) && withoutZeros(left) === withoutZeros(right))

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
