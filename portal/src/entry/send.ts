/** A draft goes through the same intake as every file: `POST /v1/submissions`. */
import { vietnamDay } from '../../../src/kernel/vietnam-time.ts'
import { renewSession, UNAUTHORIZED } from '../app/session.ts'
import { isProblem, type Acknowledgement } from '../signed-in/api.ts'
import type { Draft, Refusal, Sent } from './draft.ts'
import { writeFile } from './write-xml.ts'

export type Answer =
  | { readonly kind: 'received'; readonly sent: Sent }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The line is away, or a server on it answered. */
  | { readonly kind: 'away' }
  /** Nobody is signed in any more. */
  | { readonly kind: 'signed-out' }

const outcomeOf = ({ dossiers }: Acknowledgement): Sent['outcome'] =>
  dossiers.rejected > 0 ? 'rejected' : dossiers.acceptedWithWarnings > 0 ? 'accepted-with-warnings' : 'accepted'

const post = (file: string, purpose: string): Promise<Response | null> =>
  fetch(`/v1/submissions?purpose=${purpose}`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: new Blob([file]),
  }).catch(() => null)

/** Sends it once; what became of it. `now`: epoch milliseconds. */
export async function sendDraft(draft: Draft, now: number): Promise<Answer> {
  const file = writeFile(draft, String(vietnamDay(now)))
  let response = await post(file, draft.purpose)
  if (response?.status === UNAUTHORIZED && (await renewSession())) response = await post(file, draft.purpose)
  if (response === null) return { kind: 'away' }
  if (response.status === UNAUTHORIZED) return { kind: 'signed-out' }
  const body: unknown = await response.json().catch(() => null)
  if (response.ok && body !== null) {
    // The shape that the OpenAPI document promises.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const acknowledgement = body as Acknowledgement
    return { kind: 'received', sent: { id: acknowledgement.id, at: now, outcome: outcomeOf(acknowledgement) } }
  }
  if (!isProblem(body) || response.status >= 500) return { kind: 'away' }
  return { kind: 'refused', refusal: { message: body.message, remedy: body.remedy } }
}
