import type { Condition } from '../standards/field.ts'
import type { Text } from '../text.ts'

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
  return { vi: ` trong khi ${condition.field} không phải ${values}`, en: ` although ${condition.field} is not ${values}` }
}

/** The fields a condition looks at. */
export function fieldsOfCondition(condition: Condition): readonly string[] {
  if ('present' in condition) return [condition.present]
  if ('allAbsent' in condition) return condition.allAbsent
  return [condition.field]
}

/** Whether the condition holds; an absent field is missing evidence and makes no demand. */
export function conditionHolds(condition: Condition, valueOf: (name: string) => string): boolean {
  if ('present' in condition) return valueOf(condition.present) !== ''
  if ('allAbsent' in condition) return condition.allAbsent.every((name) => valueOf(name) === '')
  const value = valueOf(condition.field)
  return value !== '' && ('in' in condition ? condition.in.includes(value) : !condition.notIn.includes(value))
}
