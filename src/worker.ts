import { beat } from './store/reference/heartbeat.ts'
import { readEnv, type Bindings, type Env } from './env.ts'
import { publishCheckpoint } from './centre/receipt-log/publish.ts'
import { reviewDeadlines } from './centre/deadlines/review-deadlines.ts'
import { settleWaiting } from './centre/history/settle-history.ts'
import type { CentreServices } from './centre/services.ts'
import { createApp } from './http/app.ts'
import type { Services } from './http/services.ts'
import { timedBy } from './kernel/metrics.ts'
import { eraseFiles } from './centre/erasure/erase-files.ts'
import { tendFiles } from './centre/erasure/tend-files.ts'
import { opensFiles } from './edge/receipt/raw-reader.ts'
import { consume } from './edge/queue/consume.ts'
import { observedBatch } from './edge/queue/observed-batch.ts'
import { queueNamed, type KnownQueue } from './edge/queue/queues.ts'
import { consumeWakes } from './edge/queue/wake.ts'
import { takePapers } from './http/facade/papers.ts'
import { takeCalls } from './http/facade/take-calls.ts'
import { sweepPending } from './edge/receipt/pending.ts'
import { sweepUploads } from './edge/receipt/receipts.ts'
import { deliverDue } from './centre/results/webhooks/deliver.ts'
import { maintainWebhooks } from './centre/results/webhooks/maintain.ts'
import { consumeVerification, deadLetterConsumer } from './centre/verification/consumer.ts'
import type { VerificationNeeds } from './centre/verification/needs.ts'
import { settleUnsettled } from './centre/versions/settle-versions.ts'
import { lakeDifferences } from './lake/parity.ts'
import { sweepLake, writeStaleMonths } from './lake/tend.ts'
import type { Warehouse } from './store/database.ts'
import { openEach } from './store/warehouse/open.ts'
import { maintainWarehouse } from './store/warehouse/maintain.ts'
import { vietnamTime } from './kernel/vietnam-time.ts'
import { log, logged, servicesOf } from './wiring.ts'

/** The services, with the register of encounters and cards; null where the deployment has none. */
const withRegister = <S extends CentreServices>(services: S) => ({
  ...services,
  openRegister: services.centre?.openRegister ?? null,
})

/** First what an erasure waits for, then what is walked through. Only where files can be opened. */
async function tendAllFiles(env: Env, services: Services, now: number): Promise<void> {
  if (!opensFiles(services.store)) return
  const faults: unknown[] = []
  for (const warehouse of openEach({ urls: env.WAREHOUSE_URLS, tokens: env.WAREHOUSE_TOKENS }))
    await eraseFiles(warehouse, withRegister(services)).catch((error: unknown) => faults.push(error))
  await tendFiles({ ...services, retentionDays: env.RETENTION_DAYS, now })
  if (faults.length > 0) throw faults[0]
}

/** One minute of the day, at two in the morning in Việt Nam. */
const isNight = (now: number): boolean => vietnamTime(now).slice(11, 16) === '02:00'

/** Reports where the files of the lake and the figures of a province differ. */
async function compareLake(warehouse: Warehouse, { store }: Services): Promise<void> {
  for (const { province, lake, figures } of await lakeDifferences(warehouse, store.bucket))
    log({ event: 'lake-differs', level: 'warning', province, lake: lake.toString(), figures: figures.toString() })
}

const needsOf = (services: CentreServices, context: ExecutionContext): VerificationNeeds => ({
  ...withRegister(services),
  setAside: null,
  snapshotOf: (release) =>
    services.reference.released(release, (work) => {
      context.waitUntil(work)
    }),
  localCodesOf: (facility) =>
    services.localCodes.of(facility, (work) => {
      context.waitUntil(work)
    }),
})

/** What each queue asks for. */
async function handled(
  batch: MessageBatch,
  queue: KnownQueue,
  services: Services,
  context: ExecutionContext,
): Promise<void> {
  const needs = needsOf(services, context)
  switch (queue.kind) {
    case 'webhooks':
      return consumeWakes(batch, (to) => deliverDue(to, { ...services, ...services.webhooks }), logged('webhook'))
    case 'verification':
      return consumeVerification(batch, { ...needs, setAside: queue.lane === 'visits' ? services.toCentre : null }, log)
    case 'dead-letters':
      return consume(batch, deadLetterConsumer(batch.queue, needs, log))
  }
}

// What the runtime hands to `fetch` is what wrangler.toml declares; `readEnv` checks the variables.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const app = createApp((bindings) => servicesOf(bindings as Bindings))

const paceOf = ({ sendAgainAfterMs, queue }: Services, now: number) => ({ now, afterMs: sendAgainAfterMs, queue })

export default {
  fetch: app.fetch,

  async queue(received, bindings, context) {
    const services = servicesOf(bindings)
    const { metrics, now } = services
    const queue = queueNamed(received.queue)
    const batch = observedBatch(received, metrics)
    await timedBy(metrics, now)(`queue ${received.queue}`, handled(batch, queue, services, context))
  },

  async scheduled(_event, bindings) {
    const env = readEnv(bindings)
    const services = servicesOf(bindings)
    const now = Date.now()
    const { bucket } = services.store
    const settleMs = env.LAKE_SETTLE_SECONDS * 1000
    const steps: [step: string, work: unknown][] = [
      ['heartbeat', services.centre && beat(services.centre.openPrimary(), now)],
      ['sweep-pending', sweepPending(services.store, services.toCentre, paceOf(services, now))],
      ['sweep-uploads', sweepUploads(services.store, now)],
      ['papers', services.centre && takePapers(services.store, services.centre.openPrimary())],
      ['calls', services.centre && takeCalls(services.store, services.centre.openPrimary(), now)],
      ['files', tendAllFiles(env, services, now)],
      ['lake-sweep', services.centre && sweepLake(bucket, now)],
      ['history', settleWaiting(withRegister(services))],
      ...openEach({ urls: env.WAREHOUSE_URLS, tokens: env.WAREHOUSE_TOKENS }).flatMap((warehouse): typeof steps => [
        ['receipt-log', publishCheckpoint(warehouse, services)],
        ['versions', settleUnsettled(warehouse)],
        [
          'maintenance',
          maintainWarehouse(warehouse, {
            vault: services.vault,
            retentionDays: env.RETENTION_DAYS,
            now,
            onAlarm: (alarm) => log({ event: 'rule-alarm', level: 'warning', ...alarm }),
          }),
        ],
        ['webhooks', maintainWebhooks(warehouse, services, now)],
        ['deadlines', reviewDeadlines(warehouse, now)],
        ['lake-parity', isNight(now) && compareLake(warehouse, services)],
        ['lake', services.vault && writeStaleMonths(warehouse, { bucket, vault: services.vault, now, settleMs })],
      ]),
    ]
    // Each by itself: lost messages are sent again also while the primary is away.
    const timed = timedBy(services.metrics, services.now)
    const ended = await Promise.allSettled(steps.map(([step, work]) => timed(`clock ${step}`, Promise.resolve(work))))
    const faults = ended.flatMap((end, at) =>
      end.status === 'rejected' ? [{ step: steps[at]?.[0], reason: end.reason as unknown }] : [],
    )
    for (const { step, reason } of faults) logged('scheduled', { step })(reason)
    if (faults.length > 0) throw new Error('a step of the clock failed', { cause: faults[0]?.reason })
  },
} satisfies ExportedHandler<Bindings>
