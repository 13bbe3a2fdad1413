/** People with accounts of their own, made as an operator makes them. */
import { Secret, TOTP } from 'otpauth'
import { expect, inject } from 'vitest'
import { demoSecret } from '../../scripts/stack/accounts.ts'
import { demoToken } from '../../scripts/stack/demo-token.ts'
import type { Language, Visit } from './visit.ts'

export type Person = { readonly id: string; readonly password: string }

/** A token of an account of software. */
export const tokenOf = (account: string): Promise<string> => demoToken(inject('portalUrl'), account)

export async function makePerson(id: string, scope: object): Promise<Person> {
  const response = await fetch(`${inject('portalUrl')}/v1/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOf('operator')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id, holder: 'person', reason: 'Kiểm thử cổng người dùng', ...scope }),
  })
  expect(response.status).toBe(201)
  return { id, password: (await response.json<{ secret: string }>()).secret }
}

export const SIGN_IN = {
  vi: { account: 'Tài khoản', secret: 'Mật khẩu', signIn: 'Đăng nhập' },
  en: { account: 'Account', secret: 'Password', signIn: 'Sign in' },
} as const

/** Types account and password, and sends them. */
export async function typePassword({ page }: Visit, language: Language, { id, password }: Person): Promise<void> {
  const words = SIGN_IN[language]
  await page.getByLabel(words.account, { exact: true }).fill(id)
  await page.getByLabel(words.secret, { exact: true }).fill(password)
  await page.getByRole('button', { name: words.signIn, exact: true }).click()
}

/** An account of the demo, by its own secret. */
export const signIn = (person: Visit, language: Language, account: string): Promise<void> =>
  typePassword(person, language, { id: account, password: demoSecret(account) })

/** What a telephone shows: `later` steps of thirty seconds from now. */
export const codeOf = (secret: string, later = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + later * 30_000 })
