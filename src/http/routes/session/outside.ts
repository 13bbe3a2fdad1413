/**
 * Signing in, and connecting an account, by an outside provider. Both addresses are gone to by the browser itself: what goes wrong is shown
 * by the page it comes back to (`problem` in its address).
 */
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { recognise } from '../../../edge/identity/accounts.ts'
import { rowOf } from '../../../edge/identity/manage-accounts.ts'
import { hasSecondFactor, readFactors } from '../../../edge/sign-in/factors.ts'
import {
  beginOutside,
  findOutside,
  finishOutside,
  linkOutside,
  type OutsideProvider,
} from '../../../edge/sign-in/outside.ts'
import { assertFresh } from '../../../edge/sign-in/sessions.ts'
import { AnyRefusal } from '../../../kernel/refusal.ts'
import { vietnamIsoDay } from '../../../kernel/vietnam-time.ts'
import { primaryOf, vaultOf } from '../../callers.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { sessionIn, SESSION_PATH, urlOf } from '../../session-cookies.ts'
import { json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { assertIssuing, enter, enterByOneFactor } from './enter.ts'
import { waysSchema } from './schemas.ts'
import { leaveStep, readStep, takeStep } from './steps.ts'

const params = z.object({ provider: z.string().max(40) })
/** A page of the portal; nothing that a browser would take for another host. */
const page = z.string().regex(/^\/(?![/\\])[\w/.-]{0,200}$/, '/desk')

const ways = createRoute({
  method: 'get',
  path: `${SESSION_PATH}/ways`,
  summary: 'How somebody can sign in here beside a password',
  responses: { 200: json(waysSchema, 'The ways') },
})
const going = createRoute({
  method: 'get',
  path: `${SESSION_PATH}/outside/{provider}`,
  summary: 'To an outside provider (OpenID Connect); the browser goes there itself',
  request: {
    params,
    query: z.object({
      returnTo: page.default('/').openapi({ description: 'The page of the portal that it comes back to' }),
      connect: z
        .enum(['true', 'false'])
        .default('false')
        .openapi({ description: 'true: connects the account that is signed in; within 15 minutes of signing in' }),
    }),
  },
  responses: {
    302: { description: 'To the provider; where that is not possible, back to the page, with its problem' },
    ...problems(400, 404),
  },
})
const coming = createRoute({
  method: 'get',
  path: `${SESSION_PATH}/outside/{provider}/callback`,
  summary: 'Where the provider sends the browser back; with the parameters of its protocol',
  request: { params },
  responses: { 302: { description: 'To the page of the portal, signed in or with its problem' }, ...problems(404) },
})

const stepForm = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: page,
  /** The session whose account is connected; null: somebody signs in. */
  connects: z.string().nullable(),
})

export function outsideRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(ways, (c) => {
    const { outsideProviders } = c.get('services')
    const outside = outsideProviders.map(({ id, title }) => ({ id, title }))
    return c.json({ outside, passkeys: !isNumber(urlOf(c).hostname) }, 200)
  })
  app.openapi(going, async (c) => {
    const { returnTo, connect } = c.req.valid('query')
    return back(c, returnTo, async () => {
      const provider = providerOf(c, c.req.valid('param').provider)
      assertIssuing(c)
      const { now, verifySession } = c.get('services')
      const connects = connect === 'true' ? (await verifySession(sessionIn(c), now())).session : null
      if (connects !== null) await assertFresh(primaryOf(c), connects, now())
      const { address, step } = await beginOutside(provider, callbackOf(c, provider))
      await leaveStep(c, 'outside', { ...step, returnTo, connects }, { isAway: true })
      return address.href
    })
  })
  app.openapi(coming, async (c) => {
    assertIssuing(c)
    const step = await readStep(c, 'outside', stepForm).catch((error: unknown) => {
      if (error instanceof AnyRefusal) return null
      throw error
    })
    if (step === null) return c.redirect('/?problem=challenge-ended', 302)
    return back(c, step.members.returnTo, async () => {
      const { members } = step
      const provider = providerOf(c, c.req.valid('param').provider)
      if (provider.id !== members.provider) throw new Refusal('challenge-ended')
      await takeStep(c, step)
      const address = new URL(callbackOf(c, provider))
      address.search = urlOf(c).search
      const subjectHash = await finishOutside(provider, vaultOf(c), address, members)
      await (members.connects === null
        ? enterFrom(c, provider, subjectHash)
        : connectTo(c, members.connects, { provider: provider.id, subjectHash }))
      return members.returnTo
    })
  })
}

/** A person who comes from a provider shows our second factor too, unless the provider's sign-in is one. */
async function enterFrom(c: Context<AppEnv>, provider: OutsideProvider, subjectHash: string): Promise<void> {
  const { now } = c.get('services')
  const primary = primaryOf(c)
  const account = await findOutside(primary, provider.id, subjectHash)
  const who = await recognise(primary, account, vietnamIsoDay(now()))
  if (provider.isSecondFactor) await enter(c, who, { method: 'outside' })
  else if (hasSecondFactor(await readFactors(primary, account))) {
    await leaveStep(c, 'second-factor', { account })
    throw new Refusal('second-factor-next')
  } else await enterByOneFactor(c, who, 'outside')
}

async function connectTo(
  c: Context<AppEnv>,
  session: string,
  identity: { provider: string; subjectHash: string },
): Promise<void> {
  const { now } = c.get('services')
  const primary = primaryOf(c)
  const { account } = await assertFresh(primary, session, now())
  const { caller } = await recognise(primary, account, vietnamIsoDay(now()))
  await linkOutside(primary, await rowOf(primary, caller.account), identity, now())
}

/** Where the work leads; where it is refused, the page, which shows why. */
async function back(c: Context<AppEnv>, returnTo: string, work: () => Promise<string>) {
  try {
    return c.redirect(await work(), 302)
  } catch (error) {
    if (!(error instanceof AnyRefusal)) throw error
    return c.redirect(`${returnTo}?problem=${error.code}`, 302)
  }
}

/** Throws `route-unknown` for a provider that this deployment does not have. */
function providerOf(c: Context<AppEnv>, id: string): OutsideProvider {
  const provider = c.get('services').outsideProviders.find((each) => each.id === id)
  if (provider === undefined) throw new Refusal('route-unknown')
  return provider
}

const callbackOf = (c: Context<AppEnv>, { id }: OutsideProvider): string =>
  `${urlOf(c).origin}${SESSION_PATH}/outside/${id}/callback`

/** A passkey is of a host name; an address in numbers has none. */
const isNumber = (host: string): boolean => /^[\d.]+$|^\[/.test(host)
