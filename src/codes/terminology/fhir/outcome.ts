import type { Problem } from '../../../kernel/refusal.ts'
import type { Resource } from './input.ts'

/** http://hl7.org/fhir/issue-type, by the status of the answer. */
const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid',
  404: 'not-found',
  405: 'not-supported',
  406: 'not-supported',
  413: 'too-long',
  415: 'not-supported',
  503: 'transient',
}

/** Of codes that say more than their status. */
const TYPES_OF_CODES: Readonly<Record<string, string>> = {
  'fhir-parameter-unknown': 'not-supported',
  'fhir-operation-unknown': 'not-supported',
}

/** A problem as FHIR clients read it: its code, what is wrong, what to do. */
export const operationOutcome = ({ code, status, message, remedy, requestId }: Problem): Resource => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'error',
      code: TYPES_OF_CODES[code] ?? TYPES[status] ?? 'exception',
      details: {
        coding: [{ system: 'urn:bhyt-edge:problem', code }],
        text: `${message.en} ${remedy.en} / ${message.vi} ${remedy.vi}`,
      },
      diagnostics: `requestId ${requestId}`,
    },
  ],
})
