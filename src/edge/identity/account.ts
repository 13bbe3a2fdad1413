import * as z from 'zod'
import { accounts } from '../../../db/reference/schema.ts'
import { departments, isDepartmentId } from '../../../db/reference/departments.ts'
import { PURPOSES } from '../../../db/warehouse/facts.ts'
import { provinceOf, type Purpose, type SignedIn } from './caller.ts'
import { DUTIES, dutiesAt, type Duty, type Side } from './duties.ts'

/** Who uses an account: software, for tokens; a person, at the portal. */
export const HOLDERS = accounts.holder.enumValues
export type Holder = (typeof HOLDERS)[number]

/** An account as its table keeps it. */
export type AccountRow = typeof accounts.$inferSelect

/** Whose data an account may touch, and what for; without its secret. */
export type AccountScope = {
  readonly role: Side
  readonly duties: readonly Duty[]
  /** Of a facility. */
  readonly facility: string | null
  /** Old codes of a Sở Y tế, the first of them first. */
  readonly provinces: readonly string[] | null
  /** Of a curator: the department it decides for; null: all of them. */
  readonly department: string | null
  /** Of a sender; null: all. */
  readonly purposes: readonly Purpose[] | null
  readonly title: string
  readonly holder: Holder
  /** Of a person's account: who that is in the register of its facility; null: nobody of it. */
  readonly person: string | null
}

export const dutyList = z.array(z.enum(DUTIES))
const codeList = z.array(z.string())
export const purposeList = z.array(z.enum(PURPOSES))

/** Throws where a row does not hold what its columns promise. */
export function scopeOfRow(row: AccountRow): AccountScope {
  const { role, facility, province, department, title, holder, person } = row
  const listed = row.provinces === null ? null : codeList.parse(JSON.parse(row.provinces))
  return {
    role,
    duties: dutyList.parse(JSON.parse(row.duties)),
    facility: role === 'facility' ? facility : null,
    provinces: role === 'province' ? (listed ?? (province === null ? null : [province])) : null,
    department: role === 'ministry' ? department : null,
    purposes: row.purposes === null ? null : purposeList.parse(JSON.parse(row.purposes)),
    title,
    holder,
    person,
  }
}

/** The columns of a scope. */
export const columnsOf = ({ duties, facility, provinces, purposes, ...others }: AccountScope) => ({
  ...others,
  duties: JSON.stringify(duties),
  facility,
  province: facility === null ? (provinces?.[0] ?? null) : provinceOf(facility),
  provinces: provinces !== null && provinces.length > 1 ? JSON.stringify(provinces) : null,
  purposes: purposes === null ? null : JSON.stringify(purposes),
})

/** Who calls by an account. Throws where the row lacks what its role needs. */
export function signedInByAccount(row: AccountRow): SignedIn {
  const { role, duties, facility, provinces, department, purposes } = scopeOfRow(row)
  const common = { account: row.id, duties, purposes }
  if (role === 'facility' && facility !== null) return { role, facility, province: provinceOf(facility), ...common }
  const [province] = provinces ?? []
  if (role === 'province' && province !== undefined)
    return { role, province, ...(provinces && provinces.length > 1 ? { provinces } : {}), ...common }
  if (role === 'ministry') return { role, department, ...common }
  throw new Error(`account ${row.id} has the role ${role} without its scope`)
}

/** What is wrong with a scope, by the member that is wrong, and what is accepted in its place; null: nothing. */
export function scopeProblem(scope: AccountScope): { parameter: string; expected: string } | null {
  const { role, duties, facility, provinces, department, purposes, holder, person } = scope
  const allowed = dutiesAt(role)
  if (duties.length === 0 || duties.some((duty) => !allowed.includes(duty)))
    return { parameter: 'duties', expected: allowed.join(', ') }
  // Nobody audits what they do themselves.
  if (duties.includes('auditor') && duties.length > 1) return { parameter: 'duties', expected: 'auditor' }
  if ((role === 'facility') !== (facility !== null))
    return { parameter: 'facility', expected: expectedOf(role, 'facility') }
  if ((role === 'province') !== (provinces !== null && provinces.length > 0))
    return { parameter: 'provinces', expected: expectedOf(role, 'province') }
  if (department !== null && (role !== 'ministry' || !isDepartmentId(department)))
    return { parameter: 'department', expected: Object.keys(departments).join(', ') }
  if (purposes !== null && !duties.includes('sender')) return { parameter: 'purposes', expected: '–' }
  if (person !== null && (holder !== 'person' || role !== 'facility')) return { parameter: 'person', expected: '–' }
  return null
}

const expectedOf = (role: Side, needed: Side): string =>
  role !== needed ? '–' : needed === 'facility' ? '01001' : '["79", "74", "77"]'

/** Whether a second person has to agree to such an account: whatever sees or decides for more than one facility. */
export const needsSecondPerson = ({ role }: AccountScope): boolean => role !== 'facility'
