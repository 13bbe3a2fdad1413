/** A client of the old web services, as HIS have them: it knows the old shapes and nothing of this service. */
import { createHash } from 'node:crypto'
import { demoSecret } from '../../scripts/stack/accounts.ts'

export type OldAnswer = {
  readonly status: number
  /** The signed receipt, which clients of old know nothing of; null: there is none. */
  readonly receipt: string | null
  /** The body as it came. */
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}
export type OldToken = { readonly accessToken: string; readonly tokenId: string; readonly passwordHash: string }

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase()

export type OldClient = {
  /** Any request. */
  ask(path: string, init?: RequestInit): Promise<OldAnswer>
  /** A token of a demo facility's user, or of another one. */
  signIn(username: string, password?: string): Promise<OldToken>
  /** A form with the token in headers, as the newer services want it. */
  form(path: string, token: OldToken, fields: Readonly<Record<string, string>>): Promise<OldAnswer>
  /** A body with the token in the query, as the older services want it. */
  query(path: string, token: OldToken, query: Readonly<Record<string, string>>, init?: RequestInit): Promise<OldAnswer>
}

export const oldClient = (url: string): OldClient => {
  const ask: OldClient['ask'] = async (path, init = {}) => {
    const response = await fetch(`${url}${path}`, { method: 'POST', duplex: 'half', ...init } as RequestInit)
    const text = await response.text()
    return {
      status: response.status,
      receipt: response.headers.get('bhyt-receipt'),
      text,
      body: JSON.parse(text) as Record<string, unknown>,
    }
  }
  return {
    ask,
    async signIn(username, password = demoSecret(username)) {
      const passwordHash = md5(password)
      const { body } = await ask('/api/token/take', { body: new URLSearchParams({ username, password: passwordHash }) })
      const key = body['APIKey'] as Record<string, string> | null
      if (key === null) throw new Error(`no token: ${JSON.stringify(body)}`)
      return { accessToken: key['access_token'] ?? '', tokenId: key['id_token'] ?? '', passwordHash }
    },
    form: (path, token, fields) => ask(path, { headers: { ...token }, body: new URLSearchParams(fields) }),
    query(path, { accessToken, tokenId, passwordHash }, query, init = {}) {
      const all = new URLSearchParams({ token: accessToken, id_token: tokenId, password: passwordHash, ...query })
      return ask(`${path}?${all.toString()}`, init)
    },
  }
}
