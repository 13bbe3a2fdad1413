import { Refusal } from '../../refusals.ts'

/** What a client shows of itself; both are empty where it shows nothing. */
export type Credentials = { readonly id: string; readonly secret: string }

/** The two members of the form by which a client may show itself (RFC 6749, section 2.3.1). */
export type FormCredentials = { readonly client_id?: string | undefined; readonly client_secret?: string | undefined }

/**
 * The credentials of a token request, by Basic or by the form, never by both (RFC 6749, section 2.3). The id of the same client in the
 * form beside Basic is allowed. Throws `authentication-twice`, and `credentials-invalid` for another scheme than Basic and for what is
 * no pair.
 */
export function credentialsOf(authorization: string | undefined, form: FormCredentials): Credentials {
  const { client_id: id = '', client_secret: secret = '' } = form
  if (authorization === undefined) return { id, secret }
  if (secret !== '') throw new Refusal('authentication-twice')
  const basic = basicCredentials(authorization)
  if (id !== '' && id !== basic.id) throw new Refusal('authentication-twice')
  return basic
}

/** RFC 7617, with id and secret form-encoded as RFC 6749, section 2.3.1 asks. */
function basicCredentials(authorization: string): Credentials {
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(authorization)?.[1]
  if (encoded === undefined) throw new Refusal('credentials-invalid')
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    const pair = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
    const colon = pair.indexOf(':')
    if (colon < 0) throw new Error('no colon')
    return { id: formDecoded(pair.slice(0, colon)), secret: formDecoded(pair.slice(colon + 1)) }
  } catch (cause) {
    throw new Refusal('credentials-invalid', {}, undefined, { cause })
  }
}

/** A form writes a space as `+`. */
const formDecoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))
