import type { Context } from 'hono'
import type { Receipt } from '../edge/receipt/receipt.ts'
import { receive, type IncomingFile } from '../edge/receive.ts'
import { countDossiers } from './observe.ts'
import type { AppEnv } from './services.ts'

/** `receive` with what this isolate has: the one way of a file of dossiers, by whichever wire it comes. */
export async function receiveFile(
  c: Context<AppEnv>,
  file: IncomingFile,
): Promise<{ receipt: Receipt; isReplay: boolean }> {
  const services = c.get('services')
  const { bucket, assertRoom, queue, pack, earlier, metrics } = services
  const waitUntil = (work: Promise<unknown>): void => {
    c.executionCtx.waitUntil(work)
  }
  const [reference, localCodes] = await Promise.all([
    services.reference.current(waitUntil),
    services.localCodes.of(file.facility, waitUntil),
  ])
  const lists = { reference, localCodes, pack, earlier }
  const received = await receive(file, {
    bucket,
    assertRoom,
    queue,
    ...lists,
    now: services.now(),
    uploadName: services.randomName(),
  })
  if (!received.isReplay) countDossiers(metrics, received.receipt)
  return received
}
