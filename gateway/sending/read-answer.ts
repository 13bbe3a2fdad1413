/** What an answer of the service means for the file that was sent. Pure. */
import { z } from 'zod'
import { Unopened } from '../../src/edge/sealed/open.ts'
import type { EntryProblem } from '../outbox/entry.ts'
import { systemCode } from '../problem.ts'
import type { HttpAnswer } from './http.ts'
import type { SendOutcome, Sending } from './outcome.ts'
import { retryAfterOf } from './pace.ts'
import { BODY_DAMAGED, LINE_CUT, NO_RECEIPT, statusProblem } from './problems.ts'

/** What the gateway reads of an acknowledgement; its bytes are kept as they are, with whatever else is in them. */
const acknowledgementSchema = z.object({ id: z.string(), sha256: z.string(), receivedAt: z.string() })
const textSchema = z.object({ vi: z.string(), en: z.string() })
const problemSchema = z.object({ code: z.string(), message: textSchema, remedy: textSchema })

/** Statuses after which the same file may still be taken: of time-outs, of too many, and of a part of the service that is away. */
const PASSING: ReadonlySet<number> = new Set([404, 405, 407, 408, 421, 425, 429])

export function outcomeOf(answer: HttpAnswer, { sha256 }: Sending, now: number): SendOutcome {
  const body = jsonOf(answer)
  const { status } = answer
  if (status === 200 || status === 202) {
    const read = acknowledgementSchema.safeParse(body)
    // A page of somebody else's with status 200 (sign-in of a Wi-Fi, a proxy) is no receipt, nor is one of other bytes.
    if (!read.success || read.data.sha256 !== sha256) return { ...again(answer, now), problem: NO_RECEIPT }
    return {
      kind: 'received',
      receipt: answer.body,
      submission: read.data.id,
      receivedAt: read.data.receivedAt,
      isReplay: status === 200,
    }
  }
  const problem = problemSchema.safeParse(body)
  if (!problem.success || status >= 500 || PASSING.has(status)) return again(answer, now)
  if (status === 401 || SHUT_OUT.has(problem.data.code)) return shutOut(problem.data)
  // Bytes that were cut on their way; ours were checked before they left.
  if (CUT_ON_THE_WAY.has(problem.data.code)) return again(answer, now)
  return { kind: 'refused', problem: problem.data }
}

/** Problems that are about who sends, and not about the file. */
const SHUT_OUT: ReadonlySet<string> = new Set([
  'person-needed',
  'role-not-allowed',
  'purpose-not-allowed',
  'authority-ended',
  'not-yours',
])
const CUT_ON_THE_WAY: ReadonlySet<string> = new Set(['body-interrupted', 'gzip-broken', 'body-empty', 'upload-idle'])

export function jsonOf({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return null
  }
}

/** Another time; `isLine` where it was not the service that answered. */
export function again(answer: HttpAnswer, now: number): SendOutcome & { kind: 'again' } {
  const problem = problemSchema.safeParse(jsonOf(answer))
  return {
    kind: 'again',
    problem: problem.success ? problem.data : statusProblem(answer.status),
    retryAfterMs: retryAfterOf(answer.headers['retry-after'], answer.headers['date'], now),
    isLine: !problem.success,
  }
}

export const shutOut = (problem: EntryProblem): SendOutcome => ({ kind: 'shut-out', problem })

/** No cause in the words: addresses and names of certificates are the log's. */
export function lineCut(error: unknown): SendOutcome {
  // A body that was changed on the disk, or is gone, will not be whole by waiting; the others go on.
  if (causes(error).some((each) => each instanceof Unopened || systemCode(each) === 'ENOENT'))
    return { kind: 'refused', problem: BODY_DAMAGED }
  return { kind: 'again', problem: LINE_CUT, retryAfterMs: null, isLine: true }
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let each = error; each instanceof Error && chain.length < 5; each = each.cause) chain.push(each)
  return chain
}
