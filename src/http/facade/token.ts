import type { Context } from 'hono'
import { noToken, tokenAnswer, type LegacyAnswer } from '../../edge/facade/answers.ts'
import { SYSTEM_ERROR, UNAUTHENTICATED } from '../../edge/facade/codes.ts'
import { issueLegacyToken } from '../../edge/facade/legacy-token.ts'
import { signInLegacy } from '../../edge/facade/legacy-users.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import type { AppEnv } from '../services.ts'
import { clientAddress } from '../client-address.ts'
import { firstOf, parametersBeside, parametersInside } from './request.ts'

/** An account that is switched off (codes of the token call, 917/4210; medium). */
const LOCKED = '403'

/** POST /api/token/take. A failure has HTTP 200, too: clients read the code. */
export async function takeToken(c: Context<AppEnv>): Promise<LegacyAnswer> {
  const { issuer, openReplica, now, randomName, bindsLegacyTokens, guesses } = c.get('services')
  if (!issuer) return noToken(SYSTEM_ERROR, 'Máy chủ này không cấp token: trỏ phần mềm tới máy chủ tiếp nhận.')
  const given = [await parametersInside(c), parametersBeside(c)]
  const username = firstOf(given, 'username')
  const password = firstOf(given, 'password', 'passwordHash')
  const moment = now()
  const matches = guesses.checkFor({ client: `legacy ${username}`, address: clientAddress(c) })
  const signIn = await signInLegacy(openReplica(), { username, password }, vietnamIsoDay(moment), matches)
  if ('fault' in signIn)
    return signIn.fault === 'closed'
      ? noToken(LOCKED, 'Tài khoản đã bị khoá, hoặc người đứng tên đã thôi: liên hệ Sở Y tế.')
      : noToken(UNAUTHENTICATED, 'Sai tên đăng nhập hoặc mật khẩu. Mật khẩu gửi dưới dạng MD5.')
  c.set('legacyFacility', signIn.caller.facility)
  const token = await issueLegacyToken(issuer, signIn.caller, {
    now: moment,
    address: bindsLegacyTokens ? clientAddress(c) : null,
    tokenId: randomName(),
  })
  return tokenAnswer(username, token)
}
