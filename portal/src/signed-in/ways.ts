/** The ways into a session. */
import { startAuthentication } from '@simplewebauthn/browser'
import type { components } from '../../../.build/portal-api.d.ts'
import { enterSession } from '../app/session.ts'
import { answered, api } from './api.ts'

export type Ways = components['schemas']['SignInWays']
export type SignInStep = components['schemas']['SignInStep']
export type Credentials = {
  readonly account: string
  readonly secret: string
  readonly person?: string
  readonly personSecret?: string
}
type Ceremony = Parameters<typeof startAuthentication>[0]['optionsJSON']

export const readWays = (): Promise<Ways> => answered(api.GET('/v1/session/ways'))

/** null: signed in; a step: the password is right, and a second factor is asked for. Throws Refused. */
export async function signIn(credentials: Credentials): Promise<SignInStep | null> {
  const answer = await answered(api.POST('/v1/session', { body: credentials }))
  if ('next' in answer) return answer
  enterSession(answer)
  return null
}

/** A one-time code or a recovery code after the password. Throws Refused. */
export const showCode = async (code: string): Promise<void> =>
  enterSession(await answered(api.POST('/v1/session/code', { body: { code } })))

/** A passkey; nothing comes of it where the reader closes the browser's own window. Throws Refused. */
export async function showPasskey(): Promise<void> {
  // The form that the library reads is that of the standard, which the document names.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const options = (await answered(api.POST('/v1/session/passkey/options'))) as unknown as Ceremony
  const response = await startAuthentication({ optionsJSON: options }).catch(() => null)
  if (response === null) return
  enterSession(await answered(api.POST('/v1/session/passkey', { body: { ...response } })))
}

/** The address of an outside provider, to which the browser goes itself. */
export const outsideAddress = (provider: string, { connects = false } = {}): string =>
  `/v1/session/outside/${provider}?returnTo=${encodeURIComponent(location.pathname)}${connects ? '&connect=true' : ''}`
