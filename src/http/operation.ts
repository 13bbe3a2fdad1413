import { createRoute, type RouteConfig } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { confirmAuthority } from '../edge/identity/accounts.ts'
import { ofMinistry, type SignedIn } from '../edge/identity/caller.ts'
import { SIDES, type Duty, type Side } from '../edge/identity/duties.ts'
import { assertNotEnded, openSession } from '../edge/sign-in/sessions.ts'
import type { Log } from '../kernel/log.ts'
import { vietnamIsoDay } from '../kernel/vietnam-time.ts'
import type { Reference } from '../store/database.ts'
import { primaryOf } from './callers.ts'
import { Refusal } from './refusals.ts'
import type { AppEnv } from './services.ts'

/** A body is JSON of some lists: whoever takes more says why beside its route. */
const MOST_BODY_BYTES = 1024 * 1024

/** Who may ask for an operation, within which data, and how much they may send. Declared beside the route; the table of permissions is made of it. */
export type Permission = {
  /** Any of these duties. */
  readonly may: readonly Duty[]
  /** At which sides such a duty must be held, where it may be held at several; left out: at any. */
  readonly at?: readonly Side[]
  /** Within whose data, in words: the route's own code holds to it. */
  readonly within: string
  /**
   * It writes authority: who may do what, what is decided, where results are sent. Account and person are looked up at the primary, as the
   * token may be older than their end.
   */
  readonly isConfirmed?: true
  /** The longest body in bytes with the reason, where it is more or less than a megabyte; `streamed`: the route reads it piece by piece under limits of its own. */
  readonly body?: { readonly most: number; readonly why: string } | 'streamed'
  /** About the caller alone: also open to who has yet to set up a second factor, and has no duty until then. */
  readonly isOwn?: true
}

/** The body of a step: some short members of one thing. */
export const SMALL_BODY = { most: 16 * 1024, why: 'some short members' }

/** Where the document keeps it. */
export const PERMISSION = 'x-permission'

/**
 * An operation for those who have signed in. In this order: who calls, whether they may, (where it writes authority) whether they still may,
 * the length of the body, its form; then the route.
 */
export function operation<R extends RouteConfig>(permission: Permission, route: R) {
  const made = createRoute<R['path'], R>(route)
  const {
    may,
    at = SIDES,
    within,
    isConfirmed = false,
    isOwn = false,
    body = { most: MOST_BODY_BYTES, why: '' },
  } = permission
  const most = body === 'streamed' ? null : body.most
  return Object.assign(made, {
    security: [{ token: [] }],
    middleware: [
      signIn,
      permit(may, at, isOwn),
      ...(isConfirmed ? [confirm, permit(may, at, isOwn)] : []),
      ...(most === null ? [] : [limitBody(most)]),
    ],
    [PERMISSION]: { duties: [...may], sides: [...at], within, confirmed: isConfirmed, bodyBytes: most },
  }) as typeof made
}

/** Who calls, as the guard of the operation found. */
export function callerOf(c: Context<AppEnv>): SignedIn {
  const caller = c.get('caller')
  if (caller === undefined) throw new Error('an operation without a permission asks who calls')
  return caller
}

/** Refuses larger bodies with `file-too-large` before they are read. */
export const limitBody = (maxSize: number): MiddlewareHandler =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new Refusal('file-too-large', { limit: maxSize })
    },
  })

/** Throws token-missing, -invalid, -expired, session-ended. What follows is about somebody, so no cache keeps it. */
const signIn: MiddlewareHandler<AppEnv> = async function signIn(c, next) {
  const { verifyToken, now, openReplica, log } = c.get('services')
  c.header('cache-control', 'private, no-store')
  const caller = await verifyToken(c.req.header('authorization'), now())
  if (caller.session !== undefined) await assertSession(openReplica(), caller.session, log)
  c.set('caller', caller)
  await next()
}

/** A session that ended opens nothing, as soon as the replica knows of it. Where it is away, the token ends by itself within minutes. */
async function assertSession(replica: Reference, session: string, log: Log): Promise<void> {
  try {
    await assertNotEnded(replica, session)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'reference-unavailable') throw error
    log({ event: 'session-unseen', level: 'warning' })
  }
}

const permit = (may: readonly Duty[], at: readonly Side[], isOwn: boolean): MiddlewareHandler<AppEnv> =>
  async function permit(c, next) {
    const { role, duties, session } = callerOf(c)
    const isOneself = isOwn && session !== undefined
    const isPermitted = isOneself || (at.includes(role) && duties.some((duty) => may.includes(duty)))
    // A facility's software that only lacks its person is shown what it lacks.
    if (!isPermitted && duties.includes('sender') && may.includes('person')) throw new Refusal('person-needed')
    if (!isPermitted) throw new Refusal('role-not-allowed')
    await next()
  }

/** In place of what the token says, what the primary knows now. Throws centre-only at an edge, authority-ended, session-ended. */
const confirm: MiddlewareHandler<AppEnv> = async function confirm(c, next) {
  const { now } = c.get('services')
  const primary = primaryOf(c)
  const { session, ...caller } = callerOf(c)
  const confirmed = await confirmAuthority(primary, caller, vietnamIsoDay(now()))
  if (session !== undefined) await openSession(primary, session, now())
  c.set('caller', session === undefined ? confirmed : { ...confirmed, session })
  await next()
}

/** Somebody of the ministry, at the centre. Throws role-not-allowed, centre-only. */
export function ministryOf(c: Context<AppEnv>): {
  caller: Extract<SignedIn, { readonly role: 'ministry' }>
  primary: Reference
  now: number
} {
  return { caller: ofMinistry(callerOf(c)), primary: primaryOf(c), now: c.get('services').now() }
}
