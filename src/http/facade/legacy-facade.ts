/**
 * The web services of the old gateway, below /api: HIS change only the host name. Each answer has the old shape and HTTP 200, whatever went
 * wrong, because clients read the code and lose the text of any other status.
 */
import type { Context, Next } from 'hono'
import type { LegacyAnswer } from '../../edge/facade/answers.ts'
import { failureAnswer, SIGN_IN_AGAIN } from '../../edge/facade/failures.ts'
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
import { waitUntilOf } from '../route-parts.ts'
import type { AppEnv } from '../services.ts'
import { receiptHeader } from '../receipt-header.ts'
import { noteThrown, refusalOf } from '../thrown-errors.ts'
import { legacyResults } from './results.ts'
import { answeredAtCentre } from './at-centre.ts'
import { legacyCard, legacyCopayments } from './cards.ts'
import { legacyPaper } from './papers.ts'
import { legacyCaller, parametersBeside } from './request.ts'
import { submitFile } from './submit.ts'
import { takeToken } from './token.ts'

/** Of whoever has a token: a file of 100 MB in a form. Clients write to the end before they read, and lose the answer of a line that breaks. */
const DRAINED_BYTES = 150 * 1024 * 1024

const JSON_TYPE = 'application/json; charset=utf-8'

/** Answers what is asked below /api, and nothing else. */
export async function legacyFacade(c: Context<AppEnv>, next: Next): Promise<Response | undefined> {
  if (!isLegacyPath(c.req.path)) {
    await next()
    return undefined
  }
  const operation = legacyOperation(c.req.path)
  const answer = await answerOf(c, operation)
  if (answer instanceof Response) return answer
  const call = { facility: c.get('legacyFacility') ?? '', wire: 'old', operation: countedName(c.req.path) } as const
  c.get('services').calls.note({ ...call, code: answer.code }, waitUntilOf(c))
  const most = c.get('legacyFacility') === undefined ? undefined : DRAINED_BYTES
  if (isDrainable(c.req.header('content-length'), most)) await drainBody(c.req.raw.body, most)
  return c.body(JSON.stringify(answer.body), answer.status ?? 200, {
    'content-type': JSON_TYPE,
    'cache-control': 'no-store',
    ...receiptHeader(answer.receipt),
  })
}

/** The answer; where the centre gave it, as it came, and it was counted there. */
async function answerOf(c: Context<AppEnv>, operation: LegacyOperation | null): Promise<LegacyAnswer | Response> {
  try {
    const answered = await answeredAtCentre(c, operation)
    if (answered !== null) return answered
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
      return legacyCopayments(c)
    case 'paper':
      return legacyPaper(c, operation.paper)
  }
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
  return failureAnswer(
    operation,
    codeOf(operation, reason, error, familyOf(c.req.path)),
    wordsOf(error, reason, operation),
    now,
  )
}

function codeOf(operation: LegacyOperation | null, reason: LegacyReason, error: Refusal, family: LegacyFamily): string {
  switch (operation?.kind) {
    case 'card':
      return cardCode(reason, error)
    case 'copayment':
      return reason === 'unauthenticated' || reason === 'system' ? legacyCodes[reason].egw : COPAYMENT_PARAMETERS
    case 'paper':
      return legacyCodes[reason].paper
    default:
      return legacyCodes[reason][family]
  }
}

/** CV 1839/CNTT-PM (medium): 400 where others have 205. */
const COPAYMENT_PARAMETERS = '400'
/** The register of cards is not read · the server cannot answer now (CV 1923/BHXH-CNTT, appendix 03; high). */
const REGISTER_AWAY = '100'
const SERVER_AWAY = '101'
const OF_REGISTER: ReadonlySet<string> = new Set(['register-unavailable', 'centre-only', 'centre-away'])

/** 123 and 124 of files are states of a card: none of them may be the code of a failure. */
function cardCode(reason: LegacyReason, { code }: Refusal): string {
  if (reason === 'system') return OF_REGISTER.has(code) ? REGISTER_AWAY : SERVER_AWAY
  return legacyCodes[reason === 'unauthenticated' ? reason : 'parameters'].egw
}

const faultWords = (requestId: string): string =>
  `Lỗi của hệ thống, không phải của tệp: gửi lại sau ít phút; nếu còn lỗi, báo mã ${requestId}.`

/** Of what is away, and of a few others: their own words are about the API. */
const OLD_WORDS: Readonly<Record<string, string>> = {
  'xml-missing':
    'Nội dung tệp, sau khi giải base64 (và zip), không phải XML. Gửi chính tệp XML của hồ sơ, mã hoá base64 một lần.',
  'database-unavailable': 'Cơ sở dữ liệu tạm thời không trả lời: gửi lại sau ít phút.',
  'warehouse-unavailable': 'Kho dữ liệu tạm thời không trả lời: hỏi lại sau ít phút.',
  'reference-unavailable': 'Dữ liệu tài khoản và danh mục tạm thời không đọc được: gửi lại sau ít phút.',
  'register-unavailable': 'Sổ thẻ BHYT tạm thời không đọc được: tra lại sau ít phút.',
  'centre-away': 'Máy chủ tiếp nhận chưa liên lạc được với máy chủ trung tâm: gửi lại sau ít phút.',
  'centre-only': 'Máy chủ tiếp nhận này chưa được nối với máy chủ trung tâm: báo đơn vị vận hành.',
}

const OTHER_ROOT = 'Thẻ gốc của tệp XML không phải của mẫu này. Kiểm tra địa chỉ gọi và tệp gửi có cùng một mẫu không.'

/** What, where and how to mend it; where its own words are about the API, those of the old wire. */
function wordsOf(
  { code, explanation: { what, remedy }, place, params }: Refusal,
  reason: LegacyReason,
  operation: LegacyOperation | null,
): string {
  if (reason === 'unauthenticated') return SIGN_IN_AGAIN
  // Its own words name the roots of dossiers.
  if (code === 'root-unknown' && operation?.kind === 'paper') return OTHER_ROOT
  const old = OLD_WORDS[code]
  if (old !== undefined) return old
  const at = place === undefined ? '' : ` (${place.table ?? 'tệp'}, dòng ${place.line}, cột ${place.column})`
  return `${fillText(what, params).vi}${at} ${fillText(remedy, params).vi}`
}
