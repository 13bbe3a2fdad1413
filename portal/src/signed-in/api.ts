/** The public API, typed by its document. A token that ended is renewed once; then the page asks its reader to sign in. */
import createClient from 'openapi-fetch'
import type { components, paths } from '../../../.build/portal-api.d.ts'
import { renewSession, UNAUTHORIZED, type Problem } from '../app/session.ts'

export type Submission = components['schemas']['Submission']
export type ListedSubmission = components['schemas']['ListedSubmission']
export type Acknowledgement = components['schemas']['Acknowledgement']
export type LegacyCalls = components['schemas']['LegacyCalls']
export type FindingsPage = components['schemas']['FindingsPage']

/** What the service refused, in its own words; `problem` null: the line is away, or a fault of ours. */
export class Refused extends Error {
  constructor(readonly problem: Problem | null) {
    super(problem?.code ?? 'no answer')
  }

  /** Of what an answer said in place of what was asked for. */
  static of(error: unknown): Refused {
    return new Refused(isProblem(error) ? error : null)
  }
}

export const api = createClient<paths>({
  baseUrl: location.origin,
  fetch: async (request) => {
    const again = request.clone()
    const answer = await fetch(request)
    if (!(await lacksSession(answer)) || !(await renewSession())) return answer
    return fetch(again)
  },
})

/** Codes of a session, or of its token, that is over; another 401 is about what was typed, and is not sent twice. */
const OVER: ReadonlySet<string> = new Set([
  'token-missing',
  'token-invalid',
  'token-expired',
  'session-missing',
  'session-ended',
  'authority-ended',
])

/** Whether a refusal means that somebody has to sign in again. */
export const isOver = (problem: Problem | null): boolean => problem !== null && OVER.has(problem.code)

async function lacksSession(answer: Response): Promise<boolean> {
  if (answer.status !== UNAUTHORIZED) return false
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null)
  return isProblem(body) && isOver(body)
}

/** The answer itself, of those forms that are no text (some have a page or a table beside it). Throws Refused. */
export async function answered<T>(asked: Promise<{ data?: T; error?: unknown }>): Promise<Exclude<T, string>> {
  const { data, error } = await asked.catch(() => ({ data: undefined, error: undefined }))
  if (isData(data)) return data
  throw Refused.of(error)
}

/** An answer without a body. Throws Refused. */
export async function done(asked: Promise<{ response: Response; error?: unknown }>): Promise<void> {
  const answer = await asked.catch(() => null)
  if (answer?.response.ok !== true) throw Refused.of(answer?.error)
}

const isData = <T>(data: T | undefined): data is Exclude<T, string> => data !== undefined && typeof data !== 'string'

export const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'code' in error && 'message' in error && 'remedy' in error
