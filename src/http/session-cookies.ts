/**
 * What a browser keeps of a session, out of reach of the page's own code: a short token for the whole service, and the session by which it
 * gets the next one, for one address only. A request that has no Authorization takes the token from its cookie, and must then come from a
 * page of this service where it changes anything.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import { SESSION_LIFETIME_SECONDS } from '../edge/identity/session.ts'
import { TOKEN_LIFETIME_SECONDS } from '../edge/identity/token.ts'
import { Refusal } from './refusals.ts'
import type { AppEnv } from './services.ts'

export const SESSION_PATH = '/v1/session'
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export const urlOf = (c: Context): URL => new URL(c.req.url)
/** Without TLS, which is on one's own machine only, a browser takes no name of that form. */
const nameOf = (c: Context, name: 'token' | 'session' | 'step'): string =>
  urlOf(c).protocol === 'https:' ? `${name === 'token' ? '__Host' : '__Secure'}-${name}` : name
const optionsOf = (c: Context, path: string): CookieOptions => ({
  path,
  httpOnly: true,
  sameSite: 'Strict',
  secure: urlOf(c).protocol === 'https:',
})

export function keepSession(c: Context, { token, session }: { token: string; session: string | null }): void {
  setCookie(c, nameOf(c, 'token'), token, { ...optionsOf(c, '/'), maxAge: TOKEN_LIFETIME_SECONDS })
  if (session === null) return
  const options = { ...optionsOf(c, SESSION_PATH), maxAge: SESSION_LIFETIME_SECONDS }
  setCookie(c, nameOf(c, 'session'), session, options)
}

export const sessionIn = (c: Context): string | undefined => getCookie(c, nameOf(c, 'session'))

export function forgetSession(c: Context): void {
  deleteCookie(c, nameOf(c, 'token'), optionsOf(c, '/'))
  deleteCookie(c, nameOf(c, 'session'), optionsOf(c, SESSION_PATH))
}

/** What a step of signing in keeps until the next one: sent to the address of sessions alone. */
const STEP = 'step'
/** Long enough to find the telephone. */
export const STEP_SECONDS = 5 * 60

/** `isAway`: the browser goes to another site meanwhile, and comes back by a link from there. */
export function keepStep(c: Context, note: string, { isAway = false }: { isAway?: boolean } = {}): void {
  const options = { ...optionsOf(c, SESSION_PATH), maxAge: STEP_SECONDS }
  setCookie(c, nameOf(c, STEP), note, { ...options, sameSite: isAway ? 'Lax' : 'Strict' })
}

export const stepIn = (c: Context): string | undefined => getCookie(c, nameOf(c, STEP))
export function forgetStep(c: Context): void {
  if (stepIn(c) !== undefined) deleteCookie(c, nameOf(c, STEP), optionsOf(c, SESSION_PATH))
}

/** Browsers say in Origin whose page asks. Throws `origin-wrong` for another's, and for none. */
export function assertOwnPage(c: Context): void {
  if (c.req.header('origin') !== urlOf(c).origin) throw new Refusal('origin-wrong')
}

/** The token of the cookie as if it had come in Authorization. */
export const tokenOfCookie: MiddlewareHandler<AppEnv> = async function tokenOfCookie(c, next) {
  const token = c.req.header('authorization') === undefined ? getCookie(c, nameOf(c, 'token')) : undefined
  if (token !== undefined) {
    if (!READING.has(c.req.method)) assertOwnPage(c)
    const headers = new Headers(c.req.raw.headers)
    headers.set('authorization', `Bearer ${token}`)
    c.req.raw = new Request(c.req.raw, { headers })
  }
  await next()
}
