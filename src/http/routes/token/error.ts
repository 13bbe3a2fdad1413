import type { Problem } from '../../../kernel/refusal.ts'

/** Names of RFC 6749, section 5.2; the last two are those of section 4.1.2.1, which clients know here too. */
export type OAuthErrorName =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'temporarily_unavailable'
  | 'server_error'

export type OAuthError = { readonly error: OAuthErrorName; readonly error_description: string } & Problem

const NAMES: Partial<Record<Problem['code'], OAuthErrorName>> = {
  'credentials-invalid': 'invalid_client',
  'account-of-person': 'unauthorized_client',
  'grant-type-unsupported': 'unsupported_grant_type',
  'scope-unsupported': 'invalid_scope',
}

/** A problem as OAuth clients read it, with the members of every problem beside. */
export const oauthError = (problem: Problem): OAuthError => ({
  error: NAMES[problem.code] ?? nameOf(problem.status),
  error_description: printable(problem.detail),
  ...problem,
})

function nameOf(status: number): OAuthErrorName {
  if (status === 503 || status === 429) return 'temporarily_unavailable'
  return status >= 500 ? 'server_error' : 'invalid_request'
}

/** RFC 6749, section 5.2: printable ASCII without quotation mark and backslash. */
const printable = (text: string): string => text.replaceAll('"', "'").replaceAll(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, '?')
