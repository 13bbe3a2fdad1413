import { beat } from './dmdc/heartbeat.ts'
import { readEnv, type Bindings } from './env.ts'
import { tendDeadlines } from './deadlines/work.ts'
import { settleWaiting } from './history/settle.ts'
import { createApp } from './intake/app.ts'
import type { Services } from './intake/services.ts'
import { consume } from './queue/consume.ts'
import { consumeWakes, WEBHOOK_QUEUE } from './queue/wake.ts'
import { sweepPending, sweepUploads } from './receipt/receipts.ts'
import { deliverDue } from './results/webhooks/deliver.ts'
import { tendWebhooks } from './results/webhooks/tend.ts'
import { createConsumer } from './verification/consumer.ts'
import type { VerificationNeeds } from './verification/verify.ts'
import { settleUnsettled } from './versions/settle.ts'
import { openEach } from './warehouse/open.ts'
import { tendWarehouse } from './warehouse/tend.ts'
import { log, logged, servicesOf } from './wiring.ts'

const needsOf = (services: Services, context: ExecutionContext): VerificationNeeds => ({
  ...services,
  snapshotOf: (release) =>
    services.reference.released(release, (work) => {
      context.waitUntil(work)
    }),
  localCodesOf: (facility) =>
    services.localCodes.of(facility, (work) => {
      context.waitUntil(work)
    }),
})

// What the runtime hands to `fetch` is what wrangler.toml declares; `readEnv` checks the variables.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const app = createApp((bindings) => servicesOf(bindings as Bindings))

export default {
  fetch: app.fetch,

  async queue(batch, bindings, context) {
    if (batch.queue === WEBHOOK_QUEUE) {
      const services = servicesOf(bindings)
      await consumeWakes(batch, (to) => deliverDue(to, { ...services, ...services.webhooks }), logged('webhook'))
      return
    }
    await consume(batch, createConsumer(batch.queue, needsOf(servicesOf(bindings), context), log))
  },

  async scheduled(_event, bindings) {
    const env = readEnv(bindings)
    const services = servicesOf(bindings)
    const now = Date.now()
    // Each by itself: lost messages are sent again also while the primary is away.
    const steps = await Promise.allSettled([
      services.openPrimary && beat(services.openPrimary(), now),
      sweepPending(env.RAW, env.VERIFICATION, now, env.SWEEP_AFTER_SECONDS * 1000),
      sweepUploads(env.RAW, now),
      settleWaiting(services),
      ...openEach({ urls: env.WAREHOUSE_URLS, tokens: env.WAREHOUSE_TOKENS }).flatMap((warehouse) => [
        settleUnsettled(warehouse),
        tendWarehouse(warehouse, {
          vault: services.vault,
          retentionDays: env.RETENTION_DAYS,
          now,
          onAlarm: (alarm) => log({ event: 'rule-alarm', ...alarm }),
        }),
        tendWebhooks(warehouse, services, now),
        tendDeadlines(warehouse, now),
      ]),
    ])
    const faults = steps.flatMap((step) => (step.status === 'rejected' ? [step.reason as unknown] : []))
    faults.forEach(logged('scheduled'))
    if (faults.length > 0) throw new Error('a step of the clock failed', { cause: faults[0] })
  },
} satisfies ExportedHandler<Bindings>
