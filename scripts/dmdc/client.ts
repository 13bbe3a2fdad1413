/** The little that scripts for code lists and for the lake need of the HTTP API. */
import { demoSecret, TOKEN_PATH } from '../stack/accounts.ts'

const LOCAL_URL = 'http://127.0.0.1:8787'

/** What ends a script with a message and without a stack: the exit code says whether the call (2) or its content (1) was wrong. */
export class ScriptProblem extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2,
  ) {
    super(message)
  }
}

export type Connection = { url: string; account: string; secret: string }

export const connectionOptions = { url: { type: 'string' }, account: { type: 'string' } } as const

/**
 * Where to and as whom: `--url` and `--account`, else BHYT_URL and BHYT_ACCOUNT, else the local stack as its ministry. The secret comes
 * from BHYT_SECRET only, as a command line is seen by others; locally it is the demo account's.
 */
export function connectionOf(options: { url?: string | undefined; account?: string | undefined }): Connection {
  const url = (options.url ?? process.env['BHYT_URL'] ?? LOCAL_URL).replace(/\/+$/, '')
  const account = options.account ?? process.env['BHYT_ACCOUNT'] ?? 'ministry'
  const secret = process.env['BHYT_SECRET'] ?? (url === LOCAL_URL ? demoSecret(account) : undefined)
  if (secret === undefined) throw new ScriptProblem(`The secret of ${account} is expected in BHYT_SECRET.`, 2)
  return { url, account, secret }
}

/** A token of the account. Throws a ScriptProblem where the server is away or refuses. */
export async function tokenOf({ url, account, secret }: Connection): Promise<string> {
  const response = await reach(`${url}${TOKEN_PATH}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}`,
      // What follows comes after a file was read, for seconds in which nothing hears that the server has closed a kept connection.
      connection: 'close',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  if (!response.ok) throw new ScriptProblem(await toldProblem(response), 1)
  // RFC 6749, section 5.1.
  return (await response.json<{ access_token: string }>()).access_token
}

/** `fetch` whose failure says which server was meant and what to do. */
export async function reach(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    const { origin } = new URL(url)
    throw new ScriptProblem(`No answer from ${origin} (${String(cause)}). Is it running? Locally: npm start`, 1)
  }
}

type Problem = { code?: string; message?: { vi: string; en: string }; remedy?: { vi: string; en: string } }

/** A problem of the service in words. */
export async function toldProblem(response: Response): Promise<string> {
  const text = await response.text()
  try {
    // Problem details of our own service (RFC 9457); anything else is shown as it came.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { code, message, remedy } = JSON.parse(text) as Problem
    if (message !== undefined && remedy !== undefined)
      return `${response.status} ${code}\n  ${message.vi} ${remedy.vi}\n  ${message.en} ${remedy.en}`
  } catch {}
  return `${response.status} ${text.slice(0, 500)}`
}

/** Runs a script: a ScriptProblem, or a wrong option, ends it with its message and exit code. */
export async function run(usage: string, main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    const isWrongOption =
      error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    if (!isWrongOption && !(error instanceof ScriptProblem)) throw error
    process.stderr.write(`${error.message}\n`)
    const exitCode = error instanceof ScriptProblem ? error.exitCode : 2
    if (exitCode === 2) process.stderr.write(`\n${usage}`)
    process.exitCode = exitCode
  }
}
