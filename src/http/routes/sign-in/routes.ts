import type { OpenAPIHono } from '@hono/zod-openapi'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Context } from 'hono'
import * as z from 'zod'
import { signedInByAccount } from '../../../edge/identity/account.ts'
import { rowOf } from '../../../edge/identity/manage-accounts.ts'
import { changePassword } from '../../../edge/sign-in/password.ts'
import { beginCodes, confirmCodes, removeCodes, renewRecoveryCodes } from '../../../edge/sign-in/codes.ts'
import { assertKeepsFactor, readFactors } from '../../../edge/sign-in/factors.ts'
import { unlinkOutside } from '../../../edge/sign-in/outside.ts'
import { addPasskey, beginPasskey, removePasskey } from '../../../edge/sign-in/passkeys.ts'
import { needsSecondFactor } from '../../../edge/sign-in/policy.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { primaryOf, vaultOf } from '../../callers.ts'
import { clientAddress } from '../../client-address.ts'
import { operation } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { assertOwnPage } from '../../session-cookies.ts'
import { bodyOf, json, timeOrNull } from '../../route-parts.ts'
import { assertIssuing } from '../session/enter.ts'
import { asJson, challengeNote, ownPage, parsed } from '../session/passkeys.ts'
import { ceremonySchema } from '../session/schemas.ts'
import { leaveStep, readStep, takeStep } from '../session/steps.ts'
import { problems } from '../service/problems.ts'
import { OWN, OWN_CHANGES, ownOf, sessionOf, type Own } from './own.ts'
import {
  confirmBody,
  newCodesSchema,
  outsideParams,
  passkeyBody,
  passkeyParams,
  passwordBody,
  recoveryCodesSchema,
  signInSchema,
} from './schemas.ts'
import { ownSessionRoutes } from './sessions.ts'

const PATH = '/v1/sign-in'
const PROBLEMS = problems(400, 401, 403, 404, 409, 413, 415, 421, 429, 503)
const GONE = { 204: { description: 'Taken away' }, ...PROBLEMS }

const reading = operation(OWN, {
  method: 'get',
  path: PATH,
  summary: 'How the account that is signed in signs in',
  responses: { 200: json(signInSchema, 'What it shows'), ...problems(401, 403, 404, 421, 503) },
})
const changingPassword = operation(OWN_CHANGES, {
  method: 'put',
  path: `${PATH}/password`,
  summary: 'Another password for oneself; all other sessions end',
  request: { body: bodyOf(passwordBody) },
  responses: { 204: { description: 'Changed' }, ...PROBLEMS },
})
const beginningCodes = operation(OWN_CHANGES, {
  method: 'post',
  path: `${PATH}/codes`,
  summary: 'Begin one-time codes: a secret for the telephone, which counts once its first code is shown',
  responses: { 201: json(newCodesSchema, 'The secret, shown once'), ...PROBLEMS },
})
const confirmingCodes = operation(OWN_CHANGES, {
  method: 'post',
  path: `${PATH}/codes/confirm`,
  summary: 'The first one-time code: from now on they are asked for',
  request: { body: bodyOf(confirmBody) },
  responses: { 200: json(recoveryCodesSchema, 'Codes for the day on which the telephone is lost'), ...PROBLEMS },
})
const removingCodes = operation(OWN_CHANGES, {
  method: 'delete',
  path: `${PATH}/codes`,
  summary: 'One-time codes are no longer asked for',
  responses: GONE,
})
const renewingRecovery = operation(OWN_CHANGES, {
  method: 'post',
  path: `${PATH}/recovery-codes`,
  summary: 'New recovery codes in place of those before',
  responses: { 201: json(recoveryCodesSchema, 'The codes, shown once'), ...PROBLEMS },
})
const beginningPasskey = operation(OWN_CHANGES, {
  method: 'post',
  path: `${PATH}/passkeys/options`,
  summary: 'What the browser makes a passkey by; to be answered within five minutes',
  responses: { 200: json(ceremonySchema, 'PublicKeyCredentialCreationOptionsJSON'), ...PROBLEMS },
})
const addingPasskey = operation(OWN_CHANGES, {
  method: 'post',
  // Below the address of sessions, where its step is kept.
  path: '/v1/session/passkeys',
  summary: 'Keep a new passkey',
  request: { body: bodyOf(passkeyBody) },
  responses: { 201: json(recoveryCodesSchema, 'Kept; recovery codes where there were none'), ...PROBLEMS },
})
const removingPasskey = operation(OWN_CHANGES, {
  method: 'delete',
  path: `${PATH}/passkeys/{passkey}`,
  summary: 'Take a passkey away',
  request: { params: passkeyParams },
  responses: GONE,
})
const disconnecting = operation(OWN_CHANGES, {
  method: 'delete',
  path: `${PATH}/outside/{provider}`,
  summary: 'Disconnect an outside provider',
  request: { params: outsideParams },
  responses: GONE,
})

/** How somebody signs in, read and changed by themselves. */
export function signInRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(reading, async (c) => {
    const { account } = sessionOf(c)
    const primary = primaryOf(c)
    const row = await rowOf(primary, account)
    const { codesSince, recoveryCodesLeft, passkeys, outside } = await readFactors(primary, account)
    const answer = {
      account,
      isPerson: row.holder === 'person',
      secondFactor: isAskedFor(c, row) ? ('asked-for' as const) : ('free' as const),
      codesSince: timeOrNull(codesSince),
      recoveryCodesLeft,
      passkeys: passkeys.map(({ id, title, createdAt, usedAt }) => ({
        id,
        title,
        since: vietnamTime(createdAt),
        usedAt: timeOrNull(usedAt),
      })),
      outside: outside.map(({ provider, createdAt }) => ({ provider, since: vietnamTime(createdAt) })),
    }
    return c.json(answer, 200)
  })
  app.openapi(changingPassword, async (c) => {
    const { primary, account, session, now } = await ownOf(c)
    const guesser = { client: account.id, address: clientAddress(c) }
    const matches = c.get('services').guesses.checkFor(guesser)
    await changePassword(primary, account, { ...c.req.valid('json'), session }, matches, now)
    return c.body(null, 204)
  })
  codeRoutes(app)
  passkeyRoutes(app)
  app.openapi(disconnecting, async (c) => {
    const { primary, account, now } = await ownOf(c)
    await unlinkOutside(primary, account, c.req.valid('param').provider, now)
    return c.body(null, 204)
  })
  ownSessionRoutes(app)
}

function codeRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(beginningCodes, async (c) => {
    const { primary, account } = await ownOf(c)
    return c.json(await beginCodes(primary, vaultOf(c), account.id), 201)
  })
  app.openapi(confirmingCodes, async (c) => {
    const { primary, account, now } = await ownOf(c)
    const recoveryCodes = await confirmCodes(primary, vaultOf(c), account, c.req.valid('json').code, now)
    return c.json({ recoveryCodes }, 200)
  })
  app.openapi(removingCodes, async (c) => {
    const { primary, account, now } = await ownOf(c)
    await assertKeeps(c, { primary, account }, { codes: true })
    await removeCodes(primary, account, now)
    return c.body(null, 204)
  })
  app.openapi(renewingRecovery, async (c) => {
    const { primary, account, now } = await ownOf(c)
    return c.json({ recoveryCodes: await renewRecoveryCodes(primary, vaultOf(c), account, now) }, 201)
  })
}

function passkeyRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(beginningPasskey, async (c) => {
    assertOwnPage(c)
    assertIssuing(c)
    const { primary, account } = await ownOf(c)
    const options = await beginPasskey(primary, account.id, ownPage(c))
    await leaveStep(c, 'new-passkey', { challenge: options.challenge, account: account.id })
    return c.json(asJson(options), 200)
  })
  app.openapi(addingPasskey, async (c) => {
    assertOwnPage(c)
    assertIssuing(c)
    const { primary, account, now } = await ownOf(c)
    const step = await readStep(c, 'new-passkey', newPasskeyNote)
    if (step.members.account !== account.id) throw new Refusal('challenge-ended')
    await takeStep(c, step)
    const { title, response } = c.req.valid('json')
    // The library checks every member that it reads.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const answer = parsed(response) as unknown as RegistrationResponseJSON
    const made = { title, challenge: step.members.challenge, response: answer }
    const recoveryCodes = await addPasskey(primary, vaultOf(c), account, made, ownPage(c), now)
    return c.json({ recoveryCodes }, 201)
  })
  app.openapi(removingPasskey, async (c) => {
    const { primary, account, now } = await ownOf(c)
    const { passkey } = c.req.valid('param')
    await assertKeeps(c, { primary, account }, { passkey })
    await removePasskey(primary, account, passkey, now)
    return c.body(null, 204)
  })
}

const newPasskeyNote = challengeNote.extend({ account: z.string() })

/** Whether the policy asks for one of the duties that an account has; of somebody of the register also for that of a person. */
function isAskedFor(c: Context<AppEnv>, account: Own['account']): boolean {
  const duties = [...signedInByAccount(account).duties, ...(account.person === null ? [] : (['person'] as const))]
  return needsSecondFactor(c.get('services').signInPolicy, duties)
}

/** Throws `second-factor-needed` where what the policy asks for would be gone. */
async function assertKeeps(
  c: Context<AppEnv>,
  { primary, account }: Pick<Own, 'primary' | 'account'>,
  without: { codes?: true; passkey?: string },
): Promise<void> {
  assertKeepsFactor(await readFactors(primary, account.id), without, isAskedFor(c, account))
}
