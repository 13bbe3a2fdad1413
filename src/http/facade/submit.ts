import { countDossiers } from '../observed.ts'
import type { Context } from 'hono'
import { receivedAnswer, type LegacyAnswer } from '../../edge/facade/answers.ts'
import type { LegacyFamily } from '../../edge/facade/codes.ts'
import { isPersonWaived } from '../../edge/facade/settings.ts'
import { submitLegacy } from '../../edge/facade/submit.ts'
import type { LegacyOperation } from '../../edge/facade/operations.ts'
import { receive } from '../../edge/receive.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import type { AppEnv } from '../services.ts'
import { legacyBody, legacyCaller, parametersBeside } from './request.ts'

/** A file of dossiers by an old service: decoded into the same `receive` as every file. */
export async function submitFile(
  c: Context<AppEnv>,
  { purpose, loaiHoSo }: LegacyOperation & { kind: 'dossiers' },
  family: LegacyFamily,
): Promise<LegacyAnswer> {
  const services = c.get('services')
  const { bucket, queue, pack, earlier, now } = services
  const parameters = parametersBeside(c)
  const caller = await legacyCaller(c, [parameters])
  const waitUntil = (work: Promise<unknown>): void => {
    c.executionCtx.waitUntil(work)
  }
  const isWaived =
    purpose === 'payment' &&
    caller.person === undefined &&
    (await isPersonWaived(services.openReplica(), caller.facility, vietnamIsoDay(now())))
  const { receipt } = await submitLegacy(
    {
      purpose,
      loaiHoSo,
      caller,
      isPersonWaived: isWaived,
      parameters,
      body: services.uploads.of(caller.facility, legacyBody(c, false)),
      contentType: c.req.header('content-type'),
    },
    async (file) => {
      const [reference, localCodes] = await Promise.all([
        services.reference.current(waitUntil),
        services.localCodes.of(file.facility, waitUntil),
      ])
      const needs = { bucket, assertRoom: services.assertRoom, queue, reference, localCodes, pack, earlier, now: now() }
      const received = await receive(file, { ...needs, uploadName: services.randomName() })
      if (!received.isReplay) countDossiers(services.metrics, received.receipt)
      return received
    },
  )
  return receivedAnswer(receipt, family)
}
