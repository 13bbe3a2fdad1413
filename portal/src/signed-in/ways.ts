/** The ways into a session, beside the password. */
import { startAuthentication } from '@simplewebauthn/browser'
import type { components } from '../../../.build/portal-api.d.ts'
import { enterSession, type Problem } from '../app/session.ts'
import { answered, api, Refused } from './api.ts'

export type Ways = components['schemas']['SignInWays']
type Ceremony = Parameters<typeof startAuthentication>[0]['optionsJSON']

export const readWays = (): Promise<Ways> => answered(api.GET('/v1/session/ways'))

/** A one-time code or a recovery code after the password. null: signed in. */
export const showCode = (code: string): Promise<Problem | null> =>
  entered(() => answered(api.POST('/v1/session/code', { body: { code } })))

/** A passkey. null: signed in; 'left': the reader closed the browser's own window. */
export async function showPasskey(): Promise<Problem | null | 'left'> {
  // The form that the library reads is that of the standard, which the document names.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const options = (await answered(api.POST('/v1/session/passkey/options'))) as unknown as Ceremony
  const response = await startAuthentication({ optionsJSON: options }).catch(() => null)
  if (response === null) return 'left'
  return entered(() => answered(api.POST('/v1/session/passkey', { body: { ...response } })))
}

/** The address of an outside provider, to which the browser goes itself. */
export const outsideAddress = (provider: string, { connects = false } = {}): string =>
  `/v1/session/outside/${provider}?returnTo=${encodeURIComponent(location.pathname)}${connects ? '&connect=true' : ''}`

async function entered(ask: () => Promise<Parameters<typeof enterSession>[0]>): Promise<Problem | null> {
  try {
    enterSession(await ask())
    return null
  } catch (error) {
    if (error instanceof Refused && error.problem !== null) return error.problem
    throw error
  }
}
