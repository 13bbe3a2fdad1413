/** Accounts to try things with. They exist in local data only: nothing but the local stack ever writes them. */
export type DemoAccount = {
  id: string
  role: 'facility' | 'province' | 'ministry'
  facility?: string
  province?: string
  /** Of the ministry: the department it decides for; none: all of them. */
  department?: string
}

const demoAccounts: readonly DemoAccount[] = [
  { id: '01001', role: 'facility', facility: '01001', province: '01' },
  { id: '79001', role: 'facility', facility: '79001', province: '79' },
  { id: 'province-01', role: 'province', province: '01' },
  { id: 'province-79', role: 'province', province: '79' },
  { id: 'ministry', role: 'ministry' },
  { id: 'ministry-kcb', role: 'ministry', department: 'kcb' },
  { id: 'ministry-duoc', role: 'ministry', department: 'duoc' },
  { id: 'bhxh', role: 'ministry', department: 'bhxh' },
]

/** The demo accounts of a stack with these provinces: besides those above, a facility and a department of each that has none. */
export const demoAccountsOf = (provinces: readonly string[]): readonly DemoAccount[] => [
  ...demoAccounts,
  ...provinces
    .filter((code) => !demoAccounts.some(({ province }) => province === code))
    .flatMap((code): DemoAccount[] => [
      { id: `${code}001`, role: 'facility', facility: `${code}001`, province: code },
      { id: `province-${code}`, role: 'province', province: code },
    ]),
]

/** The person of a demo facility's register who authenticates payment data. */
export const demoPerson = (facility: string): string => `${facility}-p1`

/** The secret of a demo account, or of a demo person. */
export const demoSecret = (id: string): string => `demo-${id}`

/** Where client credentials become a token (RFC 6749, section 4.4). */
export const TOKEN_PATH = '/oauth/token'
