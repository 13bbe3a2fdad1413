/**
 * What edge and centre say to each other: ids, never payloads (a message holds 128 KB) and never secrets.
 * A new kind or version is added here; the consumer's switch then fails to compile until it is handled.
 */
export type Message = {
  readonly version: 1
  readonly kind: 'verify-submission'
  readonly submissionId: string
  /** Whose file it is; null: whoever sent the message did not say. */
  readonly facility: string | null
}

export const verifySubmission = (submissionId: string, facility: string | null): Message => ({
  version: 1,
  kind: 'verify-submission',
  submissionId,
  facility,
})

/** Whether this code knows what to do with it. */
export const isMessage = (body: unknown): body is Omit<Message, 'facility'> =>
  typeof body === 'object' &&
  body !== null &&
  'version' in body &&
  body.version === 1 &&
  'kind' in body &&
  body.kind === 'verify-submission' &&
  'submissionId' in body &&
  typeof body.submissionId === 'string'

/** The message, if it is one that this code knows. Throws otherwise: an unknown message is a fault, and is kept as a dead letter. */
export function readMessage(body: unknown): Message {
  if (!isMessage(body)) throw new Error('a queue message of an unknown kind or version')
  const facility = 'facility' in body && typeof body.facility === 'string' ? body.facility : null
  return verifySubmission(body.submissionId, facility)
}

/** Asks the centre to send what is due for one webhook; on a queue of its own, so that a slow receiver holds back no file. */
export type WakeMessage = {
  readonly version: 1
  readonly kind: 'deliver-webhook'
  readonly facility: string
  readonly webhook: string
}

export const deliverWebhook = ({ facility, webhook }: Pick<WakeMessage, 'facility' | 'webhook'>): WakeMessage => ({
  version: 1,
  kind: 'deliver-webhook',
  facility,
  webhook,
})

/** The message, if it is one that this code knows; null otherwise. */
export function readWake(body: unknown): WakeMessage | null {
  const isKnown =
    typeof body === 'object' &&
    body !== null &&
    'version' in body &&
    body.version === 1 &&
    'kind' in body &&
    body.kind === 'deliver-webhook' &&
    'facility' in body &&
    typeof body.facility === 'string' &&
    'webhook' in body &&
    typeof body.webhook === 'string'
  // What was just looked at, member by member.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return isKnown ? (body as WakeMessage) : null
}
