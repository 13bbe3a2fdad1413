import { openDatabase } from '../db/client.ts'
import { createSigner, type Signer } from './curation/release/signature.ts'
import { beat } from './dmdc/heartbeat.ts'
import { loadPublished, loadRelease } from './dmdc/load.ts'
import { createLocalCodesHolder, loadLocalCodes } from './dmdc/local-codes.ts'
import { createReference } from './dmdc/reference.ts'
import { loadStoredSnapshot, storeSnapshot } from './dmdc/stored.ts'
import { readEnv, type Bindings, type Env } from './env.ts'
import { tendDeadlines } from './deadlines/work.ts'
import { describeFault } from './fault.ts'
import { settleWaiting } from './history/settle.ts'
import { provinceOf } from './identity/caller.ts'
import { createTokenVerifier } from './identity/token.ts'
import { rulePackOf } from './inspection/rule-pack.ts'
import { createApp } from './intake/app.ts'
import type { Services } from './intake/services.ts'
import { consume } from './queue/consume.ts'
import { deliverWebhook } from './queue/message.ts'
import { consumeWakes, WEBHOOK_QUEUE } from './queue/wake.ts'
import { sweepPending, sweepUploads } from './receipt/receipts.ts'
import type { Wake } from './results/announce.ts'
import { deliverDue } from './results/webhooks/deliver.ts'
import { tendWebhooks } from './results/webhooks/tend.ts'
import { createConsumer } from './verification/consumer.ts'
import type { VerificationNeeds } from './verification/verify.ts'
import { createEarlierLookUp } from './versions/earlier.ts'
import { settleUnsettled } from './versions/settle.ts'
import { createVault, type Vault } from './warehouse/identity/vault.ts'
import { openEach, openWarehouse } from './warehouse/open.ts'
import { openNearest, openWarehouses } from './warehouse/replicas.ts'
import { tendWarehouse } from './warehouse/tend.ts'

/** A replica near by answers in milliseconds; longer than this it is away. */
const REFERENCE_TIMEOUT_MS = 5000
/** They only make a remedy clearer: no file waits longer for them. */
const LOCAL_CODES_TIMEOUT_MS = 1000
/** What the edge does not find out in this time, the centre does. */
const EARLIER_TIMEOUT_MS = 2000
/** Publishing a large list is one transaction of some seconds. */
const PRIMARY_TIMEOUT_MS = 60_000
const REGISTER_TIMEOUT_MS = 20_000

const log = (line: Record<string, unknown>): void => {
  console.error(JSON.stringify(line))
}

const logged =
  (event: string) =>
  (error: unknown): void => {
    log({ event, cause: describeFault(error) })
  }

const vaultOf = ({ WAREHOUSE_KEYS: ring, WAREHOUSE_HASH_KEY: hashKey }: Env): Vault | null =>
  ring && hashKey !== undefined ? createVault({ ...ring, hashKey }) : null

/** What the queue does not take, the clock asks for again. */
const wakeBy =
  ({ WEBHOOKS: queue }: Env): Wake =>
  async (to, delaySeconds = 0) => {
    await queue?.send(deliverWebhook(to), { delaySeconds: Math.ceil(delaySeconds) })
  }

const registerOf = ({ REGISTER_URL: url, REGISTER_TOKEN: authToken }: Env) =>
  url === undefined ? null : () => openDatabase({ url, authToken, timeoutMs: REGISTER_TIMEOUT_MS })

const wired = new WeakMap<object, Services>()

function servicesOf(bindings: Bindings): Services {
  const known = wired.get(bindings)
  if (known) return known
  const env = readEnv(bindings)
  const openReplica = (timeoutMs = REFERENCE_TIMEOUT_MS) =>
    openDatabase({ url: env.REFERENCE_URL, authToken: env.REFERENCE_TOKEN, timeoutMs })
  const { REFERENCE_PRIMARY_URL: url, REFERENCE_PRIMARY_TOKEN: authToken, DMDC_SIGNING_KEY: signingKey } = env
  const primaries = { urls: env.WAREHOUSE_URLS, tokens: env.WAREHOUSE_TOKENS }
  const replicas = { urls: env.WAREHOUSE_REPLICA_URLS, tokens: env.WAREHOUSE_REPLICA_TOKENS }
  let signer: Promise<Signer> | undefined
  if (url && env.REGISTER_URL === undefined) log({ event: 'history', cause: 'no register is configured' })
  const services: Services = {
    bucket: env.RAW,
    queue: env.VERIFICATION,
    admitDryRun: async (client) => (await env.DRY_RUNS.limit({ key: client })).success,
    openReplica: () => openReplica(),
    openPrimary: url ? () => openDatabase({ url, authToken, timeoutMs: PRIMARY_TIMEOUT_MS }) : null,
    dmdcSigner: signingKey ? () => (signer ??= createSigner(signingKey)) : null,
    dmdcPublicKeys: env.DMDC_PUBLIC_KEYS,
    pack: rulePackOf(env.RULES_CONFIG),
    reference: createReference({
      load: (held) => loadPublished(openReplica(), held, Date.now()),
      loadRelease: (release) => loadRelease(openReplica(), release),
      fallback: () => loadStoredSnapshot(env.RAW),
      store: (published) => storeSnapshot(env.RAW, published),
      report: logged('reference'),
      now: Date.now,
      refreshAfterMs: env.DMDC_REFRESH_SECONDS * 1000,
      staleAfterMs: env.DMDC_STALE_SECONDS * 1000,
    }),
    localCodes: createLocalCodesHolder({
      load: (facility) => loadLocalCodes(openReplica(LOCAL_CODES_TIMEOUT_MS), facility),
      report: logged('local-codes'),
      now: Date.now,
      refreshAfterMs: env.DMDC_REFRESH_SECONDS * 1000,
    }),
    openWarehouse: (facility) => openWarehouse(primaries, provinceOf(facility)),
    warehouses: openWarehouses(primaries, replicas),
    earlier: createEarlierLookUp(
      (facility) => openNearest(primaries, replicas, provinceOf(facility), EARLIER_TIMEOUT_MS),
      logged('earlier'),
    ),
    openRegister: registerOf(env),
    vault: vaultOf(env),
    webhooks: { send: (request) => fetch(request), insecureHosts: env.WEBHOOK_INSECURE_HOSTS },
    wake: wakeBy(env),
    issuer: env.TOKEN_SIGNING_KEY ? { name: env.TOKEN_ISSUER, signingKey: env.TOKEN_SIGNING_KEY } : null,
    verifyToken: createTokenVerifier(env.TOKEN_ISSUER, env.TOKEN_PUBLIC_KEYS),
    now: Date.now,
    randomName: () => crypto.randomUUID(),
  }
  wired.set(bindings, services)
  return services
}

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

/** Dossiers whose warehouse was away, or whose card changed, are held against the others again. */
async function waitingHistories(services: Services): Promise<void> {
  if (services.vault !== null) await settleWaiting({ ...services, vault: services.vault })
}

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
    const { REFERENCE_PRIMARY_URL: url, REFERENCE_PRIMARY_TOKEN: authToken } = env
    const now = Date.now()
    // Each by itself: lost messages are sent again also while the primary is away.
    const steps = await Promise.allSettled([
      url ? beat(openDatabase({ url, authToken, timeoutMs: REFERENCE_TIMEOUT_MS }), now) : null,
      sweepPending(env.RAW, env.VERIFICATION, now, env.SWEEP_AFTER_SECONDS * 1000),
      sweepUploads(env.RAW, now),
      waitingHistories(services),
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
