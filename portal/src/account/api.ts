import { startRegistration } from '@simplewebauthn/browser'
import type { components } from '../../../.build/portal-api.d.ts'
import { answered, api, done } from '../signed-in/api.ts'

export type SignInState = components['schemas']['SignIn']
export type ListedSession = components['schemas']['ListedSession']
export type NewCodes = components['schemas']['NewCodes']
type Ceremony = Parameters<typeof startRegistration>[0]['optionsJSON']

export const readSignIn = (): Promise<SignInState> => answered(api.GET('/v1/sign-in'))
export const readSessions = async (): Promise<readonly ListedSession[]> =>
  (await answered(api.GET('/v1/sessions'))).sessions

export const beginCodes = (): Promise<NewCodes> => answered(api.POST('/v1/sign-in/codes'))
export const confirmCodes = async (code: string): Promise<readonly string[] | null> =>
  (await answered(api.POST('/v1/sign-in/codes/confirm', { body: { code } }))).recoveryCodes
export const renewRecoveryCodes = async (): Promise<readonly string[] | null> =>
  (await answered(api.POST('/v1/sign-in/recovery-codes'))).recoveryCodes

/** New recovery codes where there were none; null: none are needed, or the reader closed the browser's own window. */
export async function addPasskey(title: string): Promise<readonly string[] | null> {
  // The form that the library reads is that of the standard, which the document names.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const options = (await answered(api.POST('/v1/sign-in/passkeys/options'))) as unknown as Ceremony
  const response = await startRegistration({ optionsJSON: options }).catch(() => null)
  if (response === null) return null
  const body = { title, response: { ...response } }
  return (await answered(api.POST('/v1/session/passkeys', { body }))).recoveryCodes
}

export const removeCodes = (): Promise<void> => done(api.DELETE('/v1/sign-in/codes'))
export const removePasskey = (passkey: string): Promise<void> =>
  done(api.DELETE('/v1/sign-in/passkeys/{passkey}', { params: { path: { passkey } } }))
export const disconnect = (provider: string): Promise<void> =>
  done(api.DELETE('/v1/sign-in/outside/{provider}', { params: { path: { provider } } }))
export const changePassword = (secret: string, newSecret: string): Promise<void> =>
  done(api.PUT('/v1/sign-in/password', { body: { secret, newSecret } }))
export const endSession = (session: string): Promise<void> =>
  done(api.DELETE('/v1/sessions/{session}', { params: { path: { session } } }))
export const endAllSessions = (): Promise<void> => done(api.DELETE('/v1/sessions'))
