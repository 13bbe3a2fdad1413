/**
 * Why a request as a whole is turned away. Each wing has its codes in `refusals.ts`, each with its HTTP status and with what is wrong and
 * how to mend it in Vietnamese and English; a wing throws its own codes and those of the wings below. Codes are public: retired, never
 * reused. Nothing of the sender's data enters a text; `params` carries only figures, names of elements the standards know, and names of
 * parameters.
 */

import { fillText, type Text, type TextParams } from './text.ts'

export type Explanation = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 408 | 409 | 413 | 415 | 421 | 422 | 429 | 503
  readonly what: Text
  readonly remedy: Text
  /** Seconds after which a retry is worth it; only where waiting helps. */
  readonly retryAfterSeconds?: number
}

/** The codes of a wing. */
export type Explanations = Readonly<Record<string, Explanation>>

/** Where in the file as sent (or, with `table`, in the decoded XML of that table) the reason was seen; 1-based. */
export type Place = { readonly line: number; readonly column: number; readonly table?: string }

/** A dossier that was accepted before, as a problem names it. */
export type EarlierDossier = {
  readonly MA_LK: string
  readonly submission: string
  readonly dossier: number
  /** Time of Việt Nam. */
  readonly receivedAt: string
  readonly version: number
  readonly state: string
}

/** Further members of a problem: what was there before, or which items of the body are meant (`assessments[2].lines[0]`). */
export type ProblemMembers = { readonly earlier?: readonly EarlierDossier[]; readonly places?: readonly string[] }

type RefusalOptions = ErrorOptions & {
  readonly members?: ProblemMembers
  /** In place of those of the code, where they are known better. */
  readonly retryAfterSeconds?: number
}

/**
 * A request that is turned away. Thrown anywhere left of the queue, answered in one place as problem+json. It is made by the constructor of
 * a wing (`refusalsOf`); `instanceof` of any of them holds for all.
 */
export class AnyRefusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string
  readonly explanation: Explanation
  readonly params: TextParams
  readonly place: Place | undefined
  readonly members: ProblemMembers
  readonly #retryAfterSeconds: number | undefined

  constructor(
    code: string,
    explanation: Explanation,
    params: TextParams,
    place: Place | undefined,
    { members = {}, retryAfterSeconds, ...options }: RefusalOptions,
  ) {
    super(code, options)
    this.code = code
    this.explanation = explanation
    this.params = params
    this.place = place
    this.members = members
    this.#retryAfterSeconds = retryAfterSeconds
  }

  get status(): Explanation['status'] {
    return this.explanation.status
  }

  get retryAfterSeconds(): number | undefined {
    return this.#retryAfterSeconds ?? this.explanation.retryAfterSeconds
  }

  /** The same reason at another place. */
  at(place: Place): AnyRefusal {
    return new AnyRefusal(this.code, this.explanation, this.params, place, { members: this.members, cause: this })
  }

  /** Wings have constructors of their own: whoever catches cares that it is a refusal, not whose. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return Function.prototype[Symbol.hasInstance].call(AnyRefusal, value)
  }
}

/** The constructor of refusals with the codes of a table, and no other. */
export const refusalsOf = <Code extends string>(table: Readonly<Record<Code, Explanation>>) =>
  class extends AnyRefusal {
    constructor(code: Code, params: TextParams = {}, place?: Place, options: RefusalOptions = {}) {
      super(code, table[code], params, place, options)
    }
  }

/** RFC 9457 problem details, with our members `code`, `message`, `remedy`, `line`, `column`, `table`, `requestId`, `earlier`, `places`. */
export type Problem = ProblemMembers & {
  type: string
  title: string
  status: number
  detail: string
  /** Of a refusal, or `internal-fault`. */
  code: string
  message: Text
  remedy: Text
  requestId: string
  line?: number
  column?: number
  table?: string
}

/** The refusal as the sender reads it. `requestId` leads the operator from the answer to the log line. */
export function problemOf(refusal: AnyRefusal, requestId: string): Problem {
  const { what, remedy, status } = refusal.explanation
  const message = fillText(what, refusal.params)
  return {
    ...problem(refusal.code, status, message, fillText(remedy, refusal.params), requestId),
    ...refusal.place,
    ...refusal.members,
  }
}

/** What a sender learns of a fault of ours: that it is ours, and the id under which we find it. */
export function problemOfFault(requestId: string): Problem {
  return problem(
    'internal-fault',
    500,
    { vi: 'Lỗi của hệ thống, không phải của tệp.', en: 'A fault of this system, not of your file.' },
    {
      vi: 'Gửi lại sau ít phút; nếu còn lỗi, báo cho đơn vị vận hành kèm requestId.',
      en: 'Send again in a few minutes; if it persists, report the requestId to the operator.',
    },
    requestId,
  )
}

function problem(code: string, status: number, message: Text, remedy: Text, requestId: string): Problem {
  const type = `urn:bhyt-edge:problem:${code}`
  return { type, title: code, status, detail: `${message.en} ${remedy.en}`, code, message, remedy, requestId }
}
