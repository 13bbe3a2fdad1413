import { demoSecret, TOKEN_PATH } from './accounts.ts'

export type TokenOptions = {
  /** Further fields of the form: a person beside the account. */
  readonly fields?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Asks for a token of a demo account, as a stock client does (RFC 6749, section 4.4). */
export const askForToken = (
  url: string,
  account: string,
  { fields = {}, signal }: TokenOptions = {},
): Promise<Response> =>
  fetch(`${url}${TOKEN_PATH}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${account}:${demoSecret(account)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }),
    ...(signal && { signal }),
  })

/** The token of such an answer. Throws, with what it says, where it has none. */
export async function tokenIn(answer: Response, account: string): Promise<string> {
  if (!answer.ok) throw new Error(`No token for ${account}: ${answer.status} ${await answer.text()}`)
  // RFC 6749, section 5.1.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}

export const demoToken = async (url: string, account: string, options?: TokenOptions): Promise<string> =>
  tokenIn(await askForToken(url, account, options), account)
