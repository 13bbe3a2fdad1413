/** What a browser keeps between two steps of signing in: signed notes of some minutes, each of one kind, of which no other thing is made. */
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose'
import type * as z from 'zod'
import { ALGORITHM, signClaims, type Issuer } from '../identity/token.ts'
import { Refusal } from '../refusals.ts'

export type NoteKind = 'second-factor' | 'passkey' | 'new-passkey' | 'outside'

/** A note as it was read, with its id and its end (epoch ms), by which it is taken once. */
export type ReadNote<Members> = { readonly members: Members; readonly id: string; readonly until: number }

export type Notes = {
  /** `now`: epoch milliseconds. */
  write(kind: NoteKind, members: Record<string, unknown>, times: { now: number; seconds: number }): Promise<string>
  /** Throws `challenge-ended` for one of another kind, one that is over, and none. */
  read<Members>(
    kind: NoteKind,
    form: z.ZodType<Members>,
    note: string | undefined,
    now: number,
  ): Promise<ReadNote<Members>>
}

/** `randomName`: an id for each. */
export function createNotes(issuer: Issuer, publicKeys: JSONWebKeySet, randomName: () => string): Notes {
  const keys = createLocalJWKSet(publicKeys)
  const audienceOf = (kind: NoteKind): string => `sign-in/${kind}`
  return {
    write(kind, members, { now, seconds }) {
      const claims = { members, aud: audienceOf(kind), jti: randomName() }
      return signClaims(issuer, claims, { now, lifetimeSeconds: seconds })
    },
    async read(kind, form, note, now) {
      if (!note) throw new Refusal('challenge-ended')
      try {
        const { payload } = await jwtVerify(note, keys, {
          issuer: issuer.name,
          audience: audienceOf(kind),
          algorithms: [ALGORITHM],
          currentDate: new Date(now),
          requiredClaims: ['exp', 'jti'],
        })
        const { jti = '', exp = 0, members } = payload
        return { members: form.parse(members), id: jti, until: exp * 1000 }
      } catch (cause) {
        if (cause instanceof errors.JOSEError) throw new Refusal('challenge-ended', {}, undefined, { cause })
        throw cause
      }
    },
  }
}
