import type { Duty } from '../../src/edge/identity/duties.ts'

/** Accounts to try things with. They exist in local data only: nothing but the local stack ever writes them. */
export type DemoAccount = {
  id: string
  role: 'facility' | 'province' | 'ministry'
  duties: readonly Duty[]
  facility?: string
  province?: string
  /** All old codes of a province that was joined. */
  provinces?: readonly string[]
  /** Of the ministry: the department it decides for; none: all of them. */
  department?: string
  /** Of a person of a facility: who that is in its register. */
  person?: string
}

/** Of software, and for whoever tries the API by hand. */
const demoAccounts: readonly DemoAccount[] = [
  { id: '01001', role: 'facility', duties: ['sender'], facility: '01001', province: '01' },
  { id: '79001', role: 'facility', duties: ['sender'], facility: '79001', province: '79' },
  { id: 'province-01', role: 'province', duties: ['supervisor'], province: '01' },
  { id: 'province-79', role: 'province', duties: ['supervisor'], province: '79' },
  // One person may do nearly everything: a demonstration has nobody else. In life each of these is an account of its own, as below.
  { id: 'ministry', role: 'ministry', duties: ['curator', 'analyst', 'operator'] },
  { id: 'ministry-kcb', role: 'ministry', duties: ['curator'], department: 'kcb' },
  { id: 'ministry-duoc', role: 'ministry', duties: ['curator'], department: 'duoc' },
  { id: 'bhxh', role: 'ministry', duties: ['curator', 'assessor'], department: 'bhxh' },
  { id: 'so-y-te-hcm', role: 'province', duties: ['supervisor'], province: '79', provinces: ['79', '74', '77'] },
  { id: 'analyst', role: 'ministry', duties: ['analyst'] },
  { id: 'operator', role: 'ministry', duties: ['operator'] },
  { id: 'operator-2', role: 'ministry', duties: ['operator'] },
  { id: 'auditor', role: 'ministry', duties: ['auditor'] },
  { id: '01001-auditor', role: 'facility', duties: ['auditor'], facility: '01001', province: '01' },
]

/** People who sign in at the portal, one of each duty at each side; none of them gets a token with a password. */
export const demoPeople: readonly DemoAccount[] = [
  { id: '01001-clerk', role: 'facility', duties: ['sender'], facility: '01001', province: '01' },
  { id: '01001-p1', role: 'facility', duties: ['sender'], facility: '01001', province: '01', person: '01001-p1' },
  { id: '79001-clerk', role: 'facility', duties: ['sender'], facility: '79001', province: '79' },
  { id: '79001-p1', role: 'facility', duties: ['sender'], facility: '79001', province: '79', person: '79001-p1' },
  { id: '01001-inspector', role: 'facility', duties: ['auditor'], facility: '01001', province: '01' },
  { id: 'officer-01', role: 'province', duties: ['supervisor'], province: '01' },
  { id: 'officer-79', role: 'province', duties: ['supervisor'], province: '79', provinces: ['79', '74', '77'] },
  { id: 'officer-kcb', role: 'ministry', duties: ['curator'], department: 'kcb' },
  { id: 'officer-analyst', role: 'ministry', duties: ['analyst'] },
  { id: 'officer-bhxh', role: 'ministry', duties: ['curator', 'assessor'], department: 'bhxh' },
  { id: 'officer-operator', role: 'ministry', duties: ['operator'] },
  { id: 'officer-auditor', role: 'ministry', duties: ['auditor'] },
]

/** The demo accounts of a stack with these provinces: besides those above, a facility and a department of each that has none. */
export const demoAccountsOf = (provinces: readonly string[]): readonly DemoAccount[] => [
  ...demoAccounts,
  ...provinces
    .filter((code) => !demoAccounts.some(({ province }) => province === code))
    .flatMap((code): DemoAccount[] => [
      { id: `${code}001`, role: 'facility', duties: ['sender'], facility: `${code}001`, province: code },
      { id: `province-${code}`, role: 'province', duties: ['supervisor'], province: code },
    ]),
]

/** The facilities among them. */
export const demoFacilitiesOf = (provinces: readonly string[]): readonly string[] => [
  ...new Set(demoAccountsOf(provinces).flatMap(({ facility }) => facility ?? [])),
]

/** The person of a demo facility's register who authenticates payment data. */
export const demoPerson = (facility: string): string => `${facility}-p1`

/** The secret of a demo account, or of a demo person. */
export const demoSecret = (id: string): string => `demo-${id}`

/** Where client credentials become a token (RFC 6749, section 4.4). */
export const TOKEN_PATH = '/oauth/token'
