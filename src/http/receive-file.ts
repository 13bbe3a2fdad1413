import type { Context } from 'hono'
import { receive, type IncomingFile, type Received } from '../edge/receive.ts'
import { timedBy } from '../kernel/metrics.ts'
import { countFile } from './observe.ts'
import { waitUntilOf } from './route-parts.ts'
import type { AppEnv } from './services.ts'

/** `receive` with what this isolate has: the one way of a file of dossiers, by whichever wire it comes. */
export async function receiveFile(c: Context<AppEnv>, file: IncomingFile): Promise<Received> {
  const services = c.get('services')
  const { store, assertRoom, signReceipt, toCentre, laneOf, sendAgainAfterMs, queue, pack, earlier, metrics } = services
  const waitUntil = waitUntilOf(c)
  const [reference, localCodes] = await Promise.all([
    services.reference.current(waitUntil),
    services.localCodes.of(file.facility, waitUntil),
  ])
  const received = await receive(file, {
    store,
    assertRoom,
    signReceipt,
    toCentre,
    laneOf,
    sendAgainAfterMs,
    queue,
    reference,
    localCodes,
    pack,
    earlier,
    now: services.now(),
    clock: services.now,
    uploadName: services.randomName(),
    timed: timedBy(metrics, services.now),
  })
  if (!received.isReplay) countFile(metrics, received)
  return received
}
