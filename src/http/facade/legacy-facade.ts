/**
 * The web services of the old gateway, below /api: HIS change only the host name. Each answer has the old shape and HTTP 200, whatever went
 * wrong, because clients read the code and lose the text of any other status.
 */
import type { Context, Next } from 'hono'
import type { LegacyAnswer } from '../../edge/facade/answers.ts'
import { copaymentAnswer, failureAnswer, SIGN_IN_AGAIN } from '../../edge/facade/failures.ts'
import {
  legacyCodes,
  reasonOfRefusal,
  SYSTEM_ERROR,
  type LegacyFamily,
  type LegacyReason,
} from '../../edge/facade/codes.ts'
import { countedName, isLegacyPath, legacyOperation, type LegacyOperation } from '../../edge/facade/operations.ts'
import { fillText } from '../../kernel/text.ts'
import { drainBody, isDrainable } from '../drain-body.ts'
import { Refusal } from '../refusals.ts'
import type { AppEnv } from '../services.ts'
import { noteThrown, refusalOf } from '../thrown-errors.ts'
import { legacyResults } from './results.ts'
import { legacyCard } from './cards.ts'
import { legacyPaper } from './papers.ts'
import { legacyCaller, parametersBeside, parametersInside } from './request.ts'
import { submitFile } from './submit.ts'
import { takeToken } from './token.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Answers what is asked below /api, and nothing else. */
export async function legacyFacade(c: Context<AppEnv>, next: Next): Promise<Response | undefined> {
  if (!isLegacyPath(c.req.path)) {
    await next()
    return undefined
  }
  const operation = legacyOperation(c.req.path)
  const answer = await answerOf(c, operation)
  const call = { facility: c.get('legacyFacility') ?? '', wire: 'old', operation: countedName(c.req.path) } as const
  c.get('services').calls.note({ ...call, code: answer.code }, (work) => {
    c.executionCtx.waitUntil(work)
  })
  if (isDrainable(c.req.header('content-length'))) await drainBody(c.req.raw.body)
  return c.body(JSON.stringify(answer.body), answer.status ?? 200, {
    'content-type': JSON_TYPE,
    'cache-control': 'no-store',
  })
}

async function answerOf(c: Context<AppEnv>, operation: LegacyOperation | null): Promise<LegacyAnswer> {
  try {
    return operation === null ? await unknownPath(c) : await carryOut(c, operation)
  } catch (error) {
    return failed(c, operation, error)
  }
}

async function carryOut(c: Context<AppEnv>, operation: LegacyOperation): Promise<LegacyAnswer> {
  switch (operation.kind) {
    case 'token':
      return takeToken(c)
    case 'dossiers':
      return submitFile(c, operation, familyOf(c.req.path))
    case 'results':
      return legacyResults(c, operation.list)
    case 'card':
      return legacyCard(c, operation.era)
    case 'copayment':
      return copayment(c)
    case 'paper':
      return legacyPaper(c, operation.paper)
  }
}

/** Nobody sends the sums of co-payment here: what is not known is 204, as there (CV 1839/CNTT-PM). */
async function copayment(c: Context<AppEnv>): Promise<LegacyAnswer> {
  await legacyCaller(c, [parametersBeside(c), await parametersInside(c)])
  return copaymentAnswer('204', 'Hệ thống chưa có dữ liệu cùng chi trả luỹ kế của thẻ này.')
}

const familyOf = (path: string): LegacyFamily => (/\/egw\//i.test(path) ? 'egw' : 'qd130')

const UNKNOWN_PATH =
  'Địa chỉ này chưa có trên hệ thống; xem tài liệu "Từ cổng cũ" hoặc hỏi đơn vị vận hành. Hệ thống đã ghi nhận lời gọi.'

/** 205: what is asked for is no parameter of the service (917/4210; high). */
async function unknownPath(c: Context<AppEnv>): Promise<LegacyAnswer> {
  // Whose HIS it is, for the operators' count; anybody learns what is not there.
  await legacyCaller(c, [parametersBeside(c)]).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
  return failureAnswer(null, legacyCodes.parameters.qd130, UNKNOWN_PATH, c.get('services').now())
}

/** What was thrown, in the old shape: a refusal in its words, a fault by its id alone. */
function failed(c: Context<AppEnv>, operation: LegacyOperation | null, thrown: unknown): LegacyAnswer {
  const error = refusalOf(thrown)
  noteThrown(c, error, countedName(c.req.path))
  const now = c.get('services').now()
  if (!(error instanceof Refusal)) return failureAnswer(operation, SYSTEM_ERROR, faultWords(c.get('requestId')), now)
  const reason = reasonOfRefusal(error)
  const family = operation?.kind === 'paper' ? 'paper' : familyOf(c.req.path)
  const code = operation?.kind === 'card' ? cardCode(reason) : legacyCodes[reason][family]
  return failureAnswer(operation, code, wordsOf(error, reason), now)
}

/** 123 and 124 of files are states of a card: none of them may be the code of a failure. */
const cardCode = (reason: LegacyReason): string =>
  legacyCodes[reason === 'unauthenticated' || reason === 'system' ? reason : 'parameters'].egw

const faultWords = (requestId: string): string =>
  `Lỗi của hệ thống, không phải của tệp: gửi lại sau ít phút; nếu còn lỗi, báo mã ${requestId}.`

const SEND_AGAIN = 'Cơ sở dữ liệu tạm thời không trả lời: gửi lại sau ít phút.'

/** What, where and how to mend it; where its own words are about the API, those of the old wire. */
function wordsOf({ code, explanation: { what, remedy }, place, params }: Refusal, reason: LegacyReason): string {
  if (reason === 'unauthenticated') return SIGN_IN_AGAIN
  if (code === 'database-unavailable') return SEND_AGAIN
  const at = place === undefined ? '' : ` (${place.table ?? 'tệp'}, dòng ${place.line}, cột ${place.column})`
  return `${fillText(what, params).vi}${at} ${fillText(remedy, params).vi}`
}
