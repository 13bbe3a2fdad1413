/**
 * What edge and centre say to each other: ids, never payloads (a message holds 128 KB) and never secrets.
 * A new kind or version is added here; the consumer's switch then fails to compile until it is handled.
 */
export type Message = { readonly version: 1; readonly kind: 'verify-submission'; readonly submissionId: string }

export const verifySubmission = (submissionId: string): Message => ({ version: 1, kind: 'verify-submission', submissionId })

/** The message, if it is one that this code knows. Throws otherwise: an unknown message is a fault, and is kept as a dead letter. */
export function readMessage(body: unknown): Message {
  if (
    typeof body === 'object' &&
    body !== null &&
    'version' in body &&
    body.version === 1 &&
    'kind' in body &&
    body.kind === 'verify-submission' &&
    'submissionId' in body &&
    typeof body.submissionId === 'string'
  ) {
    return { version: 1, kind: 'verify-submission', submissionId: body.submissionId }
  }
  throw new Error('a queue message of an unknown kind or version')
}
