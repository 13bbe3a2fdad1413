import type { Context } from 'hono'
import { receivedAnswer, type LegacyAnswer } from '../../edge/facade/answers.ts'
import type { LegacyFamily } from '../../edge/facade/codes.ts'
import { isPersonWaived } from '../../edge/facade/settings.ts'
import { submitLegacy } from '../../edge/facade/submit.ts'
import type { LegacyOperation } from '../../edge/facade/operations.ts'
import { withBody } from '../../edge/read-body.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { receiveFile } from '../receive-file.ts'
import type { AppEnv } from '../services.ts'
import { legacyBody, legacyCaller, parametersBeside } from './request.ts'

/** A file of dossiers by an old service: decoded into the same `receive` as every file. */
export async function submitFile(
  c: Context<AppEnv>,
  { purpose, loaiHoSo }: LegacyOperation & { kind: 'dossiers' },
  family: LegacyFamily,
): Promise<LegacyAnswer> {
  const services = c.get('services')
  const parameters = parametersBeside(c)
  const caller = await legacyCaller(c, [parameters])
  const isWaived =
    purpose === 'payment' &&
    caller.person === undefined &&
    (await isPersonWaived(services.openReplica(), caller.facility, vietnamIsoDay(services.now())))
  const file = { purpose, loaiHoSo, caller, isPersonWaived: isWaived, parameters }
  const contentType = c.req.header('content-type')
  const { receipt } = await withBody(services.uploads.of(caller.facility, legacyBody(c, false)), (body) =>
    submitLegacy({ ...file, body, contentType }, (incoming) => receiveFile(c, incoming)),
  )
  return receivedAnswer(receipt, family)
}
