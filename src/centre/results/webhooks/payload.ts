import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import type { FeedEvent } from '../feed.ts'

/**
 * The body of a webhook message: what happened to which submission, how many, and where to read more; never who. Links are paths of this
 * service, so that a message does not decide whom a receiver trusts.
 */
export function payloadOf({
  kind,
  at,
  facility,
  submission,
  purpose,
  status,
  dossiers,
  findingsTotal,
  resend,
  dossier,
}: FeedEvent): string {
  const self = `/v1/submissions/${submission}`
  return JSON.stringify({
    type: `submission.${kind}`,
    timestamp: vietnamTime(at),
    data: {
      submission,
      facility,
      purpose,
      status,
      dossier: dossier?.index ?? null,
      dossiers,
      findingsTotal,
      resend,
      links: { submission: self, findings: `${self}/findings` },
    },
  })
}

/** The body of a message that only shows whether messages arrive. */
export const testPayload = (facility: string, at: number): string =>
  JSON.stringify({ type: 'webhook.test', timestamp: vietnamTime(at), data: { facility } })
