import type { Text } from '../../kernel/text.ts'

/**
 * What an account is there for. Everybody uses data only within their duty (Circular 48/2017/TT-BYT, article 9), so each operation names the
 * duties that it is open to, and an account holds the fewest that its work needs. `side` says with whom such an account is: a facility, a
 * Sở Y tế, or the nation (Ministry and BHXH).
 */
export const DUTIES = [
  'sender',
  'person',
  'supervisor',
  'curator',
  'analyst',
  'assessor',
  'operator',
  'auditor',
] as const
export type Duty = (typeof DUTIES)[number]

export const SIDES = ['facility', 'province', 'ministry'] as const
export type Side = (typeof SIDES)[number]

/** Each duty: who that is in life, and at which side it may be held. `person` is held by whoever signed in beside the facility's account. */
export const duties: Readonly<Record<Duty, { readonly who: Text; readonly sides: readonly Side[] }>> = {
  sender: { who: { vi: 'Cơ sở KCB (phần mềm HIS)', en: 'Facility (its software)' }, sides: ['facility'] },
  person: { who: { vi: 'Người có thẩm quyền của cơ sở', en: 'Authorised person of a facility' }, sides: [] },
  supervisor: { who: { vi: 'Cán bộ Sở Y tế', en: 'Officer of a Sở Y tế' }, sides: ['province'] },
  curator: {
    who: { vi: 'Đơn vị chủ quản danh mục', en: 'Department that owns catalogues' },
    sides: ['ministry'],
  },
  analyst: { who: { vi: 'Cán bộ phân tích của Bộ', en: 'Analyst of the Ministry' }, sides: ['ministry'] },
  assessor: { who: { vi: 'Giám định viên BHXH', en: 'Assessor of BHXH' }, sides: ['ministry'] },
  operator: { who: { vi: 'Đơn vị vận hành', en: 'Operator' }, sides: ['ministry'] },
  auditor: {
    who: { vi: 'Kiểm soát nội bộ, thanh tra', en: 'Auditor' },
    sides: ['facility', 'province', 'ministry'],
  },
}

/** Those that an account itself may hold at a side. */
export const dutiesAt = (side: Side): readonly Duty[] => DUTIES.filter((duty) => duties[duty].sides.includes(side))
