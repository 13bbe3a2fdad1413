import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'

/** A day: browsers keep the answer to a preflight for some hours anyway. */
const MAX_AGE_SECONDS = 86_400

const allowAll = cors({
  origin: '*',
  allowMethods: ['GET', 'HEAD', 'POST', 'OPTIONS'],
  allowHeaders: ['accept', 'content-encoding', 'content-type', 'if-none-match', 'prefer'],
  exposeHeaders: ['etag', 'link', 'retry-after', 'dmdc-release', 'dmdc-lag-seconds', 'x-request-id'],
  maxAge: MAX_AGE_SECONDS,
})

/** A documented operation: `/v1/dmdc/{catalogue}`, `get`, and whether somebody must have a token for it. */
export type DocumentedPath = { readonly path: string; readonly method: string; readonly needsToken: boolean }

/**
 * Lets pages of other sites read what needs no token (Fetch standard, "CORS protocol"). Whatever needs one stays closed to them.
 * `documented` is asked at the first request, when all routes are there.
 */
export function publicCors(documented: () => readonly DocumentedPath[]): MiddlewareHandler {
  let known: readonly Operation[] | undefined
  return async function publicCors(c, next) {
    known ??= operationsOf(documented())
    const asked = c.req.header('access-control-request-method') ?? c.req.method
    const method = asked === 'HEAD' ? 'get' : asked.toLowerCase()
    return isOpen(known, method, c.req.path) ? allowAll(c, next) : next()
  }
}

type Operation = DocumentedPath & { readonly parts: readonly string[] }

/** With their paths cut once. Of several that fit, the one with the fewest places for anything is meant, as the router has it: it comes first. */
function operationsOf(documented: readonly DocumentedPath[]): readonly Operation[] {
  const places = ({ path }: DocumentedPath): number => path.split('{').length
  return documented
    .toSorted((one, other) => places(one) - places(other))
    .map((one) => ({ ...one, parts: one.path.split('/') }))
}

function isOpen(known: readonly Operation[], method: string, path: string): boolean {
  const actual = path.split('/')
  const here = known.filter(({ parts }) => fits(parts, actual))
  const meant = here.find((one) => one.method === method)
  // A method that is not there is answered to whoever may read what is there, so that a page sees 405 and not a broken line.
  return meant === undefined
    ? here.some(({ path: of, needsToken }) => of === here[0]?.path && !needsToken)
    : !meant.needsToken
}

const fits = (expected: readonly string[], actual: readonly string[]): boolean =>
  expected.length === actual.length && expected.every((part, at) => part.startsWith('{') || part === actual[at])
